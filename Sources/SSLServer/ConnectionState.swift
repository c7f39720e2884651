import Logging
import NIOConcurrencyHelpers
import NIOCore
import TLSProvider

/// What a connection is, shared between its event loop, event delivery and the application.
///
/// One lock, held for a few instructions: once a send, once a read cycle, once an event; never once a record.
final class ConnectionState: Sendable {
    struct Shared {
        var stage = Stage.handshaking
        var acceptsData = true
        var bytesSent = 0
        var isReadyToSend = false
        /// Whether a send was turned away, so that `ReadyToSend` is owed.
        var owesReadyEvent = false
        var framing = Framing()
        var idleTimeout = 0
        var timeout = 0
        var userData: [UInt8] = []
        var negotiated: NegotiatedParameters?
        /// Why this side gave the handshake up, where the alert does not say it.
        var refusal: SSLError?
        var hasPeerCertificate = false
        /// Whether the application sends no more, and still takes data.
        var isOutputClosed = false

        var outbound = OutboundQueue()
        var waiters: [SendWaiter] = []
        var interruptions = 0

        var mailbox = Mailbox()
        var splitter = LineSplitter()
        /// What the data now in the splitter counts for.
        var inDelivery = 0
        /// Whether the event loop has stopped reading.
        var isGateClosed = false
        var link: NIOLoopBound<ConnectionHandler>?

        /// Whether what the peer sends waits while it does not take what we send.
        let holdsSlowTakers: Bool

        init(holdsSlowTakers: Bool) {
            self.holdsSlowTakers = holdsSlowTakers
        }

        /// Whether the peer's data is not to be told now: there would be no room for the answers.
        var isHeldByOutput: Bool { holdsSlowTakers && outbound.isFull }

        /// Whether no more of the peer's data is to be read.
        var mustHoldPeer: Bool { mailbox.isFull || isHeldByOutput }

        /// Whether the connection is established and has not ended.
        var isConnected: Bool { stage == .open || stage == .closing || stage == .gone }
    }

    /// How far the connection has come, as the application is told.
    enum Stage {
        case handshaking
        /// `Connected` is told.
        case open
        /// The application has closed it.
        case closing
        /// The transport has ended, `Disconnected` is not told yet.
        case gone
        /// `Disconnected` is told: the id is unknown.
        case ended
    }

    let connectionId: String
    let remoteHost: String
    let remotePort: Int
    let localAddress: String
    let localPort: Int
    let eventLoop: any EventLoop
    let linger: Bool
    let core: any ConnectionOwner
    private let ownerLogger: Logger
    private let box: NIOLockedValueBox<Shared>

    /// What a server's connection was made with.
    private let snapshot: ServerSnapshot?

    /// By whom a client is vouched for.
    var trust: TLSTrust? { snapshot?.trust }

    init(
        connectionId: String, channel: any Channel, core: any ConnectionOwner, configuration: SSLServer.Configuration,
        snapshot: ServerSnapshot? = nil
    ) {
        self.snapshot = snapshot
        let peer = channel.remoteAddress
        self.connectionId = connectionId
        self.core = core
        remoteHost = peer?.ipAddress ?? ""
        remotePort = peer?.port ?? 0
        localAddress = channel.localAddress?.ipAddress ?? ""
        localPort = channel.localAddress?.port ?? 0
        eventLoop = channel.eventLoop
        linger = configuration.linger
        ownerLogger = configuration.logger
        var shared = Shared(holdsSlowTakers: core.holdsSlowTakers)
        shared.framing = Framing(
            eol: configuration.defaultEOL, singleLineMode: configuration.defaultSingleLineMode,
            maxLineLength: configuration.defaultMaxLineLength)
        shared.idleTimeout = configuration.defaultIdleTimeout
        shared.timeout = configuration.defaultTimeout
        box = NIOLockedValueBox(shared)
    }

    /// Made when something is logged, as most connections log nothing.
    var logger: Logger {
        var logger = ownerLogger
        logger[metadataKey: "connection"] = "\(connectionId)"
        logger[metadataKey: "peer"] = "\(remoteHost):\(remotePort)"
        return logger
    }

