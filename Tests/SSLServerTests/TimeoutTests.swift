import NIOCore
import ProviderTesting
import SSLServer
import TLSMessages
import Testing

@Suite("Timeouts and ends of service", .timeLimit(.minutes(1)))
struct TimeoutTests {
    @Test("an idle client is disconnected, one that talks is not", arguments: Provider.all)
    func idle(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let quiet = try await test.connect()
        let other = try await test.connect()
        try quiet.connection.setIdleTimeout(1)
        try test.server.setDefaultIdleTimeout(3600)
        let later = try await test.connect()
        #expect(other.connection.idleTimeout == 0 && later.connection.idleTimeout == 3600)
        await test.events.wait(for: "Disconnected 1 10060 [10060] Connection timed out. (Idle timeout)")
        #expect(quiet.client.heard.last == .alert(.closeNotify))
        #expect(other.connection.connected)
        try await test.server.shutdown()
    }

    @Test("a handshake has a deadline", arguments: Provider.all, [true, false])
    func handshake(provider: Provider, afterHello: Bool) async throws {
        let test = try await TestServer(provider) { configuration in
            configuration.handshakeTimeout = afterHello ? 3 : 1
        }
        let client = try await test.dial()
        if afterHello { try await client.sendOnlyHello() }
        await client.waitForClose()
        await test.events.wait(for: "Connected 1 10060")
        // Under keys libssl has no call to give a handshake up.
        #expect(client.heard.contains(.alert(.userCanceled)) == (afterHello && provider == .internal))
        try await test.server.shutdown()
    }

    @Test("silence within a handshake has its own limit", arguments: Provider.all)
    func silence(provider: Provider) async throws {
        let test = try await TestServer(provider) { $0.handshakeTimeout = 0 }
        try await test.server.config("DefaultConnectionTimeout=1")
        let client = try await test.dial()
        await client.waitForClose()
        await test.events.wait(for: "Connected 1 10060")
        try await test.server.shutdown()
    }

    @Test("a peer that takes nothing is given up", arguments: Provider.all)
    func stuck(provider: Provider) async throws {
        let test = try await TestServer(provider) { configuration in
            configuration.writeTimeout = 1
            configuration.outBufferSize = 4096
        }
        let (client, connection) = try await test.connect(receiveBuffer: 4096)
        try await client.setReading(false)
        _ = await sslError { try await connection.send([UInt8](repeating: 1, count: 1 << 20)) }
        await test.events.wait(for: "Disconnected 1 10060")
        try await client.close()
        try await test.server.shutdown()
    }

    @Test(
        "a connection that ends by a bad record may be held for a second, whether or not the client ends its direction",
        arguments: Provider.all, [true, false])
    func badRecord(provider: Provider, ends: Bool) async throws {
        let test = try await TestServer(provider) { $0.badRecordDelay = 1 }
        let (client, connection) = try await test.connect()
        try await client.send("before")
        try await client.sendForged()
        if ends { try await client.channel.close(mode: .output) }
        await client.wait(for: .alert(.badRecordMAC))
        #expect(client.heard.last == .alert(.badRecordMAC))
        try await client.close()
        await test.events.wait(for: "Disconnected 1 284")
        #expect(test.events.data(of: connection.connectionId) == Array("before".utf8))
        try await test.server.shutdown()
    }

    @Test("draining sends what is queued, and cuts whoever does not take it", arguments: Provider.all)
    func drain(provider: Provider) async throws {
        let test = try await TestServer(provider) { $0.outBufferSize = 4096 }
        let good = try await test.connect()
        let stuck = try await test.connect(receiveBuffer: 4096)
        try await stuck.client.setReading(false)
        let data = [UInt8](repeating: 3, count: 100_000)
        try await good.connection.send(data)
        try await stuck.connection.send([UInt8](repeating: 3, count: 1 << 20))
        let cut = await test.server.drain(deadline: .seconds(3))
        #expect(cut == 1)
        #expect(good.client.data.count == data.count && good.client.heard.last == .alert(.closeNotify))
        #expect(test.events.lines.count { $0.hasPrefix("Disconnected") } == 2)
        #expect(!test.server.listening && test.server.connections.isEmpty)
        try await stuck.client.close()
    }

    @Test("shutting down tells of every connection, in the handshake too, before it returns", arguments: Provider.all)
    func shutdown(provider: Provider) async throws {
        let test = try await TestServer(provider)
        for _ in 0..<10 { _ = try await test.connect() }
        let unfinished = try await test.dial()
        await test.events.wait(for: "ConnectionRequest", count: 11)
        try await test.server.shutdown()
        await unfinished.waitForClose()
        #expect(test.events.lines.count { $0.hasPrefix("Disconnected") } == 10)
        try await test.server.startListening()
        _ = try await test.connect()
        try await test.server.shutdown()
    }

    @Test("a server on event loops of its own serves as well", arguments: Provider.all)
    func ownLoops(provider: Provider) async throws {
        let test = try await TestServer(provider) { $0.numberOfEventLoops = 3 }
        for _ in 0..<6 {
            let (client, connection) = try await test.connect()
            try await connection.send([1])
            await client.waitForData(1)
        }
        try await test.server.shutdown()
    }
}
