/// The text of ASN.1's character string types.
enum CharacterString {
    /// The text of a value, or nil when the type is not a string or the content breaks its encoding.
    static func text(_ tag: DERTag, _ content: ArraySlice<UInt8>) -> String? {
        switch tag {
        case .utf8String: String(validating: content, as: UTF8.self)
        case .printableString, .ia5String, .visibleString, .numericString:
            content.allSatisfy { $0 < 0x80 } ? String(validating: content, as: UTF8.self) : nil
        // T.61 in the standard, Latin-1 in every certificate that uses it.
        case .teletexString: String(String.UnicodeScalarView(content.map { Unicode.Scalar($0) }))
        case .bmpString: codeUnits(content, width: 2).flatMap { basicPlane($0) }
        case .universalString: codeUnits(content, width: 4).flatMap { scalars($0) }
        default: nil
        }
    }

    /// Whether a value may stand in a name: of a type that names have, and keeping to its encoding, UTF-8 or whole code units
    /// that are characters. The types of one byte a character are taken as they are; of BIT STRING and SEQUENCE
    /// `wellFormedElement` has seen all there is. Nothing is allocated.
    static func isWellFormed(_ tag: DERTag, _ bytes: Span<UInt8>, _ content: Range<Int>) -> Bool {
        switch tag {
        case .utf8String: isUTF8(bytes, content)
        case .bmpString: areScalars(bytes, content, width: 2)
        case .universalString: areScalars(bytes, content, width: 4)
        case .printableString, .ia5String, .numericString, .teletexString, .bitString, .sequence: true
        default: false
        }
    }

    /// The table of well-formed sequences of RFC 3629 §4: no overlong form, no surrogate, nothing above U+10FFFF.
    private static func isUTF8(_ bytes: Span<UInt8>, _ content: Range<Int>) -> Bool {
        var index = content.lowerBound
        while index < content.upperBound {
            let (count, second): (Int, ClosedRange<UInt8>) =
                switch bytes[index] {
                case 0x00...0x7f: (0, 0...0)
                case 0xc2...0xdf: (1, 0x80...0xbf)
                case 0xe0: (2, 0xa0...0xbf)
                case 0xed: (2, 0x80...0x9f)
                case 0xe1...0xef: (2, 0x80...0xbf)
                case 0xf0: (3, 0x90...0xbf)
                case 0xf1...0xf3: (3, 0x80...0xbf)
                case 0xf4: (3, 0x80...0x8f)
                default: (-1, 0...0)
                }
            guard count >= 0, count < content.upperBound - index else { return false }
            for offset in 0..<count {
                let allowed = offset == 0 ? second : 0x80...0xbf
                guard allowed.contains(bytes[index + 1 + offset]) else { return false }
            }
            index += 1 + count
        }
        return true
    }

    /// Code units that are characters by themselves: no surrogates, not even in pairs.
    private static func areScalars(_ bytes: Span<UInt8>, _ content: Range<Int>, width: Int) -> Bool {
        guard content.count % width == 0 else { return false }
        for start in stride(from: content.lowerBound, to: content.upperBound, by: width) {
            let unit = (start..<start + width).reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[$1]) }
            guard Unicode.Scalar(unit) != nil else { return false }
        }
        return true
    }

    /// Big-endian code units of two or four bytes.
    private static func codeUnits(_ content: ArraySlice<UInt8>, width: Int) -> [UInt32]? {
        guard content.count % width == 0 else { return nil }
        var units: [UInt32] = []
        units.reserveCapacity(content.count / width)
        var unit: UInt32 = 0
        for (index, byte) in content.enumerated() {
            unit = unit << 8 | UInt32(byte)
            if index % width == width - 1 {
                units.append(unit)
                unit = 0
            }
        }
        return units
    }

    /// BMPString has no surrogates in theory and UTF-16 in practice.
    private static func basicPlane(_ units: [UInt32]) -> String? {
        String(validating: units.map { UInt16(truncatingIfNeeded: $0) }, as: UTF16.self)
    }

    private static func scalars(_ units: [UInt32]) -> String? {
        String(validating: units, as: UTF32.self)
    }
}
