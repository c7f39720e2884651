import Glibc
import NIOConcurrencyHelpers
import NIOCore
import NIOTLSHandlers
import TLSProvider

/// The end of a connection's pipeline: counts, holds back, and hands over between the event loop and the rest.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let state: ConnectionState
    private let sweeper: ConnectionSweeper
    private let writeTimeout: Int
    private var context: ChannelHandlerContext?
    private var batch: [ByteBuffer] = []
    private var isReadHeld = false
    private var lastActivity = NIODeadline.distantPast
    private var lastWriteProgress = NIODeadline.distantPast
    private var bytesInFlight = 0
    /// Whether this direction is to be closed once all is written.
    private var owesOutputClose = false
    /// Why the connection ends, once that is known.
    private var failure: SSLError?
    private var closing: Closing?
    private var hasEnded = false

    /// A close by this side.
    private struct Closing {
        var reason: SSLError?
        /// When the transport is closed, whatever is left. The sweeper looks.
        var deadline = NIODeadline.distantFuture
        var isUnderWay = false
    }

    init(_ state: ConnectionState, _ sweeper: ConnectionSweeper, writeTimeout: Int) {
        self.state = state
        self.sweeper = sweeper
        self.writeTimeout = writeTimeout
    }

    // MARK: Beginning and end

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        lastActivity = context.eventLoop.now
        let link = NIOLoopBound(self, eventLoop: context.eventLoop)
        state.shared { $0.link = link }
        sweeper.add(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    /// The transport is gone. A channel that never became active says so only by removing its handlers.
    private func end() {
        guard !hasEnded else { return }
        hasEnded = true
        handOver()
        sweeper.remove(self)
        let wasEstablished = state.shared { shared in
            shared.link = nil
            shared.isReadyToSend = false
            shared.outbound.removeAll()
            if shared.stage != .closing { shared.stage = .gone }
            return shared.negotiated != nil
        }
        state.wakeWaiters(.closed)
        let reason = closing == nil ? endReason(wasEstablished) : closing?.reason ?? localReason(wasEstablished)
        state.post(.ended(reason))
    }

    private func endReason(_ wasEstablished: Bool) -> SSLError? {
        failure ?? (wasEstablished ? nil : SSLError(.handshakeFailed, "the connection ended"))
    }

    /// A connection that is reset by this side, or given up before it was one, has not ended well.
    private func localReason(_ wasEstablished: Bool) -> SSLError? {
        wasEstablished && state.linger ? nil : SSLError(.connectionAborted)
    }

    // MARK: Inbound

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case TLSHandlerEvent.handshakeCompleted(let parameters): established(parameters)
        case TLSHandlerEvent.earlyData(let data): if closing == nil { state.post(.earlyData(data)) }
        case TLSHandlerEvent.keysExhausted: keysExhausted()
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func established(_ parameters: NegotiatedParameters) {
        lastActivity = context?.eventLoop.now ?? lastActivity
        let isOpen = state.shared { shared in
            shared.negotiated = parameters
            shared.isReadyToSend = true
            guard shared.stage == .handshaking else { return false }
            shared.stage = .open
            return true
        }
        guard isOpen else { return }
        state.core.established(state, parameters)
        state.post(.connected(parameters))
        state.post(.readyToSend)
    }

    /// Nothing more can be sent; what still comes is taken. The end is not one that either side wanted, and is told as such.
    private func keysExhausted() {
        guard closing == nil, failure == nil else { return }
        // It came before.
        handOver()
        let error = SSLError(
            .connectionAborted, "a key of TLS 1.2 has protected as much as is safe: connect anew to go on")
        failure = error
        state.outputEnded()
        state.post(.error(error))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard closing == nil else { return }
        batch.append(Self.unwrapInboundIn(data))
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        handOver()
        context.fireChannelReadComplete()
    }

    private func handOver() {
        guard !batch.isEmpty else { return }
        if let context { lastActivity = context.eventLoop.now }
        _ = state.received(batch)
        batch.removeAll(keepingCapacity: batch.capacity <= 4)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard failure == nil, closing == nil else { return }
        failure = describe(error)
        // The TLS handler closes what has failed, and the system closes what it has reset.
        guard let failure, !(error is TLSError), !(error is IOError) else { return }
        close(linger: false, within: ChannelLimits.closeTime, reason: failure)
    }

    private func describe(_ error: any Error) -> SSLError {
        let negotiated = state.shared { $0.negotiated }
        guard negotiated == nil else {
            let failure = SSLError(transport: error)
            if failure.tlsError != nil, failure.tlsError?.code != .truncated { state.post(.error(failure)) }
            return failure
        }
        guard let tlsError = error as? TLSError else { return SSLError(transport: error) }
        let (refusal, hasPeerCertificate) = state.shared { ($0.refusal, $0.hasPeerCertificate) }
        return refusal ?? state.core.describe(handshake: tlsError, hasPeerCertificate: hasPeerCertificate)
    }

    // MARK: Reading

    func read(context: ChannelHandlerContext) {
        if closing == nil, state.mustHoldPeer() {
            isReadHeld = true
        } else {
            context.read()
        }
    }

    /// There is room again.
    func readOn() {
        guard isReadHeld, let context else { return }
        isReadHeld = false
        read(context: context)
    }

    // MARK: Writing

    /// Writes what the application has sent.
    func writeWaiting() {
        guard let context, closing?.isUnderWay != true else { return }
        let (buffers, isClosing) = state.shared { ($0.outbound.takeWaiting(), $0.stage == .closing) }
        guard !buffers.isEmpty else { return }
        let now = context.eventLoop.now
        lastActivity = now
        if bytesInFlight == 0 { lastWriteProgress = now }
        for buffer in buffers { write(buffer, context) }
        // The application has closed already: its close follows and sends this along with close_notify.
        if !isClosing || closing != nil { context.flush() }
    }

    private func write(_ buffer: ByteBuffer, _ context: ChannelHandlerContext) {
        let count = buffer.readableBytes
        bytesInFlight += count
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { [self] result in
            bytesInFlight -= count
            guard case .success = result, let context = self.context else { return }
            lastWriteProgress = context.eventLoop.now
            lastActivity = lastWriteProgress
            state.written(count)
            if bytesInFlight == 0 {
                closeOutputWhenWritten()
                closeWhenWritten()
            }
        }
        context.write(Self.wrapOutboundOut(buffer), promise: promise)
    }

    // MARK: Closing

    /// Closes: after what is queued has been sent, or at once.
    func close(linger: Bool, within time: TimeAmount, reason: SSLError?) {
        guard let context else { return }
        guard linger else { return reset(reason) }
        if closing == nil {
            writeWaiting()
            closing = Closing(reason: reason)
        }
        closing?.deadline = context.eventLoop.now + time
        if isReadHeld { readOn() }
        if bytesInFlight > 0 { flushAndClose(context, within: time) } else { closeWhenWritten() }
    }

    /// Sends what waits: with close_notify in the same write when it is so little that closing does not have to wait for
    /// it, or else ahead of closing.
    private func flushAndClose(_ context: ChannelHandlerContext, within time: TimeAmount) {
        if bytesInFlight <= ChannelLimits.sentWithClose, time <= ChannelLimits.closeTime, closing?.isUnderWay == false {
            closing?.isUnderWay = true
            context.triggerUserOutboundEvent(FlushAndClose(), promise: nil)
        } else {
            context.flush()
        }
    }

    /// Closes this direction after what is queued has been sent.
    func closeOutput() {
        writeWaiting()
        owesOutputClose = true
        closeOutputWhenWritten()
    }

    private func closeOutputWhenWritten() {
        guard owesOutputClose, closing == nil, bytesInFlight == 0, let context else { return }
        owesOutputClose = false
        context.close(mode: .output, promise: nil)
    }

    private func closeWhenWritten() {
        guard closing?.isUnderWay == false, bytesInFlight == 0, let context else { return }
        closing?.isUnderWay = true
        context.close(promise: nil)
    }

    /// Ends the connection by a reset: what is queued is lost.
    private func reset(_ reason: SSLError?) {
        if closing == nil { closing = Closing(reason: reason) }
        closing?.isUnderWay = true
        // Where the option cannot be set the connection is closed in the ordinary way.
        _ = (context?.channel as? any SocketOptionProvider)?.setSoLinger(Glibc.linger(l_onoff: 1, l_linger: 0))
        cut()
    }

    /// Closes the transport, whatever is left.
    func cut() {
        context?.triggerUserOutboundEvent(TLSHandlerRequest.abort, promise: nil)
    }

    // MARK: Timeouts

    /// Looks whether the connection has been idle, or stuck, for too long.
    func sweep(_ now: NIODeadline) {
        if let closing, closing.deadline <= now { return cut() }
        let (idleTimeout, isOpen) = state.shared { ($0.idleTimeout, $0.stage == .open) }
        guard isOpen, closing == nil else { return }
        if bytesInFlight > 0, writeTimeout > 0, now - lastWriteProgress >= .seconds(Int64(writeTimeout)) {
            fail(SSLError(.timedOut, "the peer took nothing for \(writeTimeout) s"), linger: false)
        } else if idleTimeout > 0, now - lastActivity >= .seconds(Int64(idleTimeout)) {
            fail(SSLError(.timedOut, "Idle timeout"), linger: true)
        }
    }

    private func fail(_ reason: SSLError, linger: Bool) {
        state.shared { shared in
            if shared.stage == .open { shared.stage = .closing }
        }
        state.wakeWaiters(.closed)
        close(linger: linger, within: ChannelLimits.closeTime, reason: reason)
    }
}
