/// Base64 without tables: which memory is touched does not depend on what is decoded, because that may be a private key.
/// RFC 4648 §4.
package enum Base64 {
    /// What is wrong with a text that is not base64, and at which byte of it.
    package struct Fault: Error, Hashable {
        enum Kind: Hashable {
            case foreignCharacter
            case incompleteGroup
            case misplacedPadding
            case nonZeroPadding
        }
        let kind: Kind
        let offset: Int
    }

    /// Decodes a range of a text. White space may stand anywhere; padding is required and its unused bits are zero.
    ///
    /// The result has its final capacity from the start, so nothing of it is left behind by growing.
    package static func decode(_ text: Span<UInt8>, _ range: Range<Int>) throws(Fault) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count / 4 * 3 + 3)
        var group: UInt32 = 0
        var symbols = 0
        var padding = 0
        for offset in range {
            let byte = text[offset]
            if isWhitespace(byte) { continue }
            if byte == UInt8(ascii: "=") {
                guard symbols >= 2, symbols + padding < 4 else { throw Fault(kind: .misplacedPadding, offset: offset) }
                padding += 1
                continue
            }
            let value = symbolValue(byte)
            guard value <= 63 else { throw Fault(kind: .foreignCharacter, offset: offset) }
            guard padding == 0 else { throw Fault(kind: .misplacedPadding, offset: offset) }
            group = group << 6 | value
            symbols += 1
            if symbols == 4 {
                append(group, count: 3, to: &bytes)
                group = 0
                symbols = 0
            }
        }
        guard symbols == 0 || symbols + padding == 4 else {
            throw Fault(kind: .incompleteGroup, offset: range.upperBound)
        }
        guard symbols > 0 else { return bytes }
        // Two symbols carry one byte and four spare bits, three carry two bytes and two spare bits.
        let spareBits = UInt32(symbols == 2 ? 4 : 2)
        guard group & ((1 << spareBits) - 1) == 0 else { throw Fault(kind: .nonZeroPadding, offset: range.upperBound) }
        append(group << UInt32(6 * (4 - symbols)), count: symbols - 1, to: &bytes)
        return bytes
    }

    private static func append(_ group: UInt32, count: Int, to bytes: inout [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: group >> 16))
        if count > 1 { bytes.append(UInt8(truncatingIfNeeded: group >> 8)) }
        if count > 2 { bytes.append(UInt8(truncatingIfNeeded: group)) }
    }

    static func isWhitespace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0d).contains(byte)
    }

    /// The six bits of a symbol, or something above 63.
    private static func symbolValue(_ byte: UInt8) -> UInt32 {
        let symbol = Int32(byte)
        let value =
            (mask(symbol, from: 0x41, through: 0x5a) & (symbol - 0x41 + 1))
            | (mask(symbol, from: 0x61, through: 0x7a) & (symbol - 0x61 + 27))
            | (mask(symbol, from: 0x30, through: 0x39) & (symbol - 0x30 + 53))
            | (mask(symbol, from: 0x2b, through: 0x2b) & 63)
            | (mask(symbol, from: 0x2f, through: 0x2f) & 64)
        return UInt32(bitPattern: value - 1)
    }

    /// All ones when the value lies between the bounds, else zero, without a branch.
    private static func mask(_ value: Int32, from low: Int32, through high: Int32) -> Int32 {
        ((low - 1 - value) & (value - high - 1)) >> 31
    }

    /// The base64 of bytes, in lines of 64 symbols that each end in a line feed.
    package static func encodeLines(_ bytes: Span<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4 + bytes.count / 48 + 1)
        var index = 0
        while index < bytes.count {
            let count = min(3, bytes.count - index)
            var group: UInt32 = 0
            for step in 0..<3 {
                group = group << 8 | (step < count ? UInt32(bytes[index + step]) : 0)
            }
            for step in 0..<4 {
                let value = Int32(truncatingIfNeeded: group >> UInt32(18 - 6 * step) & 63)
                text.append(step <= count ? symbol(value) : UInt8(ascii: "="))
            }
            index += count
            if index % 48 == 0 || index == bytes.count { text.append(UInt8(ascii: "\n")) }
        }
        return text
    }

    private static func symbol(_ value: Int32) -> UInt8 {
        let symbol =
            (mask(value, from: 0, through: 25) & (value + 0x41))
            | (mask(value, from: 26, through: 51) & (value - 26 + 0x61))
            | (mask(value, from: 52, through: 61) & (value - 52 + 0x30))
            | (mask(value, from: 62, through: 62) & 0x2b)
            | (mask(value, from: 63, through: 63) & 0x2f)
        return UInt8(truncatingIfNeeded: symbol)
    }
}
