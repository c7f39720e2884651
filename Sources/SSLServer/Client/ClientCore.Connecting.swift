import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import TLSProvider

/// Beginning and ending connections.
extension ClientCore {
    /// - Parameter earlyData: what to send with the hello, if a session allows it.
    /// - Returns: whether the server took it.
    @discardableResult
    func connect(earlyData: ByteBuffer? = nil) async throws(SSLError) -> Bool {
        let attempt = try begin(earlyData)
        let result = await withTaskCancellationHandler {
            ClientConnector.connect(attempt, self)
            return await outcome(of: attempt)
        } onCancel: {
            interrupt(attempt)
        }
        if case .failure(let error) = result { try await connectFailed(attempt, error) }
        return attempt.hasSentEarlyData && box.withLockedValue { $0.negotiated?.isEarlyDataAccepted ?? false }
    }

    private func begin(_ earlyData: ByteBuffer?) throws(SSLError) -> ConnectAttempt {
        let (configuration, keyLog) = box.withLockedValue { ($0.configuration, $0.keyLog) }
        try configuration.checkRemote()
        if configuration.deliversManually, delivery.isInsideHandler {
            throw SSLError(.alreadyConnecting, "connect cannot wait inside a handler of manual delivery")
        }
        let trust = try configuration.trust { () throws(SSLError) in try authorities(configuration) }
        let context = try configuration.makeContext(
            sessions: sessions, sendsEarlyData: earlyData != nil, keyLog: keyLog)
        let attempt = ConnectAttempt(id: String(nextNumber()), configuration, context, trust, earlyData: earlyData)
        let refusal: SSLErrorCode? = box.withLockedValue { state in
            guard let current = state.current else {
                state.current = attempt
                state.last = attempt
                state.negotiated = nil
                return nil
            }
            return current.isFinished ? .alreadyConnected : .alreadyConnecting
        }
        if let refusal {
            keepSession(of: attempt)
            throw SSLError(refusal)
        }
        delivery.setMode(configuration.deliversManually ? .manual : .perConnection)
        return attempt
    }

    /// By whom servers are vouched for: as the last time, if the configuration and its files still say so.
    private func authorities(_ configuration: SSLClient.Configuration) throws(SSLError) -> TLSTrust {
        let source = configuration.common.trustSource
        let known = box.withLockedValue { $0.trust }
        if !source.readsFiles, let known, known.source == source { return known.trust }
        let trust = try configuration.common.serverTrust()
        if source.readsFiles, let known, known.source == source {
            if known.trust.believesTheSame(as: trust) { return known.trust }
            // Sessions that libssl resumes are not judged anew.
            sessions.removeAll()
        }
        box.withLockedValue { $0.trust = (source, trust) }
        return trust
    }

    /// The session was not shown to anybody: it is good for another attempt.
    private func keepSession(of attempt: ConnectAttempt) {
        guard let session = attempt.context.configuration.session else { return }
        sessions.add(session, for: attempt.configuration.sessionKey)
    }

    /// With manual delivery the events of the handshake are told here: nobody else may be calling `doEvents`.
    private func outcome(of attempt: ConnectAttempt) async -> Result<Void, SSLError> {
        if attempt.configuration.deliversManually {
            while !attempt.isFinished { await doEvents() }
        }
        return await attempt.wait()
    }

    /// Tells of a failure that came before there was a connection; of a later one the connection has told.
    private func connectFailed(_ attempt: ConnectAttempt, _ error: SSLError) async throws(SSLError) {
        if attempt.neverHadTransport {
            logger.info("not connected", metadata: ["error": "\(error)"])
            do {
                try await tell(.failed(error))
            } catch {
                logger.warning("the Connected handler threw", metadata: ["error": "\(type(of: error))"])
            }
        }
        throw error
    }

    // MARK: From the event loop

    /// The transport is there.
    ///
    /// - Returns: the connection; nil when nobody waits for it any more.
    func begun(_ attempt: ConnectAttempt, on channel: any Channel) -> ConnectionState? {
        let connection = ConnectionState(
            connectionId: attempt.id, channel: channel, core: self, configuration: attempt.configuration.common)
        return box.withLockedValue { state in
            guard state.current === attempt else { return nil }
            // The configuration may have changed since.
            let configuration = state.configuration
            connection.shared { shared in
                shared.framing = configuration.framing
                shared.idleTimeout = configuration.idleTimeout
                shared.timeout = configuration.timeout
            }
            state.connection = connection
            state.attempts[attempt.id] = attempt
            attempt.gotTransport()
            return connection
        }
    }

    /// There will be no transport.
    ///
    /// - Returns: false when there is one, and its connection tells how it ends.
    @discardableResult
    func transportFailed(_ attempt: ConnectAttempt, _ error: SSLError) -> Bool {
        let isEnd = box.withLockedValue { state in
            guard state.current === attempt, state.connection == nil else { return false }
            state.current = nil
            return true
        }
        guard isEnd else { return false }
        keepSession(of: attempt)
        attempt.finish(.failure(error))
        return true
    }

    // MARK: Ending

    /// Gives up what waits: the making of a connection, or a send.
    func interrupt() {
        let (attempt, connection) = box.withLockedValue { ($0.current, $0.connection) }
        if let attempt, !attempt.isFinished {
            interrupt(attempt)
        } else {
            // A connection that has just ended has no send that waits.
            try? connection?.interrupt()
        }
    }

    private func interrupt(_ attempt: ConnectAttempt) {
        giveUp(attempt, SSLError(.interrupted))
    }

    private func giveUp(_ attempt: ConnectAttempt, _ reason: SSLError) {
        guard !attempt.isFinished, !transportFailed(attempt, reason) else { return }
        let connection = box.withLockedValue { $0.current === attempt ? $0.connection : nil }
        guard let connection else { return }
        // On the loop its handlers are in place.
        connection.eventLoop.execute {
            connection.onLoop { $0.close(linger: false, within: ChannelLimits.closeTime, reason: reason) }
        }
    }

    func disconnect() async {
        let (attempt, connection) = box.withLockedValue { ($0.current, $0.connection) }
        guard let attempt else { return }
        guard let connection else { return giveUp(attempt, SSLError(.connectionAborted)) }
        // On the loop its handlers are in place. It may have ended meanwhile.
        try? await connection.eventLoop.submit { try connection.disconnect() }.get()
        // A handler that waited for the other events would wait for itself.
        guard !delivery.isInsideHandler else { return }
        if attempt.configuration.deliversManually {
            while hasEnd(attempt.id) { await doEvents() }
        } else {
            await waitForEnd(attempt.id)
        }
    }

    /// Whether the end of a connection is still to be told.
    private func hasEnd(_ id: String) -> Bool {
        box.withLockedValue { $0.attempts[id] != nil }
    }

    private func waitForEnd(_ id: String) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let waits = box.withLockedValue { state in
                guard state.attempts[id] != nil else { return false }
                state.endWaiters.append((id, continuation))
                return true
            }
            if !waits { continuation.resume() }
        }
    }

    func reset() async {
        await disconnect()
        sessions.removeAll()
        box.withLockedValue { state in
            var configuration = SSLClient.Configuration()
            configuration.logger = state.configuration.logger
            state.configuration = configuration
            state.keyLog = nil
        }
    }

    func doEvents() async {
        let loop = ServerLoops.ofClients.group.next()
        await delivery.doEvents(wait: .milliseconds(Int64(configuration.doEventsWait)), on: loop)
    }
}
