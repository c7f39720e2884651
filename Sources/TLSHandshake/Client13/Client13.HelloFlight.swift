import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Client13 {
    /// Draws what is random, and sends the first ClientHello. RFC 9846 §4.2.2.
    static func sendFirstHello<S: HandshakeSink & ~Copyable>(
        _ settings: ClientSettings, _ sink: inout S
    ) throws(HandshakeFault) -> ClientState {
        let randomness = settings.randomness
        var keys: [NamedGroup: KeyAgreementKey] = [:]
        for group in settings.keyShareGroups { keys[group] = try makeKey(group, settings) }
        let random = try crypto { () throws(CryptoError) in try randomness.random32() }
        let session = Client12.decideOfferedSession(settings, now: sink.now)
        let sessionID = try makeSessionID(settings, session)
        let seed = try crypto { () throws(CryptoError) in try randomness.variationSeed() }
        let offer = try decideOffer(
            settings, random: random, sessionID: sessionID, seed: seed, keys: keys,
            offeredKeys: try decideOfferedKeys(settings, now: sink.now), session: session)
        let message = try bindFirst(offer)
        sink.send(message)
        if offer.hello.extensions.earlyData != nil { try openEarlyData(offer, message, settings, &sink) }
        return .serverHello13(ExpectServerHello(sent: SentHello(settings, offer, message)))
    }

    /// An identifier that names a session, or that tells whether a ticket was taken, or that is there for middleboxes.
    /// RFC 5246 §7.3, RFC 5077 §3.4, RFC 9846 §E.4.
    private static func makeSessionID(
        _ settings: ClientSettings, _ session: ClientSession?
    ) throws(HandshakeFault) -> [UInt8] {
        if let session, session.facts.ticket.isEmpty { return session.facts.sessionID }
        guard session != nil || settings.speaksTLS13 && settings.options.suitsMiddleboxes else { return [] }
        return try crypto { () throws(CryptoError) in try settings.randomness.legacySessionID() }
    }

    /// Lets data follow the hello at once. RFC 9846 §4.3.10.
    private static func openEarlyData<S: HandshakeSink & ~Copyable>(
        _ offer: HelloOffer, _ message: HandshakeMessage, _ settings: ClientSettings, _ sink: inout S
    ) throws(HandshakeFault) {
        guard let first = offer.offeredKeys.first, let (suite, limit) = first.earlyData else { return }
        let digest = try crypto { () throws(CryptoError) in
            try suite.hash.digest(of: message.bytes.span.bytes)
        }
        let hash = TranscriptHash(algorithm: suite.hash, digest: digest)
        let secret = try first.key.earlyTrafficSecret(hash)
        let exporter = try first.key.earlyExporterSecret(hash)
        sink.log("CLIENT_EARLY_TRAFFIC_SECRET", clientRandom: offer.hello.random, secret)
        sink.log("EARLY_EXPORTER_SECRET", clientRandom: offer.hello.random, exporter)
        sink.keepEarlyExporter(exporter, suite.hash)
        // RFC 9846 §E.4: in front of what is protected first.
        if settings.options.suitsMiddleboxes { sink.sendChangeCipherSpec() }
        try sink.installWriting(try TrafficKeys(secret, suite: suite))
        sink.openEarlyData(limit)
    }

    /// Sends the ClientHello that a HelloRetryRequest asks for: changed in nothing else. RFC 9846 §4.2.2.
    static func sendSecondHello<S: HandshakeSink & ~Copyable>(
        _ first: HelloOffer, _ retry: RetryDecision, _ settings: ClientSettings, _ transcript: Transcript,
        _ sink: inout S
    ) throws(HandshakeFault) -> ClientState {
        var offer = first
        if let group = retry.group {
            let key = try makeKey(group, settings)
            offer.keys = [group: key]
            offer.hello.extensions.keyShare = [KeyShareEntry(group: group, keyExchange: key.share)]
        }
        // RFC 9846 §4.3.2.
        offer.hello.extensions.cookie = retry.cookie
        let offeredEarlyData = offer.hello.extensions.earlyData != nil
        if offeredEarlyData { giveUpEarlyData(&offer, &sink) }
        // RFC 9846 §4.2.2: the keys that fit the suite that is now known.
        offer.offeredKeys = first.offeredKeys.filter { $0.key.hash == retry.suite.hash }
        offer.hello.extensions.preSharedKey = blank(offer.offeredKeys)
        let message = try bindSecond(offer, transcript)
        // RFC 9846 §E.4: before our second flight, and once.
        if settings.options.suitsMiddleboxes, !offeredEarlyData { sink.sendChangeCipherSpec() }
        sink.send(message)
        return .secondServerHello13(
            ExpectSecondServerHello(
                sent: SentHello(settings, offer, message), retry: retry, transcript: transcript))
    }

    /// RFC 9846 §4.2.4, §4.3.10: a HelloRetryRequest refuses it.
    private static func giveUpEarlyData<S: HandshakeSink & ~Copyable>(_ offer: inout HelloOffer, _ sink: inout S) {
        offer.hello.extensions.earlyData = nil
        sink.openEarlyData(0)
        sink.stopProtectingWriting()
        sink.report(.earlyDataAnswered(isAccepted: false))
    }

    private static func makeKey(
        _ group: NamedGroup, _ settings: ClientSettings
    ) throws(HandshakeFault) -> KeyAgreementKey {
        guard let algorithm = GroupTable.algorithm(of: group) else { throw .incompatible(.noCommonGroup) }
        return try crypto { () throws(CryptoError) in try settings.randomness.generate(algorithm) }
    }
}
