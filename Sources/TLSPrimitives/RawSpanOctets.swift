extension RawSpan {
    /// The bytes one by one. The standard library calls this view unsafe because an element type may have forbidden values
    /// or need alignment; octets have neither.
    package var octets: Span<UInt8> {
        @_lifetime(copy self)
        // SAFETY: every bit pattern is a UInt8, at any address.
        get { unsafe _unsafeView(as: UInt8.self) }
    }
}
