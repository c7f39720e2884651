/// A host as a client names it, ready to be compared with certificates. RFC 9525 §6, RFC 6066 §3.
///
/// Only the subjectAltName counts, never the common name. A DNS name matches label by label without regard to ASCII case;
/// `*` stands for exactly one whole label, the left-most, of a name that has at least two more. An IP address matches
/// only an iPAddress of the same bytes.
package enum ServerName: Hashable, Sendable {
    /// Lower-case labels without a trailing dot.
    case dns([UInt8])
    case ip(IPAddress)

    /// Takes a host name or an IP address; nil when it can be neither.
    ///
    /// One trailing dot, which makes a name absolute, is taken off.
    package init?(_ text: String) {
        if let address = IPAddress(text) {
            self = .ip(address)
            return
        }
        var name = text.utf8.map(Self.lowercased)
        if name.last == UInt8(ascii: ".") { name.removeLast() }
        guard Self.isHostName(name.span, 0..<name.count, allowsWildcard: false) else { return nil }
        self = .dns(name)
    }

    /// Whether bytes form a host name: labels of 1 to 63 letters, digits, hyphens and underscores, 253 bytes in all.
    ///
    /// Underscores are no part of RFC 1123 but of names in use. A last label of digits alone would be taken for a piece of
    /// an IPv4 address.
    static func isHostName(_ bytes: Span<UInt8>, _ range: Range<Int>, allowsWildcard: Bool) -> Bool {
        guard (1...253).contains(range.count) else { return false }
        var labelSize = 0
        var isNumeric = true
        for index in range {
            let byte = bytes[index]
            if byte == UInt8(ascii: ".") {
                guard labelSize > 0 else { return false }
                labelSize = 0
                isNumeric = true
                continue
            }
            let isWildcard = allowsWildcard && byte == UInt8(ascii: "*") && index == range.lowerBound
            guard isWildcard || isHostByte(byte) else { return false }
            labelSize += 1
            guard labelSize <= 63 else { return false }
            if !(0x30...0x39).contains(byte) { isNumeric = false }
        }
        return labelSize > 0 && !isNumeric
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x5f: true
        default: false
        }
    }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
    }

    /// Whether a dNSName of a certificate stands for `name`.
    static func isMatch(_ bytes: Span<UInt8>, _ pattern: Range<Int>, _ name: [UInt8]) -> Bool {
        guard isHostName(bytes, pattern, allowsWildcard: true) else { return false }
        guard bytes[pattern.lowerBound] == UInt8(ascii: "*") else {
            return isEqualIgnoringCase(bytes, pattern, name[...])
        }
        // The wildcard is a whole label, and two labels follow it: `*.com` would stand for far too much.
        let rest = pattern.dropFirst()
        guard rest.count >= 2, bytes[rest.lowerBound] == UInt8(ascii: "."),
            rest.dropFirst().contains(where: { bytes[$0] == UInt8(ascii: ".") }), isPreferredSyntax(bytes, rest),
            let firstDot = name.firstIndex(of: UInt8(ascii: ".")), !name[..<firstDot].contains(UInt8(ascii: "_"))
        else { return false }
        return isEqualIgnoringCase(bytes, rest, name[firstDot...])
    }

    /// Beside a wildcard only letters and digits, with hyphens between them. RFC 5280 §4.2.1.6, RFC 1123 §2.1.
    private static func isPreferredSyntax(_ bytes: Span<UInt8>, _ labels: Range<Int>) -> Bool {
        let hyphen = UInt8(ascii: "-")
        let dot = UInt8(ascii: ".")
        for index in labels {
            if bytes[index] == UInt8(ascii: "_") { return false }
            guard bytes[index] == hyphen else { continue }
            guard index + 1 < labels.upperBound, bytes[index + 1] != dot, bytes[index - 1] != dot else { return false }
        }
        return true
    }

    private static func isEqualIgnoringCase(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ lowercase: ArraySlice<UInt8>
    ) -> Bool {
        guard range.count == lowercase.count else { return false }
        return zip(range, lowercase).allSatisfy { lowercased(bytes[$0]) == $1 }
    }
}

extension X509Certificate {
    /// Whether the certificate is for this host name or IP address, by its subjectAltName alone.
    public func matches(serverName: String) -> Bool {
        guard let name = ServerName(serverName) else { return false }
        return matches(name)
    }

    /// Whether the certificate is for this host. A subjectAltName that is malformed is for none.
    package func matches(_ name: ServerName) -> Bool {
        guard let found = find(.subjectAltName) else { return false }
        do {
            var reader = DERReader(derBytes.span, found.value)
            var names = try reader.sequence("subjectAltName")
            try reader.expectEnd("subjectAltName")
            var isMatch = false
            while !names.isAtEnd {
                let value = try names.element("subjectAltName")
                switch name {
                case .dns(let host):
                    guard value.tag == GeneralNameTag.dnsName else { continue }
                    isMatch = isMatch || ServerName.isMatch(derBytes.span, value.content, host)
                case .ip(let address):
                    guard value.tag == GeneralNameTag.ipAddress else { continue }
                    isMatch = isMatch || names.isEqual(value.content, address.bytes)
                }
            }
            return isMatch
        } catch {
            return false
        }
    }
}
