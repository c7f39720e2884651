import Glibc
import NIOCore
import NIOPosix
import ProviderTesting
import TLSProvider

/// A `TLSPeer` on a socket: a real TLS client, for servers of either provider, or a server, for clients.
final class SocketPeer: Sendable {
    /// What it has met so far.
    struct View: Sendable {
        /// What it heard of the other side, content record by record.
        var heard: [TLSPeer.Heard] = []
        var negotiated: NegotiatedParameters?
        var error: TLSError?
        /// Whether the other side has ended its direction of the transport, or all of it.
        var isClosed = false
        var wasReset = false
    }

    let channel: any Channel
    private let speaker: NIOLoopBound<Speaker>
    private let view: Awaited<View>

    private init(_ channel: any Channel, _ speaker: NIOLoopBound<Speaker>, _ view: Awaited<View>) {
        self.channel = channel
        self.speaker = speaker
        self.view = view
    }

    /// Connects, and says nothing yet.
    static func connect(
        _ port: Int, host: String = "127.0.0.1", by provider: Provider, serverName: String = "localhost",
        receiveBuffer: Int? = nil, _ change: (inout TLSClientConfiguration) -> Void = { _ in }
    ) async throws -> SocketPeer {
        var configuration = TLSClientConfiguration(serverName: serverName)
        change(&configuration)
        let context = try provider.tls.makeClientContext(configuration)
        let view = Awaited(View())
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let speaker = try await loop.submit {
            NIOLoopBound(Speaker(TLSPeer(context.makeSession()), view), eventLoop: loop)
        }.get()
        var bootstrap = ClientBootstrap(group: loop)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(speaker.value)
                }
            }
        if let receiveBuffer {
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: receiveBuffer)
        }
        return SocketPeer(try await bootstrap.connect(host: host, port: port).get(), speaker, view)
    }

    /// The server's side of a channel that was accepted, which goes through its handshake by itself.
    static func serve(_ channel: any Channel, _ context: any TLSServerContext) throws -> SocketPeer {
        let view = Awaited(View())
        let speaker = Speaker(TLSPeer(context.makeSession()), view, isServer: true)
        try channel.pipeline.syncOperations.addHandler(speaker)
        return SocketPeer(channel, NIOLoopBound(speaker, eventLoop: channel.eventLoop), view)
    }

    var localPort: Int { channel.localAddress?.port ?? 0 }

    // MARK: What it says

    /// Begins the handshake, which then goes on by itself.
    func startHandshake() async throws {
        try await onLoop { $0.speak() }
    }

    /// Goes through the handshake to its end, whichever it is.
    func shake() async throws {
        try await startHandshake()
        await view.wait { $0.negotiated != nil || $0.error != nil || $0.isClosed }
    }

    /// Sends a hello, and goes no further however it is answered.
    func sendOnlyHello() async throws {
        try await onLoop { $0.speak(onlyOnce: true) }
    }

    func send(_ text: String) async throws {
        try await send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) async throws {
        try await startSending(bytes).get()
    }

    /// Sends without waiting until the kernel has taken it.
    func startSending(_ bytes: [UInt8]) -> EventLoopFuture<Void> {
        channel.eventLoop.flatSubmit { [speaker] in
            do {
                return speaker.value.write(try speaker.value.peer.data(bytes))
            } catch {
                return speaker.value.loop.makeFailedFuture(error)
            }
        }
    }

    /// Sends bytes as they are.
    func sendRaw(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
    }

    /// Sends a record that does not authenticate.
    func sendForged() async throws {
        try await onLoop { $0.write(try $0.peer.forged()) }
    }

    /// Sends a last text and ends its direction with close_notify, in one write.
    func sendLast(_ text: String) async throws {
        try await onLoop { $0.write(try $0.peer.data(Array(text.utf8)) + $0.peer.closeNotify()) }
    }

    /// Ends its direction with close_notify.
    func closeNotify() async throws {
        try await onLoop { $0.write($0.peer.closeNotify()) }
    }

    /// Ends the transport, without a word.
    func close() async throws {
        // The other side may have been first.
        try? await channel.close()
    }

    /// Ends the transport by a reset.
    func reset() async throws {
        try await (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await channel.close()
    }

    /// Stops or starts to read the socket.
    func setReading(_ reads: Bool) async throws {
        try await channel.setOption(.autoRead, value: reads).get()
    }

    private func onLoop(_ body: @escaping @Sendable (Speaker) throws -> EventLoopFuture<Void>) async throws {
        try await channel.eventLoop.flatSubmit { [speaker] in
            do {
                return try body(speaker.value)
            } catch {
                return speaker.value.loop.makeFailedFuture(error)
            }
        }.get()
    }

    // MARK: What it meets

    var seen: View { view.value }
    var heard: [TLSPeer.Heard] { seen.heard }
    var negotiated: NegotiatedParameters? { seen.negotiated }

    /// All application data so far.
    var data: [UInt8] {
        heard.flatMap { record in if case .data(let bytes) = record { bytes } else { [UInt8]() } }
    }

    /// Waits until what it met is as wanted, or the other side has closed.
    func wait(_ isMet: @escaping @Sendable (View) -> Bool) async {
        await view.wait { isMet($0) || $0.isClosed }
    }

    func wait(for heard: TLSPeer.Heard) async {
        await wait { $0.heard.contains(heard) }
    }

    func waitForData(_ count: Int) async {
        await wait { view in
            view.heard.reduce(0) { sum, record in
                if case .data(let bytes) = record { sum + bytes.count } else { sum }
            } >= count
        }
    }

    /// Waits until the other side has closed the connection, its direction at least.
    func waitForClose() async {
        await view.wait { $0.isClosed }
    }
}

