import TLSCertificates

/// What `sslserver verify` tells: the path that was found, or why there is none.
struct VerifyReport: Sendable {
    let result: Result<VerifiedPath, PathFailure>
    let time: CertificateTime
    let purpose: VerifyCommand.Purpose
    let host: String?

    var isValid: Bool { if case .success = result { true } else { false } }

    // MARK: For people

    var textLines: [String] {
        switch result {
        case .success(let path): ["VALID  \(question)", ""] + lines(path)
        case .failure(let failure): ["NOT VALID  \(question)", ""] + failure.reportLines
        }
    }

    private var question: String {
        let name = host.map { " for \($0.printable)" } ?? ""
        return "as a \(purpose.rawValue)'s certificate\(name), at \(time)"
    }

    private func lines(_ path: VerifiedPath) -> [String] {
        let chain = path.chain
        var lines: [String] = []
        for (index, certificate) in chain.enumerated() {
            let role = index == chain.count - 1 && path.anchor != nil ? " (trusted)" : ""
            var rows = CertificateTable.rows(certificate)
            if path.revocation.indices.contains(index) {
                rows.append(("Revocation", path.revocation[index].description))
            }
            lines.append("Certificate \(index + 1) of \(chain.count)\(role)")
            lines += CertificateTable.lines(rows, indent: "  ") + [""]
        }
        if let policies = path.policies {
            lines += ["Policies  \(Self.names(policies.userConstrained).joined(separator: ", "))", ""]
        }
        return lines.dropLast()
    }

    private static func names(_ policies: Set<OID>) -> [String] {
        policies.map(\.description).sorted()
    }

    // MARK: For programs

    var json: JSONValue {
        let question: [JSONValue.Member] = [
            .init("valid", .bool(isValid)), .init("purpose", .string(purpose.rawValue)), .init("host", .optional(host)),
            .init("time", .string(HTTPDate(secondsSinceEpoch: Int(time.secondsSinceEpoch)).internetText)),
        ]
        switch result {
        case .success(let path): return .object(question + members(path))
        case .failure(let failure): return .object(question + failure.members)
        }
    }

    private func members(_ path: VerifiedPath) -> [JSONValue.Member] {
        let chain = path.chain
        let certificates = chain.enumerated().map { index, certificate in
            let isAnchor = index == chain.count - 1 && path.anchor != nil
            let status = path.revocation.indices.contains(index) ? path.revocation[index].description : nil
            return JSONValue.object(
                ItemReport.certificateMembers(certificate) + [
                    .init("trusted", .bool(isAnchor)), .init("revocation", .optional(status)),
                ])
        }
        let policies = path.policies.map { JSONValue.array(Self.names($0.userConstrained).map(JSONValue.string)) }
        return [.init("path", .array(certificates)), .init("policies", policies ?? .null)]
    }
}
