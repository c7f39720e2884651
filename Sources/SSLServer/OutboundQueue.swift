import NIOCore

/// What a connection has taken to send and the kernel has not.
struct OutboundQueue {
    /// From here on nothing is taken: the peer does not keep up.
    static let high = 64 << 10
    /// Below this sending may go on.
    static let low = 32 << 10
    /// The most that is ever held: what a single large send may add.
    static let hard = 1 << 20

    private var waiting: [ByteBuffer] = []
    /// Bytes taken and not yet written to the kernel.
    private(set) var pendingBytes = 0
    /// Whether the event loop has been told to write.
    private var isScheduled = false
    /// How many bytes were ever written: tells progress.
    private(set) var writtenBytes: UInt64 = 0

    var isFull: Bool { pendingBytes >= Self.high }
    var hasRoom: Bool { pendingBytes < Self.low }

    /// Takes as much as there is room for.
    ///
    /// - Returns: how many bytes were taken, and whether the event loop must be told.
    mutating func accept(_ data: inout ByteBuffer) -> (taken: Int, schedules: Bool) {
        guard !isFull else { return (0, false) }
        let taken = min(data.readableBytes, Self.hard - pendingBytes)
        guard taken > 0, let slice = data.readSlice(length: taken) else { return (0, false) }
        waiting.append(slice)
        pendingBytes += taken
        let schedules = !isScheduled
        isScheduled = true
        return (taken, schedules)
    }

    /// Hands over what waits to be written.
    mutating func takeWaiting() -> [ByteBuffer] {
        isScheduled = false
        return exchange(&waiting, with: [])
    }

    /// - Returns: whether this made room where there was none.
    mutating func written(_ count: Int) -> Bool {
        let had = hasRoom
        pendingBytes = max(0, pendingBytes - count)
        writtenBytes &+= UInt64(count)
        return hasRoom && !had
    }

    mutating func removeAll() {
        waiting = []
        pendingBytes = 0
    }
}
