import Logging
import NIOCore
import NIOPosix
import NIOTLSHandlers
import TLSProvider

/// Opens a connection's transport and puts its handlers in place.
enum ClientConnector {
    /// The transport is there, and nobody waits for it any more.
    private struct Abandoned: Error {}

    /// Begins; the client is told of the end.
    static func connect(_ attempt: ConnectAttempt, _ core: ClientCore) {
        let configuration = attempt.configuration
        let loop = ServerLoops.ofClients.group.next()
        localAddress(configuration, on: loop)
            .flatMap { address in
                bootstrap(configuration, from: address, on: loop)
                    .connect(host: configuration.remoteHost, port: configuration.remotePort)
            }
            .flatMapThrowing { channel in
                do {
                    try setUp(channel, attempt, core)
                } catch {
                    channel.close(promise: nil)
                    throw error
                }
            }
            .whenFailure { error in core.transportFailed(attempt, SSLError(connecting: error)) }
    }

    /// The address to connect from; nil: the system chooses.
    private static func localAddress(
        _ configuration: SSLClient.Configuration, on loop: any EventLoop
    ) -> EventLoopFuture<SocketAddress?> {
        let (host, port) = (configuration.localHost, configuration.localPort)
        guard !host.isEmpty || port > 0 else { return loop.makeSucceededFuture(nil) }
        let any = configuration.remoteHost.contains(":") ? "::" : "0.0.0.0"
        return loop.makeFutureWithTask { try await ListenAddress.resolve(host.isEmpty ? any : host, port) }
    }

    private static func bootstrap(
        _ configuration: SSLClient.Configuration, from address: SocketAddress?, on loop: any EventLoop
    ) -> ClientBootstrap {
        let bootstrap = ClientBootstrap(group: loop)
            // Several addresses may be tried at a time: only the one that is taken gets handlers, and is read then.
            .channelOption(.autoRead, value: false)
            .channelOption(.recvAllocator, value: ChannelLimits.receiveAllocator)
            .channelOption(.maxMessagesPerRead, value: ChannelLimits.readsPerCycle)
            .connectTimeout(.seconds(Int64(configuration.connectTimeout)))
        return address.map { bootstrap.bind(to: $0) } ?? bootstrap
    }

    /// Called on the new channel's event loop before it reads or writes anything.
    private static func setUp(_ channel: any Channel, _ attempt: ConnectAttempt, _ core: ClientCore) throws {
        guard channel.isActive else { throw SSLError(.connectionReset) }
        guard let state = core.begun(attempt, on: channel) else { throw Abandoned() }
        let configuration = attempt.configuration.common
        SocketOptions.apply(configuration, to: channel)
        var callbacks = TLSClientCallbacks()
        callbacks.verifyServer = { question, promise in state.post(.peerCertificates(question, promise)) }
        let tls = TLSClientHandler(
            context: attempt.context, options: ConnectionSetup.handlerOptions(configuration, state),
            callbacks: callbacks)
        let handler = ConnectionHandler(
            state, ServerLoops.ofClients.sweeper(on: channel.eventLoop), writeTimeout: configuration.writeTimeout)
        // The end of the pipeline first: the handshake starts with the other.
        try channel.pipeline.syncOperations.addHandler(handler)
        try channel.pipeline.syncOperations.addHandler(tls, position: .first)
        if let earlyData = attempt.earlyData {
            // Without a session that allows it nothing is sent: the outcome says so, and whoever asked sends it again.
            let promise = channel.eventLoop.makePromise(of: Void.self)
            promise.futureResult.whenSuccess { attempt.sentEarlyData() }
            channel.pipeline.triggerUserOutboundEvent(TLSHandlerRequest.sendEarlyData(earlyData), promise: promise)
        }
        try channel.syncOptions?.setOption(.autoRead, value: true)
    }
}

extension SSLError {
    /// Why no transport was had.
    init(connecting error: any Error) {
        guard let error = error as? NIOConnectionError else {
            self.init(transport: error)
            return
        }
        if let last = error.connectionErrors.last {
            let failure = SSLError(transport: last.error)
            self.init(
                failure.code, escapeForLog("\(last.target): \(failure.detail)"), errnoValue: failure.errnoValue)
        } else {
            self.init(.hostNotFound, escapeForLog(error.host))
        }
    }
}
