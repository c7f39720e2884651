public import NIOCore

/// How a TLS channel handler behaves.
public struct TLSHandlerOptions: Sendable {
    /// How long the whole handshake may take, whatever the peer sends meanwhile. Nil: no limit.
    public var handshakeTimeout: TimeAmount? = .seconds(10)
    /// How long the peer may send nothing during the handshake. Nil: no such limit.
    public var handshakeInactivityTimeout: TimeAmount?
    /// How long closing waits for the peer's close_notify, and for what is queued to be sent.
    public var closeTimeout = TimeAmount.seconds(5)
    /// Whether closing waits for the peer's close_notify.
    ///
    /// TLS does not ask for it (RFC 9846 §6.1), and a server that answers and closes saves a round trip without. But what
    /// the peer still sends then meets a closed socket: the system resets the connection, and the peer may lose the end
    /// of what it has not read yet.
    public var awaitsCloseNotify = true
    /// Called with every record received and sent; for debugging.
    public var recordObserver: (@Sendable (RecordObservation) -> Void)?

    /// The defaults.
    public init() {}
}

/// A record as it stood on the wire: never its content.
public struct RecordObservation: Hashable, Sendable {
    /// Whether it came from the peer.
    public let isReceived: Bool
    /// The content type of its header.
    public let contentType: UInt8
    /// The version of its header.
    public let legacyVersion: UInt16
    /// The length of its header.
    public let length: Int
    /// The type of its first handshake message, where the record is a handshake record in the clear.
    public let handshakeType: UInt8?
}
