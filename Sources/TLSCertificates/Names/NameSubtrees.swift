/// Subtrees of names, one list a form, as a nameConstraints extension has them on one side. RFC 5280 §4.2.1.10.
///
/// Each list is one run of bytes, ready to be compared: hosts in lower case, directory names in their canonical form.
package struct NameSubtrees: Hashable, Sendable {
    /// The forms for which there is a subtree.
    private(set) var forms: NameForms = []
    /// The forms for which there is a subtree that is not understood: a name of these is refused.
    private(set) var unprocessable: NameForms = []
    /// Whether a host has a dot in front, which RFC 5280 does not have.
    private(set) var hasLeadingDot = false
    /// Hosts, each of which stands for itself and all below it; an empty one for every host.
    private var hosts = PackedBytes()
    /// Whole mail addresses.
    private var mailboxes = PackedBytes()
    /// Hosts of mail addresses, or domains behind a dot.
    private var mailDomains = PackedBytes()
    /// Addresses, each with its mask.
    private var addresses = PackedBytes()
    private var directories = PackedBytes()
    /// Hosts of URIs, or domains behind a dot.
    private var uriDomains = PackedBytes()

    /// Adds the subtrees of `other`.
    mutating func formUnion(_ other: NameSubtrees) {
        forms.formUnion(other.forms)
        unprocessable.formUnion(other.unprocessable)
        hosts.append(other.hosts)
        mailboxes.append(other.mailboxes)
        mailDomains.append(other.mailDomains)
        addresses.append(other.addresses)
        directories.append(other.directories)
        uriDomains.append(other.uriDomains)
    }

    /// How much it takes to compare a name of this form and size with the subtrees of the form: one for each, and more
    /// for what both may have in common.
    func comparisons(_ form: NameForms, size: Int) -> Int {
        switch form {
        case .dnsName: hosts.comparisons(size)
        // The domain of a mail address takes longer to tell apart than a host.
        case .rfc822Name: mailboxes.comparisons(size) + mailDomains.comparisons(size) * 3 / 2
        case .iPAddress: addresses.comparisons(2 * size)
        case .directoryName: directories.comparisons(size)
        case .uniformResourceIdentifier: uriDomains.comparisons(size)
        default: 0
        }
    }

    /// Adds the `base` of a subtree. One that no name can be compared with is an error for host names and addresses, which
    /// every server's certificate has; of the other forms it makes names refused.
    mutating func append(base value: DERElement, _ reader: borrowing DERReader) throws(DERError) {
        guard let form = NameForms(tag: value.tag) else {
            throw DERError(.unexpectedTag, in: "base", at: value.start)
        }
        forms.formUnion(form)
        let bytes = reader.bytes
        switch value.tag {
        case GeneralNameTag.dnsName:
            guard HostName.isConstraint(bytes, value.content) else {
                throw DERError(.malformedValue, in: "base", at: value.start)
            }
            if let first = value.content.first, bytes[first] == UInt8(ascii: ".") { hasLeadingDot = true }
            hosts.append(bytes, value.content, lowercased: true)
        case GeneralNameTag.ipAddress:
            guard Self.isAddressRange(bytes, value.content) else {
                throw DERError(.malformedValue, in: "base", at: value.start)
            }
            addresses.append(bytes, value.content, lowercased: false)
        case GeneralNameTag.directoryName:
            var content = try reader.inside(value, "base")
            let name = try content.name("base")
            try content.expectEnd("base")
            directories.append(CanonicalName.bytes(bytes, name))
        case GeneralNameTag.rfc822Name: append(mail: bytes, value.content)
        case GeneralNameTag.uniformResourceIdentifier:
            if HostName.isHostOrDomain(bytes, value.content) {
                uriDomains.append(bytes, value.content, lowercased: true)
            } else {
                unprocessable.formUnion(form)
            }
        default: unprocessable.formUnion(form)
        }
    }

    private mutating func append(mail bytes: Span<UInt8>, _ content: Range<Int>) {
        if HostName.isHostOrDomain(bytes, content) {
            mailDomains.append(bytes, content, lowercased: true)
        } else if let mailbox = Mailbox(bytes, content) {
            mailboxes.append(bytes, content, lowercasedFrom: mailbox.host.lowerBound)
        } else {
            unprocessable.formUnion(.rfc822Name)
        }
    }

    /// An address and a mask of ones and then zeros, of four or sixteen octets each.
    private static func isAddressRange(_ bytes: Span<UInt8>, _ content: Range<Int>) -> Bool {
        guard content.count == 8 || content.count == 32 else { return false }
        var isOver = false
        for index in content.dropFirst(content.count / 2) {
            let octet = bytes[index]
            guard isOver ? octet == 0 : (~octet & (~octet &+ 1)) == 0 else { return false }
            isOver = octet != 0xff
        }
        return true
    }
}

