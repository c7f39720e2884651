import NIOCore
import SSLServer
import TLSMessages
import TLSProvider
import Testing

@Suite("Our client's key exchange with the servers of others")
struct OurClientGroupsTests {
    @Test("Go agrees to X25519MLKEM768 with what we offer of ourselves")
    func hybrid() async throws {
        try Client.go.require()
        let server = try await PeerServer.start(.go)
        let test = try ClientUnderTest(.internal, server.port)
        try await test.client.connect()
        let negotiated = try #require(test.client.negotiated)
        #expect(negotiated.group == .x25519MLKEM768 && !negotiated.isHelloRetried)
        #expect(try await test.echoes("hello\n"))
        try await test.client.finishSending()
        #expect(try await server.program.finished(within: .seconds(20)).status == 0)
        #expect(server.value("group") == "X25519MLKEM768")
    }

    @Test(
        "servers without hybrid groups take X25519 without another hello",
        arguments: [Client.gnutls, .python, .node, .java])
    func noHybrid(peer: Client) async throws {
        try peer.require()
        let server = try await PeerServer.start(peer)
        let test = try ClientUnderTest(.internal, server.port)
        try await test.client.connect()
        let negotiated = try #require(test.client.negotiated)
        #expect(negotiated.group == .x25519 && !negotiated.isHelloRetried)
        #expect(try await test.echoes("hello\n"))
        try await test.client.finishSending()
        #expect(try await test.ended()?.statusCode == 0)
        await server.program.end()
    }
}
