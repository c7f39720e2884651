import Glibc
import NIOCore
import NIOPosix
import Testing

@testable import SSLServer

@Suite("Options of accepted sockets", .timeLimit(.minutes(1)))
struct SocketOptionTests {
    private func options(_ configure: (inout SSLServer.Configuration) -> Void) async throws -> [String: Int] {
        var configuration = SSLServer.Configuration()
        configure(&configuration)
        let (channel, server) = try await Self.connect()
        try await channel.eventLoop.submit { [configuration] in SocketOptions.apply(configuration, to: channel) }.get()
        var values: [String: Int] = [:]
        let rows: [(String, NIOBSDSocket.OptionLevel, NIOBSDSocket.Option)] = [
            ("keepAlive", .socket, .so_keepalive), ("receive", .socket, .so_rcvbuf), ("send", .socket, .so_sndbuf),
            ("idle", .tcp, .init(rawValue: TCP_KEEPIDLE)), ("interval", .tcp, .init(rawValue: TCP_KEEPINTVL)),
            ("noDelay", .tcp, .init(rawValue: TCP_NODELAY)),
        ]
        for (name, level, option) in rows {
            let value = try await channel.getOption(ChannelOptions.Types.SocketOption(level: level, name: option)).get()
            values[name] = Int(value)
        }
        try await channel.close()
        try await server.close()
        return values
    }

    @Test("are the system's unless they are set")
    func defaults() async throws {
        let values = try await options { _ in }
        #expect(values["keepAlive"] == 0 && values["noDelay"] == 0)
        #expect(values["idle"] == 7200)
    }

    @Test("are what was set, milliseconds rounded up to seconds")
    func set() async throws {
        let values = try await options { configuration in
            configuration.keepAlive = true
            configuration.keepAliveTime = 1_500
            configuration.keepAliveInterval = 999
            configuration.inBufferSize = 20_000
            configuration.outBufferSize = 30_000
            configuration.tcpNoDelay = true
        }
        // Linux doubles the sizes of buffers for its own bookkeeping.
        #expect(values == ["keepAlive": 1, "idle": 2, "interval": 1, "receive": 40_000, "send": 60_000, "noDelay": 1])
    }

    @Test("that the system does not take are left as they are")
    func outOfRange() async throws {
        let values = try await options { $0.keepAliveTime = .max / 2 }
        #expect(values["idle"] == 7200)
    }

    /// A connected TCP channel, as an accepted one is, and the one it is connected to.
    private static func connect() async throws -> (channel: any Channel, server: any Channel) {
        let group = MultiThreadedEventLoopGroup.singleton
        let server = try await ServerBootstrap(group: group).bind(host: "127.0.0.1", port: 0).get()
        let client = try await ClientBootstrap(group: group).connect(to: try #require(server.localAddress)).get()
        return (client, server)
    }
}
