import NIOConcurrencyHelpers
import NIOCore

extension SSLServer {
    /// Every event, in the order of delivery.
    ///
    /// The server waits with the next event until this one is taken: a slow loop holds clients back as a slow handler
    /// does. Decisions (`accept`, another certificate) are the handlers'; here they are made already. The sequence ends
    /// with `shutdown`.
    public var events: EventSequence { EventSequence(hub: core.hub) }

    /// The events of a server.
    public struct EventSequence: AsyncSequence, Sendable {
        /// What the sequence gives.
        public typealias Element = Event
        /// It never fails.
        public typealias Failure = Never

        let hub: EventHub

        /// Starts to listen for events.
        public func makeAsyncIterator() -> Iterator {
            Iterator(subscription: hub.subscribe())
        }

        /// Takes events one by one.
        public struct Iterator: AsyncIteratorProtocol {
            let subscription: EventSubscription

            /// The next event; nil when the server has shut down.
            public mutating func next() async -> Event? {
                await subscription.next()
            }

            /// The next event; nil when the server has shut down.
            public mutating func next(isolation actor: isolated (any Actor)?) async -> Event? {
                await subscription.next()
            }
        }
    }
}

/// Hands events to all who iterate.
final class EventHub: Sendable {
    private let channels = NIOLockedValueBox([EventChannel]())

    /// Whether anybody iterates.
    var hasSubscribers: Bool { channels.withLockedValue { !$0.isEmpty } }

    func subscribe() -> EventSubscription {
        let channel = EventChannel()
        channels.withLockedValue { $0.append(channel) }
        return EventSubscription(channel: channel, hub: self)
    }

    func unsubscribe(_ channel: EventChannel) {
        channels.withLockedValue { $0.removeAll { $0 === channel } }
        channel.finish()
    }

    func offer(_ event: SSLServer.Event) async {
        for channel in channels.withLockedValue({ $0 }) { await channel.offer(event) }
    }

    func finish() {
        for channel in channels.withLockedValue({ exchange(&$0, with: []) }) { channel.finish() }
    }
}

/// Ends the subscription when the iterator goes away.
final class EventSubscription: Sendable {
    private let channel: EventChannel
    private let hub: EventHub

    init(channel: EventChannel, hub: EventHub) {
        self.channel = channel
        self.hub = hub
    }

    deinit {
        hub.unsubscribe(channel)
    }

    func next() async -> SSLServer.Event? {
        await withTaskCancellationHandler {
            await channel.next()
        } onCancel: {
            hub.unsubscribe(channel)
        }
    }
}

/// One event at a time from the server to one loop.
final class EventChannel: Sendable {
    private struct State {
        var isFinished = false
        var offers = CircularBuffer<(event: SSLServer.Event, giver: CheckedContinuation<Void, Never>)>()
        var taker: CheckedContinuation<SSLServer.Event?, Never>?
    }

    private let state = NIOLockedValueBox(State())

    /// Gives an event, and waits until it is taken.
    func offer(_ event: SSLServer.Event) async {
        await withCheckedContinuation { (giver: CheckedContinuation<Void, Never>) in
            let (taker, isDone) = state.withLockedValue { state in
                if state.isFinished { return (CheckedContinuation<SSLServer.Event?, Never>?.none, true) }
                if let taker = exchange(&state.taker, with: nil) { return (taker, true) }
                state.offers.append((event, giver))
                return (nil, false)
            }
            taker?.resume(returning: event)
            if isDone { giver.resume() }
        }
    }

    func next() async -> SSLServer.Event? {
        await withCheckedContinuation { (taker: CheckedContinuation<SSLServer.Event?, Never>) in
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
