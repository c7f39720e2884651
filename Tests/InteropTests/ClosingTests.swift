import Foundation
import TLSMessages
import TLSProvider
import Testing

@Suite("How connections end: RFC 9846 §6.1")
struct ClosingTests {
    @Test(
        "The server closes first: the client sees its close_notify", arguments: Client.allCases,
        ServerKind.allCases)
    func byServer(_ client: Client, _ kind: ServerKind) async throws {
        var setup = ServerSetup()
        setup.behaviour = .echoAndClose(after: 200)
        let encounter = try await Encounter.of(client, setup, on: kind) { $0.closer = .server }
        try encounter.expectAgreement()
        #expect(encounter.report.end == (client == .node || client == .go ? .closed : .closeNotify))
    }

    @Test(
        "The server's end without close_notify is truncation to the client",
        arguments: [Client.openssl, .gnutls, .python, .java])
    func truncatedByServer(_ client: Client) async throws {
        var setup = ServerSetup()
        setup.behaviour = .echoAndAbort(after: 200)
        let encounter = try await Encounter.of(client, setup, on: .handler) { $0.closer = .server }
        #expect(encounter.report.isDataIntact)
        #expect(encounter.report.end == .truncated, "\(encounter.report.transcript)")
    }

    @Test(
        "The client closes first: it sees our close_notify in answer", arguments: [Client.gnutls, .python, .java],
        ServerKind.allCases)
    func byClient(_ client: Client, _ kind: ServerKind) async throws {
        let encounter = try await Encounter.of(client, on: kind)
        try encounter.expectAgreement()
        #expect(encounter.report.end == .closeNotify)
    }

    @Test("After the client's close_notify we may still send: half-close", arguments: [Client.node, .go, .java])
    func halfClose(_ client: Client) async throws {
        var setup = ServerSetup()
        setup.behaviour = .answerAfterEnd(count: 1_000_000)
        let encounter = try await Encounter.of(client, setup, on: .handler) {
            $0.byteCount = 1_000_000
            $0.answerComesAfterEnd = true
        }
        try encounter.expectAgreement()
    }

    @Test("A client that vanishes is truncation to us", arguments: ServerKind.allCases)
    func truncatedByClient(_ kind: ServerKind) async throws {
        try Client.openssl.require()
        try await Turnstile.programs.pass {
            try await kind.with(ServerSetup()) { server in
                let client = try await OpenSSLClient.start(ClientRequest(port: server.port))
                await client.write("hello\n")
                try await client.printed("\nhello")
                await client.end()
                let view = try await server.connection()
                #expect(view.receivedCount == 6)
                #expect(!view.isClosedByPeer)
                #expect(view.error?.code == .truncated)
                #expect(kind.isHandler || view.statusCode == 10054)
            }
        }
    }
}
