import Foundation
import TLSMessages
import TLSProvider
import Testing

@Suite("Both ends derive the same secrets: key log (RFC 9850) and exporters (RFC 9846 §7.5)")
struct SecretsTests {
    private static let labels: Set<String> = [
        "CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET", "CLIENT_TRAFFIC_SECRET_0",
        "SERVER_TRAFFIC_SECRET_0", "EXPORTER_SECRET",
    ]

    @Test(
        "Our key log has the lines of OpenSSL's", arguments: Spellings.cipherSuites, ServerKind.allCases)
    func keyLog(_ suite: CipherSuite, _ kind: ServerKind) async throws {
        try Client.openssl.require()
        try await Places.withFolder { folder in
            var setup = ServerSetup()
            setup.keyLogFile = "\(folder)/ours"
            try await kind.with(setup) { server in
                var request = ClientRequest(port: server.port)
                request.cipherSuites = [suite]
                let report = try await Turnstile.programs.pass { [request] in
                    try await OpenSSLClient.run(request, ["-keylogfile", "\(folder)/theirs"])
                }
                try expectAgreement(report, try await server.connection(), request)
            }
            let ours = kind.isHandler ? setup.keyLog.lines : try Self.lines("\(folder)/ours")
            #expect(
                ours.map { $0.lowercased() }.sorted()
                    == (try Self.lines("\(folder)/theirs")).map { $0.lowercased() }.sorted())
            #expect(Set(ours.compactMap { $0.split(separator: " ").first.map { String($0) } }) == Self.labels)
        }
    }

    private static func lines(_ file: String) throws -> [String] {
        try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { String($0) }
    }

    @Test(
        "Exported keying material is the same at both ends", arguments: Spellings.cipherSuites,
        ["EXPORTER-interop", "client finished"])
    func exporter(_ suite: CipherSuite, _ label: String) async throws {
        var setup = ServerSetup()
        setup.exporterLabel = label
        let encounter = try await Encounter.of(.openssl, setup, on: .handler) {
            $0.cipherSuites = [suite]
            $0.exporterLabel = label
        }
        try encounter.expectAgreement()
        #expect(encounter.view.exported?.count == 64)
        #expect(encounter.report.exported == encounter.view.exported)
    }

    @Test("Exported keying material with a context", arguments: [Client.node, .go])
    func exporterWithContext(_ client: Client) async throws {
        var setup = ServerSetup()
        setup.exporterLabel = "EXPORTER-interop"
        setup.exporterContext = Array("context".utf8)
        let encounter = try await Encounter.of(client, setup, on: .handler) { $0.exporterLabel = "EXPORTER-interop" }
        try encounter.expectAgreement()
        #expect(encounter.view.exported?.count == 64)
        #expect(encounter.report.exported == encounter.view.exported)
    }
}
