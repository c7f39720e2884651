import ProviderTesting
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("A server's certificate is judged by its path", .serialized, .timeLimit(.minutes(2)))
struct ServerVerdictTests {
    /// A client that trusts the tests' authority alone.
    private func client(
        _ provider: Provider, _ port: Int,
        configure: (inout SSLClient.Configuration) throws(SSLError) -> Void = { _ in }
    ) throws -> TestClient {
        let root = try TestAuthority.shared.root.pemText
        return try TestClient(provider, port) { configuration throws(SSLError) in
            configuration.pinnedKeys = []
            configuration.sslServerCACerts = root
            configuration.trustsSystemAuthorities = false
            try configure(&configuration)
        }
    }

    private func server(_ provider: Provider, _ identity: TLSIdentity) async throws -> TestServer {
        try await TestServer(provider) { $0.sslCert = Certificate(identity: identity) }
    }

    @Test("One that leads to an authority is trusted, and the path is known", arguments: Provider.all)
    func good(provider: Provider) async throws {
        let authority = try TestAuthority.shared
        let identity = try authority.identity()
        let server = try await server(provider.other, identity)
        let test = try client(provider, server.port)
        let told = Awaited<SSLClient.SSLServerAuthenticationEvent?>(nil)
        test.client.onSSLServerAuthentication = { event in told.change { $0 = event } }
        try await test.client.connect()
        let event = try #require(told.value)
        #expect(event.accept && event.status == "OK" && event.failure == nil)
        #expect(event.chain == identity.certificateChain && event.certIssuer == "CN=Test Intermediate")
        #expect(event.path?.certificates == identity.certificateChain)
        #expect(event.path?.anchor?.certificate == authority.root)
        #expect(test.client.negotiated?.verifiedPath == event.path)
        await test.client.disconnect()
        try await server.server.shutdown()
    }

    @Test("One with a fault is refused, by the fault's text and alert", arguments: Provider.all, PeerKind.faulty)
    func faulty(provider: Provider, kind: PeerKind) async throws {
        try await faulty(provider, kind, .tls13)
        try await faulty(provider, kind, .tls12)
    }

    private func faulty(
        _ provider: Provider, _ kind: PeerKind, _ version: SSLClient.EnabledProtocols
    ) async throws {
        let identity = try #require(try kind.identity())
        let lists = try kind.lists(identity).pemText
        let server = try await server(provider.other, identity)
        let test = try client(provider, server.port) { configuration in
            configuration.sslCRLs = lists
            configuration.sslEnabledProtocols = version
        }
        let told = Awaited<SSLClient.SSLServerAuthenticationEvent?>(nil)
        test.client.onSSLServerAuthentication = { event in told.change { $0 = event } }
        let error = await sslError { try await test.client.connect() }
        #expect(error?.code == kind.code)
        let event = try #require(told.value)
        #expect(!event.accept && event.path == nil && event.failure?.code == kind.failure)
        #expect(event.status == error?.description)
        #expect(kind.failure.map { event.status.contains($0.name) } == true, "\(event.status)")
        await server.events.wait(for: "Connected 1 276")
        #expect(server.events.lines.contains { $0.contains("\(kind.alert)") }, "\(server.events.lines)")
        try await server.server.shutdown()
    }

    @Test("One for another name is refused with bad_certificate", arguments: Provider.all)
    func otherName(provider: Provider) async throws {
        let server = try await server(provider.other, try TestAuthority.shared.identity("else.example"))
        let test = try client(provider, server.port)
        let error = await sslError { try await test.client.connect() }
        #expect(error?.code == .certificateRefused && error?.detail.contains("nameMismatch") == true)
        test.client.onSSLServerAuthentication = { event in event.accept = true }
        try await test.client.connect()
        #expect(test.client.negotiated?.verifiedPath == nil)
        await test.client.disconnect()
        try await server.server.shutdown()
    }

    @Test(
        "One for the address is trusted, where there is no name", arguments: Provider.all, ["127.0.0.1", "127.0.0.2"])
    func address(provider: Provider, address: String) async throws {
        let server = try await server(
            provider.other, try TestAuthority.shared.identity("else.example", addresses: [address]))
        let test = try client(provider, server.port) { $0.serverName = nil }
        let error = await sslError { try await test.client.connect() }
        #expect(error?.code == (address == "127.0.0.1" ? nil : .certificateRefused))
        await test.client.disconnect()
        try await server.server.shutdown()
    }

