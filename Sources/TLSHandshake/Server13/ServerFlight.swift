import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSWire

extension Server13 {
    /// ServerHello to Finished: derives the keys, sends the messages, and awaits the client. RFC 9846 §2.
    static func sendServerFlight<S: HandshakeSink & ~Copyable>(
        _ hello: ClientHello, _ share: KeyShareEntry, _ decision: HelloDecision, _ settings: ServerSettings,
        _ transcript: Transcript, isRetried: Bool, _ sink: inout S
    ) throws(HandshakeFault) -> ServerState {
        let context = HandshakeContext(settings, hello, decision, transcript)
        context.outcome.group = share.group
        context.outcome.isHelloRetried = isRetried

        let response = try respond(to: share, settings)
        try sendServerHello(hello, share.group, response.share, context, &sink)
        if !hello.legacySessionID.isEmpty, !isRetried { sink.sendChangeCipherSpec() }

        let stage = try EarlyStage(context.suite).handshakeStage(response.secret)
        let handshake = try stage.trafficSecrets(try transcript.hash)
        sink.log("CLIENT_HANDSHAKE_TRAFFIC_SECRET", clientRandom: hello.random, handshake.client)
        sink.log("SERVER_HANDSHAKE_TRAFFIC_SECRET", clientRandom: hello.random, handshake.server)
        try sink.installWriting(try TrafficKeys(handshake.server, suite: context.suite))
        let alignment = try sink.aligned()
        try sink.installReading(try TrafficKeys(handshake.client, suite: context.suite), alignment)

        try sendEncryptedFlight(hello, decision, context, handshake.server, &sink)
        return try prepareApplicationKeys(stage, handshake, context, &sink)
    }

    private static func respond(
        to share: KeyShareEntry, _ settings: ServerSettings
    ) throws(HandshakeFault) -> KeyAgreementResponse {
        guard let algorithm = GroupTable.algorithm(of: share.group) else { throw .incompatible(.noCommonGroup) }
        do {
            return try settings.randomness.respond(algorithm, peerShare: share.keyExchange.span.bytes)
        } catch {
            switch error {
            // RFC 9846 §4.3.8.1, §4.3.8.2, §7.4.2.
            case .invalidPeerKey: throw .misbehaved(.invalidKeyShare)
            case .crypto(let error): throw .crypto(error)
            }
        }
    }

    /// RFC 9846 §4.2.3.
    private static func sendServerHello<S: HandshakeSink & ~Copyable>(
        _ hello: ClientHello, _ group: NamedGroup, _ share: [UInt8], _ context: HandshakeContext, _ sink: inout S
    ) throws(HandshakeFault) {
        let random = try crypto { () throws(CryptoError) in try context.settings.randomness.random32() }
        var extensions = ServerHelloExtensions()
        extensions.keyShare = KeyShareEntry(group: group, keyExchange: share)
        extensions.supportedVersion = .tls13
        let serverHello = ServerHello(
            random: random, legacySessionIDEcho: hello.legacySessionID, cipherSuite: context.suite.suite,
            extensions: extensions)
        try send(HandshakeMessage(.serverHello, serverHello, ServerHello.codec), context, &sink)
    }

    /// EncryptedExtensions, CertificateRequest, Certificate, CertificateVerify, Finished. RFC 9846 §4.4, §4.5.
    private static func sendEncryptedFlight<S: HandshakeSink & ~Copyable>(
        _ hello: ClientHello, _ decision: HelloDecision, _ context: HandshakeContext,
        _ serverSecret: borrowing Secret, _ sink: inout S
    ) throws(HandshakeFault) {
        let answers = encryptedExtensions(hello, decision, context)
        try send(HandshakeMessage(.encryptedExtensions, answers, EncryptedExtensions.codec), context, &sink)
        if context.settings.options.clientCertificates != .none {
            let request = certificateRequest(context.settings)
            try send(HandshakeMessage(.certificateRequest, request, CertificateRequest.codec), context, &sink)
        }
        try send(decision.credential.certificateMessage, context, &sink)
        let verify = try certificateVerify(decision, try context.transcript.hash)
        try send(HandshakeMessage(.certificateVerify, verify, CertificateVerify.codec), context, &sink)
        let finished = try finishedMAC(serverSecret, try context.transcript.hash)
        try send(HandshakeMessage(.finished, finished.bytes, .rest), context, &sink)
        if let limit = hello.extensions.recordSizeLimit { sink.limitRecords(to: Int(limit)) }
    }

