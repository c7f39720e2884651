public import NIOCore
import TLSProvider

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
    /// How long at most a connection that ends by a record that does not open is held before the peer learns of it. Zero: no
    /// time. More than 30 seconds is 30 seconds.
    ///
    /// The time is random, even between zero and this. Until it is over the connection is frozen: nothing is read, written or
    /// closed, and the application is told nothing either. So nobody can measure how long the record took, and learn from
    /// that what was wrong with it. Records are opened in constant time with or without this; it is a second wall, which
    /// costs a place among the connections for as long. It holds for every bad_record_mac, whatever version and suite.
    ///
    /// An application that closes meanwhile waits for the end as well; `TLSHandlerRequest.abort` does not.
    public var badRecordDelay = TimeAmount.zero {
        didSet {
            badRecordDelay = max(.zero, min(badRecordDelay, .seconds(Int64(TLSHandlerLimits.secondsOfBadRecordDelay))))
        }
    }
    /// Chooses the time, at most the one it is given.
    package var chooseDelay: @Sendable (TimeAmount) -> TimeAmount = { longest in
        .nanoseconds(.random(in: 0...longest.nanoseconds))
    }
    /// Called with every record received and sent; for debugging.
    public var recordObserver: (@Sendable (RecordObservation) -> Void)?

    /// The defaults.
    public init() {}

    /// How long an end for this reason is held; nil: not at all.
    func delay(of error: TLSError) -> TimeAmount? {
        guard error.code == .badRecord, badRecordDelay > .zero else { return nil }
        return chooseDelay(badRecordDelay)
    }
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
