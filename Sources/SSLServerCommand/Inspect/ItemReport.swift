import TLSCertificates
import TLSKeyStores

/// One certificate or key for programs.
enum ItemReport {
    static func json(_ item: FileInspection.Item) -> JSONValue {
        var members: [JSONValue.Member] = []
        switch item.content {
        case .certificate(let certificate): members = certificateMembers(certificate)
        case .privateKey(let key): members = [.init("kind", .string("privateKey"))] + keyMembers(key)
        case .publicKey(let key): members = [.init("kind", .string("publicKey"))] + keyMembers(key)
        case .other(let label): members = [.init("kind", .string("other")), .init("label", .string(label))]
        case .unreadable(let error):
            members = [.init("kind", .string("unreadable")), .init("error", json(error))]
        }
        if !item.place.isEmpty { members.append(.init("place", .string(item.place))) }
        return .object(members)
    }

    static func json(_ error: KeyStoreError) -> JSONValue {
        .object([
            .init("code", .string(error.code.name)), .init("place", .string(error.place)),
            .init("reason", .string(error.reason)), .init("advice", .string(error.advice)),
        ])
    }

    static func certificateMembers(_ certificate: X509Certificate) -> [JSONValue.Member] {
        let names = try? certificate.subjectAlternativeNames
        let constraints = try? certificate.basicConstraints
        return [
            .init("kind", .string("certificate")),
            .init("subject", .string(certificate.subject.description)),
            .init("issuer", .string(certificate.issuer.description)),
            .init("serialNumber", .string(certificate.serialNumberText)),
            .init("notBefore", .string(time(certificate.notBefore))),
            .init("notAfter", .string(time(certificate.notAfter))),
            .init("names", names.map { .array($0.map { .string($0.description) }) } ?? .null),
            .init("isAuthority", .bool(constraints?.isAuthority ?? false)),
            .init("signatureAlgorithm", .string(certificate.signatureAlgorithmName)),
            .init("sha256", fingerprint { () throws(CertificateError) in try certificate.fingerprint(.sha256) }),
            .init("sha1", fingerprint { () throws(CertificateError) in try certificate.fingerprint(.sha1) }),
        ] + keyMembers(certificate.subjectPublicKeyInfo)
    }

    private static func keyMembers(_ key: SubjectPublicKeyInfo) -> [JSONValue.Member] {
        [
            .init("keyAlgorithm", .string(key.keyDescription.algorithm)),
            .init("keyBits", key.keyDescription.bits > 0 ? .number(key.keyDescription.bits) : .null),
            .init("publicKeySHA256", fingerprint { () throws(CertificateError) in try key.fingerprint(.sha256) }),
        ]
    }

    private static func fingerprint(_ hash: () throws(CertificateError) -> String) -> JSONValue {
        .optional((try? hash())?.uppercased())
    }

    private static func time(_ time: CertificateTime) -> String {
        HTTPDate(secondsSinceEpoch: Int(time.secondsSinceEpoch)).internetText
    }
}
