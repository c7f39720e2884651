import NIOCore
import NIOTLSHandlers
import TLSCertificates
import TLSProvider

/// Whom connections belong to, and who tells the application of them: a server, or a client with its one.
protocol ConnectionOwner: AnyObject, Sendable {
    var delivery: EventDelivery { get }
    /// How text becomes bytes.
    var codePage: CodePage { get }

    /// Whether what a peer sends waits while it does not take what it is sent. A server does not work for who does not take
    /// the answers; a client that did the same would wait for a server that waits for it.
    var holdsSlowTakers: Bool { get }

    /// Whether telling this would reach anybody.
    func isHeard(_ news: ConnectionNews) -> Bool

    /// A number that was never given before.
    func nextNumber() -> UInt64

    /// A connection's handshake is complete.
    func established(_ connection: ConnectionState, _ parameters: NegotiatedParameters)

    /// A handshake's failure in the codes of the class.
    func describe(handshake error: TLSError, hasPeerCertificate: Bool) -> SSLError

    /// A connection's end is about to be told: its id means nothing any more.
    func forget(_ connection: ConnectionState)

    /// A connection's end has been told.
    func endTold(_ connection: ConnectionState)

    /// Tells the application; throws what its handler does.
    func tell(_ event: ConnectionEvent, of connection: ConnectionState) async throws

    /// Tells of an error that has no caller.
    func fireError(_ error: SSLError, _ connectionId: String) async

    /// Asks what to answer to a client's offer.
    func decide(_ info: ClientHelloInfo, for connection: ConnectionState) async throws -> ClientHelloDecision

    /// Asks whether a peer's chain is accepted.
    func judge(_ question: PeerQuestion, of connection: ConnectionState) async -> PeerVerdict
}

/// What the application is told of a connection.
enum ConnectionEvent: Sendable {
    /// The handshake is complete.
    case connected(NegotiatedParameters)
    /// The handshake has failed.
    case failed(SSLError?)
    case data(LineSplitter.Piece)
    case earlyData(ByteBuffer)
    case readyToSend
    case status(String)
    /// An established connection has ended; nil: well.
    case disconnected(SSLError?)

    /// The event's name in logs.
    var name: String {
        switch self {
        case .connected, .failed: "Connected"
        case .data: "DataIn"
        case .earlyData: "EarlyDataIn"
        case .readyToSend: "ReadyToSend"
        case .status: "SSLStatus"
        case .disconnected: "Disconnected"
        }
    }
}

/// How an end is told: as a code and its text.
extension SSLError? {
    var statusCode: Int { self?.code.rawValue ?? 0 }
    var statusText: String { self?.description ?? "OK" }
}
