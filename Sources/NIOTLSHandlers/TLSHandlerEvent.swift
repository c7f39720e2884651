public import TLSMessages
public import TLSProvider

/// What a TLS handler tells the handlers behind it, as user inbound events, beside `NIOTLS.TLSUserEvent`.
public enum TLSHandlerEvent: Sendable {
    /// The handshake is complete. Comes before `TLSUserEvent.handshakeCompleted`.
    case handshakeCompleted(NegotiatedParameters)
    /// The peer has sent close_notify: no more data will come from it.
    case peerClosed
    /// New keys protect what comes from the peer (`received`) or goes to it.
    case keysUpdated(received: Bool)
    /// A warning alert that does not end the connection.
    case warning(AlertDescription)
}

/// What a handler behind a TLS handler can ask of it, by `triggerUserOutboundEvent`.
public enum TLSHandlerRequest: Hashable, Sendable {
    /// New keys for our direction, and if `requestingPeer` for the peer's. RFC 9846 §4.7.3.
    case updateKeys(requestingPeer: Bool)
    /// The transport's end at once: no close_notify, nothing awaited.
    case abort
}

/// Asks a TLS handler to flush and then to close: both in one write.
package struct FlushAndClose: Sendable {
    /// Makes the request.
    package init() {}
}
