import Logging
import NIOConcurrencyHelpers
import NIOCore
import TLSProvider

/// What is behind `SSLClient`: configuration, the connection, delivery.
final class ClientCore: Sendable {
    struct State {
        var configuration = SSLClient.Configuration()
        var keyLog: KeyLogFile?
        /// The connection that is being made or is open; nil from when its end is about to be told.
        var current: ConnectAttempt?
        /// The same, once its transport is there.
        var connection: ConnectionState?
        /// Every attempt whose connection's end is not told yet, by its id.
        var attempts: [String: ConnectAttempt] = [:]
        /// The last that was begun.
        var last: ConnectAttempt?
        /// What the last handshake agreed on.
        var negotiated: NegotiatedParameters?
        /// Calls that wait for the end of a connection to be told.
        var endWaiters: [(id: String, continuation: CheckedContinuation<Void, Never>)] = []
        var lastNumber: UInt64 = 0
        /// By whom servers were last vouched for: what it knows already of authorities is worth keeping.
        var trust: (source: TrustSource, trust: TLSTrust)?
    }

    let delivery = EventDelivery()
    let board = EventBoard<SSLClient.Handlers, SSLClient.Event>(SSLClient.Handlers())
    /// The sessions that servers let us resume.
    let sessions = TLSSessionCache()
    let box: NIOLockedValueBox<State>
    /// Held while a change of the configuration is checked, so that changes do not cross.
    private let changes = NIOLock()

    init(logger: Logger) {
        var state = State()
        state.configuration.logger = logger
        box = NIOLockedValueBox(state)
    }

    deinit {
        board.hub.finish()
    }

    // MARK: Configuration

    var configuration: SSLClient.Configuration { box.withLockedValue { $0.configuration } }
    var logger: Logger { box.withLockedValue { $0.configuration.logger } }
    var connection: ConnectionState? { box.withLockedValue { $0.connection } }

    func configure(_ change: (inout SSLClient.Configuration) throws(SSLError) -> Void) throws(SSLError) {
        let result: Result<Void, SSLError> = changes.withLock {
            do throws(SSLError) { return .success(try changeConfiguration(change)) } catch { return .failure(error) }
        }
        try result.get()
    }

    private func changeConfiguration(
        _ change: (inout SSLClient.Configuration) throws(SSLError) -> Void
    ) throws(SSLError) {
        let (old, isActive, connection) = box.withLockedValue { ($0.configuration, $0.current != nil, $0.connection) }
        var new = old
        try change(&new)
        try new.validate()
        if isActive { try new.checkChange(from: old) }
        var keyLog = box.withLockedValue { $0.keyLog }
        if new.sslKeyLogFile != old.sslKeyLogFile {
            keyLog = new.sslKeyLogFile.isEmpty ? nil : try KeyLogFile(new.sslKeyLogFile, new.logger)
        }
        box.withLockedValue { state in
            state.configuration = new
            state.keyLog = keyLog
        }
        if new.trustsOthers(than: old) { sessions.removeAll() }
        connection?.shared { shared in
            shared.framing = new.framing
            shared.idleTimeout = new.idleTimeout
            shared.timeout = new.timeout
        }
    }

    /// Sets a property whose every value is acceptable.
    func set<Value: Sendable>(
        _ path: any WritableKeyPath<SSLClient.Configuration, Value> & Sendable, _ value: Value
    ) {
        do throws(SSLError) {
            try configure { $0[keyPath: path] = value }
        } catch {
            // Only what is shared with TLS can fail, such as a file of authorities that is gone; all stays as it was.
            logger.error("a property could not be set", metadata: ["error": "\(error)"])
        }
    }

    // MARK: Settings

    func config(_ text: String) throws(SSLError) -> String {
        let asked = ConfigString(text)
        guard let setting = SettingsTable.setting(asked.name), setting.isForClients, asked.connectionId == nil else {
            throw SSLError(.invalidArgument, "there is no setting \(escapeForLog(asked.name)) of clients")
        }
        if let value = asked.value {
            guard let write = setting.write else {
                throw SSLError(.invalidArgument, "\(setting.name) can only be read")
            }
            try configure { configuration throws(SSLError) in try write(&configuration.common, value) }
        }
        let (configuration, negotiated) = box.withLockedValue { ($0.configuration, $0.negotiated) }
        return NegotiatedSettings.value(setting.name, negotiated) ?? setting.read(configuration.common)
    }

    // MARK: Sessions

    func takeSession() throws(SSLError) -> [UInt8]? {
        let configuration = configuration
        guard let session = sessions.take(for: configuration.sessionKey) else { return nil }
        do {
            return try configuration.common.provider.unsafelySerialize(session)
        } catch {
            throw SSLError(.invalidArgument, error.reason, tlsError: error)
        }
    }

    func addSession(_ bytes: [UInt8]) throws(SSLError) {
        let configuration = configuration
        do {
            let session = try configuration.common.provider.resumableSession(serialized: bytes)
            sessions.add(session, for: configuration.sessionKey)
        } catch {
            throw SSLError(.invalidArgument, error.reason, tlsError: error)
        }
    }

    /// A number that was never given before.
    func nextNumber() -> UInt64 {
        box.withLockedValue { state in
            state.lastNumber += 1
            return state.lastNumber
        }
    }

    // MARK: The connection

    /// Does something to the connection, if there is one.
    func onConnection<Result>(
        _ body: (ConnectionState) async throws(SSLError) -> Result
    ) async throws(SSLError) -> Result {
        guard let connection else { throw SSLError(.notConnected) }
        do throws(SSLError) {
            return try await body(connection)
        } catch {
            // Ids are a server's matter.
            throw error.code == .invalidConnectionId ? SSLError(.notConnected) : error
        }
    }
}
