import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

extension ServerSetup {
    /// A server that speaks TLS 1.2 alone.
    static var tls12: ServerSetup {
        var setup = ServerSetup()
        setup.versions = .tls12
        return setup
    }
}

extension Encounter {
    /// The same in TLS 1.2.
    static func of12(
        _ client: Client, _ setup: ServerSetup = .tls12, on kind: ServerKind = .sslServer,
        _ change: (inout ClientRequest) -> Void = { _ in }
    ) async throws -> Encounter {
        try await of(client, setup, on: kind) {
            $0.version = .tls12
            change(&$0)
        }
    }
}

@Suite("Our servers in TLS 1.2 with others' clients: RFC 5246")
struct Server12Tests {
    @Test("Every client with what it offers of itself", arguments: Client.allCases, ServerKind.allCases)
    func client(_ client: Client, _ kind: ServerKind) async throws {
        let encounter = try await Encounter.of12(client, on: kind)
        try encounter.expectAgreement()
        let agreed = try #require(encounter.view.negotiated)
        #expect(kind.usesPlatform || agreed.usesExtendedMasterSecret)
        #expect(agreed.group.map { [.x25519, .secp256r1].contains($0) } == true)
        #expect(CipherSuite.allDefaultTLS12.contains(agreed.cipherSuite))
    }

    @Test("Each default suite", arguments: [Client.openssl, .gnutls, .curl, .node, .java], CipherSuite.allDefaultTLS12)
    func suite(_ client: Client, _ suite: CipherSuite) async throws {
        var setup = ServerSetup.tls12
        setup.identities = ["p256", "rsa"]
        let encounter = try await Encounter.of12(client, setup) { $0.cipherSuites = [suite] }
        try encounter.expectAgreement()
        #expect(encounter.report.cipherSuite == suite)
    }

    @Test("Each curve", arguments: [NamedGroup.x25519, .x448, .secp256r1, .secp384r1, .secp521r1])
    func group(_ group: NamedGroup) async throws {
        var setup = ServerSetup.tls12
        setup.groups = Spellings.groups
        // A certificate with a curve is of use to clients that have the curve. RFC 8422 §5.1.1.
        setup.identities = ["rsa"]
        let encounter = try await Encounter.of12(.openssl, setup, on: .handler) { $0.groups = [group] }
        try encounter.expectAgreement()
        #expect(encounter.report.group == group)
    }

    @Test("A server of both versions speaks the newest that the client has", arguments: Client.allCases)
    func both(_ client: Client) async throws {
        var setup = ServerSetup()
        setup.versions = [.tls12, .tls13]
        try await Encounter.of(client, setup).expectAgreement()
        try await Encounter.of12(client, setup).expectAgreement()
    }

    @Test("Keys of every kind", arguments: ["p256", "p384", "p521", "rsa", "rsapss", "ed25519", "ed448"])
    func key(_ identity: String) async throws {
        var setup = ServerSetup.tls12
        setup.identities = [identity]
        try await Encounter.of12(.openssl, setup).expectAgreement()
        // Go has neither Ed448 nor keys for RSA-PSS alone.
        if identity != "ed448", identity != "rsapss" { try await Encounter.of12(.go, setup).expectAgreement() }
        try await Encounter.of12(.java, setup).expectAgreement()
    }

    @Test("ALPN: the server's first protocol that the client knows is chosen", arguments: Client.allCases)
    func alpn(_ client: Client) async throws {
        var setup = ServerSetup.tls12
        setup.applicationProtocols = ["nobody", "http/1.1", "h2"]
        let encounter = try await Encounter.of12(client, setup) { $0.applicationProtocols = ["http/1.1"] }
        try encounter.expectAgreement()
        #expect(encounter.report.applicationProtocol == "http/1.1")
    }

    @Test("ALPN: a client with none of them gets no_application_protocol", arguments: [Client.openssl, .gnutls, .go])
    func noProtocol(_ client: Client) async throws {
        var setup = ServerSetup.tls12
        setup.applicationProtocols = ["nobody"]
        let encounter = try await Encounter.of12(client, setup) { $0.applicationProtocols = ["http/1.1"] }
        expectRefusal(encounter.report, encounter.view, .noApplicationProtocol)
    }

    @Test("SNI: the certificate for the name asked for is presented", arguments: Client.allCases)
    func serverName(_ client: Client) async throws {
        var setup = ServerSetup.tls12
        setup.identities = ["p256", "other"]
        let encounter = try await Encounter.of12(client, setup) { $0.serverName = "other.test" }
        try encounter.expectAgreement()
        #expect(encounter.report.serverCertificate == "other.test")
    }

    @Test("10 MB there and back", arguments: [Client.python, .node, .java, .go])
    func bulk(_ client: Client) async throws {
        let encounter = try await Encounter.of12(client) { $0.byteCount = 10_000_000 }
        try encounter.expectAgreement()
        #expect(encounter.view.receivedCount == 10_000_000)
    }

    @Test("A download of 10 MB", arguments: [ServerKind.sslServer, .handler])
    func download(_ kind: ServerKind) async throws {
        var setup = ServerSetup.tls12
        setup.behaviour = .http
        let encounter = try await Encounter.of12(.curl, setup, on: kind) {
            $0.byteCount = 10_000_000
            $0.isDownload = true
            $0.closer = .server
        }
        try encounter.expectAgreement()
    }
}

@Suite("Client certificates in TLS 1.2: RFC 5246 §7.4.4 to §7.4.8")
struct ClientCertificate12Tests {
    private static let clients: [Client] = [.openssl, .gnutls, .go, .java]

    private func setup(_ authentication: ClientAuthentication) -> ServerSetup {
        var setup = ServerSetup.tls12
        setup.clientAuthentication = authentication
        return setup
    }

    @Test("A certificate of ours is accepted", arguments: clients, ["client-p256", "client-rsa", "client-ed25519"])
    func accepted(_ client: Client, _ identity: String) async throws {
        let encounter = try await Encounter.of12(client, setup(.require)) { $0.identity = identity }
        try encounter.expectAgreement()
        let chain = try #require(encounter.view.negotiated?.peerCertificates)
        #expect(chain.first == (try Fixture.identity(identity).certificateChain.first))
    }

    @Test("A client without one gets handshake_failure where one is required: RFC 5246 §7.4.6", arguments: clients)
    func required(_ client: Client) async throws {
        let encounter = try await Encounter.of12(client, setup(.require), on: .handler)
        expectRefusal(encounter.report, encounter.view, .handshakeFailure)
    }

    @Test("A client without one may go on where one is only asked for", arguments: clients)
    func requested(_ client: Client) async throws {
        let encounter = try await Encounter.of12(client, setup(.request))
        try encounter.expectAgreement()
        #expect(encounter.view.negotiated?.peerCertificates.isEmpty == true)
    }

    @Test("A certificate that is not accepted is refused", arguments: clients)
    func stranger(_ client: Client) async throws {
        let encounter = try await Encounter.of12(client, setup(.require)) { $0.identity = "client-stranger" }
        expectRefusal(encounter.report, encounter.view, .unknownCA)
    }
}
