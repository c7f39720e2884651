/// Builds a message. Length prefixes are written by closure, so nobody computes a length.
@usableFromInline
package struct ByteWriter: Sendable {
    @usableFromInline package private(set) var bytes: [UInt8]

    @usableFromInline
    package init(reservingCapacity capacity: Int = 0) {
        bytes = []
        if capacity > 0 { bytes.reserveCapacity(capacity) }
    }

    package var count: Int { bytes.count }

    @usableFromInline
    package mutating func writeUInt8(_ value: UInt8) {
        bytes.append(value)
    }

    @usableFromInline
    package mutating func writeUInt16(_ value: UInt16) {
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    package mutating func writeUInt24(_ value: Int) {
        bytes.append(UInt8(truncatingIfNeeded: value >> 16))
        writeUInt16(UInt16(truncatingIfNeeded: value))
    }

    package mutating func writeUInt32(_ value: UInt32) {
        writeUInt16(UInt16(truncatingIfNeeded: value >> 16))
        writeUInt16(UInt16(truncatingIfNeeded: value))
    }

    package mutating func writeUInt64(_ value: UInt64) {
        writeUInt32(UInt32(truncatingIfNeeded: value >> 32))
        writeUInt32(UInt32(truncatingIfNeeded: value))
    }

    package mutating func writeBytes(_ content: [UInt8]) {
        bytes.append(contentsOf: content)
    }

    package mutating func writeBytes(_ content: ArraySlice<UInt8>) {
        bytes.append(contentsOf: content)
    }

    /// A vector: the length of what `body` writes, then what it writes.
    ///
    /// What we write is ours, so a body over the prefix's reach is our own mistake; the length is then cut and the peer
    /// refuses the message. Callers bound their content (`Limits`).
    @inlinable
    package mutating func vector(_ prefix: LengthPrefix, _ body: (inout ByteWriter) -> Void) {
        let start = startVector(prefix)
        body(&self)
        setLength(prefix, at: start)
    }

    package mutating func opaque(_ prefix: LengthPrefix, _ content: [UInt8]) {
        vector(prefix) { $0.writeBytes(content) }
    }

    /// Leaves room for the length.
    @usableFromInline
    mutating func startVector(_ prefix: LengthPrefix) -> Int {
        let start = bytes.count
        for _ in 0..<prefix.rawValue { bytes.append(0) }
        return start
    }

    @usableFromInline
    mutating func setLength(_ prefix: LengthPrefix, at start: Int) {
        let width = prefix.rawValue
        let length = bytes.count - start - width
        assert(length <= prefix.maximum)
        for index in 0..<width {
            bytes[start + index] = UInt8(truncatingIfNeeded: length >> (8 * (width - 1 - index)))
        }
    }
}
