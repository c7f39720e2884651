import TLSMessages
import TLSProvider
import Testing

@Suite("Names chosen in the hello: ALPN (RFC 7301) and SNI (RFC 6066 §3)")
struct NameTests {
    @Test("The server's first protocol that the client knows is chosen", arguments: Client.allCases)
    func match(_ client: Client) async throws {
        var setup = ServerSetup()
        setup.applicationProtocols = ["nobody", "http/1.1", "h2"]
        let encounter = try await Encounter.of(client, setup) { $0.applicationProtocols = ["http/1.1"] }
        try encounter.expectAgreement()
        #expect(encounter.report.applicationProtocol == "http/1.1")
    }

    @Test("A client with none of them gets no_application_protocol: RFC 7301 §3.2", arguments: Client.allCases)
    func mismatch(_ client: Client) async throws {
        var setup = ServerSetup()
        setup.applicationProtocols = ["nobody"]
        let encounter = try await Encounter.of(client, setup) { $0.applicationProtocols = ["http/1.1"] }
        expectRefusal(encounter.report, encounter.view, .noApplicationProtocol)
    }

    @Test("A client that offers none gets none", arguments: Client.allCases.filter { $0 != .curl })
    func none(_ client: Client) async throws {
        var setup = ServerSetup()
        setup.applicationProtocols = ["h2"]
        let encounter = try await Encounter.of(client, setup)
        try encounter.expectAgreement()
        #expect(encounter.view.negotiated?.applicationProtocol == nil)
    }

    @Test(
        "The certificate for the name asked for is presented", arguments: Client.allCases,
        ["server.test", "other.test"])
    func serverName(_ client: Client, _ name: String) async throws {
        var setup = ServerSetup()
        setup.identities = ["p256", "other"]
        let encounter = try await Encounter.of(client, setup) { $0.serverName = name }
        try encounter.expectAgreement()
        #expect(encounter.report.serverCertificate == name)
    }

    @Test("A wildcard certificate answers for names below it")
    func wildcard() async throws {
        var setup = ServerSetup()
        setup.identities = ["p256", "other"]
        let encounter = try await Encounter.of(.openssl, setup) { $0.serverName = "www.other.test" }
        #expect(encounter.report.serverCertificate == "other.test", "\(encounter.report.transcript)")
        #expect(encounter.report.isDataIntact)
    }

    @Test("A name nobody has gets unrecognized_name where that is wanted: RFC 6066 §3")
    func unknownName() async throws {
        var setup = ServerSetup()
        setup.refusesUnknownServerName = true
        let encounter = try await Encounter.of(.openssl, setup) { $0.serverName = "stranger.test" }
        expectRefusal(encounter.report, encounter.view, .unrecognizedName)
    }
}