    func shared<Result, E: Error>(_ body: (inout Shared) throws(E) -> Result) throws(E) -> Result {
        // NIOLockedValueBox rethrows untyped; a Result carries the typed error across.
        let result: Swift.Result<Result, E> = box.withLockedValue { shared in
            do throws(E) { return .success(try body(&shared)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    func checkAlive() throws(SSLError) {
        guard shared({ $0.stage }) != .ended else { throw SSLError(.invalidConnectionId, connectionId) }
    }

    /// Runs on the connection's event loop, if the connection is still there.
    func onLoop(_ body: @escaping @Sendable (ConnectionHandler) -> Void) {
        guard let link = shared({ $0.link }) else { return }
        eventLoop.execute { body(link.value) }
    }

    // MARK: Methods of the application

    func disconnect() throws(SSLError) {
        let isNew = try shared { shared throws(SSLError) in
            guard shared.stage != .ended else { throw SSLError(.invalidConnectionId, connectionId) }
            shared.mailbox.dropData()
            shared.splitter.removeAll()
            guard shared.stage == .open || shared.stage == .handshaking else { return false }
            shared.stage = .closing
            return true
        }
        guard isNew else { return schedule() }
        wakeWaiters(.closed)
        let linger = linger
        onLoop { handler in handler.close(linger: linger, within: ChannelLimits.closeTime, reason: nil) }
        schedule()
    }

    func setAcceptsData(_ accepts: Bool) throws(SSLError) {
        let schedules = try shared { shared throws(SSLError) in
            guard shared.stage != .ended else { throw SSLError(.invalidConnectionId, connectionId) }
            guard shared.acceptsData != accepts else { return false }
            shared.acceptsData = accepts
            return accepts && shared.mailbox.schedule()
        }
        if schedules { core.delivery.enqueue(self) }
    }

    // MARK: News

    /// Puts news in the mailbox and tells delivery. What nobody hears does not cost a turn.
    func post(_ news: ConnectionNews) {
        guard core.isHeard(news) || !pass(news) else { return }
        if shared({ $0.mailbox.append(news) }) { core.delivery.enqueue(self) }
    }

    /// Lets go of news that nobody hears: of these only the end has an effect, once all before it is told.
    private func pass(_ news: ConnectionNews) -> Bool {
        guard case .ended = news else { return true }
        let isNext = shared { shared in
            guard shared.mailbox.isIdle, shared.splitter.count == 0 else { return false }
            shared.stage = .ended
            return true
        }
        if isNext {
            core.forget(self)
            core.endTold(self)
        }
        return isNext
    }

    /// Tells delivery that there may be something to do again.
    func schedule() {
        if shared({ $0.mailbox.schedule() }) { core.delivery.enqueue(self) }
    }

    /// Takes what one read cycle has brought.
    ///
    /// - Returns: whether the peer must wait.
    func received(_ batch: [ByteBuffer]) -> Bool {
        let (schedules, isFull) = shared { shared in
            var schedules = false
            // What arrives after the application has closed is dropped, or it would keep the end from a paused connection.
            if shared.stage != .closing {
                for data in batch where shared.mailbox.append(.data(data)) { schedules = true }
            }
            shared.isGateClosed = shared.mustHoldPeer
            return (schedules, shared.isGateClosed)
        }
        if schedules { core.delivery.enqueue(self) }
        return isFull
    }

    /// Whether the peer must wait before more is read.
    func mustHoldPeer() -> Bool {
        shared { shared in
            shared.isGateClosed = shared.mustHoldPeer
            return shared.isGateClosed
        }
    }

    /// Tells the event loop to read on, if it waits for that.
    func openGate() {
        let opens = shared { shared in
            guard shared.isGateClosed, !shared.mustHoldPeer else { return false }
            shared.isGateClosed = false
            return true
        }
        if opens { onLoop { $0.readOn() } }
    }
}
