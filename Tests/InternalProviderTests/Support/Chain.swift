import TLSCertificates
import TLSKeyStores
import TLSPrimitives

/// Chains as they are in use: a leaf with two authorities above it, whose names repeat.
enum Chain {
    static func identity(_ name: String) throws -> TLSIdentity {
        let from = CertificateTime(secondsSinceEpoch: 1_700_000_000)
        let to = CertificateTime(secondsSinceEpoch: 4_000_000_000)
        var key = try PrivateKey.generate(.ec(.p256))
        var subject = try DistinguishedName(commonName: "Example Root Authority of the Tests")
        var chain = [
            try CertificateIssuer.selfSigned(.authority(subject: subject, notBefore: from, notAfter: to), key: key)
        ]
        for contents in [
            CertificateContents.authority(
                subject: try DistinguishedName(commonName: "Example Issuing Authority of the Tests"), notBefore: from,
                notAfter: to),
            try CertificateContents.server(
                names: [name, "www.\(name)", "mail.\(name)"], notBefore: from, notAfter: to),
        ] {
            let issuer = try CertificateIssuer(name: subject, key: key)
            key = try PrivateKey.generate(.ec(.p256))
            subject = contents.subject
            chain.insert(try issuer.issue(contents, for: key.publicKey), at: 0)
        }
        return try TLSIdentity(certificateChain: chain, privateKey: key)
    }
}
