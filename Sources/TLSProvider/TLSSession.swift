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
/// 5. Set the time again (`setTime`) when bytes come after a while: tickets have an age.
///
/// Early data (0-RTT, RFC 9846 §2.3) is marked as such wherever it passes: a client sends it by `sealEarlyData` while
/// `earlyDataRoom` is not 0, and a server's `ReceivedRecord.isEarly` tells it. Somebody may be replaying it.
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
    /// - Throws: `wrongState` unless `canSeal`; `cryptographyFailed`.
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

    /// Whether the handshake is complete and our direction is open.
    var isEstablished: Bool { get }

    /// Whether `seal` takes application data: the connection is established, or the server answers early data that it
    /// takes. RFC 9846 §2.3.
    var canSeal: Bool { get }

    /// How much early data can still be sent; 0 when none was offered, or its time is over. RFC 9846 §4.3.10.
    var earlyDataRoom: Int { get }

    /// Protects early data into `output`: as many whole records as fit, and no more than `earlyDataRoom`.
    ///
    /// - Returns: how many bytes of `plaintext` were taken.
    /// - Throws: `wrongState` when there is no room for any; `cryptographyFailed`.
    func sealEarlyData(_ plaintext: Span<UInt8>, into output: inout OutputRawSpan) throws(TLSError) -> Int

    /// Says what time it is, for what depends on it: the age of tickets.
    func setTime(_ now: UnixTime)

    /// Whether an answer (`resume`) is awaited; `receive` then takes nothing.
    var isPaused: Bool { get }

    /// Whether we have sent close_notify or an alert.
    var isWriteClosed: Bool { get }

    /// Whether the peer has sent close_notify.
    var isReadClosed: Bool { get }

    /// What was agreed; nil before the handshake is complete.
    var negotiated: NegotiatedParameters? { get }

    /// What came beside the peer's chain, from the `.peerCertificates` event on; nil where nothing can have come.
    var peerStatements: TLSCertificateStatements? { get }

    /// Keying material that both ends can derive. RFC 9846 §7.5, RFC 5705.
    ///
    /// - Throws: `wrongState` before the handshake is complete.
    func exportKeyingMaterial(label: String, context: [UInt8]?, count: Int) throws(TLSError) -> [UInt8]

    /// Keying material of early data. It may be that of a replay. RFC 9846 §7.5.
    ///
    /// - Throws: `wrongState` unless early data was sent or taken.
    func exportEarlyKeyingMaterial(label: String, context: [UInt8]?, count: Int) throws(TLSError) -> [UInt8]
}

/// A session without early data, to which the time means nothing.
extension TLSSession {
    /// Nil.
    public var peerStatements: TLSCertificateStatements? { nil }

    /// Whether the connection is established.
    public var canSeal: Bool { isEstablished }

    /// None.
    public var earlyDataRoom: Int { 0 }

    /// Throws `wrongState`.
    public func sealEarlyData(_ plaintext: Span<UInt8>, into output: inout OutputRawSpan) throws(TLSError) -> Int {
        throw TLSError(.wrongState, "there is no early data on this connection")
    }

    /// Does nothing.
    public func setTime(_ now: UnixTime) {}

    /// Throws `wrongState`.
    public func exportEarlyKeyingMaterial(
        label: String, context: [UInt8]?, count: Int
    ) throws(TLSError) -> [UInt8] {
        throw TLSError(.wrongState, "there is no early data on this connection")
    }
}

/// What one call of `receive` did with the bytes it was given.
public struct ReceivedRecord: Hashable, Sendable {
    /// How many bytes at the start of the input are done with.
    public let consumed: Int
    /// Where in the input the record's application data lies, opened in place; empty when it had none.
    public let applicationData: Range<Int>
    /// Whether the data is early: sent with the client's hello, and by whom is not yet known. RFC 9846 §8.
    public let isEarly: Bool
    /// How many bytes the next record needs at least in all, when nothing was consumed; 0 while paused.
    public let needed: Int

    /// A record was taken.
    public init(consumed: Int, applicationData: Range<Int> = 0..<0, isEarly: Bool = false) {
        self.consumed = consumed
        self.applicationData = applicationData
        self.isEarly = isEarly
        needed = 0
    }

    /// The input does not hold a whole record yet.
    public init(needing needed: Int) {
        consumed = 0
        applicationData = 0..<0
        isEarly = false
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
    indirect case handshakeCompleted(NegotiatedParameters)
    /// Early data: on a server, it is taken and may be answered; on a client, whether the server takes what was sent. What
    /// was refused the application may send again once the handshake is complete.
    case earlyData(isAccepted: Bool)
    /// The peer closed its direction: no more data will come. Ours stays open.
    case closeNotify
    /// New keys protect what comes from the peer (`received`) or goes to it.
    case keysUpdated(received: Bool)
    /// A key of TLS 1.2 has protected as much as is safe, and there is no way to another: close_notify is sent, as by
    /// `close`. Connect anew.
    ///
    /// If it is our key, what the peer sends until it closes too is still received. If it is the peer's (`received`), no more
    /// data is: who sends on after it finds our close.
    case keysExhausted(received: Bool)
    /// A warning alert that does not end the connection.
    case warning(AlertDescription)
}
