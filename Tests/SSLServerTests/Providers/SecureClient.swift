import NIOCore
import NIOPosix
import PlatformProvider
import TLSCertificates
import TLSMessages
import TLSPrimitives
import TLSProvider

/// A TLS client of the system's libssl on a socket, for servers of either provider.
final class SecureClient: Sendable {
    /// What the client has seen so far.
    struct View: Sendable {
        var negotiated: NegotiatedParameters?
        var data: [UInt8] = []
        var error: TLSError?
        /// The server has sent close_notify.
        var isReadClosed = false
        var isOver = false
    }

    let channel: any Channel
    private let speaker: NIOLoopBound<Speaker>
    private let view: Awaited<View>

    private init(_ channel: any Channel, _ speaker: NIOLoopBound<Speaker>, _ view: Awaited<View>) {
        self.channel = channel
        self.speaker = speaker
        self.view = view
    }

    /// Connects; every server certificate is taken.
    static func connect(
        _ port: Int, serverName: String = "localhost", _ change: (inout TLSClientConfiguration) -> Void = { _ in }
    ) async throws -> SecureClient {
        var configuration = TLSClientConfiguration(serverName: serverName)
        configuration.verifyServer = { _ in .accept }
        change(&configuration)
        let context = try PlatformProvider().makeClientContext(configuration)
        let view = Awaited(View())
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let speaker = try await loop.submit { NIOLoopBound(Speaker(context.makeSession(), view), eventLoop: loop) }
            .get()
        let channel = try await ClientBootstrap(group: loop)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(speaker.value)
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return SecureClient(channel, speaker, view)
    }

    /// Connects, and waits for the handshake's end, whichever it is.
    static func shaken(
        _ port: Int, serverName: String = "localhost", _ change: (inout TLSClientConfiguration) -> Void = { _ in }
    ) async throws -> SecureClient {
        let client = try await connect(port, serverName: serverName, change)
        await client.wait { $0.negotiated != nil || $0.error != nil || $0.isOver }
        return client
    }

    var seen: View { view.value }

    func wait(_ isMet: @escaping @Sendable (View) -> Bool) async {
        await view.wait { isMet($0) || $0.isOver }
    }

    func waitForData(_ count: Int) async {
        await wait { $0.data.count >= count }
    }

    func waitForEnd() async {
        await view.wait { $0.isOver }
    }

    func send(_ text: String) async throws {
        try await send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) async throws {
        try await channel.eventLoop.submit { [speaker] in try speaker.value.send(bytes) }.get()
    }

    /// Sends close_notify.
    func close() async throws {
        try await channel.eventLoop.submit { [speaker] in speaker.value.close() }.get()
    }

    /// Ends the transport without a word.
    func vanish() async throws {
        try await channel.close()
    }

    /// Joins the session to the channel.
    private final class Speaker: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let session: any TLSSession
        private let view: Awaited<View>
        private var input: [UInt8] = []
        private var context: ChannelHandlerContext?

        init(_ session: any TLSSession, _ view: Awaited<View>) {
            self.session = session
            self.view = view
        }

        func handlerAdded(context: ChannelHandlerContext) {
            self.context = context
        }

        func handlerRemoved(context: ChannelHandlerContext) {
            self.context = nil
        }

        func channelActive(context: ChannelHandlerContext) {
            flush()
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            input += Array(Self.unwrapInboundIn(data).readableBytesView)
            step()
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            guard case ChannelEvent.inputClosed = event else { return }
            do throws(TLSError) {
                try session.receiveEndOfTransport()
            } catch {
                fail(error)
            }
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            view.change { $0.isOver = true }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }

        func send(_ bytes: [UInt8]) throws(TLSError) {
            write(try session.seal(bytes))
        }

        func close() {
            session.close()
            flush()
        }

        private func step() {
            do throws(TLSError) {
                while true {
                    let before = input.count
                    let data = try session.receive(consuming: &input)
                    if !data.isEmpty { view.change { $0.data += data } }
                    let hasAnswered = try takeEvents()
                    guard hasAnswered || input.count != before else { break }
                }
            } catch {
                fail(error)
            }
            flush()
        }

        /// Whether one of the events was a question.
        private func takeEvents() throws(TLSError) -> Bool {
            var hasAnswered = false
            while let event = session.nextEvent() {
                switch event {
                case .peerCertificates:
                    try session.resume(with: .accept)
                    hasAnswered = true
                case .handshakeCompleted(let parameters): view.change { $0.negotiated = parameters }
                case .closeNotify: view.change { $0.isReadClosed = true }
                case .clientHello, .earlyData, .keysUpdated, .warning: break
                }
            }
            return hasAnswered
        }

        private func fail(_ error: TLSError) {
            view.change { $0.error = $0.error ?? error }
        }

        private func flush() {
            let bytes = session.takeOutgoing()
            if !bytes.isEmpty { write(bytes) }
        }

        private func write(_ bytes: [UInt8]) {
            context?.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: nil)
        }
    }
}
