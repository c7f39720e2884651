public import NIOCore
package import TLSProvider

/// What the TLS handlers of both sides have in common: a session between a channel's bytes and an application's.
///
/// Behind the handler `ByteBuffer`s are plaintext in both directions.
///
/// - The handshake's end is told by `TLSHandlerEvent.handshakeCompleted` and `TLSUserEvent.handshakeCompleted`; what is
///   written before waits for it.
/// - Writes are protected when they are flushed, and several records go into one write to the kernel.
/// - Closing sends close_notify and waits for the peer's. `close(mode: .output)` sends it and closes that direction only.
/// - A peer that closes its direction ends the connection, unless `ChannelOption.allowRemoteHalfClosure` is on: then
///   `ChannelEvent.inputClosed` is fired and writing goes on.
/// - The transport's end without close_notify is an error, `TLSError.Code.truncated`.
/// - After a fatal error the alert is sent, `errorCaught` is fired with the `TLSError`, and the channel closes.
public class TLSHandler: ChannelDuplexHandler, RemovableChannelHandler {
    /// Protected bytes.
    public typealias InboundIn = ByteBuffer
    /// Plaintext.
    public typealias InboundOut = ByteBuffer
    /// Plaintext.
    public typealias OutboundIn = ByteBuffer
    /// Protected bytes.
    public typealias OutboundOut = ByteBuffer

    let channelSession: ChannelSession

    init(_ channelSession: ChannelSession) {
        self.channelSession = channelSession
    }

    /// Keying material that both ends can derive. To be called on the channel's event loop.
    package func exportKeyingMaterial(label: String, context: [UInt8]?, count: Int) throws(TLSError) -> [UInt8] {
        try channelSession.session.exportKeyingMaterial(label: label, context: context, count: count)
    }

    // MARK: ChannelHandler

    /// Starts the handshake, if the channel is active already.
    public func handlerAdded(context: ChannelHandlerContext) {
        channelSession.added(to: context)
    }

    /// Fails what waits.
    public func handlerRemoved(context: ChannelHandlerContext) {
        channelSession.removed()
    }

    /// Ends TLS with close_notify and leaves the transport open; what follows the peer's close_notify is handed on as it is.
    public func removeHandler(context: ChannelHandlerContext, removalToken: ChannelHandlerContext.RemovalToken) {
        channelSession.prepareRemoval()
        context.leavePipeline(removalToken: removalToken)
    }

    // MARK: Inbound

    /// Starts the handshake.
    public func channelActive(context: ChannelHandlerContext) {
        channelSession.start()
        context.fireChannelActive()
    }

    /// Opens what has arrived.
    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        channelSession.received(Self.unwrapInboundIn(data))
    }

    /// Sends what the session has to send, and reads on if the application got nothing it waits for.
    public func channelReadComplete(context: ChannelHandlerContext) {
        channelSession.readCompleted()
    }

    /// Tells truncation from a clean end.
    public func channelInactive(context: ChannelHandlerContext) {
        channelSession.transportEnded()
        context.fireChannelInactive()
    }

    /// Tells truncation from a clean end of the peer's direction.
    public func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event {
            channelSession.inputEnded()
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    /// Hands the transport's error on.
    public func errorCaught(context: ChannelHandlerContext, error: any Error) {
        channelSession.transportFailed()
        context.fireErrorCaught(error)
    }

    // MARK: Outbound

    /// Keeps the plaintext until the flush.
    public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        channelSession.write(Self.unwrapOutboundIn(data), promise)
    }

    /// Protects and sends what was written.
    public func flush(context: ChannelHandlerContext) {
        channelSession.flush()
    }

    /// Reads, unless the handshake waits for the application.
    public func read(context: ChannelHandlerContext) {
        channelSession.read()
    }

    /// Closes with close_notify, in one direction or both.
    public func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        channelSession.close(mode, promise)
    }

    /// Takes `TLSHandlerRequest`s.
    public func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        switch event {
        case TLSHandlerRequest.updateKeys(let requestingPeer):
            channelSession.updateKeys(requestingPeer: requestingPeer, promise)
        case TLSHandlerRequest.sendEarlyData(let data):
            channelSession.sendEarlyData(data, promise)
        case TLSHandlerRequest.abort:
            channelSession.abort(promise)
        case is FlushAndClose:
            channelSession.flushAndClose(promise)
        default:
            context.triggerUserOutboundEvent(event, promise: promise)
        }
    }
}
