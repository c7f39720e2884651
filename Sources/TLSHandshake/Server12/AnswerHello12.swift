import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Server12 {
    /// Answers a ClientHello: with a full handshake, or with the rest of one that resumes. RFC 5246 §7.3.
    static func answerHello<S: HandshakeSink & ~Copyable>(
        _ hello: consuming ClientHello, _ message: HandshakeMessage, _ settings: ServerSettings, _ sink: inout S
    ) throws(HandshakeFault) -> ServerState {
        let decision = try decide(hello, settings, now: sink.now)
        let random = try makeRandom(settings)
        let context = try HandshakeContext(settings, hello, message, decision, serverRandom: random)
        // Nothing of ours may stand in the middle of the client's messages.
        _ = try sink.aligned()
        sink.tolerateChangeCipherSpec(false)
        sink.speakTLS12()
        switch decision.proof {
        case .certificate(let certificate): return try sendFullFlight(certificate, context, &sink)
        case .session(let session): return try sendResumingFlight(session, context, &sink)
        }
    }

    /// A server that speaks TLS 1.3 too says so in its Random: who made the client ask for less is found out.
    /// RFC 9846 §4.2.3.
    private static func makeRandom(_ settings: ServerSettings) throws(HandshakeFault) -> [UInt8] {
        var random = try crypto { () throws(CryptoError) in try settings.randomness.random32() }
        if settings.versions.contains(.tls13) {
            let start = random.count - DowngradeMark.tls12.count
            for (place, byte) in DowngradeMark.tls12.enumerated() { random[start + place] = byte }
        }
        return random
    }
}
