import HandshakeBench
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSProvider
import TLSWire
import Testing

/// A client of TLS 1.2 that transports its premaster secret as a test says, right or wrong.
final class ScriptedClient12: Scripted12 {
    let key: PublicKey
    private(set) var serverHello: ServerHello12?
    /// The premaster secret that an honest client would have. RFC 5246 §7.4.7.1.
    let premaster: [UInt8] = [3, 3] + [UInt8](repeating: 0x6b, count: 46)

    init(
        _ session: any TLSSession, _ identity: TLSIdentity, suite: CipherSuite = .TLS_RSA_WITH_AES_128_GCM_SHA256,
        isExtended: Bool = true
    ) throws {
        key = identity.privateKey.publicKey
        try super.init(session, suite, isClient: true, isExtended: isExtended)
    }

    /// - Parameter change: changes the hello before it is sent.
    func sendHello(
        ticket: [UInt8]? = nil, sessionID: [UInt8] = [], _ change: (inout ClientHello) -> Void = { _ in }
    ) throws {
        var hello = ClientHello(
            random: try SystemRandom().bytes(32), legacySessionID: sessionID, cipherSuites: [row.suite])
        hello.extensions.serverName = Array("a.example".utf8)
        hello.extensions.renegotiationInfo = []
        hello.extensions.sessionTicket = ticket
        if isExtended { hello.extensions.extendedMasterSecret = Empty() }
        change(&hello)
        clientRandom = hello.random
        try send(HandshakeMessage(.clientHello, hello, ClientHello.codec))
    }

    /// The hello in the form of SSL 2. RFC 5246 §E.2.
    func sendSSL2Hello(_ change: (inout SSL2ClientHello) -> Void = { _ in }) throws {
        var hello = SSL2ClientHello(
            version: .tls12, cipherSpecs: [0x01_0080, UInt32(row.suite.rawValue), 0x00_00ff],
            challenge: try SystemRandom().bytes(32))
        change(&hello)
        let message = SSL2ClientHello.codec.encode(hello)
        clientRandom = hello.clientHello.random
        transcript += message
        try give([0x80 | UInt8(message.count >> 8), UInt8(message.count & 0xff)] + message)
    }

    override func take(_ message: HandshakeMessage) throws {
        guard message.type == .serverHello else { return }
        let hello = try message.decode(ServerHello12.codec, "ServerHello")
        serverHello = hello
        serverRandom = hello.random
        #expect((hello.extensions.extendedMasterSecret != nil) == isExtended)
    }

    /// - Parameters:
    ///   - encrypted: what is sent; nil is the premaster secret, encrypted.
    ///   - secret: what the client goes on with; nil is the premaster secret.
    func sendKeyExchange(_ encrypted: [UInt8]? = nil, secret: [UInt8]? = nil) throws {
        let honest = premaster
        let sent = try encrypted ?? key.encryptPremaster(honest.span.bytes)
        let message = HandshakeMessage(.clientKeyExchange, sent, ClientKeyExchange.rsa)
        // The keys are there before the answer comes.
        let messages = transcript + message.bytes
        var schedule = try Schedule12(
            row, clientRandom: clientRandom, serverRandom: serverRandom, premaster: secret ?? premaster,
            boundTo: isExtended ? messages : nil)
        schedule.encryptsThenMACs = serverHello?.extensions.encryptThenMAC != nil
        self.schedule = schedule
        try send(message)
    }

    /// A full handshake.
    func complete(ticket: [UInt8]? = nil, _ change: (inout ClientHello) -> Void = { _ in }) throws {
        try sendHello(ticket: ticket, change)
        try sendKeyExchange()
        try sendChangeCipherSpec()
        try sendFinished()
    }
}
