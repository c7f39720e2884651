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
