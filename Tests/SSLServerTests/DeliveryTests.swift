import Logging
import NIOConcurrencyHelpers
import NIOCore
import ProviderTesting
import Testing

@testable import SSLServer

@Suite("Delivery of events", .timeLimit(.minutes(1)))
struct DeliveryTests {
    /// How many handlers run at once, and the most that did.
    private final class Concurrency: Sendable {
        private let box = NIOLockedValueBox((now: 0, most: 0))

        func enter() {
            box.withLockedValue { value in
                value.now += 1
                value.most = max(value.most, value.now)
            }
        }

        func leave() { box.withLockedValue { $0.now -= 1 } }
        var most: Int { box.withLockedValue { $0.most } }
    }

    @Test("is serial for the whole server by default", arguments: Provider.all)
    func serial(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let (events, concurrency) = (test.events, Concurrency())
        test.server.onDataIn = { event in
            concurrency.enter()
            for _ in 0..<20 { await Task.yield() }
            concurrency.leave()
            events.record("DataIn")
        }
        var clients: [SocketPeer] = []
        for _ in 0..<5 { clients.append(try await test.connect().client) }
        for _ in 0..<10 {
            for client in clients { try await client.send("x") }
        }
        await events.wait { lines in lines.count { $0 == "DataIn" } >= 5 }
        for client in clients { try await client.closeNotify() }
        await events.wait(for: "Disconnected", count: 5)
        #expect(concurrency.most == 1)
        try await test.server.shutdown()
    }

    @Test("per connection lets one wait without the others", arguments: Provider.all)
    func perConnection(provider: Provider) async throws {
        let test = try await TestServer(provider) { configuration in
            configuration.eventDelivery = .perConnection
            configuration.defaultSingleLineMode = true
        }
        let events = test.events
        let gate = Recorder()
        test.server.onDataIn = { event in
            if event.text == "wait" { await gate.wait(for: "go") }
            events.record("DataIn \(event.text)")
        }
        let slow = try await test.connect()
        let fast = try await test.connect()
        try await slow.client.send("wait\n")
        try await slow.client.send("after\n")
        for count in 1...5 {
            try await fast.client.send("fast\n")
            await events.wait(for: "DataIn fast", count: count)
        }
        #expect(!events.lines.contains("DataIn wait"))
        gate.record("go")
        await events.wait(for: "DataIn after")
        let order = events.lines.filter { $0 == "DataIn wait" || $0 == "DataIn after" }
        #expect(order == ["DataIn wait", "DataIn after"])
        try await test.server.shutdown()
    }

    @Test("manual happens only inside doEvents", arguments: Provider.all)
    func manual(provider: Provider) async throws {
        let test = try await TestServer(provider) { $0.eventDelivery = .manual }
        let client = try await test.dial()
        try await client.startHandshake()
        #expect(test.events.lines.isEmpty)
        while !test.events.lines.contains("ReadyToSend 1") { try await test.server.doEvents() }
        try await client.send("x")
        let before = test.events.lines
        #expect(!before.contains { $0.hasPrefix("DataIn") })
        while !test.events.lines.contains("DataIn 1 x true") { try await test.server.doEvents() }
        test.server.onDataIn = { _ in try await test.server.doEvents() }
        try await client.send("y")
        try await client.closeNotify()
        try await test.server.shutdown()
        #expect(test.events.lines.last == "Disconnected 1 0 OK")
    }

    @Test(
        "takes no turn for what nobody hears: data is told all the same, and the end has its effect",
        arguments: Provider.all)
    func unheard(provider: Provider) async throws {
        let test = try await TestServer(provider) { $0.eventDelivery = .perConnection }
        let (server, seen) = (test.server, Recorder())
        test.events.detach(from: server)
        let told = Awaited<SSLServer.Connection?>(nil)
        server.onDataIn = { event in
            told.change { $0 = server.connections[event.connectionId] }
            for _ in 0..<20 { await Task.yield() }
            seen.record("DataIn \(event.text)")
        }
        let client = try await test.shaken()
        try await client.sendLast("x")
        await client.waitForClose()
        try await server.shutdown()
        #expect(seen.lines == ["DataIn x"])
        #expect(server.connections.isEmpty)
        let connection = try #require(told.value)
        #expect(await sslError { _ = try connection.remoteHost }?.code.rawValue == 126)
    }