    @Test("Authorities may come from files", arguments: Provider.all)
    func files(provider: Provider) async throws {
        let server = try await server(provider.other, try TestAuthority.shared.identity())
        let file = try TemporaryFile(Array(TestAuthority.shared.root.pemText.utf8))
        let test = try client(provider, server.port) { configuration in
            configuration.sslServerCACerts = ""
            configuration.authorityFiles = [file.path]
        }
        try await test.client.connect()
        await test.client.disconnect()
        try file.write(Array("no certificate".utf8))
        #expect(await sslError { try await test.client.connect() }?.code == .cannotOpenCertificateStore)
        try await server.server.shutdown()
    }

    @Test("Settings say the same as properties", arguments: Provider.all)
    func settings(provider: Provider) async throws {
        let server = try await server(provider.other, try TestAuthority.shared.identity())
        let root = try TestAuthority.shared.root.pemText
        let test = try TestClient(provider, server.port) { $0.pinnedKeys = [] }
        #expect(try await test.client.config("SSLSystemCACerts") == "True")
        #expect(try await test.client.config("SSLSystemCACerts=False") == "False")
        #expect(await sslError { try await test.client.connect() }?.code == .cannotVerifyChain)
        #expect(try await test.client.config("SSLServerCACerts=\(root)") == root)
        try await test.client.connect()
        await test.client.disconnect()
        let lists = [try TestAuthority.shared.rootList()].pemText
        #expect(try await test.client.config("SSLCRLs=\(lists)") == lists)
        #expect(await sslError { try await test.client.connect() }?.code == .certificateRefused)
        for name in ["SSLServerCACerts", "SSLCRLs"] {
            let error = await sslError { try await test.client.config("\(name)=no pem") }
            #expect(error?.code == .cannotOpenCertificateStore && error?.detail.contains(name) == true)
        }
        #expect(try await test.client.config("SSLCRLs") == lists)
        try await server.server.shutdown()
    }

    @Test("A whole trust stands for all settings", arguments: Provider.all, [true, false])
    func wholeTrust(provider: Provider, isTrusted: Bool) async throws {
        let server = try await server(provider.other, try TestAuthority.shared.identity())
        let authority = isTrusted ? try TestAuthority.shared : try TestAuthority.stranger
        // The settings would say the opposite.
        let other = isTrusted ? try TestAuthority.stranger.root.pemText : try TestAuthority.shared.root.pemText
        let test = try client(provider, server.port) { configuration in
            configuration.sslServerCACerts = other
            configuration.peerTrust = TLSTrust(authorities: [authority.root])
        }
        #expect(await sslError { try await test.client.connect() }?.code == (isTrusted ? nil : .cannotVerifyChain))
        await test.client.disconnect()
        try await server.server.shutdown()
    }

    @Test("A whole trust that changes in one rule is another, and no session outlives it", arguments: Provider.all)
    func changedTrust(provider: Provider) async throws {
        let server = try await server(provider.other, try TestAuthority.stranger.identity())
        server.server.onDataIn = { [server = server.server] event in
            try await server.send(event.connectionId, buffer: event.buffer)
        }
        var trust = TLSTrust(authorities: [try TestAuthority.shared.root])
        trust.unsafelyIgnoring = .unknownAuthority
        let test = try client(provider, server.port) { [trust] in $0.peerTrust = trust }
        for (index, isResumed) in [false, true].enumerated() {
            try await test.client.connect()
            try await test.client.sendText("x")
            await test.events.wait(for: "DataIn", count: index + 1)
            #expect(test.client.negotiated?.isResumed == isResumed)
            await test.client.disconnect()
        }
        try test.client.configure { $0.peerTrust?.unsafelyIgnoring = [] }
        #expect(await sslError { try await test.client.connect() }?.code == .cannotVerifyChain)
        try await server.server.shutdown()
    }

    @Test("A pin or an expected certificate says more than a path, either way", arguments: Provider.all)
    func pins(provider: Provider) async throws {
        let (identity, stranger) = (try TestAuthority.shared.identity(), try TestAuthority.stranger.identity())
        let server = try await server(provider.other, identity)
        let other = try PublicKeyPin(of: stranger.certificateChain[0])
        let test = try client(provider, server.port) { $0.pinnedKeys = [other] }
        #expect(await sslError { try await test.client.connect() }?.code == .certificateRefused)
        // Nobody vouches for the other one, and its name is not asked for.
        try server.server.setSSLCert(Certificate(identity: stranger))
        let told = Awaited<SSLClient.SSLServerAuthenticationEvent?>(nil)
        test.client.onSSLServerAuthentication = { event in told.change { $0 = event } }
        try test.client.configure { $0.serverName = "other.example" }
        try await test.client.connect()
        #expect(told.value?.accept == true && told.value?.path == nil && told.value?.status == "OK")
        #expect(test.client.negotiated?.verifiedPath == nil)
        await test.client.disconnect()
        try test.client.configure { configuration in
            configuration.pinnedKeys = []
            configuration.sslAcceptServerCert = Certificate(identity: identity)
        }
        #expect(await sslError { try await test.client.connect() }?.code == .certificateRefused)
        try await server.server.shutdown()
    }

