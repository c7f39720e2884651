import NIOCore
import NIOTLS
import TLSProvider

extension ChannelSession {
    // MARK: Closing

    func close(_ mode: CloseMode, _ promise: EventLoopPromise<Void>?) {
        switch (mode, phase) {
        case (.all, .handshaking), (.all, .open):
            beginClosing(promise)
        case (.all, .held):
            isCloseAsked = true
            attach(promise)
        case (.all, .closing), (.all, .draining):
            attach(promise)
        case (.all, .idle), (.all, .closed):
            phase = .closed
            context?.close(mode: .all, promise: promise)
        case (.output, .open) where !isOutputClosed:
            isOutputClosed = true
            closeOutput(promise)
        case (.output, .idle) where !isOutputClosed, (.output, .handshaking) where !isOutputClosed,
            (.output, .held) where !isOutputClosed:
            // The peer must be able to read what waits for the handshake; close_notify follows it.
            isOutputClosed = true
            outputClosePromise = promise
        case (.output, _):
            promise?.fail(ChannelError.outputClosed)
        case (.input, _):
            // The peer's close_notify has to be read.
            promise?.fail(ChannelError.operationUnsupported)
        }
    }

    func flushAndClose(_ promise: EventLoopPromise<Void>?) {
        let held = exchange(&holdsFlushes, with: true)
        flush()
        close(.all, promise)
        holdsFlushes = held
        if !held { flushOutput() }
    }

    /// Closes at once: no close_notify, nothing awaited.
    func abort(_ promise: EventLoopPromise<Void>?) {
        attach(promise)
        // What was flushed before has its chance, though the flush was held.
        flushOutput()
        closeTransport()
    }

    private func beginClosing(_ promise: EventLoopPromise<Void>?) {
        attach(promise)
        let wasOpen = phase == .open
        phase = .closing
        pending.failAll(ChannelError.ioOnClosedChannel)
        failOutputClose(ChannelError.ioOnClosedChannel)
        // The session closes itself when its keys are used up, and what it said may be written by now.
        let hasSaidSo = wasOpen && session.isWriteClosed && !isOutputClosed
        session.close()
        collectOutput()
        if !output.isEmpty || hasSaidSo {
            sendCloseNotify()
        } else if wasOpen, isOutputClosed, !session.isReadClosed {
            // Ours was sent by close(mode: .output).
            context?.read()
        } else {
            // Nothing was agreed on that would have to be closed.
            closeTransport()
        }
        // Most often all is over by now, without a timer.
        if phase == .closing { setTimer(wasOpen ? options.closeTimeout : TLSHandlerLimits.drainTime) }
    }

    /// Sends the close_notify that is collected, and closes the transport: this direction of it, or all of it when the
    /// peer has closed the other or nobody waits for that.
    private func sendCloseNotify() {
        guard let context else { return }
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { [self] _ in
            if phase == .closing, !awaitsPeer { closeTransport() }
        }
        output.attach(written)
        flushOutput()
        if phase == .closing, awaitsPeer {
            self.context?.close(mode: .output, promise: nil)
            self.context?.read()
        }
    }

    private var awaitsPeer: Bool { options.awaitsCloseNotify && !session.isReadClosed }

    /// Closes our direction and keeps the peer's.
    func closeOutput(_ promise: EventLoopPromise<Void>?) {
        pending.failAll(ChannelError.outputClosed)
        session.close()
        collectOutput()
        if session.isReadClosed {
            attach(promise)
            phase = .closing
            context?.fireUserInboundEventTriggered(TLSUserEvent.shutdownCompleted)
            sendCloseNotify()
            if phase == .closing { setTimer(options.closeTimeout) }
        } else {
            flushOutput()
            context?.close(mode: .output, promise: promise)
        }
    }

