import NIOCore
import SSLServer
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("Sessions of the class resume", .serialized, .timeLimit(.minutes(2)))
struct ResumptionTests {
    /// Connects, has a byte echoed so that the tickets are there, and disconnects.
    private func visit(_ test: TestClient) async throws -> NegotiatedParameters {
        try await test.client.connect()
        try await test.client.sendText("x")
        let count = test.events.lines.count { $0.hasPrefix("DataIn") }
        await test.events.wait(for: "DataIn", count: count + 1)
        let negotiated = try #require(test.client.negotiated)
        await test.client.disconnect()
        return negotiated
    }

    private func echoServer(
        _ kind: ProviderKind, configure: (inout SSLServer.Configuration) throws(SSLError) -> Void = { _ in }
    ) async throws -> ProviderServer {
        let server = try await ProviderServer(kind, configure: configure)
        server.server.onDataIn = { [server = server.server] event in
            try await server.send(event.connectionId, buffer: event.buffer)
        }
        return server
    }

    @Test("over and over, until one end does not want to", arguments: ProviderPair.all)
    func resumes(pair: ProviderPair) async throws {
        let server = try await echoServer(pair.server)
        let test = try TestClient(pair.client, server.port)
        #expect(try await !visit(test).isResumed)
        for _ in 0..<3 {
            let negotiated = try await visit(test)
            #expect(negotiated.isResumed && negotiated.signatureScheme == nil)
        }
        try await test.client.config("ReuseSSLSession=False")
        #expect(try await !visit(test).isResumed)
        try await test.client.config("ReuseSSLSession=True")
        #expect(try await visit(test).isResumed)
        try await server.server.config("ReuseSSLSession=False")
        #expect(try await !visit(test).isResumed)
        try await server.server.shutdown()
    }

    @Test("from another client of the process, or of another process, as bytes", arguments: ProviderKind.allCases)
    func serialized(kind: ProviderKind) async throws {
        let server = try await echoServer(.internal)
        let test = try TestClient(kind, server.port)
        #expect(try await !visit(test).isResumed)
        let bytes = try #require(try test.client.unsafelyTakeSession())
        let other = try TestClient(kind, server.port)
        try other.client.addSession(bytes)
        #expect(try await visit(other).isResumed)
        for bad in [[], [1, 2, 3], Array(bytes.dropLast()), bytes + [0]] as [[UInt8]] {
            #expect(throws: SSLError(.invalidArgument)) { try other.client.addSession(bad) }
        }
        try await server.server.shutdown()
    }

    @Test("not once the client trusts others than before")
    func trust() async throws {
        let server = try await echoServer(.internal)
        let test = try TestClient(.internal, server.port)
        #expect(try await !visit(test).isResumed)
        test.client.pinnedKeys.insert(try PublicKeyPin(of: try MadeIdentity.of("x").certificateChain[0]))
        #expect(try await !visit(test).isResumed)
        #expect(try await visit(test).isResumed)
        try await server.server.shutdown()
    }

    @Test("from a store, each once")
    func store() async throws {
        let store = TLSMemorySessionStore()
        let server = try await echoServer(.internal) { $0.sessionStore = store }
        let test = try TestClient(.internal, server.port)
        #expect(try await !visit(test).isResumed)
        #expect(store.count == 2)
        #expect(try await visit(test).isResumed)
        try await server.server.shutdown()
    }

    @Test("on a server that has the same ticket keys, while they are replaced")
    func fleet() async throws {
        let file = try TemporaryFile((0..<80).map { UInt8($0) })
        let (one, other) = (
            try await echoServer(.internal) { $0.ticketKeyFiles = [file.path] },
            try await echoServer(.internal) { $0.ticketKeyFiles = [file.path] }
        )
        let first = try TestClient(.internal, one.port) { $0.sslAcceptAnyServerCert = true }
        let second = try TestClient(.internal, other.port)
        #expect(try await !visit(first).isResumed)
        try second.client.addSession(try #require(try first.client.unsafelyTakeSession()))
        #expect(try await visit(second).isResumed)
        // Certificates change; the keys stay.
        try one.server.setSSLCert(Certificate(identity: try MadeIdentity.of("localhost")))
        #expect(try await visit(first).isResumed)
        try file.write((0..<80).map { UInt8(200 - $0) })
        try one.server.reloadTicketKeys()
        #expect(try await !visit(first).isResumed)
        try file.write([1, 2, 3])
        #expect(throws: SSLError(.invalidArgument)) { try one.server.reloadTicketKeys() }
        #expect(try await visit(first).isResumed)
        #expect(throws: SSLError.self) { try one.server.configure { $0.ticketKeyFiles = ["/nonexistent"] } }
        try await one.server.shutdown()
        try await other.server.shutdown()
    }
}

@Suite("Early data is told apart", .serialized, .timeLimit(.minutes(2)))
struct EarlyDataInTests {
    private func earlyServer() async throws -> (ProviderServer, Awaited<[UInt8]>) {
        let server = try await ProviderServer(.internal) { $0.maxEarlyDataLength = 1000 }
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
}
