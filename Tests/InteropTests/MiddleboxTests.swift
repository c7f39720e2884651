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

    @Test("The server's record of it follows its ServerHello, for clients with a session id and for no others")
    func record() async throws {
        for (hello, expected) in [(RecordedHello.record, [22, 20]), (RecordedHello.withoutSessionID, [22, 23])] {
            try await ServerKind.sslServer.with(ServerSetup()) { server in
                let client = try await RawClient.connect(to: server.port)
                await client.send(hello)
                let answer = try await client.received.wait(for: "the server's flight") {
                    Self.recordTypes($0.bytes).count >= expected.count
                }
                #expect(Self.recordTypes(answer.bytes).prefix(2) == expected[...])
                if expected.contains(20) { #expect(answer.bytes.contains([20, 3, 3, 0, 1, 1])) }
                await client.close()
            }
        }
    }

    /// The types of the whole records in these bytes.
    private static func recordTypes(_ bytes: [UInt8]) -> [Int] {
        var types: [Int] = []
        var rest = bytes[...]
        while rest.count >= 5 {
            let header = Array(rest.prefix(5))
            let length = Int(header[3]) << 8 | Int(header[4])
            guard rest.count >= 5 + length else { break }
            types.append(Int(header[0]))
            rest = rest.dropFirst(5 + length)
        }
        return types
    }
}
