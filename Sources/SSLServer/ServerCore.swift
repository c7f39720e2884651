import Logging
import NIOConcurrencyHelpers
import NIOCore
import TLSKeyStores
import TLSProvider

/// What is behind `SSLServer`: configuration, connections, listener, delivery.
final class ServerCore: Sendable {
    struct State {
        var configuration = SSLServer.Configuration()
        var keyLog: KeyLogFile?
        /// Those of `ticketKeyFiles`, or random ones: kept while certificates change.
        var ticketKeys = TLSTicketKeys()
        /// What new connections are made with; nil while not listening.
        var snapshot: ServerSnapshot?
        var loops: ServerLoops?
        var listener: Listener?
        var isStarting = false

        /// Established connections, by id.
        var connections: [String: SSLServer.Connection] = [:]
        /// Every connection whose end is not told yet.
        var all: [String: ConnectionState] = [:]
        /// Sockets in use.
        var liveTransports = 0
        /// Calls that wait for every connection's end to be told.
        var endWaiters: [CheckedContinuation<Void, Never>] = []
        var lastNumber: UInt64 = 0
    }

    let delivery = EventDelivery()
    let board = EventBoard<SSLServer.Handlers, SSLServer.Event>(SSLServer.Handlers())
    let serverMailbox = ServerMailbox()
    private let replayFilter = TLSReplayFilter()
    let staples: StapleKeeper
    private let turnedAway = NIOLockedValueBox<NIODeadline?>(nil)
    let box: NIOLockedValueBox<State>
    /// Held while a change of the configuration is checked, so that changes do not cross.
    let changes = NIOLock()

    init(logger: Logger, clock: any StaplingClock = SystemClock()) {
        staples = StapleKeeper(clock)
        var state = State()
        state.configuration.logger = logger
        box = NIOLockedValueBox(state)
        serverMailbox.join(self)
    }

    deinit {
        delivery.stop()
        staples.stop()
    }

    // MARK: Configuration

    var configuration: SSLServer.Configuration { box.withLockedValue { $0.configuration } }
    var codePage: CodePage { box.withLockedValue { $0.configuration.codePage } }
    var isManual: Bool { box.withLockedValue { $0.configuration.eventDelivery == .manual } }
    var logger: Logger { box.withLockedValue { $0.configuration.logger } }
    var isListening: Bool { box.withLockedValue { $0.listener != nil } }

    var localHost: String {
        box.withLockedValue { $0.listener?.address.ipAddress ?? $0.configuration.localHost }
    }

    var localPort: Int {
        box.withLockedValue { $0.listener?.address.port ?? $0.configuration.localPort }
    }

    func configure(_ change: (inout SSLServer.Configuration) throws(SSLError) -> Void) throws(SSLError) {
        let result: Result<Void, SSLError> = changes.withLock {
            do throws(SSLError) { return .success(try changeConfiguration(change)) } catch { return .failure(error) }
        }
        try result.get()
    }

    private func changeConfiguration(
        _ change: (inout SSLServer.Configuration) throws(SSLError) -> Void
    ) throws(SSLError) {
        let (old, isActive) = box.withLockedValue { ($0.configuration, $0.listener != nil || $0.isStarting) }
        var new = old
        try change(&new)
        try new.validate()
        if isActive { try new.checkChange(from: old) }
        var keyLog = box.withLockedValue { $0.keyLog }
        if new.sslKeyLogFile != old.sslKeyLogFile {
            keyLog = new.sslKeyLogFile.isEmpty ? nil : try KeyLogFile(new.sslKeyLogFile, new.logger)
        }
        var ticketKeys = box.withLockedValue { $0.ticketKeys }
        if new.ticketKeyFiles != old.ticketKeyFiles { ticketKeys = try TicketKeyFiles.read(new.ticketKeyFiles) }
        let lists = try AccessLists(new)
        let snapshot = isActive ? try makeSnapshot(new, lists, keyLog, ticketKeys) : nil
        box.withLockedValue { state in
            state.configuration = new
            state.keyLog = keyLog
            state.ticketKeys = ticketKeys
            state.snapshot = snapshot
        }
        if isActive { keepStaples() }
    }

