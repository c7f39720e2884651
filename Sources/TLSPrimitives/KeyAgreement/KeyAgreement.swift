/// What the responder of a key agreement gets: its share to send, and the secret.
package struct KeyAgreementResponse: ~Copyable, Sendable {
    package let share: [UInt8]
    package let secret: Secret

    package init(share: [UInt8], secret: consuming Secret) {
        self.share = share
        self.secret = secret
    }
}

/// Agreement on a secret with a peer whose share is already here.
package enum KeyAgreement {
    /// Makes a pair, checks the peer's share and derives: the server's part in one call. RFC 9846 §7.4.
    package static func respond(
        _ algorithm: KeyAgreementAlgorithm, peerShare: RawSpan
    ) throws(KeyAgreementError) -> KeyAgreementResponse {
        if let mlkem = algorithm.mlkemAlone {
            let encapsulation = try mlkem.encapsulate(to: peerShare)
            return KeyAgreementResponse(share: encapsulation.ciphertext, secret: encapsulation.secret)
        }
        if let hybrid = HybridAgreement(algorithm) { return try hybrid.respond(peerShare: peerShare) }
        if let ladder = MontgomeryLadder.of(algorithm) { return try ladder.respond(peerShare: peerShare) }
        let own: KeyAgreementKey
        do throws(CryptoError) { own = try KeyAgreementKey(generating: algorithm) } catch { throw .crypto(error) }
        let secret = try own.sharedSecret(peerShare: peerShare)
        return KeyAgreementResponse(share: own.share, secret: secret)
    }
}
