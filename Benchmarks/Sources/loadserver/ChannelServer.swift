import NIOCore
import NIOPosix
import NIOTLSHandlers
import TLSProvider

/// A server on `TLSServerHandler` in a channel of SwiftNIO, on one event loop.
enum ChannelServer {
    // A hello fits, and what is longer makes the buffer grow.
    private static let receiveAllocator = AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 1024, maximum: 17408)

    static func run(_ context: any TLSServerContext, port: Int) async throws {
        // The server this is compared with closes without waiting for the client's close_notify, and waits for ever for
        // its handshake.
        var options = TLSHandlerOptions()
        options.awaitsCloseNotify = false
        options.handshakeTimeout = nil
        let settled = options
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let listener = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 4096)
            // One connection at a time: an accept that finds none costs as much as one that finds one.
            .serverChannelOption(.maxMessagesPerRead, value: 1)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.syncOptions?.setOption(.recvAllocator, value: receiveAllocator)
                    try channel.pipeline.syncOperations.addHandlers(
                        [TLSServerHandler(context: context, options: settled), Responder()])
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        try await listener.closeFuture.get()
    }
}

/// Answers requests, and sends bodies as fast as the channel takes them.
private final class Responder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var input = ByteBuffer()
    private var left = 0
    private var closes = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var data = Self.unwrapInboundIn(data)
        if input.readableBytes == 0 { input = data } else { input.writeBuffer(&data) }
        guard let page = Page.takeRequest(&input) else { return }
        context.write(Self.wrapOutboundOut(page.head(context.channel.allocator)), promise: nil)
        left = page.bodyCount
        closes = page.isLast
        send(context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if left > 0 { send(context) }
        context.fireChannelWritabilityChanged()
    }

    private func send(_ context: ChannelHandlerContext) {
        while left > 0, context.channel.isWritable {
            let count = min(left, Page.piece.readableBytes)
            guard let piece = Page.piece.getSlice(at: 0, length: count) else { break }
            left -= count
            context.writeAndFlush(Self.wrapOutboundOut(piece), promise: nil)
        }
        context.flush()
        if closes, left == 0 { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
