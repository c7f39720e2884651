internal import CLibcrypto

/// An ephemeral pair: its share is sent, and the peer's answer makes the secret.
package final class KeyAgreementKey {
    package let algorithm: KeyAgreementAlgorithm
    /// What is sent to the peer.
    package let share: [UInt8]
    private let key: KeyHandle

    package init(generating algorithm: KeyAgreementAlgorithm) throws(CryptoError) {
        let contexts = try unsafe ThreadScratch.current().pointee.keyAgreement(algorithm)
        key = try contexts.generate()
        share = try key.encodedPublicKey(algorithm.shareLength)
        self.algorithm = algorithm
    }

    /// A pair with a private key that is known: published traces.
    package init(_ algorithm: KeyAgreementAlgorithm, privateKey: RawSpan) throws(CryptoError) {
        switch algorithm.family {
        case .montgomery:
            key = try KeyHandle(rawPrivateKey: privateKey, type: algorithm == .x25519 ? "X25519" : "X448")
        case .curve(let curve):
            key = try curve.makeKey(scalar: privateKey, point: nil)
        case .finiteField:
            key = try FiniteField.makeKey(algorithm, exponent: privateKey)
        }
        share = try key.encodedPublicKey(algorithm.shareLength)
        self.algorithm = algorithm
    }

    /// The secret with the peer whose share this is. RFC 9846 §7.4.
    package func sharedSecret(peerShare: RawSpan) throws(KeyAgreementError) -> Secret {
        let contexts: KeyAgreementContexts
        do throws(CryptoError) {
            contexts = try unsafe ThreadScratch.current().pointee.keyAgreement(algorithm)
        } catch { throw .crypto(error) }
        return try contexts.derive(key, peerShare: peerShare)
    }
}
