import ProviderTesting
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

/// A client's certificate, and how a server is to judge it.
private struct Meeting: Sendable {
    let provider: Provider
    let version: SSLServer.EnabledProtocols
    let kind: PeerKind
    /// What the handler does with the verdict.
    var turnsRound = false
    let told = Awaited<[SSLServer.SSLClientAuthenticationEvent]>([])
    let ended = Awaited<SSLServer.ConnectedEvent?>(nil)

    /// The client, once the server has told how the handshake ended.
    func hold(
        configure: (inout SSLServer.Configuration) throws(SSLError) -> Void = { _ in }
    ) async throws -> (client: SocketPeer, identity: TLSIdentity?) {
        let identity = try kind.identity()
        let lists = try kind.lists(identity).pemText
        let test = try await TestServer(provider) { configuration throws(SSLError) in
            try configuration.trustTestAuthority()
            configuration.sslEnabledProtocols = version
            configuration.sslCRLs = lists
            try configure(&configuration)
        }
        test.server.onSSLClientAuthentication = { [told, turnsRound] event in
            told.change { $0.append(event) }
            if turnsRound { event.accept.toggle() }
        }
        test.server.onConnected = { [ended] event in ended.change { $0 = event } }
        let client = try await test.shaken { $0.identities = identity.map { [$0] } ?? [] }
        await ended.wait { $0 != nil }
        if ended.value?.statusCode != 0 { await client.wait { $0.error != nil } }
        try await test.server.shutdown()
        return (client, identity)
    }
}

@Suite("A client's certificate is judged by its path", .serialized, .timeLimit(.minutes(3)))
struct ClientVerdictTests {
    private static let versions: [SSLServer.EnabledProtocols] = [.tls12, .tls13]

    @Test("One that leads to an authority is accepted, and the path is known", arguments: Provider.all, versions)
    func good(provider: Provider, version: SSLServer.EnabledProtocols) async throws {
        let meeting = Meeting(provider: provider, version: version, kind: .good)
        let (client, identity) = try await meeting.hold()
        #expect(client.negotiated != nil && client.seen.error == nil)
        let event = try #require(meeting.told.value.first)
        #expect(meeting.told.value.count == 1)
        #expect(event.accept && event.status == "OK" && event.failure == nil)
        #expect(event.chain == identity?.certificateChain)
        #expect(event.certEncoded == event.chain[0].pemText && event.certEncodedB == Array(event.certEncoded.utf8))
        #expect(event.certSubject == "CN=localhost" && event.certIssuer == "CN=Test Intermediate")
        let root = try TestAuthority.shared.root
        #expect(event.path?.certificates == identity?.certificateChain && event.path?.anchor?.certificate == root)
        #expect(event.path?.revocation.count == 2)
        let connected = try #require(meeting.ended.value)
        #expect(connected.statusCode == 0 && connected.description == "OK")
        #expect(connected.negotiated?.verifiedPath == event.path)
        #expect(connected.negotiated?.peerCertificates == event.chain)
    }

    @Test("A client without one is told that one is required", arguments: Provider.all, versions)
    func none(provider: Provider, version: SSLServer.EnabledProtocols) async throws {
        let meeting = Meeting(provider: provider, version: version, kind: .none)
        let (client, _) = try await meeting.hold()
        let event = try #require(meeting.told.value.first)
        #expect(event.certEncoded.isEmpty && event.certSubject.isEmpty && event.certIssuer.isEmpty)
        #expect(event.chain.isEmpty && event.path == nil && event.failure == nil)
        #expect(!event.accept && event.status == SSLErrorCode.noClientCertificate.description)
        #expect(meeting.ended.value?.statusCode == 281)
        // TLS 1.2 has no alert of its own for it. RFC 5246 §7.4.6.
        #expect(client.seen.error?.alert == (version == .tls13 ? .certificateRequired : .handshakeFailure))
    }