    /// Sets a property whose every value is acceptable.
    func set<Value: Sendable>(
        _ path: any WritableKeyPath<SSLServer.Configuration, Value> & Sendable, _ value: Value
    ) {
        do throws(SSLError) {
            try configure { $0[keyPath: path] = value }
        } catch {
            // Only what is shared with TLS can fail, such as a certificate's file that is gone; that stays as it was.
            logger.error("a property could not be set", metadata: ["error": "\(error)"])
        }
    }

    /// The configuration with the logs and lists it needs, as connections get it.
    func makeSnapshot(
        _ configuration: SSLServer.Configuration, _ lists: AccessLists, _ keyLog: KeyLogFile?,
        _ ticketKeys: TLSTicketKeys
    ) throws(SSLError) -> ServerSnapshot {
        let trust = configuration.sslAuthenticateClients ? try configuration.clientTrust() : nil
        let names = trust == nil ? [] : try configuration.clientAuthorityNames()
        let identities = try configuration.identities()
        let context = try makeContext(configuration, identities, names, keyLog, ticketKeys)
        return ServerSnapshot(
            configuration: configuration, lists: lists, context: context, trust: trust, authorityNames: names,
            identities: identities)
    }

    func makeContext(
        _ configuration: SSLServer.Configuration, _ identities: [TLSIdentity], _ authorityNames: [[UInt8]],
        _ keyLog: KeyLogFile?, _ ticketKeys: TLSTicketKeys
    ) throws(SSLError) -> any TLSServerContext {
        let asksForChoice = handlers.sslConnectionRequest != nil
        let resumption = ResumptionMeans(
            ticketKeys: ticketKeys, replayFilter: replayFilter,
            hearsEarlyData: board.read { $0.earlyDataIn != nil })
        let isFetched = configuration.ocspFetcher != nil
        return try configuration.makeContext(
            identities.map { staples.stapled($0, isFetched: isFetched) },
            authorityNames: authorityNames, asksForChoice: asksForChoice, resumption: resumption, keyLog: keyLog)
    }

    // MARK: Handlers

    var handlers: SSLServer.Handlers { board.handlers }

    func setHandler<Payload: Sendable>(
        _ path: any WritableKeyPath<SSLServer.Handlers, Payload> & Sendable, _ handler: Payload
    ) {
        board.setHandler(path, handler)
        // Whether clients' offers are shown, and early data is taken, is part of the shared TLS configuration.
        if path == \SSLServer.Handlers.sslConnectionRequest || path == \SSLServer.Handlers.earlyDataIn {
            refreshSnapshot()
        }
    }

    /// Reads the files of ticket keys again; the keys stay as they were when one of them is no good.
    func reloadTicketKeys() throws(SSLError) {
        let (files, keys) = box.withLockedValue { ($0.configuration.ticketKeyFiles, $0.ticketKeys) }
        guard !files.isEmpty else { return }
        try TicketKeyFiles.reload(files, into: keys)
    }

    /// Reads the authorities and revocation lists of files again, the system's too; everything stays as it was when one of them
    /// is no good.
    func reloadTrust() throws(SSLError) {
        let isUsed = box.withLockedValue { state in
            state.configuration.trustsSystemAuthorities && state.configuration.peerTrust == nil
        }
        // What others in the process trust is none of this server's business.
        if isUsed { _ = try SystemAuthorities.reloadIfChanged() }
        try configure { _ in }
    }

    private func refreshSnapshot() {
        do throws(SSLError) {
            try configure { _ in }
        } catch {
            logger.error("the TLS configuration could not be renewed", metadata: ["error": "\(error)"])
        }
    }

