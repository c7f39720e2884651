import NIOConcurrencyHelpers

/// Called for each event of one kind. May wait; may call every method; what it throws ends that connection only.
typealias EventHandler<Payload> = @Sendable (Payload) async throws -> Void
/// As `EventHandler`, and its changes to the payload decide.
typealias DecidingEventHandler<Payload> = @Sendable (inout Payload) async throws -> Void

/// Whom events are told: the handlers, and whoever iterates.
final class EventBoard<Handlers: Sendable, Event: Sendable>: Sendable {
    /// The handlers, shared without copying them.
    private final class Shared: Sendable {
        let handlers: Handlers

        init(_ handlers: Handlers) {
            self.handlers = handlers
        }
    }

    private let shared: NIOLockedValueBox<Shared>
    let hub = EventHub<Event>()

    init(_ handlers: Handlers) {
        shared = NIOLockedValueBox(Shared(handlers))
    }

    var handlers: Handlers { shared.withLockedValue { $0 }.handlers }

    /// Looks at the handlers without copying them.
    func read<Result>(_ body: (Handlers) -> Result) -> Result {
        let shared = shared.withLockedValue { $0 }
        return body(shared.handlers)
    }

    func setHandler<Payload: Sendable>(
        _ path: any WritableKeyPath<Handlers, Payload> & Sendable, _ handler: Payload
    ) {
        shared.withLockedValue { shared in
            var handlers = shared.handlers
            handlers[keyPath: path] = handler
            shared = Shared(handlers)
        }
    }

    /// Tells an event.
    func fire<Payload>(
        _ path: KeyPath<Handlers, EventHandler<Payload>?>, _ payload: Payload, _ wrap: (Payload) -> Event
    ) async throws {
        let shared = shared.withLockedValue { $0 }
        if let handler = shared.handlers[keyPath: path] { try await handler(payload) }
        if hub.hasSubscribers { await hub.offer(wrap(payload)) }
    }

    /// Tells an event whose handler decides.
    func fireDeciding<Payload>(
        _ path: KeyPath<Handlers, DecidingEventHandler<Payload>?>, _ payload: inout Payload, _ wrap: (Payload) -> Event
    ) async throws {
        let shared = shared.withLockedValue { $0 }
        if let handler = shared.handlers[keyPath: path] { try await handler(&payload) }
        if hub.hasSubscribers { await hub.offer(wrap(payload)) }
    }
}
