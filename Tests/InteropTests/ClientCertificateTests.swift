import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("Client certificates: RFC 9846 §4.4.2")
struct ClientCertificateTests {
    private func setup(_ authentication: ClientAuthentication) -> ServerSetup {
        var setup = ServerSetup()
        setup.clientAuthentication = authentication
        return setup
    }

    @Test(
        "A certificate of ours is accepted", arguments: Client.allCases,
        ["client-p256", "client-rsa", "client-ed25519"])
    func accepted(_ client: Client, _ identity: String) async throws {
        let encounter = try await Encounter.of(client, setup(.require)) { $0.identity = identity }
        try encounter.expectAgreement()
        let chain = try #require(encounter.view.negotiated?.peerCertificates)
        #expect(chain.first == (try Fixture.identity(identity).certificateChain.first))
    }

    @Test("A client without one gets certificate_required where one is: RFC 9846 §4.5.2", arguments: Client.allCases)
    func required(_ client: Client) async throws {
        let encounter = try await Encounter.of(client, setup(.require))
        expectRefusal(encounter.report, encounter.view, .certificateRequired)
        #expect(encounter.view.statusCode == 281)
    }

    @Test("A client without one may go on where one is only asked for", arguments: Client.allCases)
    func requested(_ client: Client) async throws {
        let encounter = try await Encounter.of(client, setup(.request))
        try encounter.expectAgreement()
        #expect(encounter.view.negotiated?.peerCertificates.isEmpty == true)
    }

    @Test("A certificate that is not accepted is refused", arguments: Client.allCases)
    func stranger(_ client: Client) async throws {
        let encounter = try await Encounter.of(client, setup(.require)) { $0.identity = "client-stranger" }
        expectRefusal(encounter.report, encounter.view, .unknownCA)
        #expect(encounter.view.statusCode == 280)
    }

    @Test(
        "The verifier chooses the alert",
        arguments: [AlertDescription.unknownCA, .accessDenied, .badCertificate, .certificateExpired])
    func verdict(_ alert: AlertDescription) async throws {
        var setup = setup(.request)
        setup.verifyClient = { _ in .reject(alert, reason: "as the test wants it") }
        let encounter = try await Encounter.of(.openssl, setup, on: .handler) { $0.identity = "client-p256" }
        expectRefusal(encounter.report, encounter.view, alert)
    }

    @Test("A client certificate goes together with HelloRetryRequest")
    func retried() async throws {
        var setup = setup(.require)
        setup.groups = [.secp384r1]
        let encounter = try await Encounter.of(.openssl, setup) {
            $0.identity = "client-rsa"
            $0.groups = [.x25519, .secp384r1]
        }
        try encounter.expectAgreement()
        #expect(encounter.view.negotiated?.isHelloRetried == true)
        #expect(encounter.view.negotiated?.peerCertificates.isEmpty == false)
    }
}