extension SocketPeer {
    /// Joins the peer to its channel.
    private final class Speaker: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        let peer: TLSPeer
        private let view: Awaited<View>
        private var context: ChannelHandlerContext?
        /// Whether it sends what its session has to say.
        private var speaks: Bool
        /// A client has nothing more to say when the server ends; a server may have.
        private let closesAtEnd: Bool

        init(_ peer: TLSPeer, _ view: Awaited<View>, isServer: Bool = false) {
            self.peer = peer
            self.view = view
            speaks = isServer
            closesAtEnd = !isServer
        }

        var loop: any EventLoop { context?.eventLoop ?? MultiThreadedEventLoopGroup.singleton.any() }

        func handlerAdded(context: ChannelHandlerContext) {
            self.context = context
        }

        func handlerRemoved(context: ChannelHandlerContext) {
            self.context = nil
        }

        func speak(onlyOnce: Bool = false) -> EventLoopFuture<Void> {
            speaks = !onlyOnce
            return write(peer.take())
        }

        func write(_ bytes: [UInt8]) -> EventLoopFuture<Void> {
            guard let context else { return loop.makeFailedFuture(ChannelError.ioOnClosedChannel) }
            let written = context.eventLoop.makePromise(of: Void.self)
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: written)
            return written.futureResult
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let heard = peer.give(Array(Self.unwrapInboundIn(data).readableBytesView))
            let answer = speaks ? peer.take() : []
            if !answer.isEmpty { context.writeAndFlush(NIOAny(ByteBuffer(bytes: answer)), promise: nil) }
            change { $0.heard += heard }
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            guard case ChannelEvent.inputClosed = event else { return }
            peer.endTransport()
            change { $0.isClosed = true }
            if closesAtEnd { context.close(promise: nil) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            if let error = error as? IOError, error.errnoCode == ECONNRESET { change { $0.wasReset = true } }
        }

        func channelInactive(context: ChannelHandlerContext) {
            change { $0.isClosed = true }
        }

        private func change(_ body: (inout View) -> Void) {
            view.change { view in
                body(&view)
                view.negotiated = peer.session.negotiated
                view.error = peer.error
            }
        }
    }
}
