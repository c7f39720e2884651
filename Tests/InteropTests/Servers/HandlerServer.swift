import InternalProvider
import NIOCore
import NIOPosix
import NIOTLSHandlers
import PlatformProvider
import TLSProvider

/// A server of plain channels with our TLS handler in front: shows what the class does not, such as key updates.
final class HandlerServer: ServerUnderTest {
    let views: Watched<[ServerView]>
    private let channel: any Channel

    private init(channel: any Channel, views: Watched<[ServerView]>) {
        self.channel = channel
        self.views = views
    }

    var port: Int { channel.localAddress?.port ?? 0 }

    static func start(_ setup: ServerSetup) async throws -> HandlerServer {
        let provider: any TLSProvider = setup.usesPlatform ? PlatformProvider() : InternalProvider()
        let context = try provider.makeServerContext(try setup.configuration())
        let views = Watched<[ServerView]>([])
        var options = TLSHandlerOptions()
        if let seconds = setup.handshakeTimeout { options.handshakeTimeout = .seconds(Int64(seconds)) }
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 512)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { [options] channel in
                channel.eventLoop.makeCompletedFuture {
                    let tls = TLSServerHandler(context: context, options: options)
                    let application = ConnectionHandler(setup, views: views, tls: tls)
                    try channel.pipeline.syncOperations.addHandlers([tls, application])
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return HandlerServer(channel: channel, views: views)
    }

    func stop() async {
        try? await channel.close()
    }
}
