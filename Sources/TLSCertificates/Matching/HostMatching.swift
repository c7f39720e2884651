extension CertificateFacts {
    /// Whether the certificate is for the host asked for. RFC 9525 §6.
    func checkHost(_ requirements: PathRequirements) throws(PathFault) {
        guard let host = requirements.host, !requirements.unsafelyIgnoring.contains(.name) else { return }
        guard !certificate.matches(serverName: host) else { return }
        throw PathFault(
            .nameMismatch,
            "it is not for \(PrintableText.shortened(host)), but for \(certificate.namesForPeople)")
    }
}

extension X509Certificate {
    /// The hosts it is for, a few of them: some certificates have thousands.
    fileprivate var namesForPeople: String {
        let names = (try? subjectAlternativeNames) ?? []
        guard !names.isEmpty else { return "no host: it has no subjectAltName" }
        let shown = names.prefix(Limits.namesInError).map { PrintableText.shortened($0.description, to: 64) }
        let rest = names.count - shown.count
        return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) others" : "")
    }
}

extension PrintableText {
    /// Harmless text of a bounded length.
    static func shortened(_ text: String, to count: Int = 253) -> String {
        let short = text.unicodeScalars.prefix(count)
        return escaped(String(String.UnicodeScalarView(short)))
            + (short.endIndex < text.unicodeScalars.endIndex ? "…" : "")
    }
}
