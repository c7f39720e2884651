import Glibc
import Logging
import NIOCore
import NIOPosix
import NIOTLSHandlers
import TLSProvider

/// Makes an accepted socket a connection: counted, admitted, configured, with its handlers.
enum ConnectionSetup {
    /// Why a socket is closed without a word. Never seen by the application.
    private enum Turned: Error {
        case full, away
    }

    /// Called on the new channel's event loop before it reads or writes anything.
    static func initialize(_ channel: any Channel, _ core: ServerCore, _ loops: ServerLoops) -> EventLoopFuture<Void> {
        guard let snapshot = core.admit() else {
            core.connectionTurnedAway()
            return channel.eventLoop.makeFailedFuture(Turned.full)
        }
        channel.closeFuture.whenComplete { _ in core.transportClosed() }
        let address = channel.remoteAddress?.ipAddress ?? ""
        let isAllowed = snapshot.lists.allow(address)
        guard core.asksAboutConnections else {
            return channel.eventLoop.makeCompletedFuture {
                try setUp(channel, core, loops, snapshot, accept: isAllowed)
            }
        }
        let event = SSLServer.ConnectionRequestEvent(
            address: address, port: channel.remoteAddress?.port ?? 0, accept: isAllowed)
        let promise = channel.eventLoop.makePromise(of: Bool.self)
        core.serverMailbox.post(.request(event, promise))
        return promise.futureResult.flatMapThrowing { try setUp(channel, core, loops, snapshot, accept: $0) }
    }

    private static func setUp(
        _ channel: any Channel, _ core: ServerCore, _ loops: ServerLoops, _ snapshot: ServerSnapshot, accept: Bool
    ) throws {
        guard accept else { throw Turned.away }
        if let options = channel.syncOptions {
            try options.setOption(.recvAllocator, value: ChannelLimits.receiveAllocator)
            try options.setOption(.maxMessagesPerRead, value: ChannelLimits.readsPerCycle)
        }
        SocketOptions.apply(snapshot.configuration, to: channel)
        let state = core.makeConnection(channel, snapshot)
        let tls = TLSServerHandler(
            context: snapshot.context, options: handlerOptions(snapshot.configuration, state),
            callbacks: callbacks(state))
        let handler = ConnectionHandler(
            state, loops.sweeper(on: channel.eventLoop), writeTimeout: snapshot.configuration.writeTimeout)
        try channel.pipeline.syncOperations.addHandlers([tls, handler])
    }

    static func handlerOptions(
        _ configuration: SSLServer.Configuration, _ state: ConnectionState
    ) -> TLSHandlerOptions {
        var options = times(of: configuration)
        // With the platform the setting has no effect, as its reference says.
        if configuration.logSSLPackets, !configuration.usesPlatform {
            options.recordObserver = { [weak state] record in state?.post(.status(describe(record))) }
        }
        return options
    }

    static func times(of configuration: SSLServer.Configuration) -> TLSHandlerOptions {
        var options = TLSHandlerOptions()
        options.handshakeTimeout = seconds(configuration.handshakeTimeout)
        options.handshakeInactivityTimeout = seconds(configuration.defaultConnectionTimeout)
        options.closeTimeout = ChannelLimits.closeTime
        options.badRecordDelay = .seconds(Int64(configuration.badRecordDelay))
        return options
    }

    private static func seconds(_ value: Int) -> TimeAmount? {
        value > 0 ? .seconds(Int64(value)) : nil
    }

    private static func describe(_ record: RecordObservation) -> String {
        let direction = record.isReceived ? "received" : "sent"
        let version = String(record.legacyVersion, radix: 16)
        let handshake = record.handshakeType.map { " handshake=\($0)" } ?? ""
        return "record \(direction) type=\(record.contentType) version=0x\(version) length=\(record.length)\(handshake)"
    }

    private static func callbacks(_ state: ConnectionState) -> TLSServerCallbacks {
        var callbacks = TLSServerCallbacks()
        callbacks.chooseForClient = { info, promise in state.post(.clientHello(info, promise)) }
        callbacks.verifyClient = { question, promise in state.post(.peerCertificates(question, promise)) }
        return callbacks
    }
}

/// The socket options of accepted connections.
enum SocketOptions {
    static func apply(_ configuration: SSLServer.Configuration, to channel: any Channel) {
        let rows: [(isWanted: Bool, option: ChannelOptions.Types.SocketOption, value: Int)] = [
            (configuration.keepAlive, .init(level: .socket, name: .so_keepalive), 1),
            (configuration.keepAliveTime > 0, tcp(TCP_KEEPIDLE), seconds(configuration.keepAliveTime)),
            (configuration.keepAliveInterval > 0, tcp(TCP_KEEPINTVL), seconds(configuration.keepAliveInterval)),
            (configuration.inBufferSize > 0, .init(level: .socket, name: .so_rcvbuf), configuration.inBufferSize),
            (configuration.outBufferSize > 0, .init(level: .socket, name: .so_sndbuf), configuration.outBufferSize),
            // The channel turns the option on by itself.
            (true, tcp(TCP_NODELAY), configuration.tcpNoDelay ? 1 : 0),
        ]
        for row in rows where row.isWanted {
            // A value that the system does not take leaves the system's own.
            try? channel.syncOptions?.setOption(row.option, value: row.value)
        }
    }

    private static func tcp(_ name: CInt) -> ChannelOptions.Types.SocketOption {
        ChannelOptions.Types.SocketOption(level: .tcp, name: NIOBSDSocket.Option(rawValue: name))
    }

    /// Linux counts in whole seconds.
    private static func seconds(_ milliseconds: Int) -> Int {
        (milliseconds + 999) / 1000
    }
}
