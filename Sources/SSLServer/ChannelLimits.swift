import NIOCore

/// Bounds and sizes of the channels of connections.
enum ChannelLimits {
    /// A full record with room to spare, so that a stream of full records is read one a call.
    static let largestRead = 17_408
    /// How many reads a connection gets before the next one's turn.
    static let readsPerCycle: UInt = 2
    static let bytesPerReadCycle = 2 * largestRead

    /// Grows to a full record for busy connections, and is small for idle ones.
    static let receiveAllocator = AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 4096, maximum: largestRead)

    /// How long closing may take to send what is queued and to wait for the peer.
    static let closeTime = TimeAmount.seconds(5)
    /// How much may be sent together with close_notify: what an untouched socket takes at once.
    static let sentWithClose = 16 << 10
    /// How often idle and stalled connections are looked for.
    static let sweepInterval = TimeAmount.seconds(1)
    /// How many file descriptors are left to the rest of the process.
    static let reservedDescriptors = 64
}
