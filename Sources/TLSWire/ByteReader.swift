/// A cursor over received bytes that cannot run past their end.
///
/// Every read checks the remaining length first and throws `WireError`; no read traps. Sub-readers made by `vector` see
/// only their own bytes and share the storage.
@usableFromInline
package struct ByteReader: Sendable {
    @usableFromInline let bytes: [UInt8]
    @usableFromInline package internal(set) var position: Int
    @usableFromInline package let end: Int

    @usableFromInline
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = 0
        end = bytes.count
    }

    package init(_ slice: ArraySlice<UInt8>) {
        bytes = Array(slice)
        position = 0
        end = bytes.count
    }

    private init(_ bytes: [UInt8], from start: Int, to end: Int) {
        self.bytes = bytes
        position = start
        self.end = end
    }

    @inlinable package var remaining: Int { end - position }
    @inlinable package var isAtEnd: Bool { position == end }

    package mutating func readUInt8(_ subject: StaticString) throws(WireError) -> UInt8 {
        guard remaining >= 1 else { throw WireError(.truncated, in: subject) }
        let value = bytes[position]
        position += 1
        return value
    }

    @inlinable
    package mutating func readUInt16(_ subject: StaticString) throws(WireError) -> UInt16 {
        guard remaining >= 2 else { throw WireError(.truncated, in: subject) }
        let value = UInt16(bytes[position]) << 8 | UInt16(bytes[position + 1])
        position += 2
        return value
    }

    package mutating func readUInt24(_ subject: StaticString) throws(WireError) -> Int {
        let high = try readUInt8(subject)
        let low = try readUInt16(subject)
        return Int(high) << 16 | Int(low)
    }

    package mutating func readUInt32(_ subject: StaticString) throws(WireError) -> UInt32 {
        let high = try readUInt16(subject)
        let low = try readUInt16(subject)
        return UInt32(high) << 16 | UInt32(low)
    }

    package mutating func readUInt64(_ subject: StaticString) throws(WireError) -> UInt64 {
        let high = try readUInt32(subject)
        let low = try readUInt32(subject)
        return UInt64(high) << 32 | UInt64(low)
    }

    package mutating func readBytes(_ count: Int, _ subject: StaticString) throws(WireError) -> [UInt8] {
        guard count >= 0, remaining >= count else { throw WireError(.truncated, in: subject) }
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    @usableFromInline
    package mutating func skip(_ count: Int, _ subject: StaticString) throws(WireError) {
        guard count >= 0, remaining >= count else { throw WireError(.truncated, in: subject) }
        position += count
    }

    /// All that is left.
    package mutating func readRest() -> [UInt8] {
        defer { position = end }
        return Array(bytes[position..<end])
    }

    package mutating func readLength(_ prefix: LengthPrefix, _ subject: StaticString) throws(WireError) -> Int {
        switch prefix {
        case .u8: Int(try readUInt8(subject))
        case .u16: Int(try readUInt16(subject))
        case .u24: try readUInt24(subject)
        }
    }

    /// A reader over the next `count` bytes, which this reader skips.
    package mutating func subReader(_ count: Int, _ subject: StaticString) throws(WireError) -> ByteReader {
        guard count >= 0, remaining >= count else { throw WireError(.truncated, in: subject) }
        defer { position += count }
        return ByteReader(bytes, from: position, to: position + count)
    }

    /// A reader over a vector with a length prefix; the length must lie in `allowed`.
    @usableFromInline
    package mutating func vector(
        _ prefix: LengthPrefix, _ allowed: ClosedRange<Int>, _ subject: StaticString
    ) throws(WireError) -> ByteReader {
        let length = try readLength(prefix, subject)
        guard allowed.contains(length) else { throw WireError(.lengthOutOfRange(length), in: subject) }
        return try subReader(length, subject)
    }

    package mutating func opaque(
        _ prefix: LengthPrefix, _ allowed: ClosedRange<Int>, _ subject: StaticString
    ) throws(WireError) -> [UInt8] {
        var content = try vector(prefix, allowed, subject)
        return content.readRest()
    }

    @usableFromInline
    package func expectEnd(_ subject: StaticString) throws(WireError) {
        guard isAtEnd else { throw WireError(.trailingBytes(remaining), in: subject) }
    }
}

/// The width of a vector's length on the wire, big-endian. RFC 9846 §3.4.
@usableFromInline
package enum LengthPrefix: Int, Sendable {
    case u8 = 1
    case u16 = 2
    case u24 = 3

    package var maximum: Int { (1 << (8 * rawValue)) - 1 }
}
