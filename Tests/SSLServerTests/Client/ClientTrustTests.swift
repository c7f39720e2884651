import ProviderTesting
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import TestSupport
import Testing

@Suite("Which server a client trusts", .timeLimit(.minutes(1)))
struct ClientTrustTests {
    @Test("one whose key is pinned", arguments: Provider.all)
    func pinned(provider: Provider) async throws {
        let server = try await TestServer(provider.other)
        let test = try TestClient(provider, server.port)
        try await test.client.connect()
        #expect(test.client.sslServerCert.certificateChain == [try TestIdentity.identity.certificateChain[0]])
        #expect(test.client.sslServerCert.subject == "CN=localhost")
        await test.client.disconnect()
        try await server.server.shutdown()
    }

    @Test("not one with another key, and both sides are told", arguments: Provider.all)
    func otherKey(provider: Provider) async throws {
        let server = try await TestServer(provider.other)
        let other = try PublicKeyPin(of: TestIdentity.make("localhost").certificateChain[0])
        let test = try TestClient(provider, server.port) { $0.pinnedKeys = [other] }
        let error = await sslError { try await test.client.connect() }
        #expect(error?.code.rawValue == 280)
        #expect(error?.detail.contains("another key") == true)
        #expect(test.events.lines.first?.hasPrefix("SSLServerAuthentication CN=localhost false") == true)
        #expect(test.events.lines.last?.hasPrefix("Connected 280") == true)
        #expect(!test.client.connected && test.client.negotiated == nil)
        await server.events.wait(for: "Connected 1 276")
        #expect(server.events.lines.contains { $0.contains("badCertificate") || $0.contains("bad_certificate") })
        try await server.server.shutdown()
    }

    @Test("one whose certificate is the expected one, and no other", arguments: Provider.all, [true, false])
    func certificate(provider: Provider, isSame: Bool) async throws {
        let server = try await TestServer(provider.other)
        let expected = Certificate(identity: isSame ? try TestIdentity.identity : try TestIdentity.make("localhost"))
        let test = try TestClient(provider, server.port) { configuration in
            configuration.pinnedKeys = []
            configuration.sslAcceptServerCert = expected
        }
        #expect(await sslError { try await test.client.connect() }?.code.rawValue == (isSame ? nil : 280))
        await test.client.disconnect()
        try await server.server.shutdown()
    }

    @Test("none that nobody vouches for, with words that say why", arguments: Provider.all)
    func nothing(provider: Provider) async throws {
        let server = try await TestServer(provider.other)
        let test = try TestClient(provider, server.port) { $0.pinnedKeys = [] }
        let error = await sslError { try await test.client.connect() }
        #expect(error?.code.rawValue == 275)
        #expect(error?.detail.contains("not among those that are trusted") == true)
        try await server.server.shutdown()
    }

    @Test("every one when it is told so", arguments: Provider.all)
    func any(provider: Provider) async throws {
        let server = try await TestServer(provider.other)
        let test = try TestClient(provider, server.port) { $0.pinnedKeys = [] }
        try await test.client.config("SSLAcceptAnyServerCert=True")
        #expect(test.client.configuration.sslAcceptAnyServerCert)
        try await test.client.connect()
        await test.client.disconnect()
        try await server.server.shutdown()
    }

    @Test("is the handler's decision in the end", arguments: Provider.all, [true, false])
    func handler(provider: Provider, accepts: Bool) async throws {
        let server = try await TestServer(provider.other)
        let test = try TestClient(provider, server.port) { if accepts { $0.pinnedKeys = [] } }
        let events = test.events
        let pem = try TestIdentity.identity.certificateChain[0].pemText
        test.client.onSSLServerAuthentication = { event in
            events.record("\(event.accept) \(event.certSubject) \(event.certIssuer) \(event.chain.count)")
            #expect(event.certEncoded == pem && event.certEncodedB == Array(pem.utf8))
            #expect(event.accept == (event.status == "OK"))
            event.accept = accepts
        }
        #expect(await sslError { try await test.client.connect() }?.code.rawValue == (accepts ? nil : 280))
        #expect(events.lines.first == "\(!accepts) CN=localhost CN=localhost 1")
        await test.client.disconnect()
        try await server.server.shutdown()
    }

    @Test("none when the handler throws", arguments: Provider.all)
    func throwingHandler(provider: Provider) async throws {
        let server = try await TestServer(provider.other)
        let test = try TestClient(provider, server.port)
        test.client.onSSLServerAuthentication = { _ in throw SSLError(.accessDenied, "not today") }
        let error = await sslError { try await test.client.connect() }
        #expect(error?.code.rawValue == 10013)
        await test.events.wait(for: "Error 10013")
        try await server.server.shutdown()
    }

    /// Only libssl has authorities.
    @Test("with the platform, one that leads to an authority and is for the name", arguments: [true, false])
    func authority(isForName: Bool) async throws {
        let provider = Provider.platform
        let server = try await TestServer(provider.other)
        let folder = try OpenSSLCommand.temporaryDirectory()
        defer { OpenSSLCommand.remove(folder) }
        let path = "\(folder)/authorities.pem"
        try OpenSSLCommand.write(TestIdentity.identity.certificateChain[0].pemText, to: path)
        let test = try TestClient(provider, server.port) { configuration in
            configuration.pinnedKeys = []
            configuration.openSSLCAFile = path
            configuration.serverName = isForName ? "localhost" : "other.example"
        }
        let error = await sslError { try await test.client.connect() }
        #expect(error?.code.rawValue == (isForName ? nil : 280))
        #expect(isForName || error?.detail.contains("not for other.example") == true)
        await test.client.disconnect()
        try await server.server.shutdown()
    }
}
