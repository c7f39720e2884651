import CLibsslBench

/// Two flat buffers between a client and a server.
struct Link {
    let handle: UnsafeMutablePointer<bench_link>

    /// Room for a handshake, or for a burst of records.
    init(capacity: Int = 16_384) {
        handle = bench_link_new(capacity)
    }

    /// A client at one end, and nothing on the way.
    func makeClient(_ context: OpaquePointer) -> OpaquePointer {
        bench_link_reset(handle)
        return bench_client_new(context, handle)
    }

    var hasInput: Bool { handle.pointee.to_server.start < handle.pointee.to_server.end }

    /// Shows `body` what the client has sent; it says how many bytes it took.
    func read<Failure: Error>(_ body: (inout MutableSpan<UInt8>) throws(Failure) -> Int) throws(Failure) -> Int {
        let queue = handle.pointee.to_server
        let bytes = UnsafeMutableBufferPointer(start: queue.bytes + queue.start, count: queue.end - queue.start)
        var input = bytes.mutableSpan
        let taken = try body(&input)
        handle.pointee.to_server.start += taken
        return taken
    }

    /// Lets `body` append to what the client will read.
    func write<Failure: Error>(_ body: (inout OutputRawSpan) throws(Failure) -> Void) throws(Failure) {
        var queue = handle.pointee.to_client
        if queue.start == queue.end { (queue.start, queue.end) = (0, 0) }
        let free = UnsafeMutableRawBufferPointer(start: queue.bytes + queue.end, count: queue.capacity - queue.end)
        var output = OutputRawSpan(buffer: free, initializedCount: 0)
        try body(&output)
        queue.end += output.finalize(for: free)
        handle.pointee.to_client = queue
    }
}
