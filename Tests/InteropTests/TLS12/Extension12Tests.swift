import Foundation
import SSLServer
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("Extensions of TLS 1.2, seen from both ends")
struct Extension12Tests {
    private static func request(_ port: Int) -> ClientRequest {
        var request = ClientRequest(port: port)
        request.version = .tls12
        return request
    }

    @Test(
        "encrypt_then_mac is used for CBC unless the client does not know it: RFC 7366",
        arguments: [Client.openssl, .gnutls])
    func encryptThenMAC(_ client: Client) async throws {
        try client.require()
        let suite = CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256
        var setup = ServerSetup.tls12
        setup.cipherSuites = [suite]
        for isKnown in [true, false] {
            try await HandlerServer.with(setup) { server in
                var request = Self.request(server.port)
                request.cipherSuites = [suite]
                let report =
                    client == .openssl
                    ? try await OpenSSLClient.run(request, ["-tlsextdebug"] + (isKnown ? [] : ["-no_etm"]))
                    : try await GnuTLSClient.run(request, options: isKnown ? [] : ["%NO_ETM"])
                let view = try await server.connection()
                try expectAgreement(report, view, request)
                #expect(report.cipherSuite == suite && view.negotiated?.encryptsThenMACs == isKnown)
                let said = client == .openssl ? "TLS server extension \"encrypt-then-mac\"" : "EtM"
                #expect(report.transcript.contains(said) == isKnown, "\(report.transcript)")
            }
        }
    }

    @Test("Our client uses encrypt_then_mac unless the server does not know it", arguments: [true, false])
    func clientEncryptThenMAC(isKnown: Bool) async throws {
        try Client.openssl.require()
        let server = try await OpenSSLServer.start(["-rev", "-tls1_2"] + (isKnown ? [] : ["-no_etm"]))
        var configuration = TLSClientConfiguration(serverName: "server.test")
        configuration.cipherSuites = [.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384]
        let client = try await HandlerClient.connect(configuration, to: server.port)
        #expect(client.view.value.negotiated?.encryptsThenMACs == isKnown)
        try await client.send("hello\n")
        #expect(try await client.receives("olleh\n"))
        await client.close()
        await server.program.end()
    }

    @Test("max_fragment_length: our records are as short as the client asks: RFC 6066 §4", arguments: [512, 4096])
    func maximumFragmentLength(_ limit: Int) async throws {
        try Client.openssl.require()
        try await Places.withFolder { folder in
            try await HandlerServer.with(.tls12) { server in
                var request = Self.request(server.port)
                request.byteCount = 10_000
                let file = "\(folder)/messages"
                let report = try await OpenSSLClient.run(
                    request, ["-maxfraglen", "\(limit)", "-msg", "-msgfile", file])
                try expectAgreement(report, try await server.connection(), request)
                let lengths = Self.recordLengths(try String(contentsOfFile: file, encoding: .utf8))
                // With the part of the nonce and the tag of GCM.
                #expect(lengths.allSatisfy { $0 <= limit + 24 } && lengths.contains(limit + 24), "\(lengths)")
                #expect(lengths.reduce(0, +) >= request.byteCount, "\(lengths)")
            }
        }
    }

    /// The lengths of the records of data that came, of what the command tells of each record's header.
    private static func recordLengths(_ text: String) -> [Int] {
        text.matches(of: #/<<< TLS 1.2, RecordHeader \[length 0005\]\n\s+17 03 03 (\S\S) (\S\S)/#).compactMap { match in
            Int(match.1 + match.2, radix: 16)
        }
    }

    @Test("status_request: openssl gets the OCSP response that our server has: RFC 6066 §8", arguments: [true, false])
    func ocspResponse(_ isAsked: Bool) async throws {
        try Client.openssl.require()
        var setup = ServerSetup.tls12
        setup.identities = ["suites/rsa"]
        setup.ocspResponse = "suites/rsa.ocsp"
        try await HandlerServer.with(setup) { server in
            let more = ["-CAfile", Places.fixture("suites/roots")] + (isAsked ? ["-status"] : [])
            let report = try await OpenSSLClient.run(Self.request(server.port), more)
            #expect(report.isDataIntact, "\(report.transcript)")
            #expect(report.transcript.contains("OCSP Response Status: successful") == isAsked)
            #expect(report.transcript.contains("Cert Status: good") == isAsked)
            #expect(try await server.connection().error == nil)
        }
    }

