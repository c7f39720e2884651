import Glibc
import NIOCore
import NIOPosix

/// A client that sends whatever bytes a test wants, and collects what comes back.
final class RawClient: Sendable {
    /// What has come, and whether the end has.
    struct Received: Sendable {
        var bytes: [UInt8] = []
        var isOver = false
        var isReset = false
    }

    let received: Watched<Received>
    private let channel: any Channel

    private init(channel: any Channel, received: Watched<Received>) {
        self.channel = channel
        self.received = received
    }

    static func connect(to port: Int) async throws -> RawClient {
        let received = Watched(Received())
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collector(received))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return RawClient(channel: channel, received: received)
    }

    /// Sends bytes; a server that has hung up takes none.
    func send(_ bytes: [UInt8]) async {
        try? await channel.writeAndFlush(ByteBuffer(bytes: bytes))
    }

    /// Sends bytes one at a time, with a pause between any two, until all are sent or the server has hung up.
    func drip(_ bytes: [UInt8], every pause: Duration) {
        let rest = NIOLoopBoundBox.makeBoxSendingValue(bytes[...], eventLoop: channel.eventLoop)
        channel.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: TimeAmount(pause)) { [channel] task in
            guard channel.isActive, let next = rest.value.popFirst() else { return task.cancel() }
            channel.writeAndFlush(ByteBuffer(bytes: [next]), promise: nil)
        }
    }

    /// Ends our direction.
    func finish() async {
        try? await channel.close(mode: .output)
    }

    /// Closes; with `reset` the transport is torn down.
    func close(reset: Bool = false) async {
        if reset {
            try? await (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try? await channel.close()
    }

    /// Waits for the server's end; all it has sent.
    func end(within limit: Duration = .seconds(10)) async throws -> Received {
        let received = try await received.wait(for: "the server to close", within: limit) { $0.isOver }
        await close()
        return received
    }

    /// Sends bytes to a server, and gives what it answers until it closes.
    static func exchange(_ bytes: [UInt8], with port: Int, finishing: Bool = false) async throws -> Received {
        let client = try await connect(to: port)
        await client.send(bytes)
        if finishing { await client.finish() }
        return try await client.end()
    }

    private final class Collector: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        private let received: Watched<Received>

        init(_ received: Watched<Received>) {
            self.received = received
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = unwrapInboundIn(data).readableBytesView
            received.change { $0.bytes.append(contentsOf: bytes) }
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case ChannelEvent.inputClosed = event { received.change { $0.isOver = true } }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            received.change { $0.isReset = true }
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            received.change { $0.isOver = true }
        }
    }
}
