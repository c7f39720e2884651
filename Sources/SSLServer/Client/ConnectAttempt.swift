import NIOConcurrencyHelpers
import TLSProvider

/// One call of `connect`, from its beginning until `Connected` is told.
final class ConnectAttempt: Sendable {
    /// The id of the connection that it makes.
    let id: String
    let configuration: SSLClient.Configuration
    let context: any TLSClientContext
    let trust: ServerTrust

    private struct State {
        var result: Result<Void, SSLError>?
        var waiter: CheckedContinuation<Result<Void, SSLError>, Never>?
        var hasTransport = false
    }

    private let state = NIOLockedValueBox(State())

    init(id: String, _ configuration: SSLClient.Configuration, _ context: any TLSClientContext) {
        self.id = id
        self.configuration = configuration
        self.context = context
        trust = configuration.trust
    }

    var isFinished: Bool { state.withLockedValue { $0.result != nil } }

    /// Whether there was no transport, and so no connection that would tell of its end.
    var neverHadTransport: Bool { state.withLockedValue { !$0.hasTransport } }

    /// The transport is there.
    func gotTransport() {
        state.withLockedValue { $0.hasTransport = true }
    }

    /// The attempt has come to its end. Only the first call counts.
    func finish(_ result: Result<Void, SSLError>) {
        let waiter: CheckedContinuation<Result<Void, SSLError>, Never>? = state.withLockedValue { state in
            guard state.result == nil else { return nil }
            state.result = result
            return exchange(&state.waiter, with: nil)
        }
        waiter?.resume(returning: result)
    }

    /// Waits for the end. For one waiter.
    func wait() async -> Result<Void, SSLError> {
        await withCheckedContinuation { continuation in
            let result = state.withLockedValue { state in
                if state.result == nil { state.waiter = continuation }
                return state.result
            }
            if let result { continuation.resume(returning: result) }
        }
    }
}
