import TLSCertificates

/// The fields of a file's items, with what each says of the others.
struct ItemDescriptions {
    private let found: [(content: FileInspection.Item.Content, place: String)]

    init(_ found: [(content: FileInspection.Item.Content, place: String)]) {
        self.found = found
    }

    func lines(_ content: FileInspection.Item.Content) -> [String] {
        switch content {
        case .certificate(let certificate):
            CertificateDescription.lines(certificate) + [Self.field("Private key", privateKeys(of: certificate))]
        case .privateKey(let key):
            Self.keyLines(key) + [Self.field("Certificate", certificates(of: key))]
        case .publicKey(let key): Self.keyLines(key)
        case .other(let label): [Self.field("Label", PrintableText.escaped(label))]
        case .unreadable(let error): [error.description]
        }
    }

    /// A name, and its value in a column.
    static func field(_ name: String, _ value: String) -> String {
        let padding = String(repeating: " ", count: max(1, 22 - name.count))
        return "\(name):\(padding)\(value)"
    }

    private static func keyLines(_ key: SubjectPublicKeyInfo) -> [String] {
        [
            field("Key", CertificateDescription.keyText(key)),
            field("Public key SHA-256", (try? key.fingerprint(.sha256)) ?? ""),
        ]
    }

    /// The certificates of the file that a key belongs to.
    private func certificates(of key: SubjectPublicKeyInfo) -> String {
        let places = found.compactMap { item -> String? in
            guard case .certificate(let certificate) = item.content, Self.isSame(certificate, key) else { return nil }
            return item.place
        }
        return places.isEmpty ? "none in this file" : places.joined(separator: "; ")
    }

    /// The private keys of the file that belong to a certificate.
    private func privateKeys(of certificate: X509Certificate) -> String {
        let places = found.compactMap { item -> String? in
            guard case .privateKey(let key) = item.content, Self.isSame(certificate, key) else { return nil }
            return item.place
        }
        return places.isEmpty ? "none in this file" : places.joined(separator: "; ")
    }

    /// Whether both are the same key. The parameters that bind an RSA-PSS key to a hash may be said on one side only, so the
    /// bits are compared beside the name of the algorithm.
    private static func isSame(_ certificate: X509Certificate, _ key: SubjectPublicKeyInfo) -> Bool {
        let certified = certificate.subjectPublicKeyInfo
        return certified.keyDescription == key.keyDescription && (try? certified.keyBits) == (try? key.keyBits)
    }
}
