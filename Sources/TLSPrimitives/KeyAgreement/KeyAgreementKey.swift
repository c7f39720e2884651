internal import CLibcrypto

/// An ephemeral pair: its share is sent, and the peer's answer makes the secret.
package final class KeyAgreementKey {
    package let algorithm: KeyAgreementAlgorithm
    /// What is sent to the peer.
    package let share: [UInt8]
    private let pair: Pair
    /// A hybrid's other half, or all there is.
    private let mlkem: MLKEMPrivateKey?

    /// What the traditional half of the secret is made with.
    private enum Pair {
        case ladder(LadderKey)
        case key(KeyHandle)
        /// ML-KEM alone.
        case none
    }

    package init(generating algorithm: KeyAgreementAlgorithm) throws(CryptoError) {
        let traditionalShare: [UInt8]
        if let alone = algorithm.mlkemAlone {
            let mlkem = try MLKEMPrivateKey(generating: alone)
            share = mlkem.encapsulationKey
            self.mlkem = consume mlkem
            pair = .none
            self.algorithm = algorithm
            return
        }
        if let ladder = MontgomeryLadder.of(algorithm.traditional) {
            let key = try ladder.generate()
            traditionalShare = try key.share()
            pair = .ladder(key)
        } else {
            let contexts = try unsafe ThreadScratch.current().pointee.keyAgreement(algorithm.traditional)
            let key = try contexts.generate()
            traditionalShare = try key.encodedPublicKey(algorithm.shareLength)
            pair = .key(key)
        }
        if let hybrid = HybridAgreement(algorithm) {
            let mlkem = try MLKEMPrivateKey(generating: hybrid.mlkem)
            share = hybrid.joinShares(mlkem: mlkem.encapsulationKey, traditional: traditionalShare)
            self.mlkem = consume mlkem
        } else {
            share = traditionalShare
            mlkem = nil
        }
        self.algorithm = algorithm
    }

    /// A pair of a traditional group with a private key that is known: published traces.
    package init(_ algorithm: KeyAgreementAlgorithm, privateKey: RawSpan) throws(CryptoError) {
        guard !algorithm.usesMLKEM else {
            throw CryptoError("key agreement", reason: "private keys of ML-KEM cannot be given")
        }
        let key: KeyHandle
        switch algorithm.family {
        case .montgomery:
            key = try KeyHandle(rawPrivateKey: privateKey, type: algorithm == .x25519 ? "X25519" : "X448")
        case .curve(let curve):
            key = try curve.makeKey(scalar: privateKey, point: nil)
        case .finiteField:
            key = try FiniteField.makeKey(algorithm, exponent: privateKey)
        case .encapsulation:
            throw CryptoError("key agreement", reason: "private keys of ML-KEM cannot be given")
        }
        share = try key.encodedPublicKey(algorithm.shareLength)
        pair = .key(key)
        mlkem = nil
        self.algorithm = algorithm
    }

    /// The secret with the peer whose share this is. RFC 9846 §7.4.
    package func sharedSecret(peerShare: RawSpan) throws(KeyAgreementError) -> Secret {
        switch mlkem {
        case .some(let key):
            guard let hybrid = HybridAgreement(algorithm) else { return try key.decapsulate(peerShare) }
            return try hybrid.secret(key, peerShare: peerShare, traditionalSecret)
        case .none: return try traditionalSecret(peerShare)
        }
    }

    private func traditionalSecret(_ peerShare: RawSpan) throws(KeyAgreementError) -> Secret {
        switch pair {
        case .ladder(let key): return try key.secret(peerShare: peerShare)
        case .key(let key):
            let contexts: KeyAgreementContexts
            do throws(CryptoError) {
                contexts = try unsafe ThreadScratch.current().pointee.keyAgreement(algorithm.traditional)
            } catch { throw .crypto(error) }
            return try contexts.derive(key, peerShare: peerShare)
        case .none: throw .crypto(CryptoError("key agreement", reason: "the pair is of ML-KEM alone"))
        }
    }
}
