import NIOCore
import NIOPosix

/// A listener that takes connections, says what it is told to say and nothing else.
final class RawListener: Sendable {
    private struct State {
        var accepted: [any Channel] = []
        var ended = 0
        var isAtEnd = false
    }

    private let channel: any Channel
    private let state: Awaited<State>

    private init(_ channel: any Channel, _ state: Awaited<State>) {
        self.channel = channel
        self.state = state
    }

    /// Listens on a port of the kernel's choice; `greeting` is said to everybody.
    static func start(greeting: [UInt8] = []) async throws -> RawListener {
        let state = Awaited(State())
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                state.change { $0.accepted.append(channel) }
                channel.closeFuture.whenComplete { _ in state.change { $0.ended += 1 } }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Greeter(greeting, state))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return RawListener(channel, state)
    }

    var port: Int { channel.localAddress?.port ?? 0 }

    /// Waits until somebody has connected.
    func waitForConnection() async {
        await state.wait { !$0.accepted.isEmpty }
    }

    /// Waits until the first who had connected has gone.
    func waitForEnd() async {
        await state.wait { $0.ended > 0 || $0.isAtEnd }
    }

    func stop() async throws {
        try await channel.close()
        for channel in state.value.accepted { try? await channel.close() }
    }

    private final class Greeter: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let greeting: [UInt8]
        private let state: Awaited<State>

        init(_ greeting: [UInt8], _ state: Awaited<State>) {
            self.greeting = greeting
            self.state = state
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case ChannelEvent.inputClosed = event { state.change { $0.isAtEnd = true } }
        }

        func channelActive(context: ChannelHandlerContext) {
            if !greeting.isEmpty { context.writeAndFlush(NIOAny(ByteBuffer(bytes: greeting)), promise: nil) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}
