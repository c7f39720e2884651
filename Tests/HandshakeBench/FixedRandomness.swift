import TLSHandshake
package import TLSPrimitives

/// Random choices that are always the same, so that a handshake repeats byte for byte.
package struct FixedRandomness: HandshakeRandomness {
    private let random: [UInt8]
    private let privateKey: [UInt8]?
    private let sessionID: [UInt8]
    private let ageAdd: UInt32

    /// - Parameter privateKey: the key for the exchange, of either side; nil makes a new one each time.
    package init(
        random: [UInt8] = [UInt8](0..<32), privateKey: [UInt8]? = [UInt8](1...32),
        sessionID: [UInt8] = [UInt8](32..<64), ageAdd: UInt32 = 0x0102_0304
    ) {
        self.ageAdd = ageAdd
        self.sessionID = sessionID
        self.random = random
        self.privateKey = privateKey
    }

    package func random32() throws(CryptoError) -> [UInt8] { random }

    package func legacySessionID() throws(CryptoError) -> [UInt8] { sessionID }

    package func variationSeed() throws(CryptoError) -> UInt64 { 0 }

    package func ticketAgeAdd() throws(CryptoError) -> UInt32 { ageAdd }

    package func generate(_ algorithm: KeyAgreementAlgorithm) throws(CryptoError) -> KeyAgreementKey {
        // A hybrid's keys cannot be given.
        guard let privateKey, !algorithm.usesMLKEM else { return try KeyAgreementKey(generating: algorithm) }
        return try KeyAgreementKey(algorithm, privateKey: privateKey.span.bytes)
    }

    package func respond(
        _ algorithm: KeyAgreementAlgorithm, peerShare: RawSpan
    ) throws(KeyAgreementError) -> KeyAgreementResponse {
        guard let privateKey, !algorithm.usesMLKEM else {
            return try KeyAgreement.respond(algorithm, peerShare: peerShare)
        }
        let key: KeyAgreementKey
        do throws(CryptoError) {
            key = try KeyAgreementKey(algorithm, privateKey: privateKey.span.bytes)
        } catch {
            throw .crypto(error)
        }
        return KeyAgreementResponse(share: key.share, secret: try key.sharedSecret(peerShare: peerShare))
    }
}
