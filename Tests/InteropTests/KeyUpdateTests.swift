import TLSMessages
import TLSProvider
import Testing

@Suite("KeyUpdate: RFC 9846 §4.7.3")
struct KeyUpdateTests {
    @Test("The client changes its keys, and asks for ours", arguments: Spellings.cipherSuites)
    func byClient(_ suite: CipherSuite) async throws {
        try Client.openssl.require()
        try await Turnstile.programs.pass {
            try await HandlerServer.with(ServerSetup()) { server in
                var request = ClientRequest(port: server.port)
                request.cipherSuites = [suite]
                let client = try await OpenSSLClient.start(request, ["-msg"])
                await client.write("first\n")
                try await client.printed("\nfirst")
                // `k` changes the client's keys; `K` asks for a change of the server's too.
                for (round, command) in ["k", "K", "k", "K"].enumerated() {
                    await client.write("\(command)\n")
                    try await client.printed("KEYUPDATE", count: round + 1)
                    await client.write("after \(round)\n")
                    try await client.printed("\nafter \(round)")
                }
                await client.write("Q\n")
                let transcript = try await client.finished().transcript
                #expect(transcript.matches(of: #/>>> TLS 1.3, Handshake .*KeyUpdate/#).count == 4)
                #expect(transcript.matches(of: #/<<< TLS 1.3, Handshake .*KeyUpdate/#).count == 2)
                let view = try await server.connection()
                #expect(view.keyUpdatesReceived == 4)
                #expect(view.error == nil)
                #expect(view.isClosedByPeer)
            }
        }
    }

    @Test("We change our keys, and ask for the client's", arguments: [Client.python, .java, .go])
    func byServer(_ client: Client) async throws {
        var setup = ServerSetup()
        setup.behaviour = .echoWithNewKeys
        // A client answers when it next sends: it must still have something to send.
        let encounter = try await Encounter.of(client, setup, on: .handler) { $0.byteCount = 5_000_000 }
        try encounter.expectAgreement()
        #expect(encounter.view.keyUpdatesReceived == 1)
    }

    @Test("We change our keys, and data goes on", arguments: [Client.gnutls, .node, .openssl])
    func byServerAlone(_ client: Client) async throws {
        var setup = ServerSetup()
        setup.behaviour = .echoWithNewKeys
        try await Encounter.of(client, setup, on: .handler).expectAgreement()
    }

    @Test("OpenSSL answers our request with its next data")
    func answered() async throws {
        try Client.openssl.require()
        var setup = ServerSetup()
        setup.behaviour = .echoWithNewKeys
        try await Turnstile.programs.pass { [setup] in
            try await HandlerServer.with(setup) { server in
                let client = try await OpenSSLClient.start(ClientRequest(port: server.port))
                for line in ["first", "second", "third"] {
                    await client.write("\(line)\n")
                    try await client.printed("\n\(line)")
                }
                await client.write("Q\n")
                _ = try await client.finished()
                let view = try await server.connection()
                #expect(view.keyUpdatesReceived == 1)
                #expect(view.error == nil)
            }
        }
    }
}
