import NIOCore

/// What the application has written and is not protected yet, in order, up to the last flush and behind it.
struct PendingWrites {
    struct Write {
        var data: ByteBuffer
        let promise: EventLoopPromise<Void>?
    }

    private var writes: [Write] = []
    private var flushed = 0
    private(set) var byteCount = 0

    var hasFlushed: Bool { flushed > 0 }

    mutating func append(_ data: ByteBuffer, _ promise: EventLoopPromise<Void>?) {
        writes.append(Write(data: data, promise: promise))
        byteCount += data.readableBytes
    }

    mutating func markFlush() {
        flushed = writes.count
    }

    /// Takes what stands before the last flush.
    mutating func takeFlushed() -> [Write] {
        let taken: [Write]
        if flushed == writes.count {
            taken = exchange(&writes, with: [])
            byteCount = 0
        } else {
            taken = Array(writes[..<flushed])
            writes.removeFirst(flushed)
            byteCount -= taken.reduce(0) { $0 + $1.data.readableBytes }
        }
        flushed = 0
        return taken
    }

    mutating func failAll(_ error: @autoclosure () -> any Error) {
        guard !writes.isEmpty else { return }
        let error = error()
        let failed = exchange(&writes, with: [])
        flushed = 0
        byteCount = 0
        for write in failed { write.promise?.fail(error) }
    }
}
