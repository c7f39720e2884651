import TLSMessages
import TLSProvider
import TestSupport
import Testing

@Suite("Many bad clients: a good one beside them keeps its service, and nothing of them is left", .serialized)
struct ManyClientsTests {
    /// Lets clients loose on a server, a hundred at a time, with a canary beside them.
    private func flood(
        _ kind: ServerKind, _ total: Int, _ client: @escaping @Sendable (Int, Int) async throws -> Void
    ) async throws {
        try await kind.with(ServerSetup()) { server in
            let canary = try await Canary.connect(to: server.port)
            let port = server.port
            for start in stride(from: 0, to: total, by: 100) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in start..<min(start + 100, total) {
                        group.addTask { try await client(number, port) }
                    }
                    try await group.waitForAll()
                }
                try await canary.sing()
            }
            // All but the canary: which came first.
            _ = try await server.views.wait(for: "all connections to end") { views in
                views.count == total + 1 && views.dropFirst().allSatisfy(\.isOver)
            }
            let open = try OpenSockets.accepted(on: port)
            #expect(open == 1)
            try await canary.leave()
            #expect(try await server.connection().error == nil)
            let left = try OpenSockets.accepted(on: port)
            #expect(left == 0)
        }
    }

    @Test("A thousand connections of random bytes", arguments: ServerKind.allCases)
    func randomBytes(_ kind: ServerKind) async throws {
        try await flood(kind, 1000) { number, port in
            var random = SeededRandom(UInt64(number))
            var bytes = (0..<Int(random.next() % 2000)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            // Every other one begins as a handshake record does.
            if number.isMultiple(of: 2) {
                bytes = [22, 3, 1, UInt8(random.next() % 3), UInt8(random.next() % 255), 1] + bytes
            }
            let answer = try await RawClient.exchange(bytes, with: port, finishing: true)
            #expect(answer.bytes.isEmpty || answer.bytes.starts(with: [21, 3, 3, 0, 2, 2]), "\(number)")
        }
    }

    @Test("Hellos with random bytes changed", arguments: [ServerKind.sslServer])
    func changedHellos(_ kind: ServerKind) async throws {
        try await flood(kind, 500) { number, port in
            var random = SeededRandom(UInt64(number))
            var hello = RecordedHello.record
            for _ in 0...number % 4 {
                hello[Int(random.next() % UInt64(hello.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            _ = try await RawClient.exchange(hello, with: port, finishing: true)
        }
    }

    @Test("Resets and ends after every number of bytes of the hello", arguments: [true, false])
    func cutHellos(_ reset: Bool) async throws {
        let hello = RecordedHello.record
        try await flood(.sslServer, hello.count + 1) { count, port in
            let client = try await RawClient.connect(to: port)
            await client.send(Array(hello.prefix(count)))
            if count == hello.count {
                _ = try await client.received.wait(for: "a ServerHello") { !$0.bytes.isEmpty }
            }
            await client.close(reset: reset)
        }
    }

    @Test("Alerts instead of, and after, the hello: RFC 9846 §6")
    func alerts() async throws {
        let levels: [UInt8] = [1, 2]
        try await flood(.sslServer, 512) { number, port in
            let alert: [UInt8] = [21, 3, 3, 0, 2, levels[number % 2], UInt8(truncatingIfNeeded: number / 4)]
            let hello = number % 4 < 2 ? [] : RecordedHello.record
            let answer = try await RawClient.exchange(hello + alert, with: port, finishing: true)
            #expect(hello.isEmpty == (answer.bytes.first != 22), "\(number)")
        }
    }
}
