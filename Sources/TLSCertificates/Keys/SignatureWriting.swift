package import TLSPrimitives

extension DERWriter {
    /// The AlgorithmIdentifier of a signature. RFC 3279 §2.2.2; RFC 4055 §3, §5; RFC 5758 §3; RFC 8410 §6.
    package mutating func algorithmIdentifier(_ algorithm: SignatureAlgorithm) {
        sequence { identifier in
            switch algorithm {
            case .rsaPKCS1(let hash):
                for (known, its) in SignatureIdentifiers.rsa where its == hash { identifier.objectIdentifier(known) }
                identifier.null()
            case .rsaPSS(let hash):
                identifier.objectIdentifier(.rsassaPSS)
                identifier.pssParameters(PSSParameters(hash: hash, saltSize: hash.digestLength))
            case .ecdsa(let hash):
                for (known, its) in SignatureIdentifiers.ecdsa where its == hash { identifier.objectIdentifier(known) }
            case .dsa(let hash):
                for (known, its) in SignatureIdentifiers.dsa where its == hash { identifier.objectIdentifier(known) }
            case .ed25519: identifier.objectIdentifier(.ed25519)
            case .ed448: identifier.objectIdentifier(.ed448)
            }
        }
    }

    /// RSASSA-PSS-params. RFC 4055 §3.1.
    package mutating func pssParameters(_ parameters: PSSParameters) {
        sequence { fields in
            // SHA-1 and 20 are the defaults, which DER leaves out.
            if parameters.hash != .sha1 {
                fields.constructed(.contextConstructed(0)) { $0.hashIdentifier(parameters.hash) }
                fields.constructed(.contextConstructed(1)) { mask in
                    mask.sequence { generator in
                        generator.objectIdentifier(.mgf1)
                        generator.hashIdentifier(parameters.hash)
                    }
                }
            }
            if parameters.saltSize != 20 {
                fields.constructed(.contextConstructed(2)) { $0.integer(parameters.saltSize) }
            }
        }
    }

    private mutating func hashIdentifier(_ hash: HashAlgorithm) {
        sequence { identifier in
            for (its, known) in DERReader.hashes where its == hash { identifier.objectIdentifier(known) }
            identifier.null()
        }
    }
}
