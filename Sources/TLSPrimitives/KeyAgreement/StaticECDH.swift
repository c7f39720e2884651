extension KeyAgreementAlgorithm {
    /// The group of keys on this curve.
    package init(_ curve: EllipticCurve) {
        switch curve {
        case .p256: self = .p256
        case .p384: self = .p384
        case .p521: self = .p521
        }
    }
}

extension PrivateKey {
    /// The secret between a certificate's key and a peer's ephemeral point, which is validated first: a point off the curve
    /// would tell the peer about the key. RFC 8422 §2, §5.10.
    ///
    /// The client's side is `KeyAgreement.respond` with the certificate's point.
    package func sharedSecret(peerPoint: RawSpan) throws(KeyAgreementError) -> Secret {
        guard case .ec(let curve) = keyType else {
            throw .crypto(CryptoError("static ECDH", reason: "the key is one of \(keyType)"))
        }
        let contexts: KeyAgreementContexts
        do throws(CryptoError) {
            contexts = try unsafe ThreadScratch.current().pointee.keyAgreement(KeyAgreementAlgorithm(curve))
        } catch { throw .crypto(error) }
        return try contexts.derive(key, peerShare: peerPoint)
    }
}
