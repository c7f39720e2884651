internal import CLibssl
import TLSCertificates
import TLSMessages
import TLSProvider

// SAFETY: what libssl is lent of a span or an array is lent inside one call, and taken back before it ends.
extension PlatformSession {
    /// Gives one record to the handshake.
    func takeHandshakeRecord(_ input: inout MutableSpan<UInt8>, _ total: Int) throws(TLSError) {
        guard let connection else { throw closed() }
        hello.hasBegun = true
        if context.settings.asksAboutClientHello, !hello.isDecided {
            for index in 0..<total { hello.records.append(input[index]) }
        }
        unsafe input.withUnsafeMutableBufferPointer { buffer in
            unsafe connection.lend(buffer.baseAddress, total)
        }
        // SAFETY: the loan ends before the span can be used for anything else.
        defer { connection.endLoan() }
        try runHandshake()
    }

    /// Gives the hello's records to another connection.
    func replayHello() throws(TLSError) {
        guard let connection else { throw closed() }
        let records = hello.records
        hello.records = []
        let result = unsafe records.withUnsafeBufferPointer { bytes in
            unsafe connection.lend(bytes.baseAddress, bytes.count)
            defer { connection.endLoan() }
            return Result { () throws(TLSError) in try runHandshake() }
        }
        try result.get()
    }

    /// Goes on until libssl needs more bytes, or an answer, or is done.
    func runHandshake() throws(TLSError) {
        guard let connection else { throw closed() }
        // The flight that completes a handshake of TLS 1.2 must wait for the verdict over the client.
        let holds = context.settings.isServer && context.settings.judgesPeer
        unsafe connection.queue.pointee.isHolding = holds
        let outcome = connection.advanceHandshake()
        if outcome != SSL_ERROR_NONE { unsafe connection.queue.pointee.release() }
        // RFC 9846 §6.1: close_notify ends a handshake too; libssl only stops reading.
        if observed.receivedFatal != nil { throw endByLibrary() }
        switch outcome {
        case SSL_ERROR_NONE:
            clibssl_clear_errors()
            try handshakeDone(connection)
        case SSL_ERROR_WANT_READ:
            clibssl_clear_errors()
        case SSL_ERROR_WANT_CLIENT_HELLO_CB:
            clibssl_clear_errors()
            question = .clientHello
        case SSL_ERROR_WANT_RETRY_VERIFY:
            clibssl_clear_errors()
            question = .peerCertificates
            events.append(.peerCertificates(observed.peerCertificates))
        default:
            throw endByLibrary()
        }
    }

    /// libssl's part is done. A server that asked for a certificate has its client's proof now, and puts the chain to the
    /// application before it tells of anything, sends anything or takes anything more.
    private func handshakeDone(_ connection: Connection) throws(TLSError) {
        guard context.settings.isServer, context.settings.judgesPeer, !connection.isResumed else {
            return try finishHandshake(connection)
        }
        // TLS 1.3 has nothing to keep back: its tickets are sent after the verdict, and an alert must get out.
        if connection.version == .tls13 { unsafe connection.queue.pointee.release() }
        question = .peerCertificates
        events.append(.peerCertificates(observed.peerCertificates))
    }

    func finishHandshake(_ connection: Connection) throws(TLSError) {
        unsafe connection.queue.pointee.release()
        var parameters = NegotiatedParameters(connection, observed, context.settings)
        parameters.verifiedPath = verifiedPath
        if !context.settings.isServer, let chosen = parameters.applicationProtocol,
            !context.settings.applicationProtocols.contains(Array(chosen.utf8))
        {
            // RFC 7301 §3.2: the server chooses among what was offered.
            throw end(
                TLSError(.peerMisbehaved, "the server chose an application protocol that was not offered"), sending: nil
            )
        }
        if context.settings.isServer, context.settings.judgesPeer, context.settings.resumesSessions,
            parameters.version == .tls13
        {
            try sendTickets(connection)
        }
        complete(parameters)
        if parameters.isResumed, parameters.version < .tls13 { reportResumedSession(connection) }
    }

