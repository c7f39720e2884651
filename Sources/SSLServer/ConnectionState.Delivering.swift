import Logging
import NIOCore
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider

extension ConnectionState: Deliverable {
    /// How many events a connection gets in a turn.
    private static let eventsPerTurn = 32

    private enum Step {
        case piece(LineSplitter.Piece)
        case news(ConnectionNews)
        case nothing
    }

    var name: String { connectionId }

    func deliver() async -> Bool {
        for _ in 0..<Self.eventsPerTurn {
            let (step, opensGate) = nextStep()
            if opensGate { openGate() }
            switch step {
            case .piece(let piece): await deliver(piece)
            case .news(let news): await deliver(news)
            case .nothing: return false
            }
        }
        return true
    }

    /// The next thing to tell, and whether getting there has made room for more of the peer's data.
    private func nextStep() -> (Step, opensGate: Bool) {
        shared { shared in
            var opensGate = false
            // Whoever does not take our data does not get more of its own heard: the answers would have no room.
            let takesData = shared.acceptsData && !shared.outbound.isFull
            while true {
                if takesData {
                    if let piece = shared.splitter.next(shared.framing) { return (.piece(piece), opensGate) }
                    // All of it is told; what is left of a line does not hold the peer back.
                    if shared.mailbox.release(exchange(&shared.inDelivery, with: 0)) { opensGate = true }
                    if shared.mailbox.isAtEnd, let left = shared.splitter.finish() { return (.piece(left), opensGate) }
                } else if shared.mailbox.isAtEnd, shared.splitter.count > 0 {
                    // Held data comes before the end, once the application takes data again.
                    shared.mailbox.rest()
                    return (.nothing, opensGate)
                }
                guard let (news, weight) = shared.mailbox.removeFirst(data: takesData) else {
                    shared.mailbox.rest()
                    return (.nothing, opensGate)
                }
                guard case .data(let data) = news else {
                    if shared.mailbox.release(weight) { opensGate = true }
                    return (.news(news), opensGate)
                }
                shared.splitter.append(data)
                shared.inDelivery += weight
            }
        }
    }

    // MARK: Events

    private func deliver(_ piece: LineSplitter.Piece) async {
        let event = SSLServer.DataInEvent(
            connectionId: connectionId, buffer: piece.data, eol: piece.eol, codePage: core.codePage)
        await guarded("DataIn") { try await core.fire(\.dataIn, event) { .dataIn($0) } }
    }

    private func deliver(_ news: ConnectionNews) async {
        switch news {
        case .status(let message):
            let event = SSLServer.SSLStatusEvent(connectionId: connectionId, message: message)
            await guarded("SSLStatus") { try await core.fire(\.sslStatus, event) { .sslStatus($0) } }
        case .clientHello(let info, let promise):
            await decide(info, promise)
        case .clientCertificates(let chain, let promise):
            await decide(chain, promise)
        case .connected(let parameters):
            let event = SSLServer.ConnectedEvent(
                connectionId: connectionId, statusCode: 0, description: "OK", negotiated: parameters, error: nil)
            await guarded("Connected") { try await core.fire(\.connected, event) { .connected($0) } }
        case .readyToSend:
            // It may have been closed while this waited.
            guard shared({ $0.stage == .open && $0.isReadyToSend }) else { return }
            let event = SSLServer.ReadyToSendEvent(connectionId: connectionId)
            await guarded("ReadyToSend") { try await core.fire(\.readyToSend, event) { .readyToSend($0) } }
        case .error(let error):
            await core.fireError(error, connectionId)
        case .ended(let error):
            await deliverEnd(error)
        case .data:
            break
        }
    }

    private func deliverEnd(_ error: SSLError?) async {
        let wasEstablished = shared { shared in
            shared.stage = .ended
            return shared.negotiated != nil
        }
        core.forget(self)
        let code = error?.code.rawValue ?? 0
        let description = error?.description ?? "OK"
        if wasEstablished {
            let event = SSLServer.DisconnectedEvent(
                connectionId: connectionId, statusCode: code, description: description, error: error)
            await guarded("Disconnected") { try await core.fire(\.disconnected, event) { .disconnected($0) } }
        } else {
            let event = SSLServer.ConnectedEvent(
                connectionId: connectionId, statusCode: code, description: description, negotiated: nil, error: error)
            await guarded("Connected") { try await core.fire(\.connected, event) { .connected($0) } }
        }
        core.endTold(self)
    }

    /// Calls a handler; what it throws ends this connection and no other.
    private func guarded(_ event: String, _ body: () async throws -> Void) async {
        do {
            try await body()
        } catch {
            await handlerThrew(error, in: event)
        }
    }

    private func handlerThrew(_ error: any Error, in event: String) async {
        let isAlive = shared { $0.stage == .open || $0.stage == .handshaking }
        logger.warning(
            "an event handler threw",
            metadata: ["event": "\(event)", "error": "\(escapeForLog(String(describing: error)))"])
        guard isAlive else { return }
        let failure =
            error as? SSLError ?? SSLError(.connectionAborted, "the \(event) handler threw \(type(of: error))")
        // The connection may have ended on its own in the meantime.
        try? disconnect()
        await core.fireError(failure, connectionId)
    }

    // MARK: Decisions

    private func decide(_ info: ClientHelloInfo, _ promise: EventLoopPromise<ClientHelloDecision>) async {
        var event = SSLServer.SSLConnectionRequestEvent(connectionId: connectionId, info)
        do {
            try await core.fireDeciding(\.sslConnectionRequest, &event) { .sslConnectionRequest($0) }
            promise.succeed(try event.decision)
        } catch {
            let refusal = error as? SSLError ?? SSLError(.handshakeFailed, "a handler threw \(type(of: error))")
            shared { $0.refusal = refusal }
            logger.warning(
                "a client's handshake is given up",
                metadata: ["error": "\(escapeForLog(String(describing: error)))"])
            promise.fail(error)
        }
    }

    private func decide(_ chain: [X509Certificate], _ promise: EventLoopPromise<PeerVerdict>) async {
        shared { $0.hasClientCertificate = !chain.isEmpty }
        var event = SSLServer.SSLClientAuthenticationEvent(
            connectionId: connectionId, chain, includesChain: core.configuration.sslIncludeCertChain,
            isChecked: core.configuration.platformChecksClients)
        do {
            try await core.fireDeciding(\.sslClientAuthentication, &event) { .sslClientAuthentication($0) }
        } catch {
            await handlerThrew(error, in: "SSLClientAuthentication")
            event.accept = false
        }
        if event.accept {
            promise.succeed(.accept)
        } else {
            // RFC 9846 §4.5.1: a client without a certificate is told that one is required.
            promise.succeed(
                .reject(
                    chain.isEmpty ? .certificateRequired : .badCertificate, reason: "the certificate is not accepted"))
        }
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
    /// - Parameter isChecked: the chain leads to an authority that the platform was told of.
    init(connectionId: String, _ chain: [X509Certificate], includesChain: Bool, isChecked: Bool) {
        self.connectionId = connectionId
        self.chain = chain
        let shown = includesChain ? chain[...] : chain.prefix(1)
        certEncoded = shown.map(\.pemText).joined()
        certSubject = chain.first?.subject.description ?? ""
        certIssuer = chain.first?.issuer.description ?? ""
        // Without a verdict of its own the server recommends nobody: the handler decides.
        accept = isChecked && !chain.isEmpty
        let reason: SSLErrorCode = chain.isEmpty ? .noClientCertificate : .cannotVerifyChain
        status = accept ? "OK" : reason.description
    }
}
