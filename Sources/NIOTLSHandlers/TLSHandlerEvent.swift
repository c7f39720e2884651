public import NIOCore
public import TLSMessages
public import TLSProvider

/// What a TLS handler tells the handlers behind it, as user inbound events, beside `NIOTLS.TLSUserEvent`.
public enum TLSHandlerEvent: Sendable {
    /// The handshake is complete. Comes before `TLSUserEvent.handshakeCompleted`.
    case handshakeCompleted(NegotiatedParameters)
    /// Data that came with a client's hello, before `handshakeCompleted`: somebody may be replaying it, so do only what may be
    /// done twice. What is written in answer goes out at once. Only where `TLSServerConfiguration.earlyData` accepts it.
    case earlyData(ByteBuffer)
    /// Whether the server takes the early data that was sent; if not, send it again once the handshake is complete.
    case earlyDataAnswered(isAccepted: Bool)
    /// The peer has sent close_notify: no more data will come from it.
    case peerClosed
    /// New keys protect what comes from the peer (`received`) or goes to it.
    case keysUpdated(received: Bool)
    /// A key of TLS 1.2 has protected as much as is safe: the connection closes. Connect anew.
    ///
    /// If it is our key, only our direction closes at once. What the peer had sent before it learns of that still comes, for
    /// `TLSHandlerOptions.closeTimeout` at most; the peer's close ends the connection, and `truncated` is told if there is
    /// none. If it is the peer's (`received`), no more data comes.
    case keysExhausted(received: Bool)
    /// A warning alert that does not end the connection.
    case warning(AlertDescription)
}

/// What a handler behind a TLS handler can ask of it, by `triggerUserOutboundEvent`.
public enum TLSHandlerRequest: Hashable, Sendable {
    /// New keys for our direction, and if `requestingPeer` for the peer's. RFC 9846 §4.7.3.
    case updateKeys(requestingPeer: Bool)
    /// Sends data with a client's hello, where its session allows it; fails, and sends nothing, when it does not allow that
    /// much. To be asked before the channel becomes active, or while the handshake runs.
    case sendEarlyData(ByteBuffer)
    /// The transport's end at once: no close_notify, nothing awaited.
    case abort
}

/// Asks a TLS handler to flush and then to close: both in one write.
package struct FlushAndClose: Sendable {
    /// Makes the request.
    package init() {}
}