    @Test("One with a fault is refused, by the fault's text and alert", arguments: Provider.all, PeerKind.faulty)
    func faulty(provider: Provider, kind: PeerKind) async throws {
        for version in Self.versions {
            let meeting = Meeting(provider: provider, version: version, kind: kind)
            let (client, identity) = try await meeting.hold()
            let event = try #require(meeting.told.value.first)
            let code = try #require(kind.code)
            #expect(!event.accept && event.path == nil && event.failure?.code == kind.failure)
            #expect(event.status.hasPrefix(code.description), "\(event.status)")
            #expect(event.failure.map { event.status.contains($0.reason) } == true, "\(event.status)")
            #expect(event.chain == identity?.certificateChain)
            #expect(client.seen.error?.alert == kind.alert, "\(version) \(client.seen)")
            // What the client did is that its certificate was refused; why, the event has told.
            #expect(meeting.ended.value?.statusCode == 280)
            #expect(meeting.ended.value?.negotiated == nil)
        }
    }

    @Test("The handler can turn every verdict round", arguments: Provider.all, PeerKind.allCases)
    func turnedRound(provider: Provider, kind: PeerKind) async throws {
        for version in Self.versions {
            let meeting = Meeting(provider: provider, version: version, kind: kind, turnsRound: true)
            let (client, identity) = try await meeting.hold()
            let connected = try #require(meeting.ended.value)
            if kind == .good {
                #expect(connected.statusCode == 280 && client.seen.error?.alert == .badCertificate)
            } else {
                #expect(connected.statusCode == 0 && client.seen.error == nil, "\(version)")
                #expect(connected.negotiated?.peerCertificates == identity?.certificateChain ?? [])
                // Nobody has vouched for it.
                #expect(connected.negotiated?.verifiedPath == nil)
            }
        }
    }

    @Test("Without a handler the verdict stands", arguments: Provider.all, [PeerKind.good, .none, .untrusted])
    func unattended(provider: Provider, kind: PeerKind) async throws {
        let identity = try kind.identity()
        let test = try await TestServer(provider) { configuration throws(SSLError) in
            try configuration.trustTestAuthority()
        }
        let client = try await test.shaken { $0.identities = identity.map { [$0] } ?? [] }
        let code = kind == .good ? 0 : kind == .none ? 281 : 280
        await test.events.wait(for: "Connected 1 \(code)")
        if code != 0 {
            await client.wait { $0.error != nil }
            #expect(client.seen.error?.alert == kind.alert)
        }
        try await test.server.shutdown()
    }

    @Test("A client sends too little: an authority that the server knows helps", arguments: Provider.all)
    func helper(provider: Provider) async throws {
        let authority = try TestAuthority.shared
        let identity = try authority.identity(sends: .nothing)
        let intermediate = authority.intermediate.pemText
        let test = try await TestServer(provider) { configuration throws(SSLError) in
            try configuration.trustTestAuthority()
        }
        _ = try await test.shaken { $0.identities = [identity] }
        await test.events.wait(for: "Connected 1 280")
        try await test.server.config("SSLClientCACerts=" + authority.root.pemText + "between\r\n" + intermediate)
        _ = try await test.shaken { $0.identities = [identity] }
        await test.events.wait(for: "Connected 2 0 OK")
        try await test.server.shutdown()
    }

    @Test("Lists and authorities may come from files, in PEM or DER", arguments: Provider.all)
    func files(provider: Provider) async throws {
        let authority = try TestAuthority.shared
        let (good, revoked) = (try authority.identity(), try authority.identity())
        let root = try TemporaryFile(authority.root.derBytes)
        let lists = [
            try TemporaryFile(Array(authority.rootList().pemText.utf8)),
            try TemporaryFile(authority.list(revoking: [revoked.certificateChain[0]]).derBytes),
        ]
        let test = try await TestServer(provider) { configuration in
            configuration.sslAuthenticateClients = true
            configuration.trustsSystemAuthorities = false
            configuration.authorityFiles = [root.path]
            configuration.revocationListFiles = lists.map(\.path)
        }
        _ = try await test.shaken { $0.identities = [good] }
        await test.events.wait(for: "Connected 1 0 OK")
        let client = try await test.shaken { $0.identities = [revoked] }
        await client.wait { $0.error != nil }
        #expect(client.seen.error?.alert == .certificateRevoked)
        try await test.server.shutdown()
    }