extension NameSubtrees {
    /// Whether one of the subtrees holds the host. A wildcard is in an excluded subtree when one of the names it stands for
    /// is, and in a permitted one when all are.
    func contain(host bytes: Span<UInt8>, _ name: Range<Int>, isWildcard: Bool, isExcluded: Bool) -> Bool {
        // What the wildcard leaves: `*.example.com` without its first label.
        let parent = isWildcard ? name.dropFirst(2) : name
        return hosts.contains { subtrees, subtree in
            if HostName.isWithin(bytes, parent, subtrees, subtree) { return true }
            guard isWildcard else { return false }
            if let first = subtree.first, subtrees[first] == UInt8(ascii: ".") {
                // All that the wildcard stands for lies below the dot, when what it leaves does.
                return HostName.isEqual(bytes, name.dropFirst(), subtrees, subtree)
            }
            guard isExcluded else { return false }
            guard let dot = subtree.first(where: { subtrees[$0] == UInt8(ascii: ".") }) else { return false }
            return HostName.isEqual(bytes, parent, subtrees, dot + 1..<subtree.upperBound)
        }
    }

    /// Whether one of the subtrees holds the mail address. Local parts have case, except in the attribute of a
    /// distinguished name (RFC 2985 §5.2.1): there it does not save a name from being excluded.
    func contain(mailbox bytes: Span<UInt8>, _ name: Mailbox, ignoresCase: Bool) -> Bool {
        let isDomain = mailDomains.contains { HostName.isInDomain(bytes, name.host, $0, $1) }
        return isDomain
            || mailboxes.contains { subtrees, subtree in
                guard subtree.count == name.range.count else { return false }
                let hostStart = subtree.upperBound - name.host.count
                guard HostName.isEqual(bytes, name.host, subtrees, hostStart..<subtree.upperBound) else { return false }
                return zip(name.local, subtree).allSatisfy { own, other in
                    let (left, right) = (bytes[own], subtrees[other])
                    return left == right || ignoresCase && ServerName.lowercased(left) == ServerName.lowercased(right)
                }
            }
    }

    /// Whether one of the subtrees holds the address; those of the other version do not.
    func contain(address bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
        addresses.contains { subtrees, subtree in
            guard subtree.count == 2 * name.count else { return false }
            for (offset, index) in name.enumerated() {
                let base = subtree.lowerBound + offset
                guard (bytes[index] ^ subtrees[base]) & subtrees[base + name.count] == 0 else { return false }
            }
            return true
        }
    }

    /// Whether one of the subtrees holds the name of this canonical form.
    func contain(directory name: [UInt8]) -> Bool {
        let bytes = name.span
        return directories.contains { subtrees, subtree in
            guard subtree.count <= name.count else { return false }
            // From the end, since names differ there.
            var position = subtree.count
            while position > 0 {
                position -= 1
                guard bytes[position] == subtrees[subtree.lowerBound + position] else { return false }
            }
            return true
        }
    }

    /// Whether one of the subtrees holds the host of a URI.
    func contain(uriHost bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
        uriDomains.contains { HostName.isInDomain(bytes, name, $0, $1) }
    }
}

/// Forms of names, by the numbers of GeneralName's alternatives. RFC 5280 §4.2.1.6.
struct NameForms: OptionSet, Hashable, Sendable {
    let rawValue: UInt32

    static let rfc822Name = NameForms(rawValue: 1 << 1)
    static let dnsName = NameForms(rawValue: 1 << 2)
    static let directoryName = NameForms(rawValue: 1 << 4)
    static let uniformResourceIdentifier = NameForms(rawValue: 1 << 6)
    static let iPAddress = NameForms(rawValue: 1 << 7)

    init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// The form that a tag stands for; nil when it is none of GeneralName's.
    init?(tag: DERTag) {
        guard tag.rawValue & 0xc0 == 0x80 else { return nil }
        rawValue = 1 << UInt32(tag.rawValue & 0x1f)
    }
}

/// Many short runs of bytes in one.
private struct PackedBytes: Hashable, Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    /// The size of the longest run.
    private var longest = 0

    /// One for each run, and one more for every 12 octets above 16 that it may have in common with a name.
    func comparisons(_ size: Int) -> Int { ends.count * (1 + max(0, min(size, longest) - 16) / 12) }

    mutating func append(_ source: Span<UInt8>, _ range: Range<Int>, lowercased: Bool) {
        append(source, range, lowercasedFrom: lowercased ? range.lowerBound : range.upperBound)
    }

    /// Adds a run, of which what begins at a position is put into lower case.
    mutating func append(_ source: Span<UInt8>, _ range: Range<Int>, lowercasedFrom start: Int) {
        for index in range {
            bytes.append(index >= start ? ServerName.lowercased(source[index]) : source[index])
        }
        longest = max(longest, range.count)
        ends.append(bytes.count)
    }

    mutating func append(_ run: [UInt8]) {
        bytes.append(contentsOf: run)
        longest = max(longest, run.count)
        ends.append(bytes.count)
    }

    mutating func append(_ other: PackedBytes) {
        let start = bytes.count
        bytes.append(contentsOf: other.bytes)
        longest = max(longest, other.longest)
        for end in other.ends { ends.append(start + end) }
    }

    /// Whether a run is as `predicate` says: it is given the bytes and where in them the run lies.
    @inline(__always)
    func contains(where predicate: (Span<UInt8>, Range<Int>) -> Bool) -> Bool {
        let all = bytes.span
        var start = 0
        for end in ends {
            if predicate(all, start..<end) { return true }
            start = end
        }
        return false
    }
}
