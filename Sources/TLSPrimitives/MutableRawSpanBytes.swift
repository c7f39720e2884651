extension MutableRawSpan {
    /// Lets `body` work on the same bytes, typed.
    @inlinable
    package mutating func withMutableBytes<Result, E: Error>(
        _ body: (inout MutableSpan<UInt8>) throws(E) -> Result
    ) throws(E) -> Result {
        // Unsafe in general because not every bit pattern is an element and alignment may be wrong; every one is a byte,
        // and bytes lie anywhere. The typed view ends with the call.
        var bytes = unsafe _unsafeMutableView(as: UInt8.self)
        return try body(&bytes)
    }
}
