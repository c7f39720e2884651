extension SSLServer {
    /// Called for each event of one kind. May wait; may call every method; what it throws ends that connection only.
    public typealias Handler<Payload> = @Sendable (Payload) async throws -> Void
    /// As `Handler`, and its changes to the payload decide.
    public typealias DecidingHandler<Payload> = @Sendable (inout Payload) async throws -> Void

    /// The closures events are given to. Calls are serial, never re-entrant, and off the event loops.
    struct Handlers: Sendable {
        var connected: Handler<ConnectedEvent>?
        var connectionRequest: DecidingHandler<ConnectionRequestEvent>?
        var dataIn: Handler<DataInEvent>?
        var earlyDataIn: Handler<EarlyDataInEvent>?
        var disconnected: Handler<DisconnectedEvent>?
        var error: Handler<ErrorEvent>?
        var readyToSend: Handler<ReadyToSendEvent>?
        var sslClientAuthentication: DecidingHandler<SSLClientAuthenticationEvent>?
        var sslConnectionRequest: DecidingHandler<SSLConnectionRequestEvent>?
        var sslStatus: Handler<SSLStatusEvent>?
    }

    /// Called when a connection's handshake is complete or has failed.
    public var onConnected: Handler<ConnectedEvent>? {
        get { core.handlers.connected }
        set { core.setHandler(\.connected, newValue) }
    }

    /// Called when a client has connected, before a byte is exchanged; decides whether it may go on.
    public var onConnectionRequest: DecidingHandler<ConnectionRequestEvent>? {
        get { core.handlers.connectionRequest }
        set { core.setHandler(\.connectionRequest, newValue) }
    }

    /// Called with data that came in.
    public var onDataIn: Handler<DataInEvent>? {
        get { core.handlers.dataIn }
        set { core.setHandler(\.dataIn, newValue) }
    }

    /// Called with data that came with a client's hello, before `Connected`.
    public var onEarlyDataIn: Handler<EarlyDataInEvent>? {
        get { core.handlers.earlyDataIn }
        set { core.setHandler(\.earlyDataIn, newValue) }
    }

    /// Called when a connection has ended.
    public var onDisconnected: Handler<DisconnectedEvent>? {
        get { core.handlers.disconnected }
        set { core.setHandler(\.disconnected, newValue) }
    }

    /// Called when something failed that no caller could be told of.
    public var onError: Handler<ErrorEvent>? {
        get { core.handlers.error }
        set { core.setHandler(\.error, newValue) }
    }

    /// Called when a connection takes data again.
    public var onReadyToSend: Handler<ReadyToSendEvent>? {
        get { core.handlers.readyToSend }
        set { core.setHandler(\.readyToSend, newValue) }
    }

    /// Called with a client's certificate; decides whether it may go on.
    public var onSSLClientAuthentication: DecidingHandler<SSLClientAuthenticationEvent>? {
        get { core.handlers.sslClientAuthentication }
        set { core.setHandler(\.sslClientAuthentication, newValue) }
    }

    /// Called with a client's offer; may present another certificate.
    public var onSSLConnectionRequest: DecidingHandler<SSLConnectionRequestEvent>? {
        get { core.handlers.sslConnectionRequest }
        set { core.setHandler(\.sslConnectionRequest, newValue) }
    }

    /// Called with the progress of handshakes.
    public var onSSLStatus: Handler<SSLStatusEvent>? {
        get { core.handlers.sslStatus }
        set { core.setHandler(\.sslStatus, newValue) }
    }
}
