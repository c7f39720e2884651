import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSWire

extension Server13 {
    /// ServerHello to Finished with a certificate: derives the keys, sends the messages, and awaits the client.
    /// RFC 9846 §2.
    static func sendFullFlight<S: HandshakeSink & ~Copyable>(
        _ certificate: CertificateDecision, _ context: HandshakeContext, _ early: consuming EarlyStage,
        _ sink: inout S
    ) throws(HandshakeFault) -> ServerState {
        let keys = try sendServerHello(selecting: nil, context, early, &sink)
        let alignment = try sink.aligned()
        try sink.installReading(try TrafficKeys(keys.handshake.client, suite: context.suite), alignment)
        try sendAnswers(context, &sink)
        let asksForCertificate = context.settings.options.clientCertificates != .none
        if asksForCertificate {
            let request = certificateRequest(context.settings)
            try send(HandshakeMessage(.certificateRequest, request, CertificateRequest.codec), context, &sink)
        }
        try send(certificateMessage(certificate.credential, context), context, &sink)
        let verify = try certificateVerify(certificate, try context.transcript.hash)
        try send(HandshakeMessage(.certificateVerify, verify, CertificateVerify.codec), context, &sink)
        let upcoming = try sendFinished(keys, context, &sink)
        guard asksForCertificate else {
            return .finished13(
                ExpectFinished(context: context, secrets: upcoming, authentication: .notRequested))
        }
        return .certificate13(ExpectCertificate(context: context, secrets: upcoming))
    }

    /// ServerHello to Finished with a pre-shared key, which stands for both sides' certificates. RFC 9846 §2.2, §2.3.
    static func sendPSKFlight<S: HandshakeSink & ~Copyable>(
        _ psk: PSKDecision, _ context: HandshakeContext, _ early: consuming EarlyStage,
        _ earlyData: consuming EarlyData, _ checked: consuming BinderChecked, _ sink: inout S
    ) throws(HandshakeFault) -> ServerState {
        let keys = try sendServerHello(selecting: psk, context, early, &sink)
        let alignment = try sink.aligned()
        switch consume earlyData {
        case .none:
            try sink.installReading(try TrafficKeys(keys.handshake.client, suite: context.suite), alignment)
        case .accepted(let secret, let limit):
            try sink.installReading(try TrafficKeys(secret, suite: context.suite), alignment)
            sink.acceptEarlyData(limit)
        }
        try sendAnswers(context, &sink)
        let upcoming = try sendFinished(keys, context, &sink)
        // Who asks for certificates judges them each time: what it trusts may have changed since.
        guard psk.session != nil, context.settings.options.clientCertificates != .none else {
            return awaitClient(context, upcoming, .preSharedKey(checked))
        }
        sink.report(.peerCertificates(context.outcome.peerCertificates))
        return .verdict13(AwaitVerdict(context: context, secrets: upcoming, claim: .session(checked)))
    }

    /// The client's Finished is next, or first the end of its early data.
    static func awaitClient(
        _ context: HandshakeContext, _ secrets: consuming UpcomingSecrets,
        _ authentication: consuming ClientAuthentication
    ) -> ServerState {
        if context.outcome.isEarlyDataAccepted {
            return .endOfEarlyData13(
                ExpectEndOfEarlyData(context: context, secrets: secrets, authentication: authentication))
        }
        return .finished13(ExpectFinished(context: context, secrets: secrets, authentication: authentication))
    }

    /// The keys of the handshake, and what those of the application come from.
    private struct HandshakeKeys: ~Copyable {
        let stage: HandshakeStage
        let handshake: DirectionSecrets

        consuming func intoMainStage() throws(HandshakeFault) -> MainStage { try stage.mainStage() }
    }

    /// The key exchange, ServerHello, and the keys that follow from it. RFC 9846 §4.2.3, §7.1.
    private static func sendServerHello<S: HandshakeSink & ~Copyable>(
        selecting psk: PSKDecision?, _ context: HandshakeContext, _ early: consuming EarlyStage, _ sink: inout S
    ) throws(HandshakeFault) -> HandshakeKeys {
        let stage: HandshakeStage
        if let share = context.share {
            let response = try respond(to: share, context.settings)
            try sendServerHello(psk, KeyShareEntry(group: share.group, keyExchange: response.share), context, &sink)
            stage = try early.handshakeStage(response.secret)
        } else {
            try sendServerHello(psk, nil, context, &sink)
            stage = try early.handshakeStageWithoutExchange()
        }
        if !context.hello.legacySessionID.isEmpty, !context.outcome.isHelloRetried { sink.sendChangeCipherSpec() }
        let handshake = try stage.trafficSecrets(try context.transcript.hash)
        sink.log("CLIENT_HANDSHAKE_TRAFFIC_SECRET", clientRandom: context.clientRandom, handshake.client)
        sink.log("SERVER_HANDSHAKE_TRAFFIC_SECRET", clientRandom: context.clientRandom, handshake.server)
        try sink.installWriting(try TrafficKeys(handshake.server, suite: context.suite))
        return HandshakeKeys(stage: stage, handshake: handshake)
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
        _ psk: PSKDecision?, _ share: KeyShareEntry?, _ context: HandshakeContext, _ sink: inout S
    ) throws(HandshakeFault) {
        let random = try crypto { () throws(CryptoError) in try context.settings.randomness.random32() }
        var extensions = ServerHelloExtensions()
        extensions.preSharedKey = psk?.index
        extensions.keyShare = share
        extensions.supportedVersion = .tls13
        let serverHello = ServerHello(
            random: random, legacySessionIDEcho: context.hello.legacySessionID, cipherSuite: context.suite.suite,
            extensions: extensions)
        try send(HandshakeMessage(.serverHello, serverHello, ServerHello.codec), context, &sink)
    }

