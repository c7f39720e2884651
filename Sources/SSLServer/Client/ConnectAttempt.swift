import NIOConcurrencyHelpers
import NIOCore
import TLSProvider

/// One call of `connect`, from its beginning until `Connected` is told.
final class ConnectAttempt: Sendable {
    /// The id of the connection that it makes.
    let id: String
    let configuration: SSLClient.Configuration
    let context: any TLSClientContext
    let trust: ServerTrust
    /// What to send with the hello, if a session allows it.
    let earlyData: ByteBuffer?

    /// When it began, when its transport was there and when its handshake was complete.
    private struct Times {
        let began = NIODeadline.now()
        var transport: NIODeadline?
        var handshake: NIODeadline?
    }

    private struct State {
        var times = Times()
        var result: Result<Void, SSLError>?
        var hasSentEarlyData = false
        var waiter: CheckedContinuation<Result<Void, SSLError>, Never>?
    }

    private let state = NIOLockedValueBox(State())

    init(
        id: String, _ configuration: SSLClient.Configuration, _ context: any TLSClientContext, _ trust: ServerTrust,
        earlyData: ByteBuffer? = nil
    ) {
        self.earlyData = earlyData
        self.id = id
        self.configuration = configuration
        self.context = context
        self.trust = trust
    }

    var isFinished: Bool { state.withLockedValue { $0.result != nil } }

    /// Whether there was no transport, and so no connection that would tell of its end.
    var neverHadTransport: Bool { state.withLockedValue { $0.times.transport == nil } }

    /// Whether early data went out with the hello.
    var hasSentEarlyData: Bool { state.withLockedValue { $0.hasSentEarlyData } }

    func sentEarlyData() {
        state.withLockedValue { $0.hasSentEarlyData = true }
    }

    /// The transport is there.
    func gotTransport() {
        state.withLockedValue { $0.times.transport = .now() }
    }

    /// The handshake is complete.
    func gotHandshake() {
        state.withLockedValue { $0.times.handshake = .now() }
    }

    /// How long the transport took, and then the handshake; nil for what has not happened.
    var times: (transport: Duration?, handshake: Duration?) {
        let times = state.withLockedValue { $0.times }
        let transport = times.transport.map { Duration($0 - times.began) }
        guard let start = times.transport, let end = times.handshake else { return (transport, nil) }
        return (transport, Duration(end - start))
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