    private static func encryptedExtensions(
        _ hello: ClientHello, _ decision: HelloDecision, _ context: HandshakeContext
    ) -> EncryptedExtensions {
        let settings = context.settings
        var answers = EncryptedExtensions()
        // RFC 9846 §4.3.7: tells the client which group to use first the next time.
        if settings.options.alwaysSendsSupportedGroups || context.outcome.group != settings.groups.first {
            answers.supportedGroups = settings.groups
        }
        if hello.extensions.recordSizeLimit != nil { answers.recordSizeLimit = settings.options.recordSizeLimit }
        // RFC 6066 §3: an empty server_name says that the name was used.
        if decision.isNamed { answers.serverName = Empty() }
        answers.applicationProtocol = decision.applicationProtocol.map { [$0] }
        return answers
    }

    private static func certificateRequest(_ settings: ServerSettings) -> CertificateRequest {
        var extensions = CertificateRequestExtensions()
        extensions.signatureAlgorithms = settings.signatureSchemes
        let authorities = settings.options.clientCertificateAuthorities
        extensions.certificateAuthorities = authorities.isEmpty ? nil : authorities
        return CertificateRequest(context: [], extensions: extensions)
    }

    private static func certificateVerify(
        _ decision: HelloDecision, _ transcript: TranscriptHash
    ) throws(HandshakeFault) -> CertificateVerify {
        let content = signedContent(.server, transcript)
        let signature = try crypto { () throws(CryptoError) in
            try decision.credential.signer.sign(decision.scheme.algorithm, content.span.bytes)
        }
        return CertificateVerify(algorithm: decision.scheme.scheme, signature: signature)
    }

    private static func send<S: HandshakeSink & ~Copyable>(
        _ message: HandshakeMessage, _ context: HandshakeContext, _ sink: inout S
    ) throws(HandshakeFault) {
        try context.transcript.append(message)
        sink.send(message)
    }

    /// The application's secrets are known once our Finished is sent. RFC 9846 §7.1.
    private static func prepareApplicationKeys<S: HandshakeSink & ~Copyable>(
        _ stage: consuming HandshakeStage, _ handshake: consuming DirectionSecrets, _ context: HandshakeContext,
        _ sink: inout S
    ) throws(HandshakeFault) -> ServerState {
        let throughFinished = try context.transcript.hash
        let main = try stage.mainStage()
        let application = try main.trafficSecrets(throughFinished)
        let exporter = try main.exporterSecret(throughFinished)
        sink.log("CLIENT_TRAFFIC_SECRET_0", clientRandom: context.clientRandom, application.client)
        sink.log("SERVER_TRAFFIC_SECRET_0", clientRandom: context.clientRandom, application.server)
        sink.log("EXPORTER_SECRET", clientRandom: context.clientRandom, exporter)
        try sink.installWriting(try TrafficKeys(application.server, suite: context.suite))
        let upcoming = UpcomingSecrets(
            clientHandshake: handshake.client.copy(), application: application, exporter: exporter)
        if context.settings.options.clientCertificates == .none {
            return .finished13(
                ExpectFinished(context: context, secrets: upcoming, authentication: .notRequested))
        }
        return .certificate13(ExpectCertificate(context: context, secrets: upcoming))
    }
}

extension Server13 {
    /// The secrets that the rest of the handshake needs, and what comes after it.
    struct UpcomingSecrets: ~Copyable {
        let clientHandshake: Secret
        let application: DirectionSecrets
        let exporter: Secret
    }
}
