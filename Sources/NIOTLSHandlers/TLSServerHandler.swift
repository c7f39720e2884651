public import NIOCore
public import TLSProvider

/// Speaks TLS as a server, between a channel's bytes and an application's.
///
/// Put it first in the pipeline of an accepted channel. Behind it `ByteBuffer`s are plaintext in both directions.
///
/// - The handshake's end is told by `TLSHandlerEvent.handshakeCompleted` and `TLSUserEvent.handshakeCompleted`; what is
///   written before waits for it.
/// - Writes are protected when they are flushed, and several records go into one write to the kernel.
/// - Closing sends close_notify and waits for the peer's. `close(mode: .output)` sends it and closes that direction only.
/// - A peer that closes its direction ends the connection, unless `ChannelOption.allowRemoteHalfClosure` is on: then
///   `ChannelEvent.inputClosed` is fired and writing goes on.
/// - The transport's end without close_notify is an error, `TLSError.Code.truncated`.
/// - After a fatal error the alert is sent, `errorCaught` is fired with the `TLSError`, and the channel closes.
public final class TLSServerHandler: ChannelDuplexHandler, RemovableChannelHandler {
    /// Protected bytes.
    public typealias InboundIn = ByteBuffer
    /// Plaintext.
    public typealias InboundOut = ByteBuffer
    /// Plaintext.
    public typealias OutboundIn = ByteBuffer
    /// Protected bytes.
    public typealias OutboundOut = ByteBuffer

    private let channelSession: ChannelSession

    /// Makes the handler of one connection; its configuration's `chooseForClient` and `verifyClient` are run as tasks.
    public convenience init(context: any TLSServerContext, options: TLSHandlerOptions = TLSHandlerOptions()) {
        self.init(context: context, options: options, callbacks: TLSServerCallbacks(context.configuration))
    }

    /// Makes the handler of one connection that asks these callbacks.
    package init(context: any TLSServerContext, options: TLSHandlerOptions, callbacks: TLSServerCallbacks) {
        channelSession = ChannelSession(context.makeSession(), options, callbacks)
    }

    /// Keying material that both ends can derive. To be called on the channel's event loop.
    package func exportKeyingMaterial(label: String, context: [UInt8]?, count: Int) throws(TLSError) -> [UInt8] {
        try channelSession.session.exportKeyingMaterial(label: label, context: context, count: count)
    }

    // MARK: ChannelHandler

    public func handlerAdded(context: ChannelHandlerContext) {
        channelSession.added(to: context)
    }

    public func handlerRemoved(context: ChannelHandlerContext) {
        channelSession.removed()
    }

    public func removeHandler(context: ChannelHandlerContext, removalToken: ChannelHandlerContext.RemovalToken) {
        channelSession.prepareRemoval()
        context.leavePipeline(removalToken: removalToken)
    }

    // MARK: Inbound

    public func channelActive(context: ChannelHandlerContext) {
        channelSession.start()
        context.fireChannelActive()
    }

    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        channelSession.received(Self.unwrapInboundIn(data))
    }

    public func channelReadComplete(context: ChannelHandlerContext) {
        channelSession.readCompleted()
    }

    public func channelInactive(context: ChannelHandlerContext) {
        channelSession.transportEnded()
        context.fireChannelInactive()
    }

    public func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event {
            channelSession.inputEnded()
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    public func errorCaught(context: ChannelHandlerContext, error: any Error) {
        channelSession.transportFailed()
        context.fireErrorCaught(error)
    }

    // MARK: Outbound

    public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        channelSession.write(Self.unwrapOutboundIn(data), promise)
    }

    public func flush(context: ChannelHandlerContext) {
        channelSession.flush()
    }

    public func read(context: ChannelHandlerContext) {
        channelSession.read()
    }

    public func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        channelSession.close(mode, promise)
    }

    public func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        switch event {
        case TLSHandlerRequest.updateKeys(let requestingPeer):
            channelSession.updateKeys(requestingPeer: requestingPeer, promise)
        case TLSHandlerRequest.abort:
            channelSession.abort(promise)
        default:
            context.triggerUserOutboundEvent(event, promise: promise)
        }
    }
}
