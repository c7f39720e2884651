/// Bytes waiting to be sent: appended at the end, drained from the start, and no memory held while empty.
// @safe: the storage is private, and every access below stays inside start ..< end or what `reserve` has made room for.
@safe package struct OutputBuffer: ~Copyable {
    private var storage: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0

    package init() {
        unsafe storage = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    }

    deinit {
        unsafe storage.deallocate()
    }

    package var count: Int { end - start }
    package var isEmpty: Bool { start == end }

    /// Lets `body` write up to `capacity` bytes at the end.
    package mutating func append<E: Error>(
        _ capacity: Int, _ body: (inout OutputRawSpan) throws(E) -> Void
    ) throws(E) {
        reserve(capacity)
        // The region end ..< end + capacity lies inside the storage that `reserve` has just made room in; nobody else
        // has a pointer to it, and the span does not outlive this call.
        let free = unsafe UnsafeMutableRawBufferPointer(rebasing: storage[end..<end + capacity])
        var output = unsafe OutputRawSpan(buffer: free, initializedCount: 0)
        do {
            try body(&output)
        } catch {
            _ = unsafe output.finalize(for: free)
            throw error
        }
        end += unsafe output.finalize(for: free)
    }

    package mutating func append(_ bytes: RawSpan) {
        append(bytes.byteCount) { $0.append(bytes) }
    }

    /// Moves bytes from the start into `output`, as many as fit.
    package mutating func drain(into output: inout OutputRawSpan) {
        let moved = min(count, output.freeCapacity)
        // start ..< start + moved was written by `append` and lies inside the storage.
        unsafe output.append(UnsafeRawBufferPointer(rebasing: storage[start..<start + moved]).bytes)
        start += moved
        if isEmpty { release() }
    }

    /// What waits, as an array.
    package var copiedBytes: [UInt8] {
        // start ..< end was written by `append` and lies inside the storage.
        unsafe Array(storage[start..<end])
    }

    private mutating func reserve(_ capacity: Int) {
        guard unsafe storage.count &- end < capacity else { return }
        let grown = UnsafeMutableRawBufferPointer.allocate(byteCount: max(256, count + capacity), alignment: 16)
        // The new storage holds count + capacity bytes at least and does not overlap the old one.
        unsafe grown.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[start..<end]))
        unsafe storage.deallocate()
        unsafe storage = grown
        end -= start
        start = 0
    }

    private mutating func release() {
        unsafe storage.deallocate()
        unsafe storage = UnsafeMutableRawBufferPointer(start: nil, count: 0)
        start = 0
        end = 0
    }
}

extension OutputRawSpan {
    /// Appends bytes that the caller knows to fit; what does not fit is not written.
    package mutating func append(_ bytes: RawSpan) {
        let count = min(bytes.byteCount, freeCapacity)
        guard count > 0 else { return }
        unsafe bytes.withUnsafeBytes { source in
            unsafe withUnsafeMutableBytes { destination, initialized in
                // `count` was bounded by both sides above, and the two regions belong to different owners.
                unsafe (destination.baseAddress?.advanced(by: initialized))?.copyMemory(
                    from: source.baseAddress.unsafelyUnwrapped, byteCount: count)
                initialized += count
            }
        }
    }
}
