/// What TLS 1.2 authenticates in front of a record's content: its number, type, version and length. RFC 5246 §6.2.3.1,
/// §6.2.3.3.
package struct AdditionalData12: Sendable {
    private var bytes: InlineArray<13, UInt8>

    package init(sequence: UInt64, type: UInt8, length: Int) {
        bytes = [
            UInt8(truncatingIfNeeded: sequence >> 56), UInt8(truncatingIfNeeded: sequence >> 48),
            UInt8(truncatingIfNeeded: sequence >> 40), UInt8(truncatingIfNeeded: sequence >> 32),
            UInt8(truncatingIfNeeded: sequence >> 24), UInt8(truncatingIfNeeded: sequence >> 16),
            UInt8(truncatingIfNeeded: sequence >> 8), UInt8(truncatingIfNeeded: sequence), type, 3, 3,
            UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length),
        ]
    }

    package var span: RawSpan {
        @_lifetime(borrow self)
        borrowing get { bytes.span.bytes }
    }

    /// The bytes for libcrypto, which may fill in the length.
    mutating func withMutableBytes<R, E>(_ body: (UnsafeMutablePointer<UInt8>) throws(E) -> R) throws(E) -> R {
        // SAFETY: the 13 bytes are this value's own, and bound to their type.
        try unsafe Swift.withUnsafeMutablePointer(to: &bytes) { pointer throws(E) in
            try unsafe body(UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: UInt8.self))
        }
    }
}
