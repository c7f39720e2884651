import TLSCertificates

/// Why nobody vouches for a certificate, as reports tell it.
extension PathFailure {
    /// For people: the rule, the certificate that breaks it, and what was tried.
    var reportLines: [String] {
        var lines = ["\(code)  \(reason.printable)"]
        if let certificate {
            lines += ["", "Certificate"]
            lines += CertificateTable.lines(CertificateTable.rows(certificate), indent: "  ")
        }
        guard !candidates.isEmpty else { return lines }
        lines += ["", "Tried"]
        for candidate in candidates {
            let names = candidate.certificates.map(\.subject.shortDescription.printable)
            lines.append("  \(names.joined(separator: " < "))")
            lines.append("    \(candidate.code)  \(candidate.reason.printable)")
        }
        return lines
    }

    /// For programs.
    var members: [JSONValue.Member] {
        let certificate = certificate.map { JSONValue.object(ItemReport.certificateMembers($0)) }
        let candidates = candidates.map { candidate in
            JSONValue.object([
                .init("subjects", .array(candidate.certificates.map { .string($0.subject.description) })),
                .init("code", .string(candidate.code.name)), .init("reason", .string(candidate.reason)),
            ])
        }
        return [
            .init("code", .string(code.name)), .init("reason", .string(reason)),
            .init("certificate", certificate ?? .null), .init("candidates", .array(candidates)),
        ]
    }
}
