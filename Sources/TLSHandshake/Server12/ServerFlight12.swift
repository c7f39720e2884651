import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSWire

extension Server12 {
    /// ServerHello to ServerHelloDone. RFC 5246 §7.3.
    static func sendFullFlight<S: HandshakeSink & ~Copyable>(
        _ certificate: CertificateDecision, _ context: HandshakeContext, _ sink: inout S
    ) throws(HandshakeFault) -> ServerState {
        context.sessionID = try newSessionID(context)
        try sendServerHello(context, &sink)
        try send(certificate.credential.certificateMessage12, context, &sink)
        // RFC 6066 §8.
        if let response = context.statements.ocspResponse {
            let status = CertificateStatus(ocspResponse: response)
            try send(HandshakeMessage(.certificateStatus, status, CertificateStatus.codec), context, &sink)
        }
        let key = try sendKeyExchange(certificate, context, &sink)
        let asksForCertificate = context.settings.options.clientCertificates != .none
        if asksForCertificate {
            let request = certificateRequest(context.settings)
            try send(HandshakeMessage(.certificateRequest, request, CertificateRequest12.codec), context, &sink)
        }
        try send(HandshakeMessage(.serverHelloDone, Empty(), ServerHelloDone.codec), context, &sink)
        guard asksForCertificate else {
            return .clientKeyExchange12(ExpectClientKeyExchange(context: context, key: key, claim: .notRequested))
        }
        return .certificate12(ExpectCertificate(context: context, key: key))
    }

    /// ServerHello to Finished, under the keys of a session that both sides know. RFC 5246 §7.3, RFC 5077 §3.1.
    static func sendResumingFlight<S: HandshakeSink & ~Copyable>(
        _ session: ServerSession, _ context: HandshakeContext, _ sink: inout S
    ) throws(HandshakeFault) -> ServerState {
        // RFC 5077 §3.4: the client's identifier comes back, which says that its ticket was taken.
        context.sessionID = context.hello.legacySessionID
        try sendServerHello(context, &sink)
        let master = MasterSecret12(
            resuming: session.secret.copy(), context.suite.hash, isExtended: session.facts.usesExtendedMasterSecret)
        master.withSecret { sink.log("CLIENT_RANDOM", clientRandom: context.clientRandom, $0) }
        let keys = try master.keys(context.cipher, context.randoms)
        try sendTicket(context, master, &sink)
        try sendFinished(keys.server, context, master, &sink)
        let awaiting = ExpectChangeCipherSpec(
            context: context, master: master, reading: keys.client, writing: nil, authentication: .resumed)
        // Who asks for certificates judges them each time: what it trusts may have changed since.
        guard context.settings.options.clientCertificates != .none else { return .changeCipherSpec12(awaiting) }
        sink.report(.peerCertificates(context.outcome.peerCertificates))
        return .sessionVerdict12(AwaitSessionVerdict(next: awaiting))
    }

    /// What the client can ask for the session by, where sessions are not in tickets. RFC 5246 §7.4.1.3.
    private static func newSessionID(_ context: HandshakeContext) throws(HandshakeFault) -> [UInt8] {
        guard let resumption = context.settings.resumption, !resumption.sessions.areInTickets else { return [] }
        return try crypto { () throws(CryptoError) in try resumption.sessions.makeIdentifier() }
    }

    /// RFC 5246 §7.4.1.3.
    private static func sendServerHello<S: HandshakeSink & ~Copyable>(
        _ context: HandshakeContext, _ sink: inout S
    ) throws(HandshakeFault) {
        let hello = ServerHello12(
            random: context.serverRandom, sessionID: context.sessionID, cipherSuite: context.suite.suite,
            extensions: answers(context))
        try send(HandshakeMessage(.serverHello, hello, ServerHello12.codec), context, &sink)
        let decided = context.extensions
        if let limit = decided.recordSizeLimit {
            let ours = Int(context.settings.options.recordSizeLimit)
            sink.limitFragments(sending: Int(limit), receiving: ours, inTheClear: false)
        } else if let length = decided.maximumFragmentLength?.length {
            sink.limitFragments(sending: length, receiving: length, inTheClear: true)
        }
    }

    /// What this server takes from a client. RFC 5246 §7.4.4.
    private static func certificateRequest(_ settings: ServerSettings) -> CertificateRequest12 {
        CertificateRequest12(
            certificateTypes: ClientCertificateType.signing(with: settings.enabled12.signatureSchemes),
            signatureAlgorithms: settings.enabled12.signatureSchemes,
            certificateAuthorities: settings.options.clientCertificateAuthorities)
    }

    static func send<S: HandshakeSink & ~Copyable>(
        _ message: HandshakeMessage, _ context: HandshakeContext, _ sink: inout S
    ) throws(HandshakeFault) {
        try context.transcript.append(message)
        sink.send(message)
    }
}

extension ClientCertificateType {
    /// The kinds of certificates whose keys make such signatures, each once; never a fixed key of ECDH. RFC 5246 §7.4.4.
    fileprivate static func signing(with schemes: [SignatureScheme]) -> [ClientCertificateType] {
        var types: [ClientCertificateType] = []
        for scheme in schemes {
            guard let kind = SignatureSchemeTable12.row(of: scheme)?.kind else { continue }
            let type: ClientCertificateType =
                switch kind {
                case .rsa, .rsaPSS: .rsaSign
                case .ec, .ed25519, .ed448: .ecdsaSign
                case .dsa: .dssSign
                }
            if !types.contains(type) { types.append(type) }
        }
        return types
    }
}
