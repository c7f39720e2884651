import NIOCore
import ProviderTesting
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
        _ provider: Provider, configure: (inout SSLServer.Configuration) throws(SSLError) -> Void = { _ in }
    ) async throws -> TestServer {
        let server = try await TestServer(provider, configure: configure)
        server.server.onDataIn = { [server = server.server] event in
            try await server.send(event.connectionId, buffer: event.buffer)
        }
        return server
    }

    @Test("over and over, until one end does not want to", arguments: Provider.all, Provider.all)
    func resumes(client: Provider, server: Provider) async throws {
        let server = try await echoServer(server)
        let test = try TestClient(client, server.port)
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

    @Test("from another client of the process, or of another process, as bytes", arguments: Provider.all)
    func serialized(provider: Provider) async throws {
        let server = try await echoServer(provider.other)
        let test = try TestClient(provider, server.port)
        #expect(try await !visit(test).isResumed)
        let bytes = try #require(try test.client.unsafelyTakeSession())
        let other = try TestClient(provider, server.port)
        try other.client.addSession(bytes)
        #expect(try await visit(other).isResumed)
        for bad in [[], [1, 2, 3], Array(bytes.dropLast()), bytes + [0]] as [[UInt8]] {
            #expect(throws: SSLError(.invalidArgument)) { try other.client.addSession(bad) }
        }
        try await server.server.shutdown()
    }

    @Test("not once the client trusts others than before", arguments: Provider.all)
    func trust(provider: Provider) async throws {
        let server = try await echoServer(provider.other)
        let test = try TestClient(provider, server.port)
        #expect(try await !visit(test).isResumed)
        test.client.pinnedKeys.insert(try PublicKeyPin(of: TestIdentity.make("x").certificateChain[0]))
        #expect(try await !visit(test).isResumed)
        #expect(try await visit(test).isResumed)
        try await server.server.shutdown()
    }

    /// libssl keeps its sessions itself.
    @Test("from a store, each once", arguments: Provider.all)
    func store(client: Provider) async throws {
        let store = TLSMemorySessionStore()
        let server = try await echoServer(.internal) { $0.sessionStore = store }
        let test = try TestClient(client, server.port)
        #expect(try await !visit(test).isResumed)
        #expect(store.count == 2)
        #expect(try await visit(test).isResumed)
        try await server.server.shutdown()
    }

    /// libssl makes its ticket keys itself.
    @Test("on a server that has the same ticket keys, while they are replaced", arguments: Provider.all)
    func fleet(client: Provider) async throws {
        let file = try TemporaryFile((0..<80).map { UInt8($0) })
        let (one, other) = (
            try await echoServer(.internal) { $0.ticketKeyFiles = [file.path] },
            try await echoServer(.internal) { $0.ticketKeyFiles = [file.path] }
        )
        let first = try TestClient(client, one.port) { $0.sslAcceptAnyServerCert = true }
        let second = try TestClient(client, other.port)
        #expect(try await !visit(first).isResumed)
        try second.client.addSession(try #require(try first.client.unsafelyTakeSession()))
        #expect(try await visit(second).isResumed)
        // Certificates change; the keys stay.
        try one.server.setSSLCert(Certificate(identity: try TestIdentity.make("localhost")))
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

    @Test("after connects that came to nothing, until a reset", arguments: Provider.all)
    func keptAndForgotten(provider: Provider) async throws {
        let server = try await echoServer(provider.other)
        let test = try TestClient(provider, server.port)
        #expect(try await !visit(test).isResumed)
        try await test.client.connect()
        let whileConnected = try takeSessions(test)
        let session = try #require(whileConnected.first)
        try test.client.addSession(session)
        await #expect(throws: SSLError(.alreadyConnected)) { try await test.client.connect() }
        #expect(try test.client.unsafelyTakeSession() == session)
        try test.client.addSession(session)
        await test.client.disconnect()
        try await server.server.shutdown()
        await #expect(throws: SSLError(.connectionRefused)) { try await test.client.connect() }
        #expect(try takeSessions(test).contains(session))
        try test.client.addSession(session)
        let chosen = test.client.sslProvider
        await test.client.reset()
        try test.client.configure { configuration throws(SSLError) in
            configuration.sslProvider = chosen
            configuration.remoteHost = "127.0.0.1"
            configuration.serverName = "localhost"
            configuration.remotePort = server.port
        }
        #expect(try takeSessions(test).isEmpty)
    }

    private func takeSessions(_ test: TestClient) throws -> [[UInt8]] {
        var sessions: [[UInt8]] = []
        while let session = try test.client.unsafelyTakeSession() { sessions.append(session) }
        return sessions
    }
}
