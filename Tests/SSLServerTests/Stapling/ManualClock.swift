import TLSCertificates

@testable import SSLServer

/// A time that passes when a test says so.
final class ManualClock: StaplingClock {
    private struct Sleeper: Sendable {
        let id: Int
        /// How long it sleeps in all.
        let seconds: Int64
        let end: Int64
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State: Sendable {
        var now: Int64
        var sleepers: [Sleeper] = []
        var lastID = 0

        var pauses: [Int64] { sleepers.map(\.seconds).sorted() }
    }

    private let state: Awaited<State>

    init(_ now: CertificateTime) {
        state = Awaited(State(now: now.secondsSinceEpoch))
    }

    var now: CertificateTime { CertificateTime(secondsSinceEpoch: state.value.now) }

    func sleep(seconds: Int64) async throws {
        var id = 0
        state.change { state in
            state.lastID += 1
            id = state.lastID
        }
        let mine = id
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                var isCancelled = false
                state.change { state in
                    isCancelled = Task.isCancelled
                    guard !isCancelled else { return }
                    state.sleepers.append(
                        Sleeper(id: mine, seconds: seconds, end: state.now + seconds, continuation: continuation))
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            var found: Sleeper?
            state.change { state in
                found = state.sleepers.first { $0.id == mine }
                state.sleepers.removeAll { $0.id == mine }
            }
            found?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Lets time pass, and wakes those whose sleep is over.
    func advance(by seconds: Int64) {
        var woken: [Sleeper] = []
        state.change { state in
            state.now += seconds
            let now = state.now
            woken = state.sleepers.filter { $0.end <= now }
            state.sleepers.removeAll { $0.end <= now }
        }
        for sleeper in woken { sleeper.continuation.resume() }
    }

    /// Waits until exactly these sleep, by how long they do in all.
    func wait(forPauses pauses: Int64...) async {
        await state.wait { $0.pauses == pauses.sorted() }
    }
}