    /// EncryptedExtensions. RFC 9846 §4.4.1.
    private static func sendAnswers<S: HandshakeSink & ~Copyable>(
        _ context: HandshakeContext, _ sink: inout S
    ) throws(HandshakeFault) {
        let settings = context.settings
        var answers = EncryptedExtensions()
        // RFC 9846 §4.3.7: tells the client which group to use first the next time.
        if settings.options.alwaysSendsSupportedGroups || context.outcome.group != settings.groups.first {
            answers.supportedGroups = settings.groups
        }
        if context.hello.extensions.recordSizeLimit != nil {
            answers.recordSizeLimit = settings.options.recordSizeLimit
        }
        // RFC 6066 §3: an empty server_name says that the name was used; a resumed session has none.
        if context.isNamed, !context.outcome.isResumed || settings.options.answersNameOfResumed {
            answers.serverName = Empty()
        }
        answers.applicationProtocol = context.outcome.applicationProtocol.map { [$0] }
        answers.earlyData = context.outcome.isEarlyDataAccepted ? Empty() : nil
        try send(HandshakeMessage(.encryptedExtensions, answers, EncryptedExtensions.codec), context, &sink)
    }

    /// RFC 9846 §4.5.1, RFC 8879 §4.
    private static func certificateMessage(_ credential: Credential, _ context: HandshakeContext) -> HandshakeMessage {
        credential.certificateMessage(
            offered: context.hello.extensions.certificateCompressions,
            compressors: context.settings.options.certificateCompressors, wish: StatementWish(context.hello.extensions))
    }

    private static func certificateRequest(_ settings: ServerSettings) -> CertificateRequest {
        var extensions = CertificateRequestExtensions()
        extensions.signatureAlgorithms = settings.signatureSchemes
        extensions.certificateCompressions = settings.options.certificateCompressors.algorithms
        let authorities = settings.options.clientCertificateAuthorities
        extensions.certificateAuthorities = authorities.isEmpty ? nil : authorities
        return CertificateRequest(context: [], extensions: extensions)
    }

    private static func certificateVerify(
        _ decision: CertificateDecision, _ transcript: TranscriptHash
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

    /// Finished, behind which the application's secrets are known. RFC 9846 §4.5.3, §7.1.
    private static func sendFinished<S: HandshakeSink & ~Copyable>(
        _ keys: consuming HandshakeKeys, _ context: HandshakeContext, _ sink: inout S
    ) throws(HandshakeFault) -> UpcomingSecrets {
        let finished = try finishedMAC(keys.handshake.server, try context.transcript.hash)
        try send(HandshakeMessage(.finished, finished.bytes, .rest), context, &sink)
        if let limit = context.hello.extensions.recordSizeLimit { sink.limitRecords(to: Int(limit)) }
        let throughFinished = try context.transcript.hash
        let clientHandshake = keys.handshake.client.copy()
        let main = try keys.intoMainStage()
        let application = try main.trafficSecrets(throughFinished)
        let exporter = try main.exporterSecret(throughFinished)
        sink.log("CLIENT_TRAFFIC_SECRET_0", clientRandom: context.clientRandom, application.client)
        sink.log("SERVER_TRAFFIC_SECRET_0", clientRandom: context.clientRandom, application.server)
        sink.log("EXPORTER_SECRET", clientRandom: context.clientRandom, exporter)
        try sink.installWriting(try TrafficKeys(application.server, suite: context.suite))
        return UpcomingSecrets(
            clientHandshake: clientHandshake, application: application, exporter: exporter, main: main)
    }
}

extension Server13 {
    /// The secrets that the rest of the handshake needs, and what comes after it.
    struct UpcomingSecrets: ~Copyable {
        let clientHandshake: Secret
        let application: DirectionSecrets
        let exporter: Secret
        /// What tickets come from.
        let main: MainStage
    }
}
