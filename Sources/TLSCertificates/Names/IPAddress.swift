/// An IPv4 or IPv6 address, as certificates carry it: 4 or 16 bytes. RFC 5280 §4.2.1.6.
public struct IPAddress: Hashable, Sendable {
    /// The address in network order, 4 or 16 bytes.
    public let bytes: [UInt8]

    /// Takes 4 or 16 bytes in network order; nil for any other count.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Reads `192.0.2.1`, or an IPv6 address as RFC 4291 §2.2 writes it; nil for anything else, brackets and zones too.
    public init?(_ text: String) {
        // Most texts are host names: they end in a letter and have no colon.
        guard text.utf8.last.map(Self.mayEndAddress) ?? false else { return nil }
        let octets = Array(text.utf8)
        guard octets.count <= 45, let bytes = Self.parseIPv4(octets[...]) ?? Self.parseIPv6(octets) else { return nil }
        self.bytes = bytes
    }

    /// An address ends in a digit, or in a hexadecimal one or a colon.
    private static func mayEndAddress(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x3a, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }

    /// Four decimal numbers without leading zeros.
    private static func parseIPv4(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0") else { return nil }
            var value = 0
            for digit in part {
                guard (0x30...0x39).contains(digit) else { return nil }
                value = value * 10 + Int(digit - 0x30)
            }
            guard let byte = UInt8(exactly: value) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    /// Up to eight groups, one run of which may be left out as `::`, the last two also as an IPv4 address.
    private static func parseIPv6(_ text: [UInt8]) -> [UInt8]? {
        let colon = UInt8(ascii: ":")
        guard let gap = (0..<max(0, text.count - 1)).first(where: { text[$0] == colon && text[$0 + 1] == colon }) else {
            let groups = parseGroups(text[...])
            return groups?.count == 16 ? groups : nil
        }
        guard let head = parseGroups(text[..<gap]), let tail = parseGroups(text[(gap + 2)...]) else { return nil }
        let missing = 16 - head.count - tail.count
        guard missing >= 2 else { return nil }
        return head + [UInt8](repeating: 0, count: missing) + tail
    }

    private static func parseGroups(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        var bytes: [UInt8] = []
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, let tail = parseIPv4(part) {
                bytes += tail
                continue
            }
            guard (1...4).contains(part.count) else { return nil }
            var group: UInt16 = 0
            for digit in part {
                guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
                group = group << 4 | UInt16(truncatingIfNeeded: value)
            }
            bytes.append(UInt8(truncatingIfNeeded: group >> 8))
            bytes.append(UInt8(truncatingIfNeeded: group))
        }
        return bytes.count <= 16 ? bytes : nil
    }
}

extension IPAddress: CustomStringConvertible {
    /// Dotted decimal, or the canonical form of RFC 5952 §4.
    public var description: String {
        if bytes.count == 4 { return bytes.map { String($0) }.joined(separator: ".") }
        let groups = stride(from: 0, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        guard let gap = Self.longestZeroRun(groups) else { return Self.joined(groups[...]) }
        return Self.joined(groups[..<gap.lowerBound]) + "::" + Self.joined(groups[gap.upperBound...])
    }

    private static func joined(_ groups: ArraySlice<UInt16>) -> String {
        groups.map { String($0, radix: 16) }.joined(separator: ":")
    }

    /// The first longest run of at least two zero groups. RFC 5952 §4.2.
    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int>? {
        var longest: Range<Int>?
        var start: Int?
        for index in 0...groups.count {
            if index < groups.count, groups[index] == 0 {
                start = start ?? index
            } else if let runStart = start {
                if index - runStart > (longest?.count ?? 1) { longest = runStart..<index }
                start = nil
            }
        }
        return longest
    }
}
