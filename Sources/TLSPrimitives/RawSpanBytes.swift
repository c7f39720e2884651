extension Array where Element == UInt8 {
    /// An array that `body` fills with up to `capacity` bytes.
    package init<E: Error>(capacity: Int, _ body: (inout OutputRawSpan) throws(E) -> Void) throws(E) {
        var failure: E?
        unsafe self.init(unsafeUninitializedCapacity: capacity) { elements, count in
            let bytes = UnsafeMutableRawBufferPointer(elements)
            // SAFETY: the span takes what the array's storage holds, and says how much of it `body` has written.
            var output = unsafe OutputRawSpan(buffer: bytes, initializedCount: 0)
            do throws(E) { try body(&output) } catch { failure = error }
            count = unsafe output.finalize(for: bytes)
        }
        if let failure { throw failure }
    }
}
