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
        let sessionID = try crypto { () throws(CryptoError) in
            settings.options.suitsMiddleboxes ? try randomness.legacySessionID() : []
        }
        let seed = try crypto { () throws(CryptoError) in try randomness.variationSeed() }
        let offer = try decideOffer(settings, random: random, sessionID: sessionID, seed: seed, keys: keys)
        let message = try offer.message()
        sink.send(message)
        return .serverHello13(ExpectServerHello(sent: SentHello(settings, offer, message)))
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
        let message = try offer.message()
        try transcript.append(message)
        // RFC 9846 §E.4: before our second flight.
        if settings.options.suitsMiddleboxes { sink.sendChangeCipherSpec() }
        sink.send(message)
        return .secondServerHello13(
            ExpectSecondServerHello(
                sent: SentHello(settings, offer, message), retry: retry, transcript: transcript))
    }

    private static func makeKey(
        _ group: NamedGroup, _ settings: ClientSettings
    ) throws(HandshakeFault) -> KeyAgreementKey {
        guard let algorithm = GroupTable.algorithm(of: group) else { throw .incompatible(.noCommonGroup) }
        return try crypto { () throws(CryptoError) in try settings.randomness.generate(algorithm) }
    }
}
