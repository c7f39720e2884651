/// Hosts as names and constraints have them, compared where they lie. The second of two is in lower case already.
enum HostName {
    /// Whether a dNSName constrains hosts: every one when it is empty. There is no wildcard here and no dot at the end.
    ///
    /// A dot in front is not RFC 5280's, but many authorities of one's own have it, and readers agree that it stands for all
    /// below: where that RFC's profile is asked for it is refused (`NameSubtrees.hasLeadingDot`).
    static func isConstraint(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        range.isEmpty || isHostOrDomain(bytes, range)
    }

    /// Whether a constraint on URIs and mail addresses is understood: a host, or a domain behind a dot.
    static func isHostOrDomain(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        let isDomain = range.first.map { bytes[$0] == UInt8(ascii: ".") } ?? false
        return ServerName.isHostName(bytes, isDomain ? range.dropFirst() : range, allowsWildcard: false)
    }

    static func isEqual(_ bytes: Span<UInt8>, _ name: Range<Int>, _ others: Span<UInt8>, _ other: Range<Int>) -> Bool {
        guard name.count == other.count else { return false }
        var position = other.lowerBound
        for index in name {
            guard ServerName.lowercased(bytes[index]) == others[position] else { return false }
            position += 1
        }
        return true
    }

    /// Whether a host is the subtree's or lies below it; it lies below a subtree with a dot in front.
    static func isWithin(
        _ bytes: Span<UInt8>, _ name: Range<Int>, _ subtrees: Span<UInt8>, _ subtree: Range<Int>
    ) -> Bool {
        let labels = name.count - subtree.count
        guard labels > 0, !subtree.isEmpty else {
            return subtree.isEmpty || isEqual(bytes, name, subtrees, subtree)
        }
        let start = name.lowerBound + labels
        if subtrees[subtree.lowerBound] == UInt8(ascii: ".") {
            return isEqual(bytes, start..<name.upperBound, subtrees, subtree)
        }
        guard bytes[start - 1] == UInt8(ascii: ".") else { return false }
        return isEqual(bytes, start..<name.upperBound, subtrees, subtree)
    }

    /// Whether a host is the one that a constraint names, or, when that is a domain behind a dot, lies below it.
    static func isInDomain(
        _ bytes: Span<UInt8>, _ name: Range<Int>, _ subtrees: Span<UInt8>, _ subtree: Range<Int>
    ) -> Bool {
        guard let first = subtree.first, subtrees[first] == UInt8(ascii: ".") else {
            return isEqual(bytes, name, subtrees, subtree)
        }
        guard name.count > subtree.count else { return false }
        return isEqual(bytes, name.dropFirst(name.count - subtree.count), subtrees, subtree)
    }
}

/// A mail address without quotes and comments, which nobody constrains: RFC 5280 §4.2.1.6, RFC 2821 §4.1.2.
struct Mailbox {
    let range: Range<Int>
    let local: Range<Int>
    let host: Range<Int>

    /// Nil for what is not a local part of atoms, one `@` and a host name.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        guard let at = range.first(where: { bytes[$0] == UInt8(ascii: "@") }) else { return nil }
        self.range = range
        local = range.lowerBound..<at
        host = at + 1..<range.upperBound
        guard !local.isEmpty, local.allSatisfy({ Self.isLocalByte(bytes[$0]) }),
            ServerName.isHostName(bytes, host, allowsWildcard: false)
        else { return nil }
    }

    private static func isLocalByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: "!#$%&'*+-/=?^_`{|}~.".utf8.contains(byte)
        }
    }
}

/// The host of a URI. RFC 3986 §3.
enum URIHost {
    /// Where the host lies; nil when the URI has none, or one that is not a host name. RFC 5280 §4.2.1.10 refuses both.
    ///
    /// Nothing but a port may stand between the host and the path or the end. Where a user, a query or a fragment does,
    /// readers have differed on what the host is.
    static func range(_ bytes: Span<UInt8>, _ uri: Range<Int>) -> Range<Int>? {
        guard let colon = uri.first(where: { bytes[$0] == UInt8(ascii: ":") }), colon > uri.lowerBound,
            uri.upperBound - colon > 3, bytes[colon + 1] == UInt8(ascii: "/"), bytes[colon + 2] == UInt8(ascii: "/")
        else { return nil }
        let rest = colon + 3..<uri.upperBound
        let end = rest.first { bytes[$0] == UInt8(ascii: "/") } ?? rest.upperBound
        var host = rest.lowerBound..<end
        if let port = host.first(where: { bytes[$0] == UInt8(ascii: ":") }) {
            guard host.suffix(from: port).dropFirst().allSatisfy({ (0x30...0x39).contains(bytes[$0]) }) else {
                return nil
            }
            host = host.prefix(upTo: port)
        }
        return ServerName.isHostName(bytes, host, allowsWildcard: false) ? host : nil
    }
}
