/// How many comparisons of a name with a subtree the paths of a search may take. Long ones count as several, and so does
/// reading a name.
package struct ComparisonBudget: Sendable {
    private var remaining: Int

    package init(_ count: Int = Limits.nameComparisons) {
        remaining = count
    }

    /// Takes some comparisons. The size of a certificate bounds what can be asked for.
    mutating func spend(_ count: Int) throws(PathFault) {
        guard count <= remaining else {
            throw PathFault(
                .nameConstraintBudgetExceeded, "there are more names and name constraints than are compared")
        }
        remaining -= count
    }
}

/// The name constraints of a path from its anchor down: `permitted_subtrees` and `excluded_subtrees` of RFC 5280 §6.1.
///
/// They are kept to whether or not their extension is critical. A common name is not a host name: it is not looked at.
package struct NameConstraintState: Sendable {
    /// One a certificate: a name must be in a subtree of each. RFC 5280 §6.1.4 (g)(1).
    private var permitted: [NameSubtrees] = []
    /// All together. RFC 5280 §6.1.4 (g)(2).
    private var excluded = NameSubtrees()
    private var forms: NameForms = []
    private var unprocessable: NameForms = []

    package init() {}

    /// Takes what the certificates below this one must keep to. RFC 5280 §6.1.4 (g).
    package mutating func add(_ constraints: NameConstraints) {
        if !constraints.permitted.forms.isEmpty { permitted.append(constraints.permitted) }
        excluded.formUnion(constraints.excluded)
        for side in [constraints.permitted, constraints.excluded] {
            forms.formUnion(side.forms)
            unprocessable.formUnion(side.unprocessable)
        }
    }

    /// Refuses a certificate one of whose names is outside of what the ones above it allow. RFC 5280 §6.1.3 (b), (c).
    ///
    /// Of self-issued certificates only the end entity's counts. An end entity that is no authority has no constraints of its
    /// own to make.
    package func check(
        _ certificate: X509Certificate, isEndEntity: Bool, budget: inout ComparisonBudget
    ) throws(PathFault) {
        if isEndEntity, certificate.find(.nameConstraints) != nil, !certificate.isAuthority {
            throw PathFault(.malformed, "nameConstraints: the certificate is not an authority's")
        }
        guard !forms.isEmpty, isEndEntity || !certificate.isSelfIssued else { return }
        let names: [ConstrainedName]
        do throws(DERError) {
            names = try certificate.names(of: forms)
        } catch {
            throw PathFault(CertificateError(error))
        }
        try budget.spend(names.count * Limits.nameReadings)
        for name in names { try check(name, of: certificate, &budget) }
    }

    private func check(
        _ name: ConstrainedName, of certificate: X509Certificate, _ budget: inout ComparisonBudget
    ) throws(PathFault) {
        let form = name.form
        let text = { Self.text(of: name, in: certificate) }
        // RFC 5280 §4.2.1.10: a constraint is processed, or names of its form are refused.
        guard !unprocessable.contains(form), let probe = NameProbe(name, certificate.derBytes) else {
            throw PathFault(.nameNotPermitted, "\(text()) cannot be compared with the name constraints")
        }
        try budget.spend(excluded.comparisons(form, size: name.range.count))
        guard !probe.isIn(excluded, isExcluded: true) else {
            throw PathFault(.nameNotPermitted, "\(text()) is excluded by a name constraint")
        }
        for subtrees in permitted where subtrees.forms.contains(form) {
            try budget.spend(subtrees.comparisons(form, size: name.range.count))
            guard probe.isIn(subtrees, isExcluded: false) else {
                throw PathFault(.nameNotPermitted, "\(text()) is not among the names that are permitted")
            }
        }
    }

    /// The name, for a person.
    private static func text(of name: ConstrainedName, in certificate: X509Certificate) -> String {
        let content = certificate.derBytes[name.range]
        switch name.form {
        case .directoryName where name.isWellTyped:
            return (try? DistinguishedName(derBytes: Array(content)))?.shortDescription ?? "a directory name"
        case .iPAddress:
            return IPAddress(bytes: Array(content))?.description ?? "an IP address of \(content.count) octets"
        case .dnsName, .rfc822Name, .uniformResourceIdentifier:
            return PrintableText.escaped(String(decoding: content.prefix(Limits.nameShown), as: UTF8.self))
        default: return "a name of form [\(name.form.rawValue.trailingZeroBitCount)]"
        }
    }
}

/// A name that constraints apply to, as it lies in its certificate.
private struct ConstrainedName {
    let form: NameForms
    let range: Range<Int>
    /// Whether it is of the type that its form has. RFC 5280 §4.2.1.6.
    let isWellTyped: Bool
    /// Whether it is an attribute of the subject instead of a name in the subjectAltName.
    let isAttribute: Bool
}

extension X509Certificate {
    fileprivate var isAuthority: Bool { (try? basicConstraints)?.isAuthority ?? false }

