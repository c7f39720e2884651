import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// What was waited for did not come in time.
struct TimedOut: Error, CustomStringConvertible {
    let description: String
}

/// A value that tests wait on: each change wakes those whose condition it fulfils. Nobody waits for ever.
final class Watched<Value: Sendable>: Sendable {
    private struct Waiter {
        let isReady: @Sendable (Value) -> Bool
        let promise: EventLoopPromise<Void>
    }

    private struct State {
        var value: Value
        var waiters: [Waiter] = []
    }

    private let state: NIOLockedValueBox<State>

    init(_ value: Value) {
        state = NIOLockedValueBox(State(value: value))
    }

    var value: Value { state.withLockedValue { $0.value } }

    /// Changes the value and wakes those who waited for what it now is.
    func change(_ body: (inout Value) -> Void) {
        let ready = state.withLockedValue { state in
            body(&state.value)
            let value = state.value
            let ready = state.waiters.filter { $0.isReady(value) }
            state.waiters.removeAll { $0.isReady(value) }
            return ready
        }
        for waiter in ready { waiter.promise.succeed() }
    }

    /// Waits until the value is as wanted, and gives it.
    func wait(
        for what: String, within limit: Duration = .seconds(10), until isReady: @escaping @Sendable (Value) -> Bool
    ) async throws -> Value {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let promise = loop.makePromise(of: Void.self)
        let deadline = loop.scheduleTask(in: TimeAmount(limit)) { [self] in
            promise.fail(TimedOut(description: "waited \(limit) for \(what); had \(value)"))
        }
        let isReadyNow = state.withLockedValue { state in
            guard !isReady(state.value) else { return true }
            state.waiters.append(Waiter(isReady: isReady, promise: promise))
            return false
        }
        if isReadyNow { promise.succeed() }
        defer { deadline.cancel() }
        try await promise.futureResult.get()
        return value
    }
}
