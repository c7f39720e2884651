import TLSCertificates

/// The fields of a certificate for people.
enum CertificateDescription {
    static func lines(_ certificate: X509Certificate) -> [String] {
        let field = ItemDescriptions.field
        var lines = [
            field("Subject", certificate.subject.description),
            field("Issuer", certificate.issuer.description),
            field("Serial number", certificate.serialNumberText),
            field("Valid from", certificate.notBefore.description),
            field("Valid until", certificate.notAfter.description),
            field("Key", keyText(certificate.subjectPublicKeyInfo)),
            field("Signature", certificate.signatureAlgorithmName),
        ]
        lines += extensionLines(certificate)
        for (name, algorithm) in [("SHA-256", FingerprintAlgorithm.sha256), ("SHA-1", .sha1), ("MD5", .md5)] {
            if let text = try? certificate.fingerprint(algorithm) { lines.append(field(name, text)) }
        }
        if let text = try? certificate.subjectPublicKeyInfo.fingerprint(.sha256) {
            lines.append(field("Public key SHA-256", text))
        }
        return lines
    }

    /// The key's algorithm and size.
    static func keyText(_ key: SubjectPublicKeyInfo) -> String {
        let description = key.keyDescription
        return description.bits > 0 ? "\(description.algorithm), \(description.bits) bits" : description.algorithm
    }

    private static func extensionLines(_ certificate: X509Certificate) -> [String] {
        var lines: [String] = []
        add("Names", to: &lines) { () throws(CertificateError) in
            let names = try certificate.subjectAlternativeNames
            return names.isEmpty ? nil : list(names.map(\.description))
        }
        add("Authority", to: &lines) { () throws(CertificateError) in
            try certificate.basicConstraints.map { constraints in
                guard constraints.isAuthority else { return "no" }
                return constraints.pathLength.map { "yes, path length \($0)" } ?? "yes"
            }
        }
        add("Key usage", to: &lines) { () throws(CertificateError) in try certificate.keyUsage?.description }
        add("Extended key usage", to: &lines) { () throws(CertificateError) in
            try certificate.extendedKeyUsage.map { list($0.map(purposeText)) }
        }
        return lines
    }

    /// A field if the certificate has it; one that is malformed says so.
    private static func add(
        _ name: String, to lines: inout [String], _ value: () throws(CertificateError) -> String?
    ) {
        do {
            if let value = try value() { lines.append(ItemDescriptions.field(name, value)) }
        } catch {
            lines.append(ItemDescriptions.field(name, error.description))
        }
    }

    /// The first names, and how many there are beyond.
    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(Limits.namesShown).joined(separator: ", ")
        let hidden = names.count - Limits.namesShown
        return hidden > 0 ? "\(shown) and \(hidden) more" : shown
    }

    private static func purposeText(_ purpose: OID) -> String {
        switch purpose {
        case .serverAuthentication: "\(purpose) (server authentication)"
        case .clientAuthentication: "\(purpose) (client authentication)"
        case .codeSigning: "\(purpose) (code signing)"
        case .emailProtection: "\(purpose) (e-mail protection)"
        case .timeStamping: "\(purpose) (time stamping)"
        case .ocspSigning: "\(purpose) (OCSP signing)"
        case .anyExtendedKeyUsage: "\(purpose) (any)"
        default: purpose.description
        }
    }
}
