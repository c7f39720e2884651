import TLSPrimitives

extension AlgorithmRequirements {
    /// Whether a certificate may be signed so.
    func check(_ algorithm: SignatureAlgorithm) throws(PathFault) {
        switch algorithm.hash {
        case .md5: throw PathFault(.weakAlgorithm, "it is signed over MD5, which can be forged")
        case .sha1 where !allowsSHA1: throw PathFault(.weakAlgorithm, "it is signed over SHA-1, which can be forged")
        default: return
        }
    }

    /// Whether a key may sign, or be an end entity's.
    func check(_ key: KeyType) throws(PathFault) {
        switch key {
        case .rsa(let bits), .rsaPSS(let bits): try check(rsaBits: bits)
        case .dsa where !allowsDSA: throw PathFault(.weakAlgorithm, "its key is a DSA key, which is not taken")
        case .dsa, .ec, .ed25519, .ed448: return
        }
    }

    private func check(rsaBits bits: Int) throws(PathFault) {
        let smallest = max(minimumRSABits, Limits.rsaLegacyModulusBits)
        guard bits >= smallest else {
            throw PathFault(.weakAlgorithm, "its RSA key has \(bits) bits, and \(smallest) are asked for")
        }
        guard bits <= Limits.rsaModulusBits.upperBound else {
            throw PathFault(
                .weakAlgorithm, "its RSA key has \(bits) bits, more than the \(Limits.rsaModulusBits.upperBound) taken")
        }
    }

    /// Whether a key may be an end entity's, as far as its form tells. Whether its numbers are right is seen where it is
    /// used.
    func check(_ key: SubjectPublicKeyInfo) throws(PathFault) {
        let algorithm: SubjectPublicKeyInfo.Algorithm
        do {
            algorithm = try key.algorithm
        } catch {
            throw PathFault(.weakAlgorithm, "its key is not supported: \(error.reason)")
        }
        switch algorithm {
        case .rsa, .rsaPSS:
            try check(rsaBits: key.keyDescription.bits)
            do {
                try key.checkRSANumbers()
            } catch {
                throw PathFault(.weakAlgorithm, "its key is not taken: \(error.reason)")
            }
        case .dsa where !allowsDSA: throw PathFault(.weakAlgorithm, "its key is a DSA key, which is not taken")
        case .unknown(let identifier):
            throw PathFault(.weakAlgorithm, "its key is of the kind \(identifier), which is not supported")
        case .dsa, .ellipticCurve, .ed25519, .ed448: return
        }
    }
}