    /// The names of these forms: of the subjectAltName, and of the subject as RFC 5280 §4.2.1.10 has it.
    fileprivate func names(of forms: NameForms) throws(DERError) -> [ConstrainedName] {
        var list: [ConstrainedName] = []
        // An empty subject names nobody.
        if forms.contains(.directoryName), subjectRange.count > 2 {
            list.append(
                ConstrainedName(form: .directoryName, range: subjectRange, isWellTyped: true, isAttribute: false))
        }
        if let found = find(.subjectAltName) {
            var reader = DERReader(derBytes.span, found.value)
            var names = try reader.sequence("subjectAltName")
            try reader.expectEnd("subjectAltName")
            while !names.isAtEnd {
                let name = try names.constrainedName()
                guard forms.contains(name.form) else { continue }
                guard list.count <= Limits.alternativeNames else {
                    throw DERError(.limitExceeded, in: "subjectAltName", at: names.position)
                }
                list.append(name)
            }
        }
        if forms.contains(.rfc822Name) { try appendSubjectMailboxes(to: &list) }
        return list
    }

    /// The `emailAddress` attributes of the subject. RFC 5280 has them count when there is no subjectAltName; as in libcrypto
    /// they always do, since who reads them does not look for another.
    private func appendSubjectMailboxes(to list: inout [ConstrainedName]) throws(DERError) {
        var reader = DERReader(derBytes.span, subjectRange)
        var relativeNames = try reader.sequence("subject")
        while !relativeNames.isAtEnd {
            var members = try relativeNames.constructed(.set, "subject")
            while !members.isAtEnd {
                let attribute = try members.attribute("subject", isJoined: false)
                guard members.isEqual(attribute.type, OID.emailAddress.content) else { continue }
                let isASCII = [.ia5String, .utf8String, .printableString].contains(attribute.value.tag)
                list.append(
                    ConstrainedName(
                        form: .rfc822Name, range: attribute.value.content, isWellTyped: isASCII, isAttribute: true))
            }
        }
    }
}

extension DERReader {
    /// The next GeneralName; of a directory name, where the Name in it lies.
    fileprivate mutating func constrainedName() throws(DERError) -> ConstrainedName {
        let value = try element("subjectAltName")
        guard let form = NameForms(tag: value.tag) else {
            throw DERError(.unexpectedTag, in: "subjectAltName", at: value.start)
        }
        var range = value.content
        if value.tag == GeneralNameTag.directoryName {
            var content = try inside(value, "subjectAltName")
            range = try content.name("subjectAltName")
            try content.expectEnd("subjectAltName")
        }
        let isWellTyped = value.tag.isConstructed == (form == .directoryName)
        return ConstrainedName(form: form, range: range, isWellTyped: isWellTyped, isAttribute: false)
    }
}

/// A name, taken apart for comparing.
private struct NameProbe {
    private enum Parts {
        case host(Range<Int>, isWildcard: Bool)
        case mailbox(Mailbox, isAttribute: Bool)
        case address(Range<Int>)
        case directory([UInt8])
        case uriHost(Range<Int>)
    }

    private let parts: Parts
    private let bytes: [UInt8]

    /// Nil when the name is not what its form says, so that it is in no subtree and outside of none.
    init?(_ name: ConstrainedName, _ bytes: [UInt8]) {
        guard name.isWellTyped, let parts = Self.parts(name, bytes.span) else { return nil }
        self.parts = parts
        self.bytes = bytes
    }

    private static func parts(_ name: ConstrainedName, _ bytes: Span<UInt8>) -> Parts? {
        switch name.form {
        case .dnsName:
            let host = name.range
            guard ServerName.isHostName(bytes, host, allowsWildcard: true) else { return nil }
            guard bytes[host.lowerBound] == UInt8(ascii: "*") else { return .host(host, isWildcard: false) }
            guard host.count > 2, bytes[host.lowerBound + 1] == UInt8(ascii: ".") else { return nil }
            return .host(host, isWildcard: true)
        case .rfc822Name:
            return Mailbox(bytes, name.range).map { .mailbox($0, isAttribute: name.isAttribute) }
        case .iPAddress:
            return name.range.count == 4 || name.range.count == 16 ? .address(name.range) : nil
        case .directoryName:
            return .directory(CanonicalName.bytes(bytes, name.range))
        case .uniformResourceIdentifier:
            return URIHost.range(bytes, name.range).map { .uriHost($0) }
        default:
            return nil
        }
    }

    /// Whether one of the subtrees holds the name.
    func isIn(_ subtrees: NameSubtrees, isExcluded: Bool) -> Bool {
        switch parts {
        case .host(let host, let isWildcard):
            subtrees.contain(host: bytes.span, host, isWildcard: isWildcard, isExcluded: isExcluded)
        case .mailbox(let mailbox, let isAttribute):
            subtrees.contain(mailbox: bytes.span, mailbox, ignoresCase: isAttribute && isExcluded)
        case .address(let address): subtrees.contain(address: bytes.span, address)
        case .directory(let name): subtrees.contain(directory: name)
        case .uriHost(let host): subtrees.contain(uriHost: bytes.span, host)
        }
    }
}
