import HandshakeBench
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSProvider
import TLSWire
import Testing

/// A server of TLS 1.2 that reads its client's premaster secret and answers as a test says.
final class ScriptedServer12: Scripted12 {
    private let identity: TLSIdentity
    private(set) var hello: ClientHello?

    init(
        _ session: any TLSSession, _ identity: TLSIdentity, suite: CipherSuite = .TLS_RSA_WITH_AES_128_GCM_SHA256,
        isExtended: Bool = true
    ) throws {
        self.identity = identity
        try super.init(session, suite, isClient: false, isExtended: isExtended)
        try takeAnswer()
    }

    override func take(_ message: HandshakeMessage) throws {
        switch message.type {
        case .clientHello:
            let hello = try message.decode(ClientHello.codec, "ClientHello")
            self.hello = hello
            clientRandom = hello.random
        case .clientKeyExchange:
            let encrypted = try message.decode(ClientKeyExchange.rsa, "ClientKeyExchange")
            let premaster = try identity.privateKey.decryptPremaster(encrypted.span.bytes, clientVersion: 0x0303)
            schedule = try Schedule12(
                row, clientRandom: clientRandom, serverRandom: serverRandom,
                premaster: premaster.withBytes { [UInt8](copying: $0) }, boundTo: isExtended ? transcript : nil)
        default: break
        }
    }

    func sendHello(sessionID: [UInt8] = [], _ change: (inout ServerHello12) -> Void = { _ in }) throws {
        serverRandom = try SystemRandom().bytes(32)
        var answer = ServerHello12(random: serverRandom, sessionID: sessionID, cipherSuite: row.suite)
        answer.extensions.renegotiationInfo = []
        if isExtended { answer.extensions.extendedMasterSecret = Empty() }
        change(&answer)
        try send(HandshakeMessage(.serverHello, answer, ServerHello12.codec))
    }

    func sendFlight() throws {
        let chain = Certificate12(certificates: identity.certificateChain.map(\.derBytes))
        try send(HandshakeMessage(.certificate, chain, Certificate12.codec))
        try send(HandshakeMessage(.serverHelloDone, Empty(), ServerHelloDone.codec))
    }

    func sendTicket(_ ticket: [UInt8]) throws {
        let message = NewSessionTicket12(lifetimeHint: 3600, ticket: ticket)
        try send(HandshakeMessage(.newSessionTicket, message, NewSessionTicket12.codec))
    }

    /// A full handshake, with a ticket or without.
    func complete(
        ticket: [UInt8]? = nil, sessionID: [UInt8] = [], _ change: (inout ServerHello12) -> Void = { _ in }
    ) throws {
        try sendHello(sessionID: sessionID) {
            if ticket != nil { $0.extensions.sessionTicket = Empty() }
            change(&$0)
        }
        try sendFlight()
        if let ticket { try sendTicket(ticket) }
        try sendChangeCipherSpec()
        try sendFinished()
    }
}
