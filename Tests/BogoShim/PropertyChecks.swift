import TLSCertificates
import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSPrimitives
import TLSProvider

/// What was agreed on against what the test expects.
extension ShimConnection {
    func checkProperties(_ parameters: NegotiatedParameters) throws {
        let expected = options.expected
        if options.knowsTLS13Alone, parameters.version != .tls13 {
            throw ShimFailure.unimplemented("what the test sets of TLS 1.2")
        }
        try check("version", Int(parameters.version.rawValue), expected.version)
        try check("cipher suite", Int(parameters.cipherSuite.rawValue), expected.cipherSuite)
        try check("group", parameters.group.map { Int($0.rawValue) } ?? 0, expected.group)
        try check("retry", parameters.isHelloRetried, expected.isRetried)
        try check("resumption", parameters.isResumed, isResumption && !expected.sessionMiss)
        try check(
            "protocol", parameters.applicationProtocol ?? "",
            (options.isServer ? options.selectedProtocol : expected.applicationProtocol) ?? "")
        if expected.acceptsEarlyData { try check("early data", parameters.isEarlyDataAccepted, true) }
        if expected.rejectsEarlyData { try check("early data", parameters.isEarlyDataAccepted, false) }
        if let reason = expected.earlyDataReason {
            try check("early data", parameters.isEarlyDataAccepted, reason == "accept")
        }
        if expected.usesExtendedMasterSecret {
            try check("extended_master_secret", parameters.usesExtendedMasterSecret, true)
        }
        if isResumption, let skew = expected.ticketAgeSkew {
            let actual = parameters.claimedTicketAge.map { ($0 - (parameters.ticketAge ?? 0)) / 1000 }
            try check("skew of the ticket's age", actual ?? 0, skew)
        }
        try checkPeer(parameters)
        if let credential = expected.selectedCredential {
            try check("credential", setup.observations.contents.withLock { $0.credential } ?? -1, credential)
        }
    }

    private func checkPeer(_ parameters: NegotiatedParameters) throws {
        let expected = options.expected
        if let scheme = expected.peerSignature, !parameters.isResumed {
            try check("peer's signature", Int(peerScheme(parameters)?.rawValue ?? 0), scheme)
        }
        if expected.noPeerCertificate {
            try check("peer's certificates", parameters.peerCertificates.count, 0)
        } else if !options.isServer || options.requiresCertificate {
            try check("peer has no certificate", parameters.peerCertificates.isEmpty, false)
        }
        if let staple = expected.staple {
            try check("OCSP response", parameters.peerStatements.ocspResponse, staple)
        }
        if let timestamps = expected.timestamps {
            let list = try ShimCredential.timestamps(timestamps)
            try check("timestamps", parameters.peerStatements.signedCertificateTimestamps, list)
        }
        if let file = expected.peerCertificateFile {
            let certificates = try X509Certificate.certificates(file: file)
            try check("peer's chain", parameters.peerCertificates.map(\.derBytes), certificates.map(\.derBytes))
        }
    }

    private func peerScheme(_ parameters: NegotiatedParameters) -> SignatureScheme? {
        options.isServer ? parameters.clientSignatureScheme : parameters.signatureScheme
    }

    /// A client's tickets, the last of which the next connection uses.
    func checkSessions() throws {
        if options.isServer, let expected = options.expected.hasSessionID {
            try check("session's identifier", setup.shared.store.count > 0, expected)
        }
        guard !options.isServer, !options.sendsAlert else { return }
        let sessions = setup.observations.contents.withLock { $0.sessions }
        // TLS 1.3 gives its tickets behind the handshake, and each is used once.
        let isNewer = session.negotiated?.version == .tls13
        let isDue =
            isNewer
            ? !options.shutsDown : !(session.negotiated?.isResumed ?? false) || options.expected.renewsTicket
        // A session of TLS 1.2 that was resumed is told again as it is.
        let resumed = setup.shared.session?.storage as? ClientSession
        let isNew = sessions.contains { isNewer || ($0.storage as? ClientSession) !== resumed }
        try check("session", isNew, !options.expected.noSession && isDue)
        if isNewer { setup.shared.session = nil }
        guard let last = sessions.last else { return }
        setup.shared.session = last
        let allowance = (last.storage as? ClientSession)?.facts.maximumEarlyData ?? 0
        try check("ticket's early data", allowance > 0, options.expected.ticketSupportsEarlyData)
    }

    /// What passed, up to the peer's close_notify: TLS 1.2's is answered at once (RFC 5246 §7.2.1), the suite's own later.
    func checkMessages() throws {
        guard let expected = options.expected.messages else { return }
        let messages = setup.observations.contents.withLock { $0.messages }
        if messages != expected + "write alert 1 0\n" { try check("trace of messages", messages, expected) }
    }

    private func check<Value: Equatable>(_ what: String, _ actual: Value, _ expected: Value?) throws {
        guard let expected, actual != expected else { return }
        throw ShimFailure.failed("the \(what) is \(actual), not \(expected)")
    }
}
