import NIOConcurrencyHelpers
import NIOCore

/// Something whose events wait to be delivered.
protocol Deliverable: AnyObject, Sendable {
    /// What a log calls it.
    var name: String { get }

    /// Delivers a bounded number of events, so that others have their turn.
    ///
    /// - Returns: whether there are more.
    func deliver() async -> Bool
}

/// Calls the application's handlers, off the event loops: one after the other for the whole server, one after the other
/// within a connection, or when asked to.
final class EventDelivery: Sendable {
    private struct State {
        var mode = SSLServer.EventDelivery.serial
        var ready = CircularBuffer<any Deliverable>()
        /// Whether the task that delivers serially has been started.
        var isRunning = false
        var isStopped = false
        /// That task, while it has nothing to do.
        var sleeper: CheckedContinuation<Void, Never>?
        /// Calls of `doEvents` that wait for something to happen.
        var waiting: [(id: UInt64, continuation: CheckedContinuation<Void, Never>)] = []
        var nextWait: UInt64 = 0
    }

    /// The deliveries whose handlers the current task runs in.
    @TaskLocal private static var enclosing: ObjectIdentifier?

    private let state = NIOLockedValueBox(State())
    let watch = DeliveryWatch()

    /// Whether the caller is one of the handlers: waiting for other events would be waiting for itself.
    var isInsideHandler: Bool { Self.enclosing == ObjectIdentifier(self) }

    func setMode(_ mode: SSLServer.EventDelivery) {
        state.withLockedValue { $0.mode = mode }
    }

    /// Tells that something has events to deliver.
    func enqueue(_ deliverable: any Deliverable) {
        let (mode, starts, sleeper, waiting) = state.withLockedValue { state in
            if state.mode != .perConnection { state.ready.append(deliverable) }
            let starts = state.mode == .serial && !state.isRunning
            if starts { state.isRunning = true }
            return (state.mode, starts, exchange(&state.sleeper, with: nil), exchange(&state.waiting, with: []))
        }
        sleeper?.resume()
        for wait in waiting { wait.continuation.resume() }
        if mode == .perConnection {
            Task.detached { [self] in await deliverAll(of: deliverable) }
        } else if starts {
            Task.detached { [self] in await run() }
        }
    }

    /// Ends the task that delivers, once it has nothing to do.
    func stop() {
        let sleeper = state.withLockedValue { state in
            state.isStopped = true
            return exchange(&state.sleeper, with: nil)
        }
        sleeper?.resume()
    }

    // MARK: Serial

    private func run() async {
        await Self.$enclosing.withValue(ObjectIdentifier(self)) {
            while true {
                if let next = state.withLockedValue({ $0.mode == .serial ? $0.ready.popFirst() : nil }) {
                    await deliver(next)
                } else if await !sleep() {
                    return
                }
            }
        }
    }

    /// - Returns: false when delivery has been stopped.
    private func sleep() async -> Bool {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let goesOn = state.withLockedValue { state in
                if state.isStopped || (state.mode == .serial && !state.ready.isEmpty) { return true }
                state.sleeper = continuation
                return false
            }
            if goesOn { continuation.resume() }
        }
        return !state.withLockedValue { $0.isStopped && $0.ready.isEmpty }
    }

    /// One turn of one connection; it queues again behind the others if it has more.
    private func deliver(_ deliverable: any Deliverable) async {
        watch.begin(deliverable)
        let hasMore = await deliverable.deliver()
        watch.end(deliverable)
        if hasMore { state.withLockedValue { $0.ready.append(deliverable) } }
    }

    // MARK: Per connection

    private func deliverAll(of deliverable: any Deliverable) async {
        await Self.$enclosing.withValue(ObjectIdentifier(self)) {
            var hasMore = true
            while hasMore {
                watch.begin(deliverable)
                hasMore = await deliverable.deliver()
                watch.end(deliverable)
            }
        }
    }

    // MARK: Manual

    /// Delivers what waits now; with nothing to deliver waits, at most for a while, for something to happen.
    func doEvents(wait: TimeAmount, on loop: any EventLoop) async {
        guard !isInsideHandler else { return }
        if await deliverWaiting() { return }
        await waitForNews(wait, on: loop)
        _ = await deliverWaiting()
    }

    private func deliverWaiting() async -> Bool {
        let waiting = state.withLockedValue { $0.mode == .manual ? $0.ready.count : 0 }
        guard waiting > 0 else { return false }
        await Self.$enclosing.withValue(ObjectIdentifier(self)) {
            for _ in 0..<waiting {
                guard let next = state.withLockedValue({ $0.ready.popFirst() }) else { break }
                await deliver(next)
            }
        }
        return true
    }

    private func waitForNews(_ wait: TimeAmount, on loop: any EventLoop) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let id: UInt64? = state.withLockedValue { state in
                if state.mode == .manual, !state.ready.isEmpty { return nil }
                state.nextWait += 1
                state.waiting.append((state.nextWait, continuation))
                return state.nextWait
            }
            guard let id else { return continuation.resume() }
            loop.scheduleTask(in: wait) { [self] in
                let late = state.withLockedValue { state -> CheckedContinuation<Void, Never>? in
                    guard let index = state.waiting.firstIndex(where: { $0.id == id }) else { return nil }
                    return state.waiting.remove(at: index).continuation
                }
                late?.resume()
            }
        }
    }
}
