import Logging
import NIOConcurrencyHelpers
import NIOTLSHandlers
import TLSCertificates
import TLSMessages
import TLSProvider

/// What the application is told of a client's connection, and asked.
extension ClientCore: ConnectionOwner {
    var codePage: CodePage { configuration.codePage }
    var holdsSlowTakers: Bool { false }

    /// `connect` waits for what it is told, and there is one connection: nothing is gained by leaving out any.
    func isHeard(_ news: ConnectionNews) -> Bool { true }

    func describe(handshake error: TLSError, hasPeerCertificate: Bool) -> SSLError {
        let refusal: SSLErrorCode = hasPeerCertificate ? .certificateRefused : .noServerCertificate
        return SSLError(handshake: error, refusal: refusal)
    }

    func established(_ connection: ConnectionState, _ parameters: NegotiatedParameters) {
        box.withLockedValue { $0.negotiated = parameters }
        attempt(of: connection)?.gotHandshake()
        if board.handlers.sslStatus != nil || board.hub.hasSubscribers {
            connection.post(.status(NegotiatedSettings.status(parameters)))
        }
    }

    func forget(_ connection: ConnectionState) {
        box.withLockedValue { state in
            guard state.connection === connection else { return }
            state.connection = nil
            state.current = nil
        }
    }

    func endTold(_ connection: ConnectionState) {
        let id = connection.connectionId
        let waiters = box.withLockedValue { state in
            state.attempts[id] = nil
            let waiters = state.endWaiters.filter { $0.id == id }
            state.endWaiters.removeAll { $0.id == id }
            return waiters
        }
        for waiter in waiters { waiter.continuation.resume() }
    }

    private func attempt(of connection: ConnectionState) -> ConnectAttempt? {
        box.withLockedValue { $0.attempts[connection.connectionId] }
    }

    // MARK: Events

    /// Tells an event, and `connect` of the two that end it.
    func tell(_ event: ConnectionEvent, of connection: ConnectionState) async throws {
        let result = await Result { try await tell(event) }
        switch event {
        case .connected: attempt(of: connection)?.finish(.success(()))
        case .failed(let error): attempt(of: connection)?.finish(.failure(error ?? SSLError(.connectionAborted)))
        case .data, .earlyData, .readyToSend, .status, .disconnected: break
        }
        try result.get()
    }

    func tell(_ event: ConnectionEvent) async throws {
        switch event {
        case .connected(let parameters):
            let event = SSLClient.ConnectedEvent(
                statusCode: 0, description: "OK", negotiated: parameters, error: nil)
            try await board.fire(\.connected, event) { .connected($0) }
        case .failed(let error):
            let event = SSLClient.ConnectedEvent(
                statusCode: error.statusCode, description: error.statusText, negotiated: nil, error: error)
            try await board.fire(\.connected, event) { .connected($0) }
        case .data(let piece):
            let event = SSLClient.DataInEvent(buffer: piece.data, eol: piece.eol, codePage: codePage)
            try await board.fire(\.dataIn, event) { .dataIn($0) }
        // A server sends none.
        case .earlyData: break
        case .readyToSend:
            try await board.fire(\.readyToSend, SSLClient.ReadyToSendEvent()) { .readyToSend($0) }
        case .status(let message):
            try await board.fire(\.sslStatus, SSLClient.SSLStatusEvent(message: message)) { .sslStatus($0) }
        case .disconnected(let error):
            let event = SSLClient.DisconnectedEvent(
                statusCode: error.statusCode, description: error.statusText, error: error)
            try await board.fire(\.disconnected, event) { .disconnected($0) }
        }
    }

    func fireError(_ error: SSLError, _ connectionId: String) async {
        logger.error("\(error)", metadata: ["code": "\(error.code.rawValue)"])
        let event = SSLClient.ErrorEvent(
            errorCode: error.code.rawValue, description: error.description, error: error)
        do {
            try await board.fire(\.error, event) { .error($0) }
        } catch {
            logger.warning("the Error handler threw", metadata: ["error": "\(type(of: error))"])
        }
    }

    // MARK: Decisions

    /// A client is never shown an offer.
    func decide(_ info: ClientHelloInfo, for connection: ConnectionState) async throws -> ClientHelloDecision {
        .proceed
    }

    func judge(_ question: PeerQuestion, of connection: ConnectionState) async -> PeerVerdict {
        guard let attempt = attempt(of: connection) else { return Self.refusal(nil, nil) }
        let judgement = attempt.trust.judgement(of: question)
        var objection = judgement.objection
        var event = SSLClient.SSLServerAuthenticationEvent(
            question.chain, includesChain: attempt.configuration.sslIncludeCertChain, judgement)
        do {
            try await board.fireDeciding(\.sslServerAuthentication, &event) { .sslServerAuthentication($0) }
        } catch {
            event.accept = false
            let failure =
                error as? SSLError
                ?? SSLError(.certificateRefused, "the SSLServerAuthentication handler threw \(type(of: error))")
            objection = failure
            await fireError(failure, connection.connectionId)
        }
        if event.accept { return judgement.path.map { .acceptPath($0) } ?? .accept }
        let refusal = objection ?? SSLError(.certificateRefused, "the SSLServerAuthentication handler refused")
        connection.shared { $0.refusal = refusal }
        return Self.refusal(refusal, judgement.failure)
    }

    /// RFC 9846 §6.2: what the rule that was broken has for an alert, bad_certificate for who is refused otherwise.
    private static func refusal(_ error: SSLError?, _ failure: PathFailure?) -> PeerVerdict {
        .reject(
            failure?.alert ?? (error?.code == .cannotVerifyChain ? .unknownCA : .badCertificate),
            reason: error?.detail ?? "the connection has ended")
    }
}
