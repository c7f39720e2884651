import InternalProvider
import NIOCore
import NIOPosix
import NIOTLSHandlers
import TLSMessages
import TLSProvider

/// A client of a plain channel with our TLS handler in front: shows what `SSLClient` does not, such as exporters.
struct HandlerClient: Sendable {
    /// What it has seen.
    struct View: Sendable {
        var negotiated: NegotiatedParameters?
        var text = ""
        /// Keying material for `EXPORTER-interop`, in hexadecimal.
        var exported: String?
        var isClosedByPeer = false
        var error: TLSError?
        var isOver = false
    }

    let view: Watched<View>
    private let channel: any Channel

    /// Connects, and waits for the end of the handshake.
    static func connect(_ configuration: TLSClientConfiguration, to port: Int) async throws -> HandlerClient {
        var configuration = configuration
        configuration.verifyServer = { _ in .accept }
        let context = try InternalProvider().makeClientContext(configuration)
        let view = Watched(View())
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let tls = TLSClientHandler(context: context)
                    try channel.pipeline.syncOperations.addHandlers([tls, Watcher(view, tls)])
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        let client = HandlerClient(view: view, channel: channel)
        _ = try await view.wait(for: "the handshake") { $0.negotiated != nil || $0.isOver }
        return client
    }

    func send(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text))
    }

    /// Waits until this has come.
    func receives(_ text: String) async throws -> Bool {
        try await view.wait(for: text) { $0.text.contains(text) || $0.isOver }.text.contains(text)
    }

    func close() async {
        try? await channel.close()
    }

    private final class Watcher: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let view: Watched<View>
        private let tls: TLSClientHandler

        init(_ view: Watched<View>, _ tls: TLSClientHandler) {
            self.view = view
            self.tls = tls
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let text = String(buffer: unwrapInboundIn(data))
            view.change { $0.text += text }
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            switch event {
            case TLSHandlerEvent.handshakeCompleted(let parameters):
                let exported = try? tls.exportKeyingMaterial(label: "EXPORTER-interop", context: nil, count: 32)
                view.change {
                    $0.negotiated = parameters
                    $0.exported = exported.map(hexadecimal)
                }
            case TLSHandlerEvent.peerClosed: view.change { $0.isClosedByPeer = true }
            default: break
            }
            context.fireUserInboundEventTriggered(event)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            view.change { $0.error = $0.error ?? error as? TLSError }
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            view.change { $0.isOver = true }
        }
    }
}
