import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSWire
import Testing

@testable import TLSHandshake

/// A server of TLS 1.2 in the hands of a test: it does what our own would not, and still gets Finished right.
final class ScriptedServer12 {
    let client: ClientEnd
    let hello: ClientHello
    let suite: CipherSuiteRow12
    private let transcript: Transcript
    private let random = [UInt8](repeating: 0x5a, count: 32)
    private let key: KeyAgreementKey
    /// How the client's value and ours make the premaster secret, where it is not a curve's.
    var premaster: ((_ clientValue: [UInt8]) throws -> [UInt8])?
    private let identity: TestKey
    private var usesExtendedMasterSecret = false
    private var keys: DirectionKeys12?
    private var master: MasterSecret12?

    init(
        _ settings: ClientSettings, suite: CipherSuite = .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        identity: Result<TestKey, any Error> = TestKeys.p256
    ) throws {
        client = ClientEnd(settings, now: Link.now)
        self.suite = try #require(CipherSuiteTable12.row(of: suite))
        transcript = try Transcript(self.suite.hash)
        key = try KeyAgreementKey(generating: .x25519)
        self.identity = try identity.get()
        guard case .message(let message) = client.sink.sent.first?.content else { throw HandshakeFault.aborted }
        client.sink.sent = []
        hello = try message.decode(ClientHello.codec, "ClientHello")
        try transcript.append(message)
    }

    /// The first session that the client was given.
    var session: ClientSession {
        get throws { try #require(client.sink.sessions.first) }
    }

    private var randoms: HelloRandoms { HelloRandoms(client: hello.random, server: random) }

    func send<Body>(_ type: HandshakeType, _ body: Body, _ codec: Codec<Body>) throws {
        let message = HandshakeMessage(type, body, codec)
        try transcript.append(message)
        client.take(.message(message))
    }

    /// The ServerHello, with what we always answer, and then as it is changed.
    func sendHello(sessionID: [UInt8] = [], _ change: (inout ServerHello12) -> Void = { _ in }) throws {
        var answer = ServerHello12(random: random, sessionID: sessionID, cipherSuite: suite.suite)
        answer.extensions.renegotiationInfo = []
        answer.extensions.extendedMasterSecret = Empty()
        change(&answer)
        usesExtendedMasterSecret = answer.extensions.extendedMasterSecret != nil
        try send(.serverHello, answer, ServerHello12.codec)
    }

    func sendCertificate() throws {
        try send(.certificate, Certificate12(certificates: [identity.certificate]), Certificate12.codec)
    }

    func sendKeyExchange() throws {
        try sendKeyExchange(ECDHEParameters(group: .x25519, publicValue: key.share))
    }

    /// These parameters, with a signature that is right.
    func sendKeyExchange<P: KeyExchangeParameters>(
        _ parameters: P, _ scheme: SignatureScheme = .ecdsaSecp256r1SHA256,
        _ algorithm: SignatureAlgorithm = .ecdsa(.sha256)
    ) throws {
        let exchange = try ServerKeyExchange(parameters) { parameters in
            let content = signedContent12(randoms, parameters)
            let signature = try identity.credential.signer.sign(algorithm, content.span.bytes)
            return DigitallySigned(algorithm: scheme, signature: signature)
        }
        try send(.serverKeyExchange, exchange, ServerKeyExchange<P>.codec)
    }

    func sendDone() throws { try send(.serverHelloDone, Empty(), ServerHelloDone.codec) }

    /// Reads the client's flight and comes to its keys.
    func readFlight() throws {
        for wire in exchange(&client.sink.sent, with: []) {
            guard case .message(let message) = wire.content else { continue }
            try transcript.append(message)
            guard message.type == .clientKeyExchange else { continue }
            let share = try message.decode(suite.keyExchange.clientValueCodec, "ClientKeyExchange")
            var bytes = try premaster?(share) ?? key.sharedSecret(peerShare: share.span.bytes).copied
            let premaster = Secret(wiping: &bytes)
            let master =
                usesExtendedMasterSecret
                ? try MasterSecret12(extended: premaster, try transcript.hash)
                : try MasterSecret12(premaster, suite.hash, randoms)
            keys = try master.keys(suite.recordCipher(encryptsThenMACs: false), randoms)
            self.master = consume master
        }
    }

    /// The keys of a session that both have.
    func resume(secret: [UInt8], isExtended: Bool) throws {
        let master = MasterSecret12(
            resuming: Secret(copying: secret.span.bytes), suite.hash, isExtended: isExtended)
        keys = try master.keys(suite.recordCipher(encryptsThenMACs: false), randoms)
        self.master = consume master
    }

    func sendTicket(_ ticket: [UInt8], lifetimeHint: UInt32) throws {
        let ticket = NewSessionTicket12(lifetimeHint: lifetimeHint, ticket: ticket)
        try send(.newSessionTicket, ticket, NewSessionTicket12.codec)
    }

    func sendFinished() throws {
        client.take(.changeCipherSpec)
        let hash = try transcript.hash
        let data: [UInt8]
        switch master {
        case .some(let master): data = try master.verifyData(of: .server, hash).bytes
        case .none: throw HandshakeFault.aborted
        }
        try send(.finished, data, Finished12.codec)
    }

    /// A whole handshake, as these options say.
    func complete(
        sessionID: [UInt8] = [], ticket: [UInt8]? = nil, lifetimeHint: UInt32 = 0,
        _ change: (inout ServerHello12) -> Void = { _ in }
    ) throws {
        try sendHello(sessionID: sessionID) {
            if ticket != nil { $0.extensions.sessionTicket = Empty() }
            change(&$0)
        }
        try sendCertificate()
        try sendKeyExchange()
        try sendDone()
        try readFlight()
        if let ticket { try sendTicket(ticket, lifetimeHint: lifetimeHint) }
        try sendFinished()
    }
}
