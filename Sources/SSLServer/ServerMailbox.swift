import NIOConcurrencyHelpers
import NIOCore

/// The news of the server itself: clients that ask to connect, and what concerns no single connection.
final class ServerMailbox: Deliverable {
    enum News: Sendable {
        case request(SSLServer.ConnectionRequestEvent, EventLoopPromise<Bool>)
        case error(SSLError)
        case status(String)
    }

    private struct State {
        weak var core: ServerCore?
        var news = CircularBuffer<News>()
        var isScheduled = false
    }

    private static let eventsPerTurn = 32

    private let state = NIOLockedValueBox(State())
    let name = "server"

    /// The server whose news this is. The server owns the mailbox, so this is a weak link.
    func join(_ core: ServerCore) {
        state.withLockedValue { $0.core = core }
    }

    private var core: ServerCore? { state.withLockedValue { $0.core } }

    func post(_ news: News) {
        let schedules = state.withLockedValue { state in
            state.news.append(news)
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if schedules { core?.delivery.enqueue(self) }
    }

    func deliver() async -> Bool {
        for _ in 0..<Self.eventsPerTurn {
            let next = state.withLockedValue { state in
                let next = state.news.popFirst()
                if next == nil { state.isScheduled = false }
                return next
            }
            guard let next else { return false }
            await deliver(next)
        }
        return true
    }

    private func deliver(_ news: News) async {
        switch news {
        case .request(var event, let promise):
            do {
                try await core?.board.fireDeciding(\.connectionRequest, &event) { .connectionRequest($0) }
            } catch {
                // A handler that cannot decide lets nobody in.
                event.accept = false
                await core?.fireError(
                    SSLError(.connectionAborted, "the ConnectionRequest handler threw \(type(of: error))"), "")
            }
            promise.succeed(event.accept)
        case .error(let error):
            await core?.fireError(error, "")
        case .status(let message):
            let event = SSLServer.SSLStatusEvent(connectionId: "", message: message)
            // Nothing depends on a status handler's failure.
            try? await core?.board.fire(\.sslStatus, event) { .sslStatus($0) }
        }
    }
}
