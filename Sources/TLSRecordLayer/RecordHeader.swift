import TLSMessages

/// The five bytes in front of every record: type, legacy version, length. RFC 9846 §5.1.
struct RecordHeader {
    let type: ContentType
    let version: UInt16
    let length: Int

    /// The caller has checked that five bytes are there.
    init(_ input: borrowing MutableSpan<UInt8>) {
        type = ContentType(rawValue: input[0])
        version = UInt16(input[1]) << 8 | UInt16(input[2])
        length = Int(input[3]) << 8 | Int(input[4])
    }

    static func bytes(_ type: ContentType, minorVersion: UInt8 = 3, length: Int) -> InlineArray<5, UInt8> {
        [type.rawValue, 3, minorVersion, UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length)]
    }
}
