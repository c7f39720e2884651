import FakeTLSProvider
import NIOCore
import NIOEmbedded
import NIOTLS
import NIOTLSHandlers
import TLSProvider
import Testing

/// A TLS handler in an embedded channel, between a recorder of what reaches the transport and one of what is told.
final class Harness {
    let channel: EmbeddedChannel
    let transport = TransportRecorder()
    let application = ApplicationRecorder()
    let handler: TLSHandler
    private var wire: [UInt8] = []

    private init(_ handler: TLSHandler, active: Bool) throws {
        self.handler = handler
        channel = EmbeddedChannel(handlers: [transport, handler, application])
        if active { try activate() }
    }

    /// A server's handler.
    convenience init(
        provider: FakeTLSProvider = FakeTLSProvider(), options: TLSHandlerOptions = TLSHandlerOptions(),
        callbacks: TLSServerCallbacks = TLSServerCallbacks(), active: Bool = true,
        configure: (inout TLSServerConfiguration) -> Void = { _ in }
    ) throws {
        var configuration = TLSServerConfiguration(identities: [])
        configure(&configuration)
        let handler = TLSServerHandler(
            context: try provider.makeServerContext(configuration), options: options, callbacks: callbacks)
        try self.init(handler, active: active)
    }

    /// A client's handler, which asks `verify` about every server.
    convenience init(
        clientOf provider: FakeTLSProvider, options: TLSHandlerOptions = TLSHandlerOptions(),
        active: Bool = true, verify: (@Sendable (EventLoopPromise<PeerVerdict>) -> Void)? = { $0.succeed(.accept) },
        configure: (inout TLSClientConfiguration) -> Void = { _ in }
    ) throws {
        var configuration = TLSClientConfiguration(serverName: "localhost")
        configure(&configuration)
        var callbacks = TLSClientCallbacks()
        if let verify { callbacks.verifyServer = { _, promise in verify(promise) } }
        let handler = TLSClientHandler(
            context: try provider.makeClientContext(configuration), options: options, callbacks: callbacks)
        try self.init(handler, active: active)
    }

    func activate() throws {
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    /// A channel with a complete handshake.
    static func established(
        options: TLSHandlerOptions = TLSHandlerOptions(), configure: (inout TLSServerConfiguration) -> Void = { _ in }
    ) throws -> Harness {
        let harness = try Harness(options: options, configure: configure)
        try harness.receive(FakeClient.hello())
        #expect(try harness.sent() == [.handshake(2)])
        return harness
    }

    /// A client's channel with a complete handshake.
    static func establishedClient(options: TLSHandlerOptions = TLSHandlerOptions()) throws -> Harness {
        let harness = try Harness(clientOf: FakeTLSProvider(), options: options)
        try harness.receive(FakeServer.answer)
        #expect(try harness.sent() == [.handshake(1)])
        return harness
    }

    func receive(_ bytes: [UInt8]) throws {
        try channel.writeInbound(ByteBuffer(bytes: bytes))
    }

    /// The records that have reached the transport since the last call.
    func sent() throws -> [FakeClient.Received] {
        for buffer in try sentBuffers() { wire += Array(buffer.readableBytesView) }
        return FakeClient.takeRecords(&wire)
    }

    func sentBuffers() throws -> [ByteBuffer] {
        var buffers: [ByteBuffer] = []
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { buffers.append(buffer) }
        return buffers
    }

    func advance(_ time: TimeAmount) {
        channel.embeddedEventLoop.advanceTime(by: time)
    }

    func write(_ bytes: [UInt8]) -> EventLoopFuture<Void> {
        channel.write(ByteBuffer(bytes: bytes))
    }
}

/// Stands where the socket is: counts flushes and reads, and keeps half-closures, which an embedded channel lacks.
final class TransportRecorder: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    var flushes = 0
    var reads = 0
    var isOutputClosed = false
    var isClosed = false

    func flush(context: ChannelHandlerContext) {
        flushes += 1
        context.flush()
    }

    func read(context: ChannelHandlerContext) {
        reads += 1
        context.read()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .output {
            isOutputClosed = true
            promise?.succeed()
        } else {
            isClosed = true
            context.close(mode: mode, promise: promise)
        }
    }
}

/// Stands where the application is.
final class ApplicationRecorder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    var reads: [[UInt8]] = []
    var events: [String] = []
    var errors: [TLSError] = []
    var isInactive = false
    var onRead: ((ChannelHandlerContext) -> Void)?
    var onEvent: ((ChannelHandlerContext, Any) -> Void)?

    var data: [UInt8] { reads.flatMap { $0 } }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        reads.append(Array(Self.unwrapInboundIn(data).readableBytesView))
        onRead?(context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case TLSHandlerEvent.handshakeCompleted: events.append("completed")
        case TLSHandlerEvent.peerClosed: events.append("peerClosed")
        case TLSHandlerEvent.keysUpdated: events.append("keysUpdated")
        case TLSHandlerEvent.warning(let alert): events.append("warning \(alert)")
        case TLSUserEvent.handshakeCompleted(let negotiated): events.append("NIO completed \(negotiated ?? "-")")
        case TLSUserEvent.shutdownCompleted: events.append("shutdown")
        case ChannelEvent.inputClosed: events.append("inputClosed")
        default: break
        }
        onEvent?(context, event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? TLSError { errors.append(error) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        isInactive = true
    }
}

/// Whether a future has failed, with what.
func failure(of future: EventLoopFuture<Void>) -> (any Error)? {
    do {
        try future.wait()
        return nil
    } catch {
        return error
    }
}
