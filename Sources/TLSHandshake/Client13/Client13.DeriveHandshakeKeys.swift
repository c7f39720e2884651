import TLSMessages
import TLSPrimitives

extension Client13 {
    /// From the ServerHello's share to the handshake's keys in both directions. RFC 9846 §7.1, §7.4.
    static func deriveHandshakeKeys<S: HandshakeSink & ~Copyable>(
        _ choice: ServerChoice, _ offer: HelloOffer, _ settings: ClientSettings, _ transcript: Transcript,
        isRetried: Bool, _ sink: inout S
    ) throws(HandshakeFault) -> ClientState {
        let alignment = try sink.aligned()
        let context = HandshakeContext(settings, offer, choice, transcript, isRetried: isRetried)
        let stage = try handshakeStage(choice)
        let handshake = try stage.trafficSecrets(try transcript.hash)
        sink.log("CLIENT_HANDSHAKE_TRAFFIC_SECRET", clientRandom: offer.hello.random, handshake.client)
        sink.log("SERVER_HANDSHAKE_TRAFFIC_SECRET", clientRandom: offer.hello.random, handshake.server)
        try sink.installReading(try TrafficKeys(handshake.server, suite: choice.suite), alignment)
        if context.mayHaveEarlyData {
            // Its keys stay until the server says what it does with it. RFC 9846 §4.3.10.
        } else {
            if context.offeredEarlyData { refuseEarlyData(&sink) }
            // RFC 9846 §E.4: in front of whatever is protected first, be it an alert.
            if context.owesChangeCipherSpec { sink.sendChangeCipherSpec() }
            // Before our flight: an alert must be readable for a server that has these keys. RFC 9846 §A.1.
            try sink.installWriting(try TrafficKeys(handshake.client, suite: choice.suite))
        }
        let secrets = HandshakeSecrets(handshake: handshake, main: try stage.mainStage())
        return .encryptedExtensions13(ExpectEncryptedExtensions(context: context, secrets: secrets))
    }

    /// The server does not take it: the application may send it again.
    static func refuseEarlyData<S: HandshakeSink & ~Copyable>(_ sink: inout S) {
        sink.openEarlyData(0)
        sink.report(.earlyDataAnswered(isAccepted: false))
    }

    private static func handshakeStage(_ choice: ServerChoice) throws(HandshakeFault) -> HandshakeStage {
        let early: EarlyStage
        if let psk = choice.psk {
            early = try psk.offered.key.earlyStage(choice.suite)
        } else {
            early = try EarlyStage(choice.suite)
        }
        guard let exchange = choice.exchange else { return try early.handshakeStageWithoutExchange() }
        return try early.handshakeStage(try agree(exchange))
    }

    private static func agree(_ exchange: ServerChoice.Exchange) throws(HandshakeFault) -> Secret {
        do {
            return try exchange.key.sharedSecret(peerShare: exchange.share.keyExchange.span.bytes)
        } catch {
            switch error {
            // RFC 9846 §4.3.8.1, §4.3.8.2, §7.4.2.
            case .invalidPeerKey: throw .misbehaved(.invalidKeyShare)
            case .crypto(let error): throw .crypto(error)
            }
        }
    }
}
