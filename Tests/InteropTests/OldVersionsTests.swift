import SSLServer
import TLSMessages
import TLSProvider
import Testing

@Suite("Older versions: TLS 1.1 and 1.0 by the platform alone")
struct OldVersionsTests {
    private static let versions: [ProtocolVersion] = [.tls10, .tls11, .tls12]

    @Test(
        "are spoken by the platform with others' clients once they are enabled", arguments: [Client.openssl, .java],
        versions)
    func spoken(_ client: Client, _ version: ProtocolVersion) async throws {
        try client.require()
        var setup = ServerSetup()
        setup.identities = ["rsa"]
        setup.versions = [.tls10, .tls11, .tls12, .tls13]
        let encounter = try await Encounter.of(client, setup, on: .platform) { $0.version = version }
        #expect(encounter.report.version == version, "\(encounter.report.transcript)")
        #expect(encounter.view.negotiated?.version == version)
        // OpenSSL's command has names of its own for the older suites.
        if client == .java { #expect(encounter.report.cipherSuite == encounter.view.negotiated?.cipherSuite) }
        #expect(encounter.report.isDataIntact)
        #expect(encounter.view.isClosedByPeer)
    }

    @Test("are refused with protocol_version otherwise", arguments: versions, [ServerKind.sslServer, .platform])
    func refused(_ version: ProtocolVersion, _ kind: ServerKind) async throws {
        try Client.openssl.require()
        let encounter = try await Encounter.of(.openssl, on: kind) { $0.version = version }
        #expect(encounter.report.alert == .protocolVersion, "\(encounter.report.transcript)")
        #expect(encounter.view.negotiated == nil)
        #expect(encounter.view.error?.alert == .protocolVersion)
    }
}
