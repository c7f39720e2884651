package import TLSPrimitives

/// The random choices of a handshake, as values so that traces replay.
package protocol HandshakeRandomness: Sendable {
    /// The Random of a hello. RFC 9846 §4.2.2, §4.2.3.
    func random32() throws(CryptoError) -> [UInt8]

    /// The legacy_session_id of a ClientHello, which only middleboxes look at. RFC 9846 §E.4.
    func legacySessionID() throws(CryptoError) -> [UInt8]

    /// What a ClientHello's reserved values and its order of extensions are drawn from. RFC 8701.
    func variationSeed() throws(CryptoError) -> UInt64

    /// What hides the age of a ticket. RFC 9846 §4.7.1.
    func ticketAgeAdd() throws(CryptoError) -> UInt32

    /// The client's pair for a share.
    func generate(_ algorithm: KeyAgreementAlgorithm) throws(CryptoError) -> KeyAgreementKey

    /// The server's pair, and the secret with the client whose share this is.
    func respond(
        _ algorithm: KeyAgreementAlgorithm, peerShare: RawSpan
    ) throws(KeyAgreementError) -> KeyAgreementResponse
}

/// libcrypto's generator.
package struct SystemHandshakeRandomness: HandshakeRandomness {
    package init() {}

    package func random32() throws(CryptoError) -> [UInt8] {
        try SystemRandom().publicBytes(32)
    }

    package func legacySessionID() throws(CryptoError) -> [UInt8] {
        try SystemRandom().publicBytes(32)
    }

    package func variationSeed() throws(CryptoError) -> UInt64 {
        try SystemRandom().publicBytes(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    package func ticketAgeAdd() throws(CryptoError) -> UInt32 {
        try SystemRandom().publicBytes(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    package func generate(_ algorithm: KeyAgreementAlgorithm) throws(CryptoError) -> KeyAgreementKey {
        try KeyAgreementKey(generating: algorithm)
    }

    package func respond(
        _ algorithm: KeyAgreementAlgorithm, peerShare: RawSpan
    ) throws(KeyAgreementError) -> KeyAgreementResponse {
        try KeyAgreement.respond(algorithm, peerShare: peerShare)
    }
}