    @Test(
        "doEvents returns after its wait when nothing happens", arguments: Provider.all,
        [SSLServer.EventDelivery.manual, .serial])
    func idle(provider: Provider, mode: SSLServer.EventDelivery) async throws {
        let test = try await TestServer(provider) { configuration in
            configuration.eventDelivery = mode
            configuration.doEventsWait = 1
        }
        for _ in 0..<3 { try await test.server.doEvents() }
        try await test.server.shutdown()
    }

    @Test("may be followed as a sequence, which ends with the server's service", arguments: Provider.all)
    func sequence(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let seen = Recorder()
        let loop = Task {
            for await event in test.server.events {
                switch event {
                case .connected(let event): seen.record("connected \(event.connectionId)")
                case .dataIn(let event): seen.record("data \(event.text)")
                case .disconnected(let event): seen.record("disconnected \(event.statusCode)")
                default: break
                }
            }
        }
        // The loop has begun once it has seen something.
        var (client, _) = try await test.connect()
        while !seen.lines.contains(where: { $0.hasPrefix("connected") }) {
            try await client.closeNotify()
            await client.waitForClose()
            (client, _) = try await test.connect()
        }
        try await client.send("hello")
        await seen.wait(for: "data hello")
        try await client.closeNotify()
        await seen.wait(for: "disconnected 0")
        try await test.server.shutdown()
        await loop.value
    }

    @Test("a loop that is left or cancelled does not hold the server up", arguments: Provider.all)
    func abandonedSequence(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let seen = Recorder()
        let loop = Task {
            for await _ in test.server.events {
                seen.record("left")
                break
            }
        }
        let cancelled = Task {
            for await _ in test.server.events {}
        }
        cancelled.cancel()
        // The loop has begun once it has seen something.
        while seen.lines.isEmpty { _ = try await test.connect() }
        await loop.value
        await cancelled.value
        try await test.server.shutdown()
    }

    @Test("every method may be called in every event, twice", arguments: Provider.all)
    func reentrancy(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let (server, events) = (test.server, test.events)
        @Sendable func everything(_ id: String) async {
            for _ in 0..<2 {
                _ = await sslError { try await server.send(id, [1]) }
                _ = await sslError { try await server.pauseData(id) }
                _ = await sslError { try await server.processData(id) }
                _ = await sslError { try await server.interrupt(id) }
                _ = await sslError { try await server.doEvents() }
                _ = await sslError { try await server.disconnect(id) }
                _ = await sslError { try await server.stopListening() }
                _ = await sslError { try await server.shutdown() }
                _ = await server.drain(deadline: .seconds(5))
            }
        }
        server.onConnected = { event in
            events.record("Connected")
            if event.connectionId == "1" { await everything("1") }
        }
        server.onDisconnected = { event in
            await everything(event.connectionId)
            events.record("Disconnected")
        }
        let client = try await test.dial()
        try await client.startHandshake()
        await events.wait(for: "Disconnected")
        #expect(!server.listening)
        try await server.shutdown()
        #expect(events.lines.suffix(2) == ["Connected", "Disconnected"])
    }

    @Test("a handler that runs for a second is reported once")
    func watchdog() {
        final class Turn: Deliverable {
            let name = "7"
            func deliver() async -> Bool { false }
        }
        let lines = NIOLockedValueBox<[String]>([])
        let logger = Logger(label: "test") { _ in LineLog(lines: lines) }
        let (watch, turn) = (DeliveryWatch(), Turn())
        watch.begin(turn)
        watch.report(.now(), to: logger)
        #expect(lines.withLockedValue { $0 }.isEmpty)
        watch.report(.now() + .seconds(2), to: logger)
        watch.report(.now() + .seconds(3), to: logger)
        #expect(lines.withLockedValue { $0 }.map { $0.prefix(14) } == ["handlerBlocked"])
        watch.end(turn)
        watch.report(.now() + .seconds(9), to: logger)
        #expect(lines.withLockedValue { $0 }.count == 1)
    }
}
