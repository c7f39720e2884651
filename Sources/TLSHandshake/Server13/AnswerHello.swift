import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Server13 {
    /// Answers the first ClientHello: with the server's flight, or with a HelloRetryRequest.
    static func answerFirstHello<S: HandshakeSink & ~Copyable>(
        _ hello: ClientHello, _ message: HandshakeMessage, _ settings: ServerSettings, _ sink: inout S
    ) throws(HandshakeFault) -> ServerState {
        let decision = try decide(hello, settings)
        let transcript = try Transcript(decision.suite.hash)
        if hello.extensions.earlyData != nil { sink.skipEarlyData(true) }
        switch decision.group {
        case .share(let share):
            try transcript.append(message)
            return try sendServerFlight(hello, share, decision, settings, transcript, isRetried: false, &sink)
        case .retry(let group):
            try transcript.appendHashOf(firstHello: message)
            return try sendHelloRetryRequest(hello, group, decision, settings, transcript, &sink)
        }
    }

    /// RFC 9846 §4.2.4.
    private static func sendHelloRetryRequest<S: HandshakeSink & ~Copyable>(
        _ hello: ClientHello, _ group: NamedGroup, _ decision: HelloDecision, _ settings: ServerSettings,
        _ transcript: Transcript, _ sink: inout S
    ) throws(HandshakeFault) -> ServerState {
        var extensions = ServerHelloExtensions()
        extensions.selectedGroup = group
        extensions.cookie = settings.options.retryCookie
        extensions.supportedVersion = .tls13
        let retry = ServerHello(
            random: ServerHello.helloRetryRequestRandom, legacySessionIDEcho: hello.legacySessionID,
            cipherSuite: decision.suite.suite, extensions: extensions)
        let message = HandshakeMessage(.serverHello, retry, ServerHello.codec)
        try transcript.append(message)
        sink.send(message)
        if !hello.legacySessionID.isEmpty { sink.sendChangeCipherSpec() }
        return .secondHello13(
            ExpectSecondClientHello(
                firstHello: hello, group: group, suite: decision.suite.suite, settings: settings,
                transcript: transcript))
    }
}
