// Bytes as bytes. The standard library marks the raw view of a span unsafe, as an element may have padding; an element
// that is a byte has none, so here it is safe. These are preferred, being more specific, wherever this module is imported.

extension Span<UInt8> {
    /// The same bytes, untyped.
    package var bytes: RawSpan {
        @_lifetime(copy self)
        // SAFETY: a byte has no padding.
        get { RawSpan(_elements: self) }
    }
}

extension MutableSpan<UInt8> {
    /// The same bytes, untyped.
    package var bytes: RawSpan {
        @_lifetime(borrow self)
        // SAFETY: a byte has no padding.
        borrowing get { RawSpan(_elements: span) }
    }

    /// The same bytes, untyped.
    package var mutableBytes: MutableRawSpan {
        @_lifetime(&self)
        // SAFETY: a byte has no padding and no value that is invalid.
        mutating get { MutableRawSpan(_elements: &self) }
    }
}

extension [UInt8] {
    package init(copying bytes: RawSpan) {
        self = unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) }
    }

    /// A big-endian integer without its leading zeros; zero is empty.
    init(integer bytes: RawSpan) {
        self = unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0.drop { $0 == 0 }) }
    }
}
