import Logging
import NIOTLSHandlers
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider

/// What the application is told of a server's connections, and asked.
extension ServerCore: ConnectionOwner {
    var holdsSlowTakers: Bool { true }

    func isHeard(_ news: ConnectionNews) -> Bool {
        // With manual delivery the handler may still be set before it is told.
        if board.hub.hasSubscribers || isManual { return true }
        return board.read { handlers in
            switch news {
            case .connected: handlers.connected != nil
            case .readyToSend: handlers.readyToSend != nil
            // Told as `Connected` where the handshake was not completed.
            case .ended: handlers.disconnected != nil || handlers.connected != nil
            case .status: handlers.sslStatus != nil
            case .earlyData: handlers.earlyDataIn != nil
            case .clientHello, .peerCertificates, .data, .error: true
            }
        }
    }

    func describe(handshake error: TLSError, hasPeerCertificate: Bool) -> SSLError {
        let refusal: SSLErrorCode = hasPeerCertificate ? .certificateRefused : .noClientCertificate
        return SSLError(handshake: error, refusal: refusal)
    }

    func tell(_ event: ConnectionEvent, of connection: ConnectionState) async throws {
        let id = connection.connectionId
        switch event {
        case .connected(let parameters):
            let event = SSLServer.ConnectedEvent(
                connectionId: id, statusCode: 0, description: "OK", negotiated: parameters, error: nil)
            try await board.fire(\.connected, event) { .connected($0) }
        case .failed(let error):
            let event = SSLServer.ConnectedEvent(
                connectionId: id, statusCode: error.statusCode, description: error.statusText, negotiated: nil,
                error: error)
            try await board.fire(\.connected, event) { .connected($0) }
        case .data(let piece):
            let event = SSLServer.DataInEvent(
                connectionId: id, buffer: piece.data, eol: piece.eol, codePage: codePage)
            try await board.fire(\.dataIn, event) { .dataIn($0) }
        case .earlyData(let data):
            let event = SSLServer.EarlyDataInEvent(connectionId: id, buffer: data)
            try await board.fire(\.earlyDataIn, event) { .earlyDataIn($0) }
        case .readyToSend:
            try await board.fire(\.readyToSend, SSLServer.ReadyToSendEvent(connectionId: id)) { .readyToSend($0) }
        case .status(let message):
            let event = SSLServer.SSLStatusEvent(connectionId: id, message: message)
            try await board.fire(\.sslStatus, event) { .sslStatus($0) }
        case .disconnected(let error):
            let event = SSLServer.DisconnectedEvent(
                connectionId: id, statusCode: error.statusCode, description: error.statusText, error: error)
            try await board.fire(\.disconnected, event) { .disconnected($0) }
        }
    }

    /// Tells of an error that has no caller.
    func fireError(_ error: SSLError, _ connectionId: String) async {
        logger.error(
            "\(error)", metadata: ["code": "\(error.code.rawValue)", "connection": "\(connectionId)"])
        let event = SSLServer.ErrorEvent(
            connectionId: connectionId, errorCode: error.code.rawValue, description: error.description, error: error)
        do {
            try await board.fire(\.error, event) { .error($0) }
        } catch {
            logger.warning("the Error handler threw", metadata: ["error": "\(type(of: error))"])
        }
    }

    // MARK: Decisions

    func decide(_ info: ClientHelloInfo, for connection: ConnectionState) async throws -> ClientHelloDecision {
        var event = SSLServer.SSLConnectionRequestEvent(connectionId: connection.connectionId, info)
        try await board.fireDeciding(\.sslConnectionRequest, &event) { .sslConnectionRequest($0) }
        return try event.decision
    }

    func judge(_ question: PeerQuestion, of connection: ConnectionState) async -> PeerVerdict {
        let judgement = judgement(of: question, connection)
        var event = SSLServer.SSLClientAuthenticationEvent(
            connectionId: connection.connectionId, question.chain, includesChain: configuration.sslIncludeCertChain,
            judgement)
        do {
            try await board.fireDeciding(\.sslClientAuthentication, &event) { .sslClientAuthentication($0) }
        } catch {
            await connection.handlerThrew(error, in: "SSLClientAuthentication")
            event.accept = false
        }
        if event.accept { return judgement.path.map { .acceptPath($0) } ?? .accept }
        if let failure = judgement.failure { return .reject(failure.alert, reason: failure.description) }
        // RFC 9846 §4.5.1: a client without a certificate is told that one is required.
        return .reject(
            question.chain.isEmpty ? .certificateRequired : .badCertificate, reason: "the certificate is not accepted")
    }

    /// What is to be thought of a client's chain, before the application is asked.
    private func judgement(of question: PeerQuestion, _ connection: ConnectionState) -> PeerJudgement {
        if question.chain.isEmpty { return PeerJudgement(objection: SSLError(.noClientCertificate)) }
        // libssl refuses who does not lead to the authorities that it was told of.
        if configuration.platformChecksPeers { return PeerJudgement() }
        guard let trust = connection.trust else { return PeerJudgement(objection: SSLError(.cannotVerifyChain)) }
        do {
            return PeerJudgement(path: try trust.verify(client: question.chain, at: question.time))
        } catch {
            return PeerJudgement(failure: error)
        }
    }
}

extension [X509Certificate] {
    /// The first certificate as PEM, or all of them.
    func encoded(whole: Bool) -> String {
        (whole ? self[...] : prefix(1)).map(\.pemText).joined()
    }
}

extension SSLServer.SSLConnectionRequestEvent {
    init(connectionId: String, _ info: ClientHelloInfo) {
        self.connectionId = connectionId
        supportedCipherSuites = info.cipherSuites.map(\.description).joined(separator: ",")
        supportedSignatureAlgs = SignatureTokens.describe(info.signatureSchemes)
        serverName = info.serverName
        applicationProtocols = info.applicationProtocols
        supportedVersions = info.supportedVersions
    }

    /// What the handler's answer means for the handshake.
    var decision: ClientHelloDecision {
        get throws(SSLError) {
            if let refusal { return .refuse(refusal) }
            if let certificate { return .present([try certificate.servingIdentity()]) }
            guard !certStore.isEmpty else { return .proceed }
            let certificate = try Certificate(
                storeType: certStoreType, store: certStore, storePassword: certPassword,
                subject: certSubject.isEmpty ? "*" : certSubject)
            return .present([try certificate.servingIdentity()])
        }
    }
}

extension SSLServer.SSLClientAuthenticationEvent {
    init(connectionId: String, _ chain: [X509Certificate], includesChain: Bool, _ judgement: PeerJudgement) {
        self.connectionId = connectionId
        self.chain = chain
        path = judgement.path
        failure = judgement.failure
        certEncoded = chain.encoded(whole: includesChain)
        certSubject = chain.first?.subject.description ?? ""
        certIssuer = chain.first?.issuer.description ?? ""
        accept = judgement.objection == nil
        status = judgement.objection.statusText
    }
}
