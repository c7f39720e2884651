import TLSMessages
import TLSProvider
import Testing

@Suite("Middlebox compatibility mode: RFC 9846 §E.4")
struct MiddleboxTests {
    @Test("change_cipher_spec is sent to clients that want the mode and to no others", arguments: [true, false])
    func changeCipherSpec(_ isWanted: Bool) async throws {
        try Client.openssl.require()
        for groups in [[NamedGroup.x25519], [.x448, .x25519]] {
            var setup = ServerSetup()
            setup.groups = [.x25519]
            try await ServerKind.sslServer.with(setup) { server in
                var request = ClientRequest(port: server.port)
                request.groups = groups
                let report = try await Turnstile.programs.pass { [request] in
                    try await OpenSSLClient.run(request, ["-msg"] + (isWanted ? [] : ["-no_middlebox"]))
                }
                let view = try await server.connection()
                try expectAgreement(report, view, request)
                // The command does not show the record itself as a message but its header and one byte.
                let sentByClient = report.transcript.matches(of: #/>>> TLS 1.3, ChangeCipherSpec/#).count
                #expect(sentByClient == (isWanted ? 1 : 0))
            }
        }
    }
}
