import ProviderTesting
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@testable import SSLServer

@Suite("Chains of certificates, as they are shown, sent and asked for", .timeLimit(.minutes(1)))
struct CertificateChainTests {
    @Test(
        "A client's whole chain is shown where it is wanted, else its certificate", arguments: Provider.all,
        [true, false])
    func includeChain(provider: Provider, isWanted: Bool) async throws {
        let identity = try TestAuthority.shared.identity(sends: .all)
        let test = try await TestServer(provider) { configuration throws(SSLError) in
            try configuration.trustTestAuthority()
        }
        try await test.server.config("SSLIncludeCertChain=\(isWanted)")
        let shown = Awaited<String?>(nil)
        test.server.onSSLClientAuthentication = { event in shown.change { $0 = event.certEncoded } }
        _ = try await test.shaken { $0.identities = [identity] }
        await shown.wait { $0 != nil }
        let chain = identity.certificateChain
        #expect(chain.count == 3)
        #expect(shown.value == (isWanted ? chain.map(\.pemText).joined() : chain[0].pemText))
        try await test.server.shutdown()
    }

    @Test(
        "A server's whole chain is shown where it is wanted, else its certificate", arguments: Provider.all,
        [true, false])
    func includeServerChain(provider: Provider, isWanted: Bool) async throws {
        let identity = try TestAuthority.shared.identity(sends: .all)
        let server = try await TestServer(provider.other) { $0.sslCert = Certificate(identity: identity) }
        let test = try TestClient(provider, server.port) { $0.sslAcceptAnyServerCert = true }
        try await test.client.config("SSLIncludeCertChain=\(isWanted)")
        let shown = Awaited<String?>(nil)
        test.client.onSSLServerAuthentication = { event in shown.change { $0 = event.certEncoded } }
        try await test.client.connect()
        let chain = identity.certificateChain
        #expect(shown.value == (isWanted ? chain.map(\.pemText).joined() : chain[0].pemText))
        await test.client.disconnect()
        try await server.server.shutdown()
    }

    @Test("SSLCACerts are sent behind the leaf, in the order in which they issued", arguments: Provider.all)
    func sentChain(provider: Provider) async throws {
        let authority = try TestAuthority.shared
        let certificate = Certificate(identity: try authority.identity(sends: .nothing))
        let root = authority.root.pemText
        let server = try await TestServer(provider) { $0.sslCert = certificate }
        let test = try TestClient(provider.other, server.port) { configuration in
            configuration.pinnedKeys = []
            configuration.sslServerCACerts = root
            configuration.trustsSystemAuthorities = false
        }
        // The leaf alone leads nowhere.
        #expect(await sslError { try await test.client.connect() }?.code == .cannotVerifyChain)
        try await server.server.config("SSLCACerts=" + root + authority.intermediate.pemText)
        try await test.client.connect()
        let sent = try #require(test.client.negotiated?.peerCertificates)
        #expect(sent == certificate.certificateChain + [authority.intermediate, authority.root])
        #expect(test.client.negotiated?.verifiedPath?.certificates == Array(sent.prefix(2)))
        await test.client.disconnect()
        try await server.server.shutdown()
    }

    /// A client that shows its certificate only to those who name its issuer tells what was named.
    @Test("The names of SSLClientCACerts are told to clients", arguments: Provider.all, [true, false])
    func names(provider: Provider, isNamed: Bool) async throws {
        let authority = try TestAuthority.shared
        var identity = try authority.identity()
        identity.isBoundToIssuers = true
        let (root, stranger) = (authority.root.pemText, try TestAuthority.stranger.root.pemText)
        let test = try await TestServer(provider) { configuration in
            configuration.sslAuthenticateClients = true
            configuration.sslClientCACerts = isNamed ? stranger + root : stranger
        }
        let shown = Awaited<Int?>(nil)
        test.server.onSSLClientAuthentication = { event in
            shown.change { $0 = event.chain.count }
            event.accept = true
        }
        let client = try await test.shaken(client: .internal) { [identity] in $0.identities = [identity] }
        await shown.wait { $0 != nil }
        #expect(shown.value == (isNamed ? 2 : 0) && client.negotiated != nil)
        try await test.server.shutdown()
    }

    @Test("Each name is told once, those of files too, and the system's are not")
    func namesOnce() throws {
        let (one, other) = (try TestAuthority.shared.root, try TestAuthority.stranger.root)
        let file = try TemporaryFile(one.derBytes)
        var configuration = SSLServer.Configuration()
        #expect(try configuration.clientAuthorityNames().isEmpty)
        configuration.sslClientCACerts = other.pemText + one.pemText + other.pemText
        configuration.authorityFiles = [file.path]
        #expect(configuration.trustsSystemAuthorities)
        #expect(try configuration.clientAuthorityNames() == [other.subject.derBytes, one.subject.derBytes])
    }
}
