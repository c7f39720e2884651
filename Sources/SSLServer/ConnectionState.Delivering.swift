import Logging
import NIOCore
import NIOTLSHandlers
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
            let takesData = shared.acceptsData && !shared.isHeldByOutput
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
        await tell(.data(piece))
    }

    private func deliver(_ news: ConnectionNews) async {
        switch news {
        case .status(let message): await tell(.status(message))
        case .clientHello(let info, let promise): await decide(info, promise)
        case .peerCertificates(let question, let promise):
            shared { $0.hasPeerCertificate = !question.chain.isEmpty }
            promise.succeed(await core.judge(question, of: self))
        case .earlyData(let data): await tell(.earlyData(data))
        case .connected(let parameters): await tell(.connected(parameters))
        case .readyToSend:
            // It may have been closed while this waited.
            guard shared({ $0.stage == .open && $0.isReadyToSend }) else { return }
            await tell(.readyToSend)
        case .error(let error): await core.fireError(error, connectionId)
        case .ended(let error): await deliverEnd(error)
        case .data: break
        }
    }

    private func deliverEnd(_ error: SSLError?) async {
        let wasEstablished = shared { shared in
            shared.stage = .ended
            return shared.negotiated != nil
        }
        core.forget(self)
        await tell(wasEstablished ? .disconnected(error) : .failed(error))
        core.endTold(self)
    }

    /// Calls a handler; what it throws ends this connection and no other.
    private func tell(_ event: ConnectionEvent) async {
        do {
            try await core.tell(event, of: self)
        } catch {
            await handlerThrew(error, in: event.name)
        }
    }

    func handlerThrew(_ error: any Error, in event: String) async {
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
        do {
            promise.succeed(try await core.decide(info, for: self))
        } catch {
            let refusal = error as? SSLError ?? SSLError(.handshakeFailed, "a handler threw \(type(of: error))")
            shared { $0.refusal = refusal }
            logger.warning(
                "a client's handshake is given up",
                metadata: ["error": "\(escapeForLog(String(describing: error)))"])
            promise.fail(error)
        }
    }
}
