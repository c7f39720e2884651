import NIOCore
import ProviderTesting
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@testable import SSLServer

@Suite("A server sends the OCSP responses that its application fetches", .timeLimit(.minutes(1)))
struct StaplingServerTests {
    /// A server over the clock and the responder of a test.
    private func server(_ test: StapleKeeping, _ provider: Provider) throws -> SSLServer {
        let server = SSLServer(logger: test.logger, clock: test.clock)
        try server.configure { configuration in
            configuration.localHost = "127.0.0.1"
            configuration.sslProvider = provider.setting
            configuration.sslCert = Certificate(identity: test.sample.identity)
            configuration.ocspFetcher = { [weak test] request in
                // A fetch may begin as the test ends.
                guard let test else { throw CancellationError() }
                return try await test.fetch(request)
            }
        }
        return server
    }

    /// What a new client is sent beside the certificate.
    private func staple(_ server: SSLServer, _ version: ProtocolVersion) async throws -> [UInt8]? {
        let client = try await SocketPeer.connect(server.localPort, by: .internal) { configuration in
            configuration.versions = [version]
            configuration.requestsOCSPResponse = true
        }
        try await client.shake()
        defer { client.channel.close(promise: nil) }
        return try #require(client.negotiated, "\(client.seen)").peerStatements.ocspResponse
    }

    @Test(
        "new connections get the newest one, in either version; the platform's libssl sends none",
        arguments: Provider.all, [ProtocolVersion.tls13, .tls12])
    func newest(provider: Provider, version: ProtocolVersion) async throws {
        let test = try StapleKeeping()
        let first = try test.sample.response(lasting: 400)
        test.answer(first)
        let server = try server(test, provider)
        try await server.startListening()
        guard provider == .internal else {
            #expect(try await staple(server, version) == nil && test.requests.value.isEmpty)
            return try await server.shutdown()
        }
        await test.clock.wait(forPauses: 200)
        #expect(try await staple(server, version) == first)
        let second = try test.sample.response(since: StaplingSample.now + 200, lasting: 600)
        test.answer(second)
        test.clock.advance(by: 200)
        await test.clock.wait(forPauses: 300)
        #expect(try await staple(server, version) == second)
        test.answer(nil)
        test.clock.advance(by: 300)
        await test.clock.wait(forPauses: 30)
        #expect(try await staple(server, version) == second)
        test.clock.advance(by: 301)
        #expect(try await staple(server, version) == nil)
        try await server.shutdown()
        await test.clock.wait()
    }

    @Test("a certificate that is exchanged gets its own", arguments: Provider.all)
    func exchange(provider: Provider) async throws {
        let test = try StapleKeeping()
        test.answer(try test.sample.response(lasting: 400))
        let server = try server(test, provider)
        try await server.startListening()
        guard provider == .internal else { return try await server.shutdown() }
        await test.clock.wait(forPauses: 200)
        let other = test.sample.demanding
        let response = try test.sample.response(about: other.certificateChain[0], lasting: 600)
        test.answer(response)
        try server.setSSLCert(Certificate(identity: other))
        await test.clock.wait(forPauses: 300)
        #expect(try await staple(server, .tls13) == response)
        try server.configure { $0.ocspFetcher = nil }
        await test.clock.wait()
        #expect(try await staple(server, .tls13) == nil)
        try await server.shutdown()
    }

    @Test("certificates of SSLCACerts behind a chain take nothing from what is beside it", arguments: Provider.all)
    func extended(provider: Provider) async throws {
        let test = try StapleKeeping()
        var identity = try TLSIdentity(
            certificateChain: [test.sample.leaf], privateKey: test.sample.identity.privateKey)
        let response = try test.sample.response()
        identity.ocspResponse = response
        let (certificate, root) = (Certificate(identity: identity), test.sample.root.pemText)
        let server = SSLServer(logger: test.logger, clock: test.clock)
        try server.configure { configuration in
            configuration.localHost = "127.0.0.1"
            configuration.sslProvider = provider.setting
            configuration.sslCert = certificate
            configuration.sslCACerts = root
        }
        try await server.startListening()
        #expect(try await staple(server, .tls13) == (provider == .internal ? response : nil))
        try await server.shutdown()
    }
}
