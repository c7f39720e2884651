extension Array where Element == UInt8 {
    /// The bytes of a span, copied.
    package init(copying span: RawSpan) {
        // The pointer is used only inside the closure, for as many bytes as it has.
        self = unsafe span.withUnsafeBytes { unsafe Array($0) }
    }
}

extension Span where Element == UInt8 {
    /// The same bytes, untyped.
    package var raw: RawSpan {
        // Unsafe in general because elements may have padding; bytes have none.
        @_lifetime(copy self) get { unsafe bytes }
    }
}

extension MutableSpan where Element == UInt8 {
    /// The same bytes, untyped and writable.
    package var mutableRaw: MutableRawSpan {
        // Unsafe in general because not every bit pattern is an element; every one is a byte.
        @_lifetime(&self) mutating get { unsafe mutableBytes }
    }
}

extension Array where Element == UInt8 {
    /// An array that `body` fills with up to `capacity` bytes.
    package init<E: Error>(capacity: Int, _ body: (inout OutputRawSpan) throws(E) -> Void) throws(E) {
        var buffer = OutputBuffer()
        try buffer.append(capacity, body)
        self = buffer.copiedBytes
    }
}
