import NIOCore
import TLSProvider

extension ChannelSession {
    /// Sends the alert, tells of the error and closes, such that the alert arrives.
    func fail(_ error: TLSError) {
        guard phase == .handshaking || phase == .open || phase == .closing else { return }
        failure = error
        isFailureUntold = phase != .closing
        end(with: error)
    }

    private func end(with error: TLSError) {
        phase = .draining
        collectOutput()
        let hasAlert = !output.isEmpty
        setTimer(TLSHandlerLimits.drainTime)
        flushOutput()
        pending.failAll(error)
        failOutputClose(error)
        tellFailure()
        guard phase == .draining else { return }
        if hasAlert, !hasInputEnded {
            context?.close(mode: .output, promise: nil)
            context?.read()
        } else {
            closeTransport()
        }
    }

    /// Tells the application, once.
    func tellFailure() {
        guard let failure, exchange(&isFailureUntold, with: false) else { return }
        context?.fireErrorCaught(failure)
    }

    // MARK: Holding

    /// Freezes the connection where this failure has to wait: what the peer sees next is to depend on the time that was chosen,
    /// and not on how long its record took. What waits to be sent goes out with the alert, and the application, which could
    /// give it away, learns of it then.
    func hold(_ error: TLSError) {
        guard let time = options.delay(of: error) else { return }
        failure = error
        isFailureUntold = phase != .closing
        isCloseAsked = phase == .closing
        phase = .held
        // The channel would answer the end of the peer's direction by ours.
        keepOutput(true)
        setTimer(time)
    }

    /// The time is over.
    func endHolding() {
        guard phase == .held, let failure else { return }
        keepOutput(false)
        end(with: failure)
    }

    /// The handler leaves before the time is over: the peer is told nothing, and the application what there is to tell.
    func leaveHeld() {
        phase = .closed
        cancelTimer()
        keepOutput(false)
        tellFailure()
        guard hasInputEnded else { return }
        // The channel does by itself what it was kept from.
        if allowsHalfClosure {
            context?.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        } else {
            context?.close(promise: nil)
        }
    }
}