    /// Whether clients' wishes to connect are told.
    var asksAboutConnections: Bool { board.read { $0.connectionRequest != nil } || board.hub.hasSubscribers }

    /// A client found the server full. Told at most once a second: it may happen very often.
    func connectionTurnedAway() {
        let now = NIODeadline.now()
        let tells = turnedAway.withLockedValue { last in
            if let told = last, now - told < .seconds(1) { return false }
            last = now
            return true
        }
        guard tells else { return }
        logger.warning("connectionLimitReached: a client was turned away")
        if wantsStatus { serverMailbox.post(.status("connection limit reached")) }
    }

    /// Whether anybody listens to `SSLStatus`.
    var wantsStatus: Bool { board.read { $0.sslStatus != nil } || board.hub.hasSubscribers }

    // MARK: Settings

    func config(_ text: String) throws(SSLError) -> String {
        let asked = ConfigString(text)
        guard let setting = SettingsTable.setting(asked.name) else {
            throw SSLError(.invalidArgument, "there is no setting \(escapeForLog(asked.name))")
        }
        if let value = asked.value {
            guard let write = setting.write, asked.connectionId == nil else {
                throw SSLError(.invalidArgument, "\(setting.name) can only be read")
            }
            try configure { configuration throws(SSLError) in try write(&configuration, value) }
        } else if let connectionId = asked.connectionId {
            let negotiated = try anyConnection(connectionId).shared { $0.negotiated }
            guard let value = NegotiatedSettings.value(setting.name, negotiated) else {
                throw SSLError(.invalidArgument, "\(setting.name) is not a setting of connections")
            }
            return value
        }
        return setting.read(configuration)
    }

    // MARK: Connections

    var connections: [String: SSLServer.Connection] { box.withLockedValue { $0.connections } }

    func connection(_ id: String) throws(SSLError) -> SSLServer.Connection {
        guard let connection = box.withLockedValue({ $0.connections[id] }) else {
            throw SSLError(.invalidConnectionId, escapeForLog(id))
        }
        return connection
    }

    private func anyConnection(_ id: String) throws(SSLError) -> ConnectionState {
        guard let state = box.withLockedValue({ $0.all[id] }) else {
            throw SSLError(.invalidConnectionId, escapeForLog(id))
        }
        return state
    }

    /// A number that was never given before.
    func nextNumber() -> UInt64 {
        box.withLockedValue { state in
            state.lastNumber += 1
            return state.lastNumber
        }
    }
}

/// What a new connection is made with; replaced whole when the configuration changes.
final class ServerSnapshot: Sendable {
    let configuration: SSLServer.Configuration
    let lists: AccessLists
    let context: any TLSServerContext
    /// By whom clients are vouched for; nil where they are not asked.
    let trust: TLSTrust?
    /// The names of authorities that clients are told.
    let authorityNames: [[UInt8]]
    /// What the server proves itself with, as it was given: without what was fetched.
    let identities: [TLSIdentity]

    init(
        configuration: SSLServer.Configuration, lists: AccessLists, context: any TLSServerContext, trust: TLSTrust?,
        authorityNames: [[UInt8]], identities: [TLSIdentity]
    ) {
        self.identities = identities
        self.authorityNames = authorityNames
        self.configuration = configuration
        self.lists = lists
        self.context = context
        self.trust = trust
    }
}

/// Who may connect.
struct AccessLists: Sendable {
    private let allowed: AccessList
    private let blocked: AccessList

    init(_ configuration: SSLServer.Configuration) throws(SSLError) {
        allowed = try AccessList(configuration.allowedClients)
        blocked = try AccessList(configuration.blockedClients)
    }

    /// Allowed, and not blocked.
    func allow(_ address: String) -> Bool {
        (allowed.matchesEverybody || allowed.matches(address)) && (blocked.isEmpty || !blocked.matches(address))
    }
}
