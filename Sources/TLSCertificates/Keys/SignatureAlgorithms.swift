package import TLSPrimitives

/// Which algorithm identifiers stand for which signatures. RFC 3279 §2.2, RFC 4055 §5, RFC 5758 §3, RFC 8410 §6.
enum SignatureIdentifiers {
    static let rsa: [(OID, HashAlgorithm)] = [
        (.sha256WithRSA, .sha256), (.sha384WithRSA, .sha384), (.sha512WithRSA, .sha512), (.sha224WithRSA, .sha224),
        (.sha1WithRSA, .sha1), (.md5WithRSA, .md5),
    ]
    static let ecdsa: [(OID, HashAlgorithm)] = [
        (.ecdsaWithSHA256, .sha256), (.ecdsaWithSHA384, .sha384), (.ecdsaWithSHA512, .sha512),
        (.ecdsaWithSHA224, .sha224), (.ecdsaWithSHA1, .sha1),
    ]
    static let dsa: [(OID, HashAlgorithm)] = [
        (.dsaWithSHA256, .sha256), (.dsaWithSHA384, .sha384), (.dsaWithSHA512, .sha512), (.dsaWithSHA224, .sha224),
        (.dsaWithSHA1, .sha1),
    ]
}

extension DERReader {
    /// The signature algorithm that an AlgorithmIdentifier means.
    func signatureAlgorithm(_ found: AlgorithmElement) throws(DERError) -> SignatureAlgorithm {
        let start = found.range.lowerBound
        for (identifier, hash) in SignatureIdentifiers.rsa where isEqual(found.identifier, identifier.content) {
            guard isAbsentOrNull(found.parameters) else { throw malformed(at: start) }
            return .rsaPKCS1(hash)
        }
        for (identifier, hash) in SignatureIdentifiers.ecdsa where isEqual(found.identifier, identifier.content) {
            // RFC 5758 §3.2: the parameters are absent.
            guard found.parameters == nil else { throw malformed(at: start) }
            return .ecdsa(hash)
        }
        for (identifier, hash) in SignatureIdentifiers.dsa where isEqual(found.identifier, identifier.content) {
            // RFC 3279 §2.2.2, RFC 5758 §3.1: the parameters are absent.
            guard found.parameters == nil else { throw malformed(at: start) }
            return .dsa(hash)
        }
        if isEqual(found.identifier, OID.rsassaPSS.content), let parameters = found.parameters {
            let pss = try pssParameters(parameters)
            // The salt is as long as the hash: the one length that TLS and every authority use. RFC 9846 §4.3.3.
            guard pss.saltSize == pss.hash.digestLength else {
                throw DERError(.unsupportedParameters, in: "saltLength", at: start)
            }
            return .rsaPSS(pss.hash)
        }
        let isEd25519 = isEqual(found.identifier, OID.ed25519.content)
        if isEd25519 || isEqual(found.identifier, OID.ed448.content) {
            guard found.parameters == nil else { throw malformed(at: start) }
            return isEd25519 ? .ed25519 : .ed448
        }
        throw DERError(.unsupportedAlgorithm, in: "signatureAlgorithm", at: start)
    }

    private func malformed(at offset: Int) -> DERError {
        DERError(.malformedValue, in: "signatureAlgorithm", at: offset)
    }
}

extension X509Certificate {
    /// How the certificate is signed; throws when that is not supported.
    package var signatureAlgorithm: SignatureAlgorithm {
        get throws(CertificateError) {
            do {
                var reader = DERReader(derBytes.span, fields.signatureAlgorithm.range)
                return try reader.signatureAlgorithm(try reader.algorithm("signatureAlgorithm"))
            } catch {
                throw CertificateError(error)
            }
        }
    }

    /// The identifier of the signature algorithm, whether supported or not.
    package var signatureAlgorithmIdentifier: OID {
        var reader = DERReader(derBytes.span, fields.signatureAlgorithm.range)
        guard let found = try? reader.algorithm("signatureAlgorithm") else { return OID(content: []) }
        return OID(content: Array(derBytes[found.identifier]))
    }

    /// The signature algorithm's name, such as `sha256RSA`, or its dotted identifier when it is not known.
    public var signatureAlgorithmName: String {
        if let known = try? signatureAlgorithm { return known.certificateName }
        return signatureAlgorithmIdentifier == .rsassaPSS ? "RSASSA-PSS" : signatureAlgorithmIdentifier.description
    }
}

extension SignatureAlgorithm {
    /// The name as certificate viewers print it.
    var certificateName: String {
        switch self {
        case .rsaPKCS1(let hash): "\(hash)RSA"
        case .rsaPSS: "RSASSA-PSS"
        case .ecdsa(let hash): "\(hash)ECDSA"
        case .dsa(let hash): "\(hash)DSA"
        case .ed25519: "Ed25519"
        case .ed448: "Ed448"
        }
    }
}
