import TLSHandshake
import TLSMessages
import TLSProvider
import TLSRecordLayer

// How a connection ends.
extension InternalSession {
    func close() {
        guard !isWriteClosed, failure == nil else { return }
        isSteady = false
        // RFC 9846 §6.1: a handshake that is given up says so before it closes.
        if !isHandshakeComplete, core.hasHello { core.send(.userCanceled) }
        if isHandshakeComplete || core.hasHello { core.send(.closeNotify) }
        core.closeWriting()
        guard !isHandshakeComplete else { return }
        isAbandoned = true
        core.abandon(.aborted)
    }

    func fail(_ error: TLSError) {
        guard failure == nil else { return }
        _ = fail(error, sending: error.alertDirection == .sent ? error.alert : nil)
    }

    /// The connection's one end: the alert, if any, goes out exactly once.
    func fail(_ error: TLSError, sending alert: AlertDescription?) -> TLSError {
        if let failure { return failure }
        isSteady = false
        failure = error
        if let alert { core.send(alert) }
        core.closeWriting()
        core.forgetSessions(isAlert: error.code != .truncated)
        core.abandon(.aborted)
        return error
    }

    /// What to say of a record that is refused. Nothing of one that comes behind our close_notify and could only be opened
    /// with a key that may open no more: who sent it will find the close.
    func refusal(of error: RecordFault) -> TLSError? {
        if case .keyExhausted = error, isWriteClosed, failure == nil, negotiated?.version == .tls12 {
            isAbandoned = true
            return nil
        }
        return fail(TLSError(error), sending: error.alert)
    }

    /// TLS 1.2 cannot change its keys: before one has protected too much, the connection ends in good order. RFC 5246 §6.1.
    ///
    /// - Parameter received: whether it is the peer's key. That it ends is told though we have closed: whoever still takes
    ///   the peer's data must know that there is an end to it.
    func closeForExhaustedKeys(received: Bool) {
        guard received ? !isReadExhausted : !isWriteClosed else { return }
        if received { isReadExhausted = true }
        core.events.append(.keysExhausted(received: received))
        close()
    }

    func receiveEndOfTransport() throws(TLSError) {
        if let failure { throw failure }
        guard !isReadClosed, !isAbandoned else { return }
        let reason =
            isHandshakeComplete
            ? "the transport ended without close_notify" : "the transport ended during the handshake"
        throw fail(TLSError(.truncated, reason), sending: nil)
    }
}
