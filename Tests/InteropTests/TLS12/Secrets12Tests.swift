import Foundation
import TLSMessages
import TLSProvider
import Testing

@Suite("Both ends derive the same secrets in TLS 1.2: key log (RFC 9850) and exporters (RFC 5705)")
struct Secrets12Tests {
    private static let suites: [CipherSuite] = [
        .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    ]

    private static func lines(_ file: String) throws -> [String] {
        try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { $0.lowercased() }
    }

    @Test("Our server's key log has the line of the client's", arguments: [Client.openssl, .gnutls], suites)
    func keyLog(_ client: Client, _ suite: CipherSuite) async throws {
        try client.require()
        try await Places.withFolder { folder in
            let file = "\(folder)/theirs"
            let setup = ServerSetup.tls12
            try await HandlerServer.with(setup) { server in
                var request = ClientRequest(port: server.port)
                request.version = .tls12
                request.cipherSuites = [suite]
                let report =
                    client == .openssl
                    ? try await OpenSSLClient.run(request, ["-keylogfile", file])
                    : try await GnuTLSClient.run(request, environment: ["SSLKEYLOGFILE": file])
                try expectAgreement(report, try await server.connection(), request)
            }
            let ours = setup.keyLog.lines.map { $0.lowercased() }
            #expect(try ours == Self.lines(file))
            #expect(ours.count == 1 && ours[0].hasPrefix("client_random "))
        }
    }

    @Test("Our client's key log has the line of openssl's server, and exporters are the same", arguments: suites)
    func ourClient(_ suite: CipherSuite) async throws {
        try Client.openssl.require()
        try await Places.withFolder { folder in
            let file = "\(folder)/theirs"
            let server = try await OpenSSLServer.start([
                "-tls1_2", "-keylogfile", file, "-keymatexport", "EXPORTER-interop", "-keymatexportlen", "32",
            ])
            let log = KeyLog()
            var configuration = TLSClientConfiguration(serverName: "server.test")
            configuration.cipherSuites = [suite]
            configuration.unsafelyLogSecrets = { log.append($0) }
            let client = try await HandlerClient.connect(configuration, to: server.port)
            try await client.send("hello\n")
            try await server.program.printed("hello\n")
            let exported = try #require(client.view.value.exported)
            #expect(log.lines.map { $0.lowercased() } == (try Self.lines(file)))
            #expect(log.lines.count == 1)
            #expect(exported.count == 64)
            #expect(server.program.output.contains("Keying material: \(exported.uppercased())"))
            await client.close()
            await server.program.end()
        }
    }

    @Test("Exported keying material is the same at both ends", arguments: suites)
    func exporter(_ suite: CipherSuite) async throws {
        var setup = ServerSetup.tls12
        setup.exporterLabel = "EXPORTER-interop"
        let encounter = try await Encounter.of12(.openssl, setup, on: .handler) {
            $0.cipherSuites = [suite]
            $0.exporterLabel = "EXPORTER-interop"
        }
        try encounter.expectAgreement()
        #expect(encounter.view.exported?.count == 64)
        #expect(encounter.report.exported == encounter.view.exported)
    }

    @Test("Exported keying material with a context", arguments: [Client.node, .go])
    func exporterWithContext(_ client: Client) async throws {
        var setup = ServerSetup.tls12
        setup.exporterLabel = "EXPORTER-interop"
        setup.exporterContext = Array("context".utf8)
        let encounter = try await Encounter.of12(client, setup, on: .handler) { $0.exporterLabel = "EXPORTER-interop" }
        try encounter.expectAgreement()
        #expect(encounter.view.exported?.count == 64)
        #expect(encounter.report.exported == encounter.view.exported)
    }
}
