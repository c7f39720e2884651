import NIOConcurrencyHelpers
import NIOCore

extension SSLServer {
    /// Every event, in the order of delivery.
    ///
    /// The server waits with the next event until this one is taken: a slow loop holds clients back as a slow handler
    /// does. Decisions (`accept`, another certificate) are the handlers'; here they are made already. The sequence ends
    /// with `shutdown`.
    public var events: EventSequence<Event> { EventSequence(hub: core.board.hub) }
}

/// The events of a server or client.
public struct EventSequence<Event: Sendable>: AsyncSequence, Sendable {
    /// What the sequence gives.
    public typealias Element = Event
    /// It never fails.
    public typealias Failure = Never

    let hub: EventHub<Event>

    /// Starts to listen for events.
    public func makeAsyncIterator() -> Iterator {
        Iterator(subscription: hub.subscribe())
    }

    /// Takes events one by one.
    public struct Iterator: AsyncIteratorProtocol {
        let subscription: EventSubscription<Event>

        /// The next event; nil when there will be none.
        public mutating func next() async -> Event? {
            await subscription.next()
        }

        /// The next event; nil when there will be none.
        public mutating func next(isolation actor: isolated (any Actor)?) async -> Event? {
            await subscription.next()
        }
    }
}

/// Hands events to all who iterate.
final class EventHub<Event: Sendable>: Sendable {
    private let channels = NIOLockedValueBox([EventChannel<Event>]())

    /// Whether anybody iterates.
    var hasSubscribers: Bool { channels.withLockedValue { !$0.isEmpty } }

    func subscribe() -> EventSubscription<Event> {
        let channel = EventChannel<Event>()
        channels.withLockedValue { $0.append(channel) }
        return EventSubscription(channel: channel, hub: self)
    }

    func unsubscribe(_ channel: EventChannel<Event>) {
        channels.withLockedValue { $0.removeAll { $0 === channel } }
        channel.finish()
    }

    func offer(_ event: Event) async {
        for channel in channels.withLockedValue({ $0 }) { await channel.offer(event) }
    }

    func finish() {
        for channel in channels.withLockedValue({ exchange(&$0, with: []) }) { channel.finish() }
    }
}

/// Ends the subscription when the iterator goes away.
final class EventSubscription<Event: Sendable>: Sendable {
    private let channel: EventChannel<Event>
    private let hub: EventHub<Event>

    init(channel: EventChannel<Event>, hub: EventHub<Event>) {
        self.channel = channel
        self.hub = hub
    }

    deinit {
        hub.unsubscribe(channel)
    }

    func next() async -> Event? {
        await withTaskCancellationHandler {
            await channel.next()
        } onCancel: {
            hub.unsubscribe(channel)
        }
    }
}

/// One event at a time from a server or client to one loop.
final class EventChannel<Event: Sendable>: Sendable {
    private struct State {
        var isFinished = false
        var offers = CircularBuffer<(event: Event, giver: CheckedContinuation<Void, Never>)>()
        var taker: CheckedContinuation<Event?, Never>?
    }

    private let state = NIOLockedValueBox(State())

    /// Gives an event, and waits until it is taken.
    func offer(_ event: Event) async {
        await withCheckedContinuation { (giver: CheckedContinuation<Void, Never>) in
            let (taker, isDone) = state.withLockedValue { state in
                if state.isFinished { return (CheckedContinuation<Event?, Never>?.none, true) }
                if let taker = exchange(&state.taker, with: nil) { return (taker, true) }
                state.offers.append((event, giver))
                return (nil, false)
            }
            taker?.resume(returning: event)
            if isDone { giver.resume() }
        }
    }

    func next() async -> Event? {
        await withCheckedContinuation { (taker: CheckedContinuation<Event?, Never>) in
            let (offer, waits) = state.withLockedValue { state in
                let offer = state.offers.popFirst()
                let waits = offer == nil && !state.isFinished
                if waits { state.taker = taker }
                return (offer, waits)
            }
            offer?.giver.resume()
            if !waits { taker.resume(returning: offer?.event) }
        }
    }

    func finish() {
        let (offers, taker) = state.withLockedValue { state in
            state.isFinished = true
            return (exchange(&state.offers, with: CircularBuffer()), exchange(&state.taker, with: nil))
        }
        for offer in offers { offer.giver.resume() }
        taker?.resume(returning: nil)
    }
}