    /// Our key is used up, and close_notify is said. What the peer had sent before it learns of that is the application's.
    func closeExhaustedOutput() {
        guard phase == .open, !isOutputClosed else { return }
        isOutputClosed = true
        closeOutput(nil)
        if phase == .open { setTimer(options.closeTimeout) }
    }

    /// The peer has sent close_notify.
    func peerHasClosed() {
        switch phase {
        case .open:
            context?.fireUserInboundEventTriggered(TLSHandlerEvent.peerClosed)
            guard phase == .open else { return }
            if isOutputClosed {
                context?.fireUserInboundEventTriggered(TLSUserEvent.shutdownCompleted)
                closeTransport()
            } else if allowsHalfClosure, !session.isWriteClosed {
                context?.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
            } else {
                beginClosing(nil)
                context?.fireUserInboundEventTriggered(TLSUserEvent.shutdownCompleted)
            }
        case .closing:
            context?.fireUserInboundEventTriggered(TLSUserEvent.shutdownCompleted)
            closeTransport()
        case .idle, .handshaking, .held, .draining, .closed:
            break
        }
    }

    var allowsHalfClosure: Bool {
        (try? context?.channel.syncOptions?.getOption(.allowRemoteHalfClosure)) ?? false
    }

    // MARK: The transport's end

    /// The peer has closed its direction of the transport; ours is still there.
    func inputEnded() {
        switch phase {
        case .handshaking where session.isPaused:
            // A client may say all it has to say with its Finished: what came before the end is read first.
            isInputEndHeld = true
        case .handshaking, .open:
            do throws(TLSError) {
                try session.receiveEndOfTransport()
            } catch {
                fail(error)
            }
        case .held:
            // Whoever could shorten the time by this would measure all the same.
            hasInputEnded = true
        case .closing, .draining:
            closeTransport()
        case .idle, .closed:
            break
        }
    }

    /// The transport has reported an error; its end follows.
    func transportFailed() {
        transportHasFailed = true
        tellFailure()
    }

    func transportEnded() {
        let wasOpen = phase == .handshaking || phase == .open
        phase = .closed
        cancelTimer()
        if wasOpen, !transportHasFailed {
            do throws(TLSError) {
                try session.receiveEndOfTransport()
            } catch {
                failure = error
                context?.fireErrorCaught(error)
            }
        }
        tellFailure()
        releaseAll()
    }

    func closeTransport() {
        guard phase != .closed else { return }
        phase = .closed
        cancelTimer()
        context?.close(mode: .all, promise: exchange(&closePromise, with: nil))
    }

    // MARK: Removal

    /// Ends TLS and leaves the transport as it is. What follows the peer's close_notify is not TLS: it is handed on.
    func prepareRemoval() {
        if phase == .held { return leaveHeld() }
        guard phase == .handshaking || phase == .open, let context else { return }
        session.close()
        collectOutput()
        flushOutput()
        phase = .closed
        cancelTimer()
        pending.failAll(ChannelError.ioOnClosedChannel)
        let rest = input.takeRest()
        if session.isReadClosed, rest.readableBytes > 0 {
            context.fireChannelRead(NIOAny(rest))
            context.fireChannelReadComplete()
        }
    }

    func removed() {
        phase = .closed
        cancelTimer()
        keepOutput(false)
        releaseAll()
        context = nil
    }

    private func releaseAll() {
        pending.failAll(lastError)
        output.take().promise?.fail(lastError)
        failOutputClose(lastError)
        exchange(&closePromise, with: nil)?.succeed()
        input = RecordInput()
    }

    private var lastError: any Error { failure ?? ChannelError.ioOnClosedChannel }

    // MARK: Promises

    private func attach(_ promise: EventLoopPromise<Void>?) {
        guard let promise else { return }
        if let closePromise {
            closePromise.futureResult.cascade(to: promise)
        } else {
            closePromise = promise
        }
    }

    func failOutputClose(_ error: @autoclosure () -> any Error) {
        exchange(&outputClosePromise, with: nil)?.fail(error())
    }
}
