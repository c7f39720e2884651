internal import CLibssl
import TLSMessages
import TLSProvider

// SAFETY: the connection is alive as long as the session holds it.
extension PlatformSession {
    func close() {
        guard !isWriteClosed, failure == nil, let connection else { return }
        if isHandshakeComplete || isJudgingUnderKeys {
            clibssl_clear_errors()
            unsafe _ = SSL_shutdown(connection.ssl)
            clibssl_clear_errors()
        } else if canWritePlainly, !context.settings.isServer || hello.hasBegun {
            // RFC 9846 §6.1: a handshake that is given up says so before it closes.
            unsafe connection.queue.pointee.dropHeld()
            connection.writePlainAlert(level: 1, .userCanceled)
            connection.writePlainAlert(level: 1, .closeNotify)
        }
        closeWriting()
        guard !isHandshakeComplete else { return }
        isAbandoned = true
        question = nil
    }

    func fail(_ error: TLSError) {
        guard failure == nil else { return }
        _ = end(error, sending: error.alertDirection == .sent ? error.alert : nil)
    }

    /// The connection's one end: the alert, if any, goes out exactly once.
    func end(_ error: TLSError, sending alert: AlertDescription?) -> TLSError {
        if let failure { return failure }
        failure = error
        if let alert, !isWriteClosed, observed.sentFatal == nil { send(alert) }
        closeWriting()
        question = nil
        if error.alert != nil { forgetSession() }
        return error
    }

    /// libssl has failed, and has sent its alert if one was due.
    func endByLibrary() -> TLSError {
        if let received = observed.receivedFatal {
            clibssl_clear_errors()
            return end(
                TLSError(.alertReceived, "the peer ended the connection", alert: received, direction: .received),
                sending: nil)
        }
        let error = LibsslErrors.failure(sending: observed.sentFatal)
        guard let cause = observed.cause else { return end(error, sending: nil) }
        return end(TLSError(cause.code, cause.reason, alert: observed.sentFatal), sending: nil)
    }

    private func closeWriting() {
        isWriteClosed = true
        guard let connection else { return }
        unsafe connection.queue.pointee.dropHeld()
        unsafe connection.queue.pointee.isClosed = true
    }

    /// A session that has failed is not resumed; one whose transport only ended may be. RFC 5246 §7.2.1, §7.2.2.
    private func forgetSession() {
        guard let connection, let session = unsafe SSL_get_session(connection.ssl) else {
            return
        }
        unsafe _ = SSL_CTX_remove_session(context.pointer, session)
        clibssl_clear_errors()
    }

    // MARK: Alerts of our own

    /// A server of TLS 1.3 that waits for the verdict, with keys in place and libssl done.
    private var isJudgingUnderKeys: Bool {
        question == .peerCertificates && context.settings.isServer && connection?.version == .tls13
    }

    /// Nothing that was sent is protected; the flight that is kept back until a verdict has not been sent.
    private var canWritePlainly: Bool {
        !observed.isWriteProtected
            || (question == .peerCertificates && context.settings.isServer && connection?.version != .tls13)
    }

    /// Sends an alert that is not libssl's own. It has no call for that, so the way depends on where the connection is;
    /// a client, and a server before TLS 1.3, that is past its handshake has none, and then only ends.
    private func send(_ alert: AlertDescription) {
        guard let connection else { return }
        if canWritePlainly {
            unsafe connection.queue.pointee.dropHeld()
            connection.writePlainAlert(level: 2, alert)
        } else if question == .peerCertificates, !context.settings.isServer {
            // The alert that comes nearest among those libssl sends about a chain.
            verdict = .reject(alert, reason: "")
            _ = connection.advanceHandshake()
        } else if context.settings.isServer, connection.version == .tls13 {
            sendAlertWithTicket(alert, connection)
        }
        clibssl_clear_errors()
    }

    /// libssl asks about each extension of a ticket that it is to send, and takes an alert for an answer.
    private func sendAlertWithTicket(_ alert: AlertDescription, _ connection: Connection) {
        owedAlert = alert
        clibssl_clear_errors()
        // The answer to a key update may be owed, and then goes first.
        for _ in 0..<2 where observed.sentFatal == nil {
            if unsafe SSL_new_session_ticket(connection.ssl) == 1 { _ = connection.advanceHandshake() }
        }
        owedAlert = nil
    }
}
