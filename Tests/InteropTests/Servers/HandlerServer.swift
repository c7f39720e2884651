import InternalProvider
import NIOCore
import NIOPosix
import NIOTLSHandlers
import TLSProvider

/// A server of plain channels with our TLS handler in front: shows what the class does not, such as key updates.
final class HandlerServer: Sendable {
    /// Its connections, in the order they came.
    let views: Watched<[ServerView]>
    private let channel: any Channel

    private init(channel: any Channel, views: Watched<[ServerView]>) {
        self.channel = channel
        self.views = views
    }

    var port: Int { channel.localAddress?.port ?? 0 }

    static func start(_ setup: ServerSetup) async throws -> HandlerServer {
        let context = try InternalProvider().makeServerContext(try setup.configuration())
        let views = Watched<[ServerView]>([])
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let tls = TLSServerHandler(context: context)
                    let application = ConnectionHandler(setup, views: views, tls: tls)
                    try channel.pipeline.syncOperations.addHandlers([tls, application])
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return HandlerServer(channel: channel, views: views)
    }

    /// Runs `body` with a server, which ends with it.
    static func with<Result: Sendable>(
        _ setup: ServerSetup, _ body: (HandlerServer) async throws -> Result
    ) async throws -> Result {
        let server = try await start(setup)
        do {
            let result = try await body(server)
            try await server.channel.close()
            return result
        } catch {
            try? await server.channel.close()
            throw error
        }
    }

    /// The `number`th connection, once it has ended.
    func connection(_ number: Int = 1) async throws -> ServerView {
        try await views.wait(for: "connection \(number) to end") { $0.count >= number && $0[number - 1].isOver }[number - 1]
    }
}