    @Test("status_request: our client gets the OCSP response that openssl has", arguments: [true, false])
    func clientOCSPResponse(_ isAsked: Bool) async throws {
        try Client.openssl.require()
        let file = String(Places.fixture("suites/rsa.ocsp").dropLast(".pem".count))
        let server = try await OpenSSLServer.start(
            ["-rev", "-tls1_2", "-status_file", file], identity: "suites/rsa")
        var configuration = TLSClientConfiguration(serverName: "server.test")
        configuration.requestsOCSPResponse = isAsked
        let client = try await HandlerClient.connect(configuration, to: server.port)
        let response = client.view.value.negotiated?.peerStatements.ocspResponse
        #expect(response == (isAsked ? try Fixture.bytes("suites/rsa.ocsp") : nil))
        try await client.send("hello\n")
        #expect(try await client.receives("olleh\n"))
        await client.close()
        await server.program.end()
    }

    @Test("A client that fell back from TLS 1.3 gets inappropriate_fallback, from a server that has it: RFC 7507")
    func fallback() async throws {
        try Client.openssl.require()
        var setup = ServerSetup()
        setup.versions = [.tls12, .tls13]
        try await ClassServer.with(setup) { server in
            let report = try await OpenSSLClient.run(Self.request(server.port), ["-fallback_scsv"])
            expectRefusal(report, try await server.connection(), .inappropriateFallback)
        }
        setup.versions = .tls12
        try await ClassServer.with(setup) { server in
            let request = Self.request(server.port)
            let report = try await OpenSSLClient.run(request, ["-fallback_scsv"])
            try expectAgreement(report, try await server.connection(), request)
        }
    }

    @Test("Renegotiation is refused: our server tells openssl so, which then gives up: RFC 5246 §7.2.2")
    func renegotiation() async throws {
        try Client.openssl.require()
        try await HandlerServer.with(.tls12) { server in
            let client = try await OpenSSLClient.start(Self.request(server.port), ["-msg"])
            await client.write("hello\n")
            try await client.printed("\nhello")
            await client.write("R\n")
            let result = try await client.finished()
            #expect(result.output.contains("warning no_renegotiation"), "\(result.transcript)")
            #expect(result.transcript.contains(":no renegotiation:"), "\(result.transcript)")
            let view = try await server.connection()
            #expect(view.receivedCount == 6 && view.error?.alert == .handshakeFailure)
            #expect(view.error?.alertDirection == .received)
        }
    }

    @Test("Renegotiation is refused: GnuTLS, which asks again at once, is cut off")
    func renegotiationByGnuTLS() async throws {
        try Client.gnutls.require()
        try await HandlerServer.with(.tls12) { server in
            let report = try await GnuTLSClient.run(Self.request(server.port), ["--rehandshake"])
            let alerts = report.transcript.matches(of: #/Received alert \[(\d+)\]/#).map { String($0.1) }
            #expect(alerts == ["100", "10"], "\(report.transcript)")
            let view = try await server.connection()
            #expect(view.error?.alert == .unexpectedMessage && view.error?.alertDirection == .sent)
        }
    }

    @Test("Renegotiation that openssl's server asks for is refused, which then gives up")
    func renegotiationByServer() async throws {
        try Client.openssl.require()
        let server = try await OpenSSLServer.start(["-tls1_2", "-msg"])
        let client = try await HandlerClient.connect(TLSClientConfiguration(serverName: "server.test"), to: server.port)
        try await client.send("hello\n")
        try await server.program.printed("hello\n")
        await server.program.write("answer\n")
        #expect(try await client.receives("answer\n"))
        await server.program.write("r\n")
        try await server.program.printed("warning no_renegotiation")
        let view = try await client.view.wait(for: "the end") { $0.isOver }
        #expect(view.error?.alert == .handshakeFailure && view.error?.alertDirection == .received)
        await server.program.end()
    }
}
