extension Array where Element == UInt8 {
    /// An array that `body` fills with up to `capacity` bytes.
    package init<E: Error>(capacity: Int, _ body: (inout OutputRawSpan) throws(E) -> Void) throws(E) {
        var buffer = OutputBuffer()
        try buffer.append(capacity, body)
        self = buffer.copiedBytes
    }
}
