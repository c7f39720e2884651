import Glibc
import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOTLSHandlers
import TLSProvider

/// The listening socket, and what becomes of the connections it accepts.
final class Listener: Sendable {
    let address: SocketAddress
    /// How many sockets may be in use.
    let limit: Int
    private let channel: any Channel
    private let core: ServerCore
    private let logger: Logger
    private let watchTask = NIOLockedValueBox<RepeatedTask?>(nil)

    private init(_ channel: any Channel, _ address: SocketAddress, limit: Int, _ core: ServerCore, _ logger: Logger) {
        self.channel = channel
        self.address = address
        self.limit = limit
        self.core = core
        self.logger = logger
    }

    /// Binds and listens. Connections wait in the backlog until `start`.
    static func bind(
        _ core: ServerCore, _ configuration: SSLServer.Configuration, _ loops: ServerLoops
    ) async throws(SSLError) -> Listener {
        let limit = connectionLimit(configuration)
        var failure = SSLError(.addressNotAvailable)
        for address in try await ListenAddress.candidates(configuration) {
            do {
                let channel = try await bootstrap(core, configuration, loops, address).bind(to: address).get()
                let bound = channel.localAddress ?? address
                return Listener(channel, bound, limit: limit, core, configuration.logger)
            } catch {
                failure = SSLError(transport: error)
                // Only a family that this system does not have is a reason to try the next address.
                guard [EAFNOSUPPORT, EADDRNOTAVAIL].contains(failure.errnoValue ?? 0) else { break }
            }
        }
        throw failure
    }

    /// The setting, or what the process's file descriptors allow.
    private static func connectionLimit(_ configuration: SSLServer.Configuration) -> Int {
        let descriptors = sysconf(Int32(_SC_OPEN_MAX))
        let possible = descriptors > 0 ? max(1, descriptors - ChannelLimits.reservedDescriptors) : Int.max
        if possible < configuration.maxConnections {
            configuration.logger.notice(
                "the process's file descriptors allow fewer connections than MaxConnections",
                metadata: ["limit": "\(possible)", "MaxConnections": "\(configuration.maxConnections)"])
        }
        return min(configuration.maxConnections, possible)
    }

    private static func bootstrap(
        _ core: ServerCore, _ configuration: SSLServer.Configuration, _ loops: ServerLoops, _ address: SocketAddress
    ) -> ServerBootstrap {
        let group = loops.group
        var bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: Int32(clamping: configuration.connectionBacklog))
            .serverChannelOption(.autoRead, value: false)
            .serverChannelOption(.maxMessagesPerRead, value: 16)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptErrors(core))
                }
            }
            .childChannelInitializer { channel in ConnectionSetup.initialize(channel, core, loops) }
        if !configuration.bindExclusively {
            let reusePort = ChannelOptions.Types.SocketOption(
                level: .socket, name: NIOBSDSocket.Option(rawValue: SO_REUSEPORT))
            bootstrap = bootstrap.serverChannelOption(reusePort, value: 1)
        }
        if address.protocol == .inet6 {
            let only = ChannelOptions.Types.SocketOption(level: .ipv6, name: .ipv6_v6only)
            bootstrap = bootstrap.serverChannelOption(only, value: configuration.useIPv6 == .both ? 0 : 1)
        }
        return bootstrap
    }

    /// Lets connections in.
    func start() {
        // The channel is open, and the option is one that every channel has.
        channel.setOption(.autoRead, value: true).whenFailure { [logger] error in
            logger.error("the listener cannot accept", metadata: ["error": "\(error)"])
        }
        let task = channel.eventLoop.scheduleRepeatedTask(
            initialDelay: DeliveryWatch.patience, delay: DeliveryWatch.patience
        ) { [core, logger] _ in
            core.delivery.watch.report(.now(), to: logger)
        }
        watchTask.withLockedValue { $0 = task }
        logger.info("listening", metadata: ["address": "\(address)", "limit": "\(limit)"])
    }

    func stop() async {
        watchTask.withLockedValue { exchange(&$0, with: nil) }?.cancel()
        do {
            try await channel.close().get()
        } catch {
            // It was closed already, by a failure of its own.
        }
        logger.info("stopped listening", metadata: ["address": "\(address)"])
    }
}

/// Which addresses to listen on.
enum ListenAddress {
    /// The addresses to try, the best first.
    static func candidates(_ configuration: SSLServer.Configuration) async throws(SSLError) -> [SocketAddress] {
        let (host, port) = (configuration.localHost, configuration.localPort)
        do {
            if host.isEmpty {
                let any4 = try SocketAddress(ipAddress: "0.0.0.0", port: port)
                let any6 = try SocketAddress(ipAddress: "::", port: port)
                switch configuration.useIPv6 {
                case .ipv4: return [any4]
                case .ipv6: return [any6]
                case .both: return [any6, any4]
                }
            }
            let address = try await resolve(host, port)
            let isWanted: Bool
            switch configuration.useIPv6 {
            case .ipv4: isWanted = address.protocol == .inet
            case .ipv6: isWanted = address.protocol == .inet6
            case .both: isWanted = true
            }
            guard isWanted else { throw SSLError(.addressFamilyNotSupported, escapeForLog(host)) }
            return [address]
        } catch {
            throw SSLError(transport: error)
        }
    }

    static func resolve(_ host: String, _ port: Int) async throws -> SocketAddress {
        if let literal = try? SocketAddress(ipAddress: host, port: port) { return literal }
        do {
            return try await NIOThreadPool.singleton.runIfActive {
                try SocketAddress.makeAddressResolvingHost(host, port: port)
            }
        } catch {
            throw SSLError(.hostNotFound, escapeForLog(host))
        }
    }
}

/// Tells of what goes wrong in accepting, at most once a second: the listener itself rests that long.
final class AcceptErrors: ChannelInboundHandler {
    typealias InboundIn = Channel

    private static let interval = TimeAmount.seconds(1)

    private let core: ServerCore
    private var lastReport: NIODeadline?

    init(_ core: ServerCore) {
        self.core = core
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        defer { context.fireErrorCaught(error) }
        guard let error = error as? IOError else { return }
        let now = context.eventLoop.now
        if let lastReport, now - lastReport < Self.interval { return }
        lastReport = now
        core.serverMailbox.post(.error(SSLError(transport: error)))
    }
}
