import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Server13 {
    /// Answers the first ClientHello: with the server's flight, or with a HelloRetryRequest.
    static func answerFirstHello<S: HandshakeSink & ~Copyable>(
        _ hello: consuming ClientHello, _ message: HandshakeMessage, _ settings: ServerSettings, _ sink: inout S
    ) throws(HandshakeFault) -> ServerState {
        let decision = try decide(hello, settings)
        guard case .retry(let group) = decision.group else {
            return try answer(hello, message, decision, settings, retry: nil, &sink)
        }
        // RFC 9846 §5.1: a client sends a hello in alignment with a record, as keys may change behind it.
        _ = try sink.aligned()
        // Who has no key to offer needs a certificate of ours: if there is none, a second hello is of no use.
        if hello.extensions.preSharedKey == nil { _ = try decideCertificate(hello.extensions, settings) }
        if hello.extensions.earlyData != nil { sink.skipEarlyData(true) }
        let transcript = try Transcript(decision.suite.hash)
        try transcript.appendHashOf(firstHello: message)
        return try sendHelloRetryRequest(
            WaitingClientHello(hello, message), group, decision, settings, transcript, &sink)
    }

    /// Answers a hello that has all that is needed.
    ///
    /// - Parameter retry: the transcript up to a HelloRetryRequest, when there was one.
    static func answer<S: HandshakeSink & ~Copyable>(
        _ hello: consuming ClientHello, _ message: HandshakeMessage, _ decision: HelloDecision,
        _ settings: ServerSettings,
        retry: Transcript?, _ sink: inout S
    ) throws(HandshakeFault) -> ServerState {
        var decision = decision
        let proof = try decideProof(hello, settings, decision, isSuiteFixed: retry != nil, now: sink.now)
        if case .preSharedKey(let psk) = proof { decision.adopt(psk) }
        let transcript = if let retry { retry } else { try Transcript(decision.suite.hash) }
        let context = HandshakeContext(settings, hello, decision, proof, transcript, isRetried: retry != nil)
        switch proof {
        case .certificate(let certificate):
            try transcript.append(message)
            if context.hello.extensions.earlyData != nil { sink.skipEarlyData(true) }
            return try sendFullFlight(certificate, context, try EarlyStage(decision.suite), &sink)
        case .preSharedKey(let psk):
            let checked = try checkBinder(psk, context.hello, message, transcript)
            let early = try decideEarlyData(decision, psk, context, &sink)
            if case .session(let session, let claimedAge) = psk.source {
                context.outcome.claimedTicketAge = claimedAge
                context.outcome.ticketAge = sink.now?.milliseconds(since: session.facts.issuedAt)
            }
            return try sendPSKFlight(psk, context, try psk.key.earlyStage(decision.suite), early, checked, &sink)
        }
    }

    /// The keys of the client's early data, if it is taken; else it will be passed over. RFC 9846 §4.3.10.
    private static func decideEarlyData<S: HandshakeSink & ~Copyable>(
        _ decision: HelloDecision, _ psk: PSKDecision, _ context: HandshakeContext, _ sink: inout S
    ) throws(HandshakeFault) -> EarlyData {
        let hello = context.hello
        guard hello.extensions.earlyData != nil else { return .none }
        let settings = context.settings
        guard !context.outcome.isHelloRetried,
            acceptsEarlyData(hello, decision, psk, settings, now: sink.now)
        else {
            sink.skipEarlyData(true)
            return .none
        }
        let hash = try context.transcript.hash
        let secret = try psk.key.earlyTrafficSecret(hash)
        let exporter = try psk.key.earlyExporterSecret(hash)
        sink.log("CLIENT_EARLY_TRAFFIC_SECRET", clientRandom: hello.random, secret)
        sink.log("EARLY_EXPORTER_SECRET", clientRandom: hello.random, exporter)
        sink.keepEarlyExporter(exporter, decision.suite.hash)
        context.outcome.isEarlyDataAccepted = true
        return .accepted(secret, limit: psk.session?.facts.maximumEarlyData ?? 0)
    }

    /// RFC 9846 §4.2.4.
    private static func sendHelloRetryRequest<S: HandshakeSink & ~Copyable>(
        _ first: WaitingClientHello, _ group: NamedGroup, _ decision: HelloDecision, _ settings: ServerSettings,
        _ transcript: Transcript, _ sink: inout S
    ) throws(HandshakeFault) -> ServerState {
        var extensions = ServerHelloExtensions()
        extensions.selectedGroup = group
        extensions.cookie = settings.options.retryCookie
        extensions.supportedVersion = .tls13
        let retry = ServerHello(
            random: ServerHello.helloRetryRequestRandom, legacySessionIDEcho: first.hello.legacySessionID,
            cipherSuite: decision.suite.suite, extensions: extensions)
        let message = HandshakeMessage(.serverHello, retry, ServerHello.codec)
        try transcript.append(message)
        sink.send(message)
        if !first.hello.legacySessionID.isEmpty { sink.sendChangeCipherSpec() }
        return .secondHello13(
            ExpectSecondClientHello(
                first: first, group: group, suite: decision.suite, settings: settings,
                transcript: transcript))
    }

    /// What becomes of the client's early data.
    enum EarlyData: ~Copyable {
        case none
        /// It is read under the keys of this secret.
        case accepted(Secret, limit: UInt32)

        var isAccepted: Bool {
            switch self {
            case .none: false
            case .accepted: true
            }
        }
    }
}
