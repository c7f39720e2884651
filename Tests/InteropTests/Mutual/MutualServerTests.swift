import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("Mutual TLS: our server judges the clients of others by their paths")
struct MutualServerTests {
    private func setup(_ version: MutualVersion) -> ServerSetup {
        var setup = ServerSetup()
        setup.versions = version == .tls12 ? .tls12 : .tls13
        setup.clientAuthentication = .require
        setup.clientAuthorities = "mutual/root"
        setup.revocationLists = "mutual/lists"
        return setup
    }

    @Test(
        "One that an authority vouches for is let in, and the path is known", arguments: Client.allCases,
        MutualVersion.allCases)
    func good(client: Client, version: MutualVersion) async throws {
        for kind in [ServerKind.sslServer, .platform] {
            let encounter = try await Encounter.of(client, setup(version), on: kind) { request in
                request.version = version.protocolVersion
                request.identity = MutualClient.good.identity
            }
            try encounter.expectAgreement()
            let agreed = try #require(encounter.view.negotiated)
            let chain = try Fixture.identity(MutualClient.good.identity).certificateChain
            #expect(chain.count == 2 && agreed.peerCertificates.first == chain[0])
            #expect(agreed.verifiedPath?.certificates == chain)
            #expect(agreed.verifiedPath?.anchor?.certificate.subject.description == "CN=Mutual Root")
        }
    }

    /// The handler names no authorities, so that a client shows what it has.
    @Test(
        "One with a fault is refused, by the fault's alert", arguments: Client.allCases,
        MutualClient.allCases.filter { $0 != .good })
    func faulty(client: Client, presented: MutualClient) async throws {
        let alert = try #require(presented.alert)
        for version in MutualVersion.allCases {
            let encounter = try await Encounter.of(client, setup(version), on: .handler) { request in
                request.version = version.protocolVersion
                request.identity = presented.identity
            }
            expectRefusal(encounter.report, encounter.view, alert)
        }
    }

    @Test(
        "The class refuses by the same alerts, with either implementation",
        arguments: [ServerKind.sslServer, .platform])
    func ofClass(kind: ServerKind) async throws {
        for presented in MutualClient.allCases where presented != .good {
            let encounter = try await Encounter.of(.openssl, setup(.tls13), on: kind) { request in
                request.identity = presented.identity
            }
            expectRefusal(encounter.report, encounter.view, try #require(presented.alert))
            #expect(encounter.view.statusCode == 280)
        }
    }

    @Test("The authorities' names are told", arguments: [ServerKind.sslServer, .platform], MutualVersion.allCases)
    func names(kind: ServerKind, version: MutualVersion) async throws {
        let encounter = try await Encounter.of(.openssl, setup(version), on: kind) { request in
            request.version = version.protocolVersion
            request.identity = MutualClient.good.identity
        }
        let transcript = encounter.report.transcript
        #expect(transcript.contains("Acceptable client certificate CA names\nCN = Mutual Root\n"), "\(transcript)")
    }

    @Test(
        "A session resumes with the client's path judged anew", arguments: [Client.openssl, .go], MutualVersion.allCases
    )
    func resumption(client: Client, version: MutualVersion) async throws {
        let encounter = try await Encounter.of(client, setup(version), on: .handler) { request in
            request.version = version.protocolVersion
            request.identity = MutualClient.good.identity
            request.resumes = true
        }
        let agreed = try #require(encounter.view.negotiated)
        #expect(agreed.isResumed && agreed.verifiedPath?.certificates.count == 2)
    }
}
