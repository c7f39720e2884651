extension SSLClient {
    /// Called for each event of one kind. May wait; may call every method; what it throws ends the connection.
    public typealias Handler<Payload> = @Sendable (Payload) async throws -> Void
    /// As `Handler`, and its changes to the payload decide.
    public typealias DecidingHandler<Payload> = @Sendable (inout Payload) async throws -> Void

    /// The closures events are given to. Calls are serial within a connection, never re-entrant, and off the event loops.
    struct Handlers: Sendable {
        var connected: Handler<ConnectedEvent>?
        var dataIn: Handler<DataInEvent>?
        var disconnected: Handler<DisconnectedEvent>?
        var error: Handler<ErrorEvent>?
        var readyToSend: Handler<ReadyToSendEvent>?
        var sslServerAuthentication: DecidingHandler<SSLServerAuthenticationEvent>?
        var sslStatus: Handler<SSLStatusEvent>?
    }

    /// Called when the handshake is complete, or the connection could not be made.
    public var onConnected: Handler<ConnectedEvent>? {
        get { core.board.handlers.connected }
        set { core.board.setHandler(\.connected, newValue) }
    }

    /// Called with data that came in.
    public var onDataIn: Handler<DataInEvent>? {
        get { core.board.handlers.dataIn }
        set { core.board.setHandler(\.dataIn, newValue) }
    }

    /// Called when the connection has ended. May connect again.
    public var onDisconnected: Handler<DisconnectedEvent>? {
        get { core.board.handlers.disconnected }
        set { core.board.setHandler(\.disconnected, newValue) }
    }

    /// Called when something failed that no caller could be told of.
    public var onError: Handler<ErrorEvent>? {
        get { core.board.handlers.error }
        set { core.board.setHandler(\.error, newValue) }
    }

    /// Called when the connection takes data again.
    public var onReadyToSend: Handler<ReadyToSendEvent>? {
        get { core.board.handlers.readyToSend }
        set { core.board.setHandler(\.readyToSend, newValue) }
    }

    /// Called with the server's certificate; decides whether it is trusted.
    public var onSSLServerAuthentication: DecidingHandler<SSLServerAuthenticationEvent>? {
        get { core.board.handlers.sslServerAuthentication }
        set { core.board.setHandler(\.sslServerAuthentication, newValue) }
    }

    /// Called with the progress of the handshake.
    public var onSSLStatus: Handler<SSLStatusEvent>? {
        get { core.board.handlers.sslStatus }
        set { core.board.setHandler(\.sslStatus, newValue) }
    }

    /// Every event, in the order of delivery.
    ///
    /// The client waits with the next event until this one is taken: a slow loop holds the server back as a slow handler
    /// does. Decisions are the handlers'; here they are made already.
    public var events: EventSequence<Event> { EventSequence(hub: core.board.hub) }
}
