import TLSCertificates
import TLSPrimitives

/// Certificates with the extensions that a rule is about. Nobody looks at their signatures.
enum SampleCertificate {
    private static let key = Result { try PrivateKey.generate(.ed25519) }

    /// A certificate of this subject, issued by `issuer`.
    static func make(
        subject: String = "CN=subject", issuer: String = "CN=issuer", names: [String] = [], isAuthority: Bool = true,
        extensions: [X509Extension] = []
    ) throws -> X509Certificate {
        var contents = CertificateContents(
            subject: subject.isEmpty ? .empty : try DistinguishedName(text: subject),
            notBefore: CertificateTime(secondsSinceEpoch: 1_767_225_600),
            notAfter: CertificateTime(secondsSinceEpoch: 4_102_444_800))
        contents.basicConstraints = BasicConstraints(isAuthority: isAuthority)
        contents.otherExtensions = extensions
        if !names.isEmpty {
            let encoded = try names.map(encodedName)
            contents.otherExtensions.append(
                value(.subjectAltName) { list in
                    list.sequence { names in
                        for name in encoded { names.encoded(name) }
                    }
                })
        }
        let key = try key.get()
        return try CertificateIssuer(name: DistinguishedName(text: issuer), key: key).issue(
            contents, for: key.publicKey)
    }

    /// An extension whose value is what `body` writes.
    static func value(
        _ identifier: OID, isCritical: Bool = true, _ body: (inout DERWriter) -> Void
    ) -> X509Extension {
        var writer = DERWriter()
        body(&writer)
        return X509Extension(identifier: identifier, isCritical: isCritical, value: writer.bytes)
    }

    /// A GeneralName such as `dns:example.test`; of an address constraint, `ip:192.0.2.0/255.255.255.0`.
    static func encodedName(_ text: String) throws -> [UInt8] {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let rest = parts.count == 2 ? String(parts[1]) : ""
        var writer = DERWriter()
        switch parts[0] {
        case "dns": writer.value(.context(2), rest.utf8)
        case "mail": writer.value(.context(1), rest.utf8)
        case "uri": writer.value(.context(6), rest.utf8)
        case "ip":
            writer.value(.context(7), rest.split(separator: "/").flatMap { IPAddress(String($0))?.bytes ?? [] })
        case "dir":
            let name = try DistinguishedName(text: rest)
            writer.constructed(.contextConstructed(4)) { $0.encoded(name.derBytes) }
        case "id": writer.value(.context(8), OID(1, 2, 3).content)
        case "other":
            writer.constructed(.contextConstructed(0)) { value in
                value.objectIdentifier(OID(1, 2, 3))
                value.constructed(.contextConstructed(0)) { $0.null() }
            }
        // A host name in a constructed value, which is none.
        case "odd": writer.constructed(.contextConstructed(2)) { $0.null() }
        default: throw CertificateError(.invalidContents, field: "GeneralName", reason: text)
        }
        return writer.bytes
    }
}
