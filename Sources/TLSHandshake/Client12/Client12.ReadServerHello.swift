import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Client12 {
    /// Reads a ServerHello that selects TLS 1.2: a full handshake follows, or the rest of one that resumes. RFC 5246 §7.3.
    static func readServerHello<S: HandshakeSink & ~Copyable>(
        _ message: HandshakeMessage, _ sent: Client13.SentHello, _ sink: inout S
    ) throws(HandshakeFault) -> ClientState {
        // RFC 9846 §E.3: such a server cannot make anything of early data, and it is already sent.
        guard sent.offer.hello.extensions.earlyData == nil else {
            sink.openEarlyData(0)
            sink.stopProtectingWriting()
            throw .incompatible(.earlyDataInOldVersion)
        }
        let hello = try Client13.decodeAnswer(message, ServerHello12.codec, "ServerHello", sent.offer)
        let choice = try decide(hello, sent.offer, sent.settings)
        let context = try HandshakeContext(sent, hello, choice)
        try context.transcript.append(sent.message)
        try context.transcript.append(message)
        sink.tolerateChangeCipherSpec(false)
        sink.speakTLS12()
        limitRecords(context, &sink)
        guard let session = choice.session else { return .certificate12(ExpectCertificate(context: context)) }
        return try resume(session, context, &sink)
    }

    /// RFC 6066 §4, RFC 8449 §4.
    private static func limitRecords<S: HandshakeSink & ~Copyable>(_ context: HandshakeContext, _ sink: inout S) {
        if let limit = context.extensions.recordSizeLimit {
            let ours = min(context.offer.hello.extensions.recordSizeLimit ?? 1 << 14, 1 << 14)
            sink.limitFragments(sending: Int(limit), receiving: Int(ours), inTheClear: false)
        } else if let length = context.extensions.maximumFragmentLength?.length {
            sink.limitFragments(sending: length, receiving: length, inTheClear: true)
        }
    }

    /// The keys come from the session; whoever knows them is the server that it was made with. RFC 5246 §7.3.
    private static func resume<S: HandshakeSink & ~Copyable>(
        _ session: ClientSession, _ context: HandshakeContext, _ sink: inout S
    ) throws(HandshakeFault) -> ClientState {
        let master = MasterSecret12(
            resuming: session.secret.copy(), context.suite.hash,
            isExtended: session.facts.usesExtendedMasterSecret)
        master.withSecret { sink.log("CLIENT_RANDOM", clientRandom: context.clientRandom, $0) }
        let keys = try master.keys(context.cipher, context.randoms)
        // The chain that the session began with is judged again: what is trusted may have changed since.
        sink.report(.peerStatements(context.outcome.peerStatements))
        sink.report(.peerCertificates(context.outcome.peerCertificates))
        let secrets = HandshakeSecrets(master: master, reading: keys.server, writing: keys.client)
        return .sessionVerdict12(AwaitSessionVerdict(context: context, secrets: secrets))
    }
}
