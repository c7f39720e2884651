import FakeTLSProvider
import Glibc
import NIOCore
import NIOPosix

/// A client on a real socket that speaks the fake provider's bytes.
final class WireClient: Sendable {
    private struct State {
        var wire: [UInt8] = []
        var records: [FakeClient.Received] = []
        var isClosed = false
        var wasReset = false
    }

    let channel: any Channel
    private let state: Awaited<State>

    private init(_ channel: any Channel, _ state: Awaited<State>) {
        self.channel = channel
        self.state = state
    }

    /// Connects; `reads` says whether the socket is read at all.
    static func connect(
        _ port: Int, host: String = "127.0.0.1", reads: Bool = true, receiveBuffer: Int? = nil
    ) async throws -> WireClient {
        let state = Awaited(State())
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: reads)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Reader(state))
                }
            }
        if let receiveBuffer {
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: receiveBuffer)
        }
        return WireClient(try await bootstrap.connect(host: host, port: port).get(), state)
    }

    /// Connects and completes the handshake.
    static func established(_ port: Int, receiveBuffer: Int? = nil) async throws -> WireClient {
        let client = try await connect(port, receiveBuffer: receiveBuffer)
        try await client.send(FakeClient.hello())
        await client.wait { $0.contains(.handshake(2)) }
        return client
    }

    var localPort: Int { channel.localAddress?.port ?? 0 }

    func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
    }

    func send(_ text: String) async throws {
        try await send(FakeClient.data(Array(text.utf8)))
    }

    /// Stops or starts to read the socket.
    func setReading(_ reads: Bool) async throws {
        try await channel.setOption(.autoRead, value: reads).get()
    }

    /// Waits until the records so far are as wanted.
    func wait(_ isMet: @escaping @Sendable ([FakeClient.Received]) -> Bool) async {
        await state.wait { isMet($0.records) || $0.isClosed }
    }

    /// Waits until the server has closed the connection, its direction at least.
    func waitForClose() async {
        await state.wait { $0.isClosed }
    }

    var records: [FakeClient.Received] { state.value.records }
    var wasReset: Bool { state.value.wasReset }

    /// All application data so far.
    var data: [UInt8] {
        records.flatMap { record in if case .data(let bytes) = record { bytes } else { [UInt8]() } }
    }

    func waitForData(_ count: Int) async {
        await wait { records in
            records.reduce(0) { sum, record in if case .data(let bytes) = record { sum + bytes.count } else { sum } }
                >= count
        }
    }

    /// Ends the connection: properly, with the transport only, or by a reset.
    func close() async throws {
        // The server may have been first.
        try? await channel.close()
    }

    func reset() async throws {
        try await (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await channel.close()
    }

    private final class Reader: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let state: Awaited<State>

        init(_ state: Awaited<State>) {
            self.state = state
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            state.change { state in
                state.wire += Array(Self.unwrapInboundIn(data).readableBytesView)
                state.records += FakeClient.takeRecords(&state.wire)
            }
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            guard case ChannelEvent.inputClosed = event else { return }
            state.change { $0.isClosed = true }
            context.close(promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            if let error = error as? IOError, error.errnoCode == ECONNRESET { state.change { $0.wasReset = true } }
        }

        func channelInactive(context: ChannelHandlerContext) {
            state.change { $0.isClosed = true }
        }
    }
}
