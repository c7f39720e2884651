import NIOCore

/// Bounds of the handlers, each with its reason.
package enum TLSHandlerLimits {
    /// The longest that a connection can be told to be held for: attempts are slow enough with it, and connections not many.
    package static let secondsOfBadRecordDelay = 30
    /// Plaintext that may wait for the handshake: an application that floods an unfinished connection is told so.
    static let queuedBeforeHandshake = 1 << 20
    /// How much of what a peer still sends is read after a fatal alert. Closing with unread input would make the system
    /// reset the connection, and the alert could be lost with it.
    static let drainedAfterAlert = 1 << 16
    /// For how long that is done.
    static let drainTime = TimeAmount.seconds(1)
    /// How much protected data goes into one buffer: seven full records, so that a write to the kernel has at least four.
    static let outgoingChunk = 1 << 17
    /// The most plaintext a record has. RFC 9846 §5.1.
    static let fullRecord = 1 << 14
    /// The capacity of the first outgoing buffer of a flight when nothing says how large it gets.
    static let outgoingMinimum = 1 << 10
    /// Data of records up to this size is moved together, so that many small records are one read.
    static let joinedRecord = 1 << 10
}
