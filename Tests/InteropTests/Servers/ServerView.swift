import TLSProvider

/// A connection as the server saw it.
struct ServerView: Sendable {
    /// What the handshake agreed on; nil when it failed.
    var negotiated: NegotiatedParameters?
    /// How many bytes of data came.
    var receivedCount = 0
    /// What came with the hello, before anything else.
    var earlyData = ""
    /// Whether early data was told of when the connection was complete, or data had come.
    var isEarlyDataLate = false
    /// How often the client changed its keys.
    var keyUpdatesReceived = 0
    /// Keying material, in hexadecimal.
    var exported: String?
    /// Whether the client's close_notify came.
    var isClosedByPeer = false
    /// The class's own code of how it ended.
    var statusCode = 0
    /// Why it failed; nil for a clean end.
    var error: TLSError?
    /// Whether it has ended.
    var isOver = false
}
