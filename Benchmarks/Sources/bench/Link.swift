import CLibsslBench

/// Two flat buffers between a client and a server.
struct Link {
    let handle: UnsafeMutablePointer<bench_link>

    /// Room for a handshake, or for a burst of records.
    init(capacity: Int = 16_384) {
        handle = bench_link_new(capacity)
    }

    /// Forgets what is on the way.
    func reset() {
        bench_link_reset(handle)
    }

    var server: End { End(input: handle.pointee.server.in, output: handle.pointee.server.out) }
    var client: End { End(input: handle.pointee.client.in, output: handle.pointee.client.out) }

    /// What one of the two reads from and writes to.
    struct End {
        fileprivate let input: UnsafeMutablePointer<bench_queue>
        fileprivate let output: UnsafeMutablePointer<bench_queue>
    }
}

extension Link.End {
    var hasInput: Bool { input.pointee.start < input.pointee.end }

    /// Shows `body` what the peer has sent; it says how many bytes it took.
    func read<Failure: Error>(_ body: (inout MutableSpan<UInt8>) throws(Failure) -> Int) throws(Failure) -> Int {
        let queue = input.pointee
        let bytes = UnsafeMutableBufferPointer(start: queue.bytes + queue.start, count: queue.end - queue.start)
        var received = bytes.mutableSpan
        let taken = try body(&received)
        input.pointee.start += taken
        return taken
    }

    /// Lets `body` append to what the peer will read.
    func write<Failure: Error>(_ body: (inout OutputRawSpan) throws(Failure) -> Void) throws(Failure) {
        var queue = output.pointee
        if queue.start == queue.end { (queue.start, queue.end) = (0, 0) }
        let free = UnsafeMutableRawBufferPointer(start: queue.bytes + queue.end, count: queue.capacity - queue.end)
        var sent = OutputRawSpan(buffer: free, initializedCount: 0)
        try body(&sent)
        queue.end += sent.finalize(for: free)
        output.pointee = queue
    }
}
