import TLSKeyStores
import TLSProvider
import Testing

@Suite("Clients resume their sessions: RFC 9846 §2.2")
struct ResumptionTests {
    @Test("at their second connection, and both ends say so", arguments: Client.allCases, ServerKind.allCases)
    func resumed(_ client: Client, _ kind: ServerKind) async throws {
        let encounter = try await Encounter.of(client, on: kind) { $0.resumes = true }
        try encounter.expectAgreement()
        #expect(encounter.report.isResumed == true, "\(encounter.report.transcript)")
        let first = try #require(encounter.first)
        #expect(first.negotiated?.isResumed == false && first.error == nil)
    }

    @Test(
        "and are still known by the certificate of the first", arguments: Client.allCases,
        [ServerKind.sslServer, .handler])
    func clientCertificate(_ client: Client, _ kind: ServerKind) async throws {
        var setup = ServerSetup()
        setup.clientAuthentication = .require
        let encounter = try await Encounter.of(client, setup, on: kind) {
            $0.resumes = true
            $0.identity = "client-p256"
        }
        try encounter.expectAgreement()
        #expect(encounter.report.isResumed == true, "\(encounter.report.transcript)")
        let chain = try #require(encounter.first?.negotiated?.peerCertificates)
        #expect(chain.first == (try Fixture.identity("client-p256").certificateChain.first))
        #expect(encounter.view.negotiated?.peerCertificates == chain)
    }

    @Test("but not where the server resumes none", arguments: [ServerKind.sslServer, .handler])
    func refused(_ kind: ServerKind) async throws {
        try Client.openssl.require()
        var setup = ServerSetup()
        setup.resumesSessions = false
        try await kind.with(setup) { server in
            let request = ClientRequest(port: server.port)
            let report = try await OpenSSLClient.run(request)
            try expectAgreement(report, try await server.connection(), request)
            #expect(report.isResumed == false && !report.transcript.contains("New Session Ticket"))
        }
    }
}
