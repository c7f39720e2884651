extension Array where Element == UInt8 {
    /// The bytes of a span, copied.
    package init(copying span: RawSpan) {
        // The pointer is used only inside the closure, for as many bytes as it has.
        self = span.withUnsafeBytes { unsafe Array($0) }
    }
}