    /// A client's: before TLS 1.3 a session is good for more than one connection, and libssl tells of those alone that begin.
    /// RFC 5246 §F.1.4, RFC 5077 §3.3.
    private func reportResumedSession(_ connection: Connection) {
        guard let receive = context.settings.receiveSession,
            let session = unsafe SSL_get1_session(connection.ssl)
        else { return }
        receive(TLSResumableSession(storage: unsafe StoredSession(owning: session)))
    }

    /// The tickets that were kept back until the client was judged. RFC 9846 §4.7.1.
    private func sendTickets(_ connection: Connection) throws(TLSError) {
        for _ in 0..<SessionLimits.tickets {
            guard unsafe SSL_new_session_ticket(connection.ssl) == 1, connection.advanceHandshake() == SSL_ERROR_NONE
            else { throw endByLibrary() }
        }
        clibssl_clear_errors()
    }

    // MARK: What libssl calls

    /// A server's look at the hello: the application's choice, then ours of a certificate.
    func receiveClientHello(_ alert: UnsafeMutablePointer<Int32>?) -> Int32 {
        // The second hello after a HelloRetryRequest changes no choice. RFC 9846 §4.2.2.
        if hello.isDecided { return SSL_CLIENT_HELLO_SUCCESS }
        let info = ClientHelloInfo(message: observed.clientHello)
        if context.settings.asksAboutClientHello, !hello.isAnswered {
            events.append(.clientHello(info))
            return SSL_CLIENT_HELLO_RETRY
        }
        hello.isDecided = true
        do throws(TLSError) {
            try presentIdentities(for: info)
            return SSL_CLIENT_HELLO_SUCCESS
        } catch {
            observed.cause = error
            unsafe alert?.pointee = Int32((error.alert ?? .handshakeFailure).rawValue)
            return SSL_CLIENT_HELLO_ERROR
        }
    }

    private func presentIdentities(for info: ClientHelloInfo) throws(TLSError) {
        guard let connection else { throw closed() }
        let enabled = hello.presented ?? context.settings.identities
        let chosen = try IdentityChoice.choose(enabled, for: info, context.settings)
        unsafe SSL_certs_clear(connection.ssl)
        for identity in chosen {
            if unsafe identity.install(on: connection.ssl) { continue }
            throw TLSError(
                .invalidConfiguration, "libssl refuses the identity: \(LibsslErrors.takeReason() ?? "no reason")",
                alert: .internalError)
        }
    }

    /// The peer's chain, for libssl to go on or to wait.
    func receiveCertificates(_ store: OpaquePointer?) -> Int32 {
        guard unsafe observed.peerChainIsRead || readCertificates(X509_STORE_CTX_get0_untrusted(store)) else {
            unsafe X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED)
            return 0
        }
        if verdict == nil, context.settings.checksAuthorities, unsafe X509_verify_cert(store) != 1 {
            observed.cause = TLSError(
                .peerCertificateRejected, VerifyErrors.text(unsafe X509_STORE_CTX_get_error(store)))
            return 0
        }
        unsafe X509_STORE_CTX_set_error(store, X509_V_OK)
        // A server asks once libssl is done: it has no way to wait here. See `handshakeDone`.
        if context.settings.isServer { return 1 }
        switch verdict {
        case nil:
            if let ssl = unsafe connection?.ssl { unsafe _ = clibssl_retry_verify(ssl) }
            return 1
        case .accept, .acceptPath:
            return 1
        case .reject(let alert, let reason):
            observed.cause = TLSError(.peerCertificateRejected, reason)
            unsafe X509_STORE_CTX_set_error(store, VerifyErrors.number(for: alert))
            return 0
        }
    }

    private func readCertificates(_ list: OpaquePointer?) -> Bool {
        let count = Int(unsafe clibssl_chain_count(list))
        guard count <= context.settings.maximumChainLength else {
            observed.cause = TLSError(.peerCertificateRejected, "a chain of \(count) certificates is too long")
            return false
        }
        guard let chain = unsafe CertificateChain.read(list) else {
            observed.cause = TLSError(.peerCertificateRejected, "a certificate of the chain cannot be read")
            return false
        }
        observed.peerCertificates = chain
        observed.peerChainIsRead = true
        return true
    }
}
