import TLSMessages
import TLSNegotiation
import TLSPrimitives

@testable import TLSHandshake

/// How a handshake of a test is set up: both ends.
struct TestSettings {
    var clientVersions: [ProtocolVersion] = [.tls12]
    var serverVersions: [ProtocolVersion] = [.tls12]
    var suites: [CipherSuite] = [
        .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    ]
    /// Those of the server alone.
    var serverSuites: [CipherSuite]?
    var groups: [NamedGroup] = [.x25519, .secp256r1, .secp384r1]
    var serverGroups: [NamedGroup]?
    var schemes: [SignatureScheme] = [
        .ecdsaSecp256r1SHA256, .ecdsaSecp384r1SHA384, .ed25519, .rsaPSSRSAESHA256, .rsaPSSPSSSHA256, .rsaPKCS1SHA256,
    ]
    var serverSchemes: [SignatureScheme]?
    var keys: [Result<TestKey, any Error>] = [TestKeys.p256]
    var clientKeys: [Result<TestKey, any Error>] = []
    var client = ClientOptions()
    var server = ServerOptions()
    var serverName: [UInt8]? = Array("a.example".utf8)
    var reader: PeerKeyReader = TestKeys.read
    var session: ClientSession?
    var sessions: TestSessions?
    var ticketCount = 2
    var clientEnabled12: Enabled12?
    var now: UnixTime? = Link.now

    init() {
        client.offersReservedValues = false
        client.wantsSessions = true
    }

    var clientSettings: ClientSettings {
        get throws {
            ClientSettings(
                serverName: serverName, credentials: try clientKeys.map { try $0.get().credential },
                versions: clientVersions, cipherSuites: suites, groups: groups, signatureSchemes: schemes,
                options: client, peerKeyReader: reader, session: session, enabled12: clientEnabled12)
        }
    }

    var serverSettings: ServerSettings {
        get throws {
            ServerSettings(
                credentials: try keys.map { try $0.get().credential }, versions: serverVersions,
                cipherSuites: serverSuites ?? suites, groups: serverGroups ?? groups,
                signatureSchemes: serverSchemes ?? schemes, options: server, peerKeyReader: TestKeys.read,
                resumption: sessions.map { sessions in
                    ServerResumption(
                        sessions: sessions, binding: [UInt8](repeating: 7, count: 32), ticketCount: ticketCount)
                })
        }
    }

    func link() throws -> Link {
        Link(client: try clientSettings, server: try serverSettings, now: now)
    }

    /// Has a session to resume, and more than half of its ticket's life is over.
    mutating func resume() throws {
        session = try completedLink().session
        now = Link.now.adding(seconds: 20_000)
    }

    /// Both ends, when nothing is under way any more.
    func completedLink() throws -> Link {
        let link = try link()
        try link.run()
        return link
    }
}

/// A server's sessions in memory, under names that are random.
final class TestSessions: ServerSessions {
    let areInTickets: Bool
    /// Gives none, as if none could be kept.
    let issuesNone: Bool
    private let sessions = Lock([[UInt8]: ServerSession]())

    init(areInTickets: Bool, issuesNone: Bool = false) {
        self.areInTickets = areInTickets
        self.issuesNone = issuesNone
    }

    func issue(_ session: ServerSession, at now: UnixTime) throws(CryptoError) -> [UInt8]? {
        guard !issuesNone else { return nil }
        let name = try SystemRandom().bytes(48)
        sessions.withLock { $0[name] = session }
        return name
    }

    func makeIdentifier() throws(CryptoError) -> [UInt8] { areInTickets ? [] : try SystemRandom().bytes(32) }

    func keep(_ session: ServerSession, under identifier: [UInt8], at now: UnixTime) throws(CryptoError) {
        sessions.withLock { $0[identifier] = session }
    }

    func find(_ ticket: [UInt8], at now: UnixTime) throws(CryptoError) -> ServerSession? {
        sessions.withLock { $0[ticket] }
    }

    func forget() { sessions.withLock { $0 = [:] } }
}
