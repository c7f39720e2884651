import NIOConcurrencyHelpers

/// The application's fetches for one certificate, one at a time, each with a limit to its time.
final class TimedFetch: Sendable {
    typealias Fetcher = @Sendable (OCSPFetchRequest) async throws -> [UInt8]

    /// Why there is no answer, beside what the application says.
    enum Failure: Error, Hashable, CustomStringConvertible {
        case tooSlow, stillRunning

        var description: String {
            switch self {
            case .tooSlow: "the fetcher took more than \(StapleTimes.fetch) seconds"
            case .stillRunning: "the fetcher has not ended since it was last asked"
            }
        }
    }

    private let clock: any StaplingClock
    private let isRunning = NIOLockedValueBox(false)

    init(_ clock: any StaplingClock) {
        self.clock = clock
    }

    /// Asks the fetcher. One that has taken too long is cancelled; until it heeds that it is not asked again.
    func run(_ fetcher: @escaping Fetcher, _ request: OCSPFetchRequest) async throws -> [UInt8] {
        let isFree = isRunning.withLockedValue { isRunning in
            defer { isRunning = true }
            return !isRunning
        }
        guard isFree else { throw Failure.stillRunning }
        let race = FetchRace()
        let fetch = Task { [isRunning] in
            let result = await Result { try await fetcher(request) }
            isRunning.withLockedValue { $0 = false }
            race.finish(result)
        }
        let timer = Task { [clock] in
            // Cancelled when there is a result: then it has nothing to say.
            guard (try? await clock.sleep(seconds: StapleTimes.fetch)) != nil else { return }
            race.finish(.failure(Failure.tooSlow))
        }
        let result = await withTaskCancellationHandler {
            await race.result()
        } onCancel: {
            race.finish(.failure(CancellationError()))
        }
        fetch.cancel()
        timer.cancel()
        return try result.get()
    }
}

/// Several that finish, of which the first counts, and one that waits for it.
private final class FetchRace: Sendable {
    private struct State {
        var result: Result<[UInt8], any Error>?
        var waiter: CheckedContinuation<Result<[UInt8], any Error>, Never>?
    }

    private let state = NIOLockedValueBox(State())

    func finish(_ result: Result<[UInt8], any Error>) {
        let waiter = state.withLockedValue { state in
            guard state.result == nil else { return nil as CheckedContinuation<Result<[UInt8], any Error>, Never>? }
            state.result = result
            return exchange(&state.waiter, with: nil)
        }
        waiter?.resume(returning: result)
    }

    func result() async -> Result<[UInt8], any Error> {
        await withCheckedContinuation { continuation in
            let known = state.withLockedValue { state in
                if state.result == nil { state.waiter = continuation }
                return state.result
            }
            if let known { continuation.resume(returning: known) }
        }
    }
}
