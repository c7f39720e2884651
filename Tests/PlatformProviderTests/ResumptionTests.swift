import HandshakeBench
import PlatformProvider
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("Sessions are resumed where both want it")
struct ResumptionTests {
    /// Connects once and gives the sessions that the client was handed.
    private func sessions(
        _ setup: Setup, _ server: any TLSServerContext
    ) throws -> [TLSResumableSession] {
        let sessions = Collected<TLSResumableSession>()
        var client = setup.client
        client.receiveSession = { sessions.append($0) }
        let pair = try SessionPair(server, PlatformProvider().makeClientContext(client))
        pair.exchange()
        try #require(pair.server.isEstablished && pair.client.isEstablished)
        try echo(pair)
        return sessions.all
    }

    private func resume(
        _ session: TLSResumableSession, _ setup: Setup, _ server: any TLSServerContext
    ) throws -> SessionPair {
        var client = setup.client
        client.session = session
        let pair = try SessionPair(server, PlatformProvider().makeClientContext(client))
        pair.exchange()
        try #require(pair.server.isEstablished && pair.client.isEstablished)
        try echo(pair)
        return pair
    }

    static let versions: [ProtocolVersion] = [.tls13, .tls12, .tls11, .tls10]

    private func setup(_ version: ProtocolVersion) throws -> Setup {
        var setup = try Setup()
        setup.server.versions = [version]
        setup.client.versions = [version]
        return setup
    }

    @Test("A session is resumed, and both say so", arguments: versions, [false, true])
    func resumed(_ version: ProtocolVersion, _ mutual: Bool) throws {
        var setup = try setup(version)
        if mutual {
            setup.server.clientAuthentication = .require
            setup.client.identities = [try Identities.ofClient()]
        }
        let server = try PlatformProvider().makeServerContext(setup.server)
        let session = try #require(try sessions(setup, server).last)
        let pair = try resume(session, setup, server)
        #expect(pair.server.completed?.isResumed == true && pair.client.completed?.isResumed == true)
        #expect(pair.server.completed?.signatureScheme == nil && pair.client.completed?.signatureScheme == nil)
        #expect(pair.client.completed?.peerCertificates == (try Identities.server()).certificateChain)
        #expect(pair.server.completed?.serverName == "a.example")
        if version == .tls13 { #expect(pair.server.completed?.group == .x25519) }
        if mutual {
            #expect(pair.server.completed?.peerCertificates == (try Identities.ofClient()).certificateChain)
        }
    }

    @Test("Before TLS 1.3 a session is good for many connections", arguments: [ProtocolVersion.tls12, .tls11, .tls10])
    func again(_ version: ProtocolVersion) throws {
        var setup = try setup(version)
        let server = try PlatformProvider().makeServerContext(setup.server)
        var session = try #require(try sessions(setup, server).last)
        for _ in 0..<3 {
            setup.client.session = session
            let next = try sessions(setup, server)
            #expect(next.count == 1)
            session = try #require(next.last)
        }
        #expect(try resume(session, setup, server).client.completed?.isResumed == true)
    }

    @Test("Nobody is asked for a verdict again, and a server keeps a client's own certificate alone")
    func notJudgedAgain() throws {
        var setup = try setup(.tls13)
        setup.server.clientAuthentication = .require
        let identity = try Identities.ofClient()
        let chain = identity.certificateChain + (try Identities.server()).certificateChain
        setup.client.identities = [try TLSIdentity(certificateChain: chain, privateKey: identity.privateKey)]
        let server = try PlatformProvider().makeServerContext(setup.server)
        let session = try #require(try sessions(setup, server).last)
        let pair = try resume(session, setup, server)
        #expect(pair.server.completed?.isResumed == true)
        #expect(pair.server.completed?.peerCertificates == [chain[0]])
        for end in [pair.client, pair.server] {
            #expect(!end.events.contains { if case .peerCertificates = $0 { true } else { false } })
        }
    }

    @Test("A session survives its form in bytes, and no other bytes are taken for one", arguments: versions)
    func serialized(_ version: ProtocolVersion) throws {
        let setup = try setup(version)
        let server = try PlatformProvider().makeServerContext(setup.server)
        let provider = PlatformProvider()
        let bytes = try provider.unsafelySerialize(try #require(try sessions(setup, server).last))
        let pair = try resume(try provider.resumableSession(serialized: bytes), setup, server)
        #expect(pair.client.completed?.isResumed == true)
        for bad in [[], [0x30], Array(bytes.dropLast()), bytes + [0]] as [[UInt8]] {
            #expect(throws: TLSError(.invalidConfiguration, "")) { try provider.resumableSession(serialized: bad) }
        }
    }

    @Test("A server that resumes nothing hands out nothing", arguments: versions)
    func off(_ version: ProtocolVersion) throws {
        var setup = try setup(version)
        let willing = try PlatformProvider().makeServerContext(setup.server)
        let session = try #require(try sessions(setup, willing).last)
        setup.server.resumesSessions = false
        let server = try PlatformProvider().makeServerContext(setup.server)
        #expect(try resume(session, setup, server).server.completed?.isResumed == false)
        if version == .tls13 { #expect(try sessions(setup, server).isEmpty) }
    }

    @Test("Another context, with other rules, does not resume what this one agreed on", arguments: versions)
    func otherContext(_ version: ProtocolVersion) throws {
        let setup = try setup(version)
        let server = try PlatformProvider().makeServerContext(setup.server)
        let session = try #require(try sessions(setup, server).last)
        let other = try PlatformProvider().makeServerContext(setup.server)
        let pair = try resume(session, setup, other)
        #expect(pair.server.completed?.isResumed == false && pair.client.completed?.isResumed == false)
    }

    @Test("A client that was judged gets as many tickets as any other", arguments: [false, true])
    func tickets(_ mutual: Bool) throws {
        var setup = try setup(.tls13)
        if mutual {
            setup.server.clientAuthentication = .require
            setup.client.identities = [try Identities.ofClient()]
        }
        #expect(try sessions(setup, PlatformProvider().makeServerContext(setup.server)).count == 2)
    }

    @Test("A client that was refused has nothing to resume", arguments: [ProtocolVersion.tls13, .tls12])
    func refused(_ version: ProtocolVersion) throws {
        var setup = try setup(version)
        setup.server.clientAuthentication = .require
        setup.client.identities = [try Identities.ofClient()]
        let sessions = Collected<TLSResumableSession>()
        setup.client.receiveSession = { sessions.append($0) }
        let pair = try setup.pair()
        pair.server.verdict = .reject(.accessDenied, reason: "not you")
        pair.exchange()
        #expect(pair.server.error != nil && sessions.all.isEmpty)
    }

    @Test("A kept session says nothing of its keys")
    func redacted() throws {
        let setup = try setup(.tls13)
        let server = try PlatformProvider().makeServerContext(setup.server)
        let session = try #require(try sessions(setup, server).last)
        #expect("\(session)" == "a session to resume" && String(reflecting: session) == "a session to resume")
    }
}
