/// How text becomes bytes, by its Windows code page number.
public struct CodePage: RawRepresentable, Hashable, Sendable {
    /// The number, such as 65001.
    public let rawValue: Int

    /// The code page of this number; nil when it cannot be converted here.
    public init?(rawValue: Int) {
        guard Self.supported.contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    private init(known rawValue: Int) {
        self.rawValue = rawValue
    }

    /// UTF-8.
    public static let utf8 = CodePage(known: 65001)
    /// UTF-16, little-endian.
    public static let utf16LittleEndian = CodePage(known: 1200)
    /// UTF-16, big-endian.
    public static let utf16BigEndian = CodePage(known: 1201)
    /// UTF-32, little-endian.
    public static let utf32LittleEndian = CodePage(known: 12000)
    /// UTF-32, big-endian.
    public static let utf32BigEndian = CodePage(known: 12001)
    /// US-ASCII.
    public static let ascii = CodePage(known: 20127)
    /// ISO 8859-1.
    public static let latin1 = CodePage(known: 28591)

    private static let supported: Set<Int> = [65001, 1200, 1201, 12000, 12001, 20127, 28591]
}

extension CodePage {
    /// The bytes of a text; nil when it has a character the code page lacks.
    func encode(_ text: String) -> [UInt8]? {
        switch self {
        case .utf16LittleEndian:
            text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        case .utf16BigEndian:
            text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        case .utf32LittleEndian: text.unicodeScalars.flatMap { Self.bytes($0.value).reversed() }
        case .utf32BigEndian: text.unicodeScalars.flatMap { Self.bytes($0.value) }
        case .ascii: Self.narrow(text, below: 0x80)
        case .latin1: Self.narrow(text, below: 0x100)
        default: Array(text.utf8)
        }
    }

    /// The text of the bytes; what is malformed becomes U+FFFD.
    func decode(_ bytes: [UInt8]) -> String {
        switch self {
        case .utf16LittleEndian:
            String(decoding: Self.units(bytes, width: 2, littleEndian: true, UInt16.self), as: UTF16.self)
        case .utf16BigEndian:
            String(decoding: Self.units(bytes, width: 2, littleEndian: false, UInt16.self), as: UTF16.self)
        case .utf32LittleEndian:
            String(decoding: Self.units(bytes, width: 4, littleEndian: true, UInt32.self), as: UTF32.self)
        case .utf32BigEndian:
            String(decoding: Self.units(bytes, width: 4, littleEndian: false, UInt32.self), as: UTF32.self)
        case .ascii: String(String.UnicodeScalarView(bytes.map { $0 < 0x80 ? Unicode.Scalar($0) : "\u{FFFD}" }))
        case .latin1: String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        default: String(decoding: bytes, as: UTF8.self)
        }
    }

    private static func bytes(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private static func narrow(_ text: String, below limit: UInt32) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            guard scalar.value < limit else { return nil }
            bytes.append(UInt8(truncatingIfNeeded: scalar.value))
        }
        return bytes
    }

    /// Code units of `width` bytes; an incomplete last one becomes U+FFFD.
    private static func units<Unit: FixedWidthInteger>(
        _ bytes: [UInt8], width: Int, littleEndian: Bool, _ type: Unit.Type
    ) -> [Unit] {
        var units: [Unit] = []
        var position = bytes.startIndex
        while position + width <= bytes.endIndex {
            let unit = bytes[position..<position + width]
            units.append((littleEndian ? Array(unit.reversed()) : Array(unit)).reduce(0) { $0 << 8 | Unit($1) })
            position += width
        }
        if position < bytes.endIndex {
            units.append(0xFFFD)
        }
        return units
    }
}
