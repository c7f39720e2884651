import NIOCore
import ProviderTesting
import SSLServer
import TLSProvider
import Testing

/// libssl's sessions take and send none.
@Suite("Early data is told apart", .serialized, .timeLimit(.minutes(2)))
struct EarlyDataInTests {
    private func earlyServer() async throws -> (TestServer, Awaited<[UInt8]>) {
        let server = try await TestServer(.internal) { $0.maxEarlyDataLength = 1000 }
        let early = Awaited<[UInt8]>([])
        server.server.onEarlyDataIn = { event in
            early.change { $0 += event.textB }
            server.events.record("EarlyDataIn \(event.connectionId)")
        }
        server.server.onDataIn = { [server = server.server] event in
            try await server.send(event.connectionId, buffer: event.buffer)
        }
        return (server, early)
    }

    private func warmUp(_ test: TestClient) async throws {
        try await test.client.connect()
        try await test.client.sendText("x")
        await test.events.wait(for: "DataIn x")
        await test.client.disconnect()
    }

    @Test("it comes before Connected, and is no DataIn")
    func accepted() async throws {
        let (server, early) = try await earlyServer()
        let test = try TestClient(.internal, server.port)
        #expect(try await !test.client.connect(earlyData: [1]))
        try await test.client.sendText("x")
        await test.events.wait(for: "DataIn x")
        await test.client.disconnect()
        #expect(early.value.isEmpty)
        #expect(try await test.client.connect(earlyData: Array("hello".utf8)))
        await server.events.wait(for: "Connected 2")
        #expect(early.value == Array("hello".utf8))
        let lines = server.events.lines.filter { $0.hasPrefix("EarlyDataIn") || $0.hasPrefix("Connected 2") }
        #expect(lines.map { $0.prefix(11) } == ["EarlyDataIn", "Connected 2"])
        #expect(server.events.data(of: "2").isEmpty)
        await test.client.disconnect()
        try await server.server.shutdown()
    }

    @Test("more than the ticket allows is not sent, and the connection is made")
    func tooMuch() async throws {
        let (server, early) = try await earlyServer()
        let test = try TestClient(.internal, server.port)
        try await warmUp(test)
        #expect(try await !test.client.connect(earlyData: [UInt8](repeating: 1, count: 1001)))
        #expect(test.client.negotiated?.isResumed == true && early.value.isEmpty)
        await test.client.disconnect()
        try await server.server.shutdown()
    }

    @Test("nobody hears it: none is taken")
    func unheard() async throws {
        let (server, _) = try await earlyServer()
        let test = try TestClient(.internal, server.port)
        try await warmUp(test)
        server.server.onEarlyDataIn = nil
        #expect(try await !test.client.connect(earlyData: [1]))
        #expect(test.client.negotiated?.isResumed == true)
        await test.client.disconnect()
        try await server.server.shutdown()
    }

    @Test("its bound is a number of the protocol", arguments: [-1, Int(UInt32.max) + 1])
    func bound(length: Int) throws {
        #expect(throws: SSLError(.invalidArgument)) {
            try SSLServer().configure { $0.maxEarlyDataLength = length }
        }
    }
}
