import NIOConcurrencyHelpers

/// Lets a few in at a time: more programs side by side than cores would only wait for each other.
final class Turnstile: Sendable {
    /// Programs that run side by side.
    static let programs = Turnstile(places: 3)

    private struct State {
        var free: Int
        var queue: [CheckedContinuation<Void, Never>] = []
    }

    private let state: NIOLockedValueBox<State>

    init(places: Int) {
        state = NIOLockedValueBox(State(free: places))
    }

    /// Runs `body` once there is a place.
    func pass<Result: Sendable>(_ body: @Sendable () async throws -> Result) async rethrows -> Result {
        await enter()
        defer { leave() }
        return try await body()
    }

    private func enter() async {
        await withCheckedContinuation { continuation in
            let mayPass = state.withLockedValue { state in
                guard state.free == 0 else {
                    state.free -= 1
                    return true
                }
                state.queue.append(continuation)
                return false
            }
            if mayPass { continuation.resume() }
        }
    }

    private func leave() {
        let next: CheckedContinuation<Void, Never>? = state.withLockedValue { state in
            guard state.queue.isEmpty else { return state.queue.removeFirst() }
            state.free += 1
            return nil
        }
        next?.resume()
    }
}
