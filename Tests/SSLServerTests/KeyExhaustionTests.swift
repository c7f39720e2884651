import NIOCore
import ProviderTesting
import SSLServer
import TLSMessages
import TLSProvider
import Testing

/// libssl counts no records of TLS 1.2.
@Suite("Connections whose keys of TLS 1.2 come to their end. RFC 5246 §6.1", .timeLimit(.minutes(1)))
struct KeyExhaustionTests {
    /// Triple DES may protect 8 MiB with one key.
    private static let limit = 8 << 20
    private static let suite = CipherSuite.TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA
    private static let chunk = [UInt8](repeating: 7, count: 16_384)
    private static let words = "a key of TLS 1.2 has protected as much as is safe"

    private func connected() async throws -> (TestServer, SocketPeer, SSLServer.Connection) {
        let test = try await TestServer(.internal) {
            $0.sslEnabledProtocols = .tls12
            $0.sslEnabledCipherSuites = [Self.suite]
        }
        let events = test.events
        test.server.onError = { [server = test.server] event in
            events.record("Error \(event.connectionId) \(event.errorCode) \(event.description)")
            let connection = server.connections[event.connectionId]
            events.record("Ready \(connection?.readyToSend ?? false)")
        }
        let client = try await test.shaken(client: .internal) {
            $0.versions = [.tls12]
            $0.cipherSuites = [Self.suite]
        }
        await events.wait(for: "ReadyToSend 1")
        return (test, client, try #require(test.server.connections["1"]))
    }

    /// Error with a clear text, then Disconnected, once each.
    private func expectEnd(_ lines: [String], of prefix: String = " 1") throws {
        let ends = lines.filter { $0.hasPrefix("Error") || $0.hasPrefix("Disconnected") }
        try #require(ends.count == 2, "\(ends)")
        #expect(ends[0].hasPrefix("Error\(prefix) 10053") && ends[0].contains(Self.words), "\(ends)")
        #expect(ends[1].hasPrefix("Disconnected\(prefix) 10053") && ends[1].contains(Self.words), "\(ends)")
    }

    @Test("The key of what the server sends: all that goes out arrives, and then it says why it ends")
    func sending() async throws {
        let (test, client, connection) = try await connected()
        try connection.setTimeout(30)
        let refusal = await sslError {
            for _ in 0..<2 * Self.limit / Self.chunk.count { try await connection.send(Self.chunk) }
        }
        #expect(refusal != nil)
        await test.events.wait(for: "Disconnected 1")
        await client.waitForClose()
        #expect(client.heard.last == .alert(.closeNotify) && client.seen.error == nil)
        #expect(client.data.count < Self.limit && client.data.count > Self.limit - 40_000)
        try expectEnd(test.events.lines)
        #expect(test.events.lines.filter { $0.hasPrefix("Ready ") } == ["Ready false"])
        try await test.server.shutdown()
    }

    @Test("What the client sends until it closes is told behind the error")
    func answers() async throws {
        let (test, client, connection) = try await connected()
        try connection.setTimeout(30)
        // It answers close_notify at once: until then its direction is open.
        let talker = Task {
            var sent = 0
            while (try? await client.send("x")) != nil { sent += 1 }
            return sent
        }
        _ = await sslError {
            for _ in 0..<2 * Self.limit / Self.chunk.count { try await connection.send(Self.chunk) }
        }
        let sent = await talker.value
        await test.events.wait(for: "Disconnected 1")
        #expect(test.events.data(of: "1").count == sent && sent > 0)
        try expectEnd(test.events.lines)
        try await test.server.shutdown()
    }

    @Test("The key of what the client sends: nothing is lost that had come before the end")
    func receiving() async throws {
        let (test, client, _) = try await connected()
        var sent = 0
        while sent < 2 * Self.limit, (try? await client.send(Self.chunk)) != nil { sent += Self.chunk.count }
        await test.events.wait(for: "Disconnected 1")
        #expect(test.events.data(of: "1").count == sent && sent < Self.limit)
        let order = test.events.lines.map { $0.prefix { $0 != " " } }
        #expect(order.lastIndex(of: "DataIn") ?? .max < order.firstIndex(of: "Error") ?? 0)
        try expectEnd(test.events.lines)
        try await test.server.shutdown()
    }

    @Test("A client's events are the same")
    func client() async throws {
        let listener = try await PeerListener.start(.internal) {
            $0.versions = [.tls12]
            $0.cipherSuites = [Self.suite]
        }
        let test = try TestClient(.internal, listener.port) {
            $0.sslEnabledProtocols = .tls12
            $0.sslEnabledCipherSuites = [Self.suite]
            $0.timeout = 30
        }
        test.client.onError = { test.events.record("Error \($0.errorCode) \($0.description)") }
        try await test.client.connect()
        let peer = try await listener.established()
        let refusal = await sslError {
            for _ in 0..<2 * Self.limit / Self.chunk.count { try await test.client.send(Self.chunk) }
        }
        #expect(refusal != nil)
        await test.events.wait(for: "Disconnected")
        await peer.wait(for: .alert(.closeNotify))
        #expect(peer.data.count < Self.limit && peer.data.count > Self.limit - 40_000)
        try expectEnd(test.events.lines, of: "")
        try await listener.stop()
    }
}
