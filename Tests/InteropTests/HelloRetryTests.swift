import TLSMessages
import TLSProvider
import Testing

@Suite("HelloRetryRequest: the server wants another share. RFC 9846 §4.2.4")
struct HelloRetryTests {
    @Test(
        "A client whose first share is of another group is asked for ours",
        arguments: [
            (Client.openssl, [NamedGroup.x448, .secp256r1], NamedGroup.secp256r1),
            (.openssl, [.x25519, .ffdhe2048], .ffdhe2048),
            (.openssl, [.secp256r1, .x448], .x448),
            (.openssl, [.ffdhe2048, .secp521r1], .secp521r1),
            (.node, [.x25519, .secp384r1], .secp384r1),
            (.curl, [.x25519, .secp384r1], .secp384r1),
            (.gnutls, [.x25519, .secp256r1, .secp521r1], .secp521r1),
            (.java, [.x25519, .secp256r1, .secp384r1], .secp384r1),
            (.go, [], .secp521r1),
            (.python, [], .secp384r1),
        ])
    func retried(_ client: Client, _ offered: [NamedGroup], _ wanted: NamedGroup) async throws {
        var setup = ServerSetup()
        setup.groups = [wanted]
        let encounter = try await Encounter.of(client, setup) { $0.groups = offered }
        try encounter.expectAgreement()
        #expect(encounter.view.negotiated?.isHelloRetried == true)
        #expect(encounter.view.negotiated?.group == wanted)
    }

    @Test("The client sees two ServerHellos and sends two ClientHellos")
    func messages() async throws {
        try Client.openssl.require()
        var setup = ServerSetup()
        setup.groups = [.secp256r1]
        try await ServerKind.sslServer.with(setup) { server in
            var request = ClientRequest(port: server.port)
            request.groups = [.x448, .secp256r1]
            let report = try await Turnstile.programs.pass { [request] in
                try await OpenSSLClient.run(request, ["-msg"])
            }
            try expectAgreement(report, try await server.connection(), request)
            #expect(report.transcript.matches(of: #/>>> TLS 1.3, Handshake .*ClientHello/#).count == 2)
            #expect(report.transcript.matches(of: #/<<< TLS 1.3, Handshake .*ServerHello/#).count == 2)
        }
    }
}
