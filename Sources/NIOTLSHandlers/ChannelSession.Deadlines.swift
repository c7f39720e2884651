import NIOCore
import TLSProvider

/// One timer for all that a connection waits for: the handshake's end, the peer's next bytes in it, the time to tell of a bad
/// record, the end of closing.
extension ChannelSession: NIOScheduledCallbackHandler {
    func startHandshakeTimer() {
        guard let now = context?.eventLoop.now else { return }
        deadline = options.handshakeTimeout.map { now + $0 } ?? .distantFuture
        lastReceived = now
        armForHandshake(now)
    }

    private func armForHandshake(_ now: NIODeadline) {
        let next = min(deadline, endOfSilence(now))
        if next < .distantFuture { arm(next) }
    }

    /// When the peer will have been silent for too long, if no byte comes. While the application decides, the peer has
    /// nothing to send.
    private func endOfSilence(_ now: NIODeadline) -> NIODeadline {
        guard let timeout = options.handshakeInactivityTimeout else { return .distantFuture }
        return (session.isPaused ? now : lastReceived) + timeout
    }

    func handleScheduledCallback(eventLoop: some EventLoop) {
        timer = nil
        switch phase {
        case .handshaking: checkHandshake(eventLoop.now)
        case .open: peerHasNotClosed()
        case .held: endHolding()
        case .closing, .draining: closeTransport()
        case .idle, .closed: break
        }
    }

    private func checkHandshake(_ now: NIODeadline) {
        if deadline <= now {
            handshakeTimedOut("the handshake took longer than \(milliseconds(options.handshakeTimeout)) ms")
        } else if endOfSilence(now) <= now {
            handshakeTimedOut("the peer was silent for \(milliseconds(options.handshakeInactivityTimeout)) ms")
        } else {
            // Bytes have come since the timer was set.
            armForHandshake(now)
        }
    }

    private func milliseconds(_ time: TimeAmount?) -> Int64 {
        (time ?? .zero).nanoseconds / 1_000_000
    }

    private func handshakeTimedOut(_ reason: String) {
        // user_canceled and close_notify, once a ClientHello has come; before it nothing, to a peer that may not
        // even speak TLS.
        session.close()
        fail(TLSError(.handshakeTimeout, reason))
    }

    /// Our keys are used up, and the peer goes on or says nothing. RFC 5246 §7.2.1: it owes us close_notify.
    private func peerHasNotClosed() {
        let error = TLSError(
            .truncated,
            "our keys are used up, and the peer did not close within \(milliseconds(options.closeTimeout)) ms")
        session.fail(error)
        fail(error)
    }

    /// Sets the timer to what the phase waits for.
    func setTimer(_ time: TimeAmount) {
        cancelTimer()
        if let now = context?.eventLoop.now { arm(now + time) }
    }

    private func arm(_ deadline: NIODeadline) {
        // Only a loop that has been shut down refuses, and with it the channel goes.
        timer = try? context?.eventLoop.assumeIsolated().scheduleCallback(at: deadline, handler: self)
    }

    func cancelTimer() {
        timer?.cancel()
        timer = nil
    }
}