    @Test("Every one is trusted where that is wanted, whatever is wrong", arguments: Provider.all)
    func acceptAny(provider: Provider) async throws {
        let server = try await TestServer(provider.other)
        for kind in PeerKind.faulty {
            let identity = try #require(try kind.identity())
            let lists = try kind.lists(identity).pemText
            try server.server.setSSLCert(Certificate(identity: identity))
            let test = try client(provider, server.port) { configuration in
                configuration.sslCRLs = lists
                configuration.sslAcceptAnyServerCert = true
            }
            try await test.client.connect()
            #expect(test.client.negotiated?.verifiedPath == nil)
            #expect(test.events.lines.contains("SSLServerAuthentication CN=localhost true OK"))
            await test.client.disconnect()
        }
        try await server.server.shutdown()
    }

    /// Our server sends the response, so our client is of either implementation; libssl's does not ask.
    @Test("A stapled OCSP response counts", arguments: [true, false])
    func staple(isRevoked: Bool) async throws {
        var identity = try TestAuthority.shared.identity()
        identity.ocspResponse = try TestAuthority.shared.response(identity.certificateChain[0], isRevoked: isRevoked)
            .derBytes
        let server = try await server(.internal, identity)
        let test = try client(.internal, server.port)
        let error = await sslError { try await test.client.connect() }
        #expect(error?.code == (isRevoked ? .certificateRefused : nil))
        #expect(!isRevoked || error?.detail.contains("revoked") == true)
        await test.client.disconnect()
        try await server.server.shutdown()
    }

    /// RFC 7633 §4.2.3.
    @Test("A certificate that demands a response is of no use without, resumed or not", arguments: [true, false])
    func demandedStaple(isThere: Bool) async throws {
        var identity = try TestAuthority.shared.identity { $0.additionalExtensions = [.tlsFeatures([5])] }
        if isThere {
            identity.ocspResponse = try TestAuthority.shared.response(identity.certificateChain[0], isRevoked: false)
                .derBytes
        }
        let server = try await server(.internal, identity)
        server.server.onDataIn = { [server = server.server] event in
            try await server.send(event.connectionId, buffer: event.buffer)
        }
        let test = try client(.internal, server.port)
        guard isThere else {
            let error = await sslError { try await test.client.connect() }
            #expect(error?.code == .certificateRefused && error?.detail.contains("badStatusResponse") == true)
            try await server.server.shutdown()
            return
        }
        for (index, isResumed) in [false, true].enumerated() {
            try await test.client.connect()
            try await test.client.sendText("x")
            await test.events.wait(for: "DataIn", count: index + 1)
            #expect(test.client.negotiated?.isResumed == isResumed)
            #expect(test.client.negotiated?.verifiedPath != nil)
            await test.client.disconnect()
        }
        try await server.server.shutdown()
    }

    @Test("A session resumes only while its server is still trusted", arguments: Provider.all)
    func resumption(provider: Provider) async throws {
        let authority = try TestAuthority.shared
        let server = try await server(provider.other, try authority.identity())
        server.server.onDataIn = { [server = server.server] event in
            try await server.send(event.connectionId, buffer: event.buffer)
        }
        let file = try TemporaryFile(Array(authority.root.pemText.utf8))
        let test = try client(provider, server.port) { configuration in
            configuration.sslServerCACerts = ""
            configuration.authorityFiles = [file.path]
        }
        for isResumed in [false, true] {
            let heard = test.events.lines.count { $0.hasPrefix("DataIn") }
            try await test.client.connect()
            try await test.client.sendText("x")
            await test.events.wait(for: "DataIn", count: heard + 1)
            #expect(test.client.negotiated?.isResumed == isResumed)
            // libssl does not ask about a session that it resumes.
            if provider == .internal || !isResumed {
                #expect(test.client.negotiated?.verifiedPath?.anchor?.certificate == authority.root)
            }
            await test.client.disconnect()
        }
        try file.write(Array(TestAuthority.stranger.root.pemText.utf8))
        #expect(await sslError { try await test.client.connect() }?.code == .cannotVerifyChain)
        try file.write(Array(authority.root.pemText.utf8))
        try await test.client.connect()
        await test.client.disconnect()
        try await server.server.shutdown()
    }
}