    @Test(
        "A handler that throws refuses, by the fault's alert where there is one", arguments: Provider.all,
        [PeerKind.good, .expired])
    func throwing(provider: Provider, kind: PeerKind) async throws {
        let identity = try #require(try kind.identity())
        let test = try await TestServer(provider) { configuration throws(SSLError) in
            try configuration.trustTestAuthority()
        }
        test.server.onSSLClientAuthentication = { event in
            event.accept = true
            throw SSLError(.accessDenied, "not today")
        }
        let client = try await test.shaken { $0.identities = [identity] }
        await test.events.wait(for: "Error 1 10013")
        await client.waitForClose()
        #expect(!test.events.lines.contains { $0.hasPrefix("Connected 1 0") })
        try await test.server.shutdown()
    }

    @Test(
        "A connection knows by which path its client is known, and each session is judged anew", arguments: Provider.all
    )
    func connection(provider: Provider) async throws {
        let identity = try TestAuthority.shared.identity()
        let test = try await TestServer(provider) { configuration throws(SSLError) in
            try configuration.trustTestAuthority()
        }
        test.server.onDataIn = { [server = test.server] event in
            try await server.send(event.connectionId, buffer: event.buffer)
        }
        let judged = Awaited(0)
        test.server.onSSLClientAuthentication = { _ in judged.change { $0 += 1 } }
        let visitor = try TestClient(provider.other, test.port) { $0.sslCert = Certificate(identity: identity) }
        for (index, isResumed) in [false, true].enumerated() {
            try await visitor.client.connect()
            try await visitor.client.sendText("x")
            await visitor.events.wait(for: "DataIn", count: index + 1)
            let negotiated = try #require(test.server.connections["\(index + 1)"]?.negotiated)
            #expect(negotiated.isResumed == isResumed)
            // libssl does not ask about a session that it resumes, and keeps the leaf alone.
            let isJudged = provider == .internal || !isResumed
            #expect(judged.value == (isJudged ? index + 1 : index))
            #expect(
                negotiated.peerCertificates == (isJudged ? identity.certificateChain : [identity.certificateChain[0]]))
            #expect(negotiated.verifiedPath?.certificates == (isJudged ? identity.certificateChain : nil))
            await visitor.client.disconnect()
        }
        try await test.server.shutdown()
    }

    @Test("A file of authorities that is not there keeps a server from listening", arguments: Provider.all)
    func missingFile(provider: Provider) async throws {
        for path in [\SSLServer.Configuration.authorityFiles, \.revocationListFiles] {
            let test = try await TestServer(provider, listens: false) { configuration in
                configuration.trustsSystemAuthorities = false
                configuration[keyPath: path] = ["/nonexistent"]
            }
            try test.server.configure { $0.sslAuthenticateClients = true }
            let error = await sslError { try await test.server.startListening() }
            #expect(error?.code == .cannotOpenCertificateStore && error?.detail.contains("/nonexistent") == true)
            // Nobody is asked for a certificate: nobody needs it.
            try test.server.configure { $0.sslAuthenticateClients = false }
            try await test.server.startListening()
            try await test.server.shutdown()
        }
    }

    @Test("A whole trust stands for all settings", arguments: Provider.all)
    func wholeTrust(provider: Provider) async throws {
        let identity = try TestAuthority.shared.identity()
        let trust = TLSTrust(authorities: [try TestAuthority.shared.root])
        let other = try TestAuthority.stranger.root.pemText
        let test = try await TestServer(provider) { configuration in
            configuration.sslAuthenticateClients = true
            configuration.sslClientCACerts = other
            configuration.peerTrust = trust
        }
        _ = try await test.shaken { $0.identities = [identity] }
        await test.events.wait(for: "Connected 1 0 OK")
        try await test.server.shutdown()
    }
}
