public import TLSCertificates
public import TLSMessages

/// One TLS connection without a transport, server or client: bytes in, events and bytes out.
///
/// A client's ClientHello waits to be sent from the start, and a client's session never has a `.clientHello` event.
///
/// Not `Sendable`: one connection lives on one event loop. The transport's duties, in order:
/// 1. Give received bytes to `receive` until it asks for more; it opens one record a call, in place, and says where in
///    the buffer the application data now lies.
/// 2. After each call that may change state (`receive`, `resume`, `close`, `fail`), take `nextEvent()` until nil and send
///    what `drainOutgoing` gives.
/// 3. Send application data with `seal`, once `isEstablished`.
/// 4. Tell `receiveEndOfTransport` when the transport ends.
///
/// After a throw the fatal alert is in the outgoing bytes: send them, then close the transport.
public protocol TLSSession: AnyObject {
    /// Opens the record at the start of `input`, in place.
    ///
    /// - Throws: the one fatal error of the connection. Its alert, if one is due, is in the outgoing bytes. Every later
    ///   call throws the same error.
    func receive(_ input: inout MutableSpan<UInt8>) throws(TLSError) -> ReceivedRecord

    /// Tells that the transport has ended.
    ///
    /// - Throws: `TLSError.Code.truncated` unless the peer's close_notify came first.
    func receiveEndOfTransport() throws(TLSError)

    /// The next thing that happened, oldest first.
    func nextEvent() -> TLSEvent?

    /// How many bytes wait to be sent: handshake messages, alerts, key updates.
    var outgoingCount: Int { get }

    /// Moves waiting bytes into `output`, as many as fit.
    func drainOutgoing(into output: inout OutputRawSpan)

    /// The room `seal` needs to take `count` bytes of application data whole.
    func sealedCount(of count: Int) -> Int

    /// Protects application data into `output`: as many whole records as fit.
    ///
    /// - Returns: how many bytes of `plaintext` were taken.
    /// - Throws: `wrongState` before the handshake is complete or after `close`; `cryptographyFailed`.
    func seal(_ plaintext: Span<UInt8>, into output: inout OutputRawSpan) throws(TLSError) -> Int

    /// Answers a `.clientHello` event. RFC 9846 §4.2.2.
    func resume(with decision: ClientHelloDecision) throws(TLSError)

    /// Answers a `.peerCertificates` event.
    func resume(with verdict: PeerVerdict) throws(TLSError)

    /// Queues close_notify: nothing is sent after it. Receiving goes on until the peer closes its direction too.
    func close()

    /// Fails the connection on the application's behalf: the alert is queued, and every later call throws.
    func fail(_ error: TLSError)

    /// Queues a KeyUpdate for our direction, and asks for one of the peer's if `requestingPeer`. RFC 9846 §4.7.3.
    func updateKeys(requestingPeer: Bool) throws(TLSError)

    /// Whether application data can be sealed: the handshake is complete and our direction is open.
    var isEstablished: Bool { get }

    /// Whether an answer (`resume`) is awaited; `receive` then takes nothing.
    var isPaused: Bool { get }

    /// Whether we have sent close_notify or an alert.
    var isWriteClosed: Bool { get }

    /// Whether the peer has sent close_notify.
    var isReadClosed: Bool { get }

    /// What was agreed; nil before the handshake is complete.
    var negotiated: NegotiatedParameters? { get }

    /// Keying material that both ends can derive. RFC 9846 §7.5, RFC 5705.
    ///
    /// - Throws: `wrongState` before the handshake is complete.
    func exportKeyingMaterial(label: String, context: [UInt8]?, count: Int) throws(TLSError) -> [UInt8]
}

/// What one call of `receive` did with the bytes it was given.
public struct ReceivedRecord: Hashable, Sendable {
    /// How many bytes at the start of the input are done with.
    public let consumed: Int
    /// Where in the input the record's application data lies, opened in place; empty when it had none.
    public let applicationData: Range<Int>
    /// How many bytes the next record needs at least in all, when nothing was consumed; 0 while paused.
    public let needed: Int

    /// A record was taken.
    public init(consumed: Int, applicationData: Range<Int> = 0..<0) {
        self.consumed = consumed
        self.applicationData = applicationData
        needed = 0
    }

    /// The input does not hold a whole record yet.
    public init(needing needed: Int) {
        consumed = 0
        applicationData = 0..<0
        self.needed = needed
    }
}

/// Something that happened on a connection.
public enum TLSEvent: Sendable {
    /// A client's offer waits for `resume(with: ClientHelloDecision)`.
    case clientHello(ClientHelloInfo)
    /// The peer's chain (empty when it sent none) waits for `resume(with: PeerVerdict)`.
    case peerCertificates([X509Certificate])
    /// Application data may flow both ways.
    case handshakeCompleted(NegotiatedParameters)
    /// The peer closed its direction: no more data will come. Ours stays open.
    case closeNotify
    /// New keys protect what comes from the peer (`received`) or goes to it.
    case keysUpdated(received: Bool)
    /// A warning alert that does not end the connection.
    case warning(AlertDescription)
}
