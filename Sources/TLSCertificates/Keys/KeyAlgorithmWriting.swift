package import TLSPrimitives

extension DERWriter {
    /// The AlgorithmIdentifier of a key, public or private. RFC 3279 §2.3, RFC 4055 §1.2, RFC 5480 §2.1, RFC 8410 §3.
    package mutating func keyAlgorithm(of key: PublicKey) {
        sequence { algorithm in
            switch key.keyType {
            case .rsa:
                algorithm.objectIdentifier(.rsaEncryption)
                algorithm.null()
            case .rsaPSS:
                // Without parameters the key may be used with any hash.
                algorithm.objectIdentifier(.rsassaPSS)
            case .ec(let curve):
                algorithm.objectIdentifier(.ecPublicKey)
                algorithm.objectIdentifier(curve.identifier)
            case .dsa:
                algorithm.objectIdentifier(.dsa)
                if let parameters = key.dsaParameters { algorithm.dsaParameters(parameters) }
            case .ed25519: algorithm.objectIdentifier(.ed25519)
            case .ed448: algorithm.objectIdentifier(.ed448)
            }
        }
    }

    /// Dss-Parms. RFC 3279 §2.3.2.
    private mutating func dsaParameters(_ parameters: DSAParameters) {
        sequence { numbers in
            numbers.unsignedInteger(parameters.prime)
            numbers.unsignedInteger(parameters.subprime)
            numbers.unsignedInteger(parameters.generator)
        }
    }
}
