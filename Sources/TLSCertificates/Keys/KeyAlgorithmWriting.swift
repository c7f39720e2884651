package import TLSPrimitives

extension DERWriter {
    /// The AlgorithmIdentifier of a key, public or private. RFC 3279 §2.3.1, RFC 4055 §1.2, RFC 5480 §2.1, RFC 8410 §3.
    package mutating func keyAlgorithm(_ type: KeyType) {
        sequence { algorithm in
            switch type {
            case .rsa:
                algorithm.objectIdentifier(.rsaEncryption)
                algorithm.null()
            case .rsaPSS:
                // Without parameters the key may be used with any hash.
                algorithm.objectIdentifier(.rsassaPSS)
            case .ec(let curve):
                algorithm.objectIdentifier(.ecPublicKey)
                algorithm.objectIdentifier(curve.identifier)
            case .ed25519: algorithm.objectIdentifier(.ed25519)
            case .ed448: algorithm.objectIdentifier(.ed448)
            }
        }
    }
}
