import NIOCore
import NIOEmbedded
import NIOTLS
import NIOTLSHandlers
import ProviderTesting
import TLSProvider
import Testing

/// A TLS handler in an embedded channel, between a recorder of what reaches the transport and one of what is told, and a
/// real peer for it to talk to.
final class Harness {
    let channel: EmbeddedChannel
    let transport = TransportRecorder()
    let application = ApplicationRecorder()
    let handler: TLSHandler
    let peer: TLSPeer

    /// A server's handler.
    ///
    /// - Parameter client: whose client it talks to; the other provider's, unless a test needs what only one can do.
    convenience init(
        _ provider: Provider, client: Provider? = nil, options: TLSHandlerOptions = TLSHandlerOptions(),
        callbacks: TLSServerCallbacks = TLSServerCallbacks(), active: Bool = true,
        configure: (inout TLSServerConfiguration) -> Void = { _ in },
        peer: (inout TLSClientConfiguration) -> Void = { _ in }
    ) throws {
        var configuration = TLSServerConfiguration(identities: [try TestIdentity.identity])
        configure(&configuration)
        let handler = TLSServerHandler(
            context: try provider.tls.makeServerContext(configuration), options: options, callbacks: callbacks)
        try self.init(handler, TLSPeer(client ?? provider.other, peer), active: active)
    }

    /// A client's handler, which asks `verify` about every server.
    convenience init(
        clientOf provider: Provider, options: TLSHandlerOptions = TLSHandlerOptions(), active: Bool = true,
        verify: (@Sendable (EventLoopPromise<PeerVerdict>) -> Void)? = { $0.succeed(.accept) },
        configure: (inout TLSClientConfiguration) -> Void = { _ in },
        peer: (inout TLSServerConfiguration) -> Void = { _ in }
    ) throws {
        var configuration = TLSClientConfiguration(serverName: "localhost")
        configure(&configuration)
        var callbacks = TLSClientCallbacks()
        if let verify { callbacks.verifyServer = { _, promise in verify(promise) } }
        let handler = TLSClientHandler(
            context: try provider.tls.makeClientContext(configuration), options: options, callbacks: callbacks)
        try self.init(handler, TLSPeer(serverOf: provider.other, peer), active: active)
    }

    init(_ handler: TLSHandler, _ peer: TLSPeer, active: Bool = true) throws {
        self.handler = handler
        self.peer = peer
        channel = EmbeddedChannel(handlers: [transport, handler, application])
        if active { try activate() }
    }

    func activate() throws {
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    /// A server's channel with a complete handshake.
    static func established(
        _ provider: Provider, client: Provider? = nil, options: TLSHandlerOptions = TLSHandlerOptions()
    ) throws -> Harness {
        let harness = try Harness(provider, client: client, options: options)
        #expect(try harness.shake() == [.established])
        return harness
    }

    /// A client's channel with a complete handshake.
    static func establishedClient(
        of provider: Provider, options: TLSHandlerOptions = TLSHandlerOptions()
    ) throws -> Harness {
        let harness = try Harness(clientOf: provider, options: options)
        #expect(try harness.shake() == [.established])
        return harness
    }

    /// Hands over what waits, both ways, until nothing does.
    ///
    /// - Returns: what the peer heard.
    @discardableResult func shake() throws -> [TLSPeer.Heard] {
        var heard: [TLSPeer.Heard] = []
        while true {
            let said = peer.take()
            if !said.isEmpty { try receive(said) }
            let answered = try sentBytes()
            heard += peer.give(answered)
            if said.isEmpty, answered.isEmpty { return heard }
        }
    }

    func receive(_ bytes: [UInt8]) throws {
        try channel.writeInbound(ByteBuffer(bytes: bytes))
    }

    /// What the peer hears of that which has reached the transport since the last call.
    func sent() throws -> [TLSPeer.Heard] {
        peer.give(try sentBytes())
    }

    func sentBytes() throws -> [UInt8] {
        try sentBuffers().flatMap { Array($0.readableBytesView) }
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
        case TLSHandlerEvent.keysExhausted(let received):
            events.append(received ? "peer's key exhausted" : "our key exhausted")
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
