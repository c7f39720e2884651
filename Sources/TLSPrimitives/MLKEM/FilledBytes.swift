extension OutputRawSpan {
    /// Fills what is free with zeros, which `body` replaces.
    mutating func fill(_ body: (inout MutableSpan<UInt8>) -> Void) {
        unsafe withUnsafeMutableBytes { buffer, initialized in
            // SAFETY: every byte of the buffer is set before the span makes it readable.
            let bytes = unsafe buffer.initializeMemory(as: UInt8.self, repeating: 0)
            var span = unsafe MutableSpan(_unsafeElements: bytes)
            body(&span)
            initialized = buffer.count
        }
    }
}

extension [UInt8] {
    /// `count` bytes that `body` writes; what it leaves out is zero.
    init(filling count: Int, _ body: (inout MutableSpan<UInt8>) -> Void) {
        self.init(capacity: count) { $0.fill(body) }
    }
}

extension Secret {
    /// `count` bytes that `body` writes; what it leaves out is zero.
    init(filling count: Int, _ body: (inout MutableSpan<UInt8>) -> Void) {
        self.init(count: count) { $0.fill(body) }
    }
}
