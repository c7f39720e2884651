import TLSMessages
import TLSProvider
import Testing

@Suite("Much data arrives as it was sent", .serialized)
struct BulkTests {
    private static let count = 100_000_000

    @Test("A download of 100 MB", arguments: [(Client.curl, ServerKind.sslServer), (.python, .handler)])
    func download(_ client: Client, _ kind: ServerKind) async throws {
        var setup = ServerSetup()
        setup.behaviour = .http
        let encounter = try await Encounter.of(client, setup, on: kind) {
            $0.byteCount = Self.count
            $0.isDownload = true
            $0.closer = .server
        }
        try encounter.expectAgreement()
    }

    @Test("100 MB there and back", arguments: [(Client.python, ServerKind.sslServer), (.go, .handler)])
    func echo(_ client: Client, _ kind: ServerKind) async throws {
        let encounter = try await Encounter.of(client, on: kind) { $0.byteCount = Self.count }
        try encounter.expectAgreement()
        #expect(encounter.view.receivedCount == Self.count)
    }

    @Test("10 MB there and back with every suite", arguments: [Client.node, .java], Spellings.cipherSuites)
    func echoOfSuites(_ client: Client, _ suite: CipherSuite) async throws {
        var setup = ServerSetup()
        setup.cipherSuites = [suite]
        let encounter = try await Encounter.of(client, setup) { $0.byteCount = Self.count / 10 }
        try encounter.expectAgreement()
        #expect(encounter.view.receivedCount == Self.count / 10)
    }
}
