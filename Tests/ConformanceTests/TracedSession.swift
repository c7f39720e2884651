import TLSHandshake
import TLSMessages
import TLSPrimitives
import TLSProvider
import TestSupport

/// The session that section 3 of RFC 8448 ends with and section 4 resumes.
struct TracedSession {
    /// When section 4 happens; the ticket's age is the trace's.
    static let now = UnixTime(milliseconds: 1_800_000_000_000)

    let ticket: NewSessionTicket
    private let secret: [UInt8]
    private let age: Int64

    /// - Parameter hello: a hello that offers the session; with another one there is none.
    init?(_ hello: ClientHello) throws {
        guard let identity = hello.extensions.preSharedKey?.identities.first else { return nil }
        try self.init(age: { Int64(identity.obfuscatedTicketAge &- $0) })
    }

    /// The session as section 3 leaves it.
    init() throws {
        try self.init(age: { _ in 0 })
    }

    private init(age: (UInt32) -> Int64) throws {
        let section = try RFC8448.section(3)
        let message = HandshakeMessage(
            type: .newSessionTicket,
            bytes: try section.step("server", "construct a NewSessionTicket").bytes("NewSessionTicket"))
        ticket = try message.decode(NewSessionTicket.codec, "NewSessionTicket")
        secret = try section.step("server", "generate resumption secret").bytes("expanded")
        self.age = age(ticket.ageAdd)
    }

    private var begin: UnixTime { Self.now.adding(milliseconds: -age) }
    private var key: Secret { Secret(copying: secret.span.bytes) }

    var clientSession: ClientSession {
        let facts = ClientSession.Facts(
            cipherSuite: .TLS_AES_128_GCM_SHA256, ticket: ticket.ticket, ageAdd: ticket.ageAdd, receivedAt: begin,
            lifetime: ticket.lifetime, maximumEarlyData: ticket.extensions.maximumEarlyData ?? 0,
            serverName: Array("server".utf8), applicationProtocol: nil, peerCertificates: [])
        return ClientSession(facts, secret: key)
    }

    func serverSession(_ binding: [UInt8], _ keeper: [UInt8]) -> ServerSession {
        var facts = SessionFacts(cipherSuite: .TLS_AES_128_GCM_SHA256, issuedAt: begin)
        facts.lifetime = ticket.lifetime
        facts.endsAt = begin.adding(seconds: Int64(ticket.lifetime))
        facts.ageAdd = ticket.ageAdd
        facts.binding = binding
        facts.serverName = Array("server".utf8)
        facts.isNamed = true
        facts.maximumEarlyData = ticket.extensions.maximumEarlyData ?? 0
        facts.earlyDataKeeper = keeper
        return ServerSession(facts, secret: key)
    }
}

/// Gives out the one ticket of the traces, and knows it again.
struct TracedSessions: ServerSessions {
    let session: TracedSession
    let keeper = TLSReplayFilter()
    private let binding = [UInt8](repeating: 0xb1, count: 32)

    /// As the traces' server has it: tickets that allow early data.
    func resumption(ticketCount: Int) -> ServerResumption {
        let earlyData = session.ticket.extensions.maximumEarlyData.map {
            EarlyDataAllowance(maximum: $0, keeper: TracedKeeper(filter: keeper))
        }
        return ServerResumption(
            sessions: self, binding: binding, ticketCount: ticketCount, lifetime: session.ticket.lifetime,
            earlyData: earlyData)
    }

    func issue(_ session: ServerSession, at now: UnixTime) throws(CryptoError) -> [UInt8]? {
        self.session.ticket.ticket
    }

    func find(_ ticket: [UInt8], at now: UnixTime) throws(CryptoError) -> ServerSession? {
        ticket == session.ticket.ticket ? session.serverSession(binding, keeper.identity) : nil
    }
}

private struct TracedKeeper: EarlyDataKeeper {
    let filter: TLSReplayFilter

    var identity: [UInt8] { filter.identity }

    func admits(_ hello: [UInt8], at now: UnixTime) -> Bool { filter.admits(hello, at: now) }
}
