import NIOCore
import ProviderTesting
import SSLServer
import TLSMessages
import TLSProvider
import Testing

@Suite("DataIn", .timeLimit(.minutes(1)))
struct DataInTests {
    @Test("gives every byte once and in order, whatever the records are", arguments: Provider.all)
    func exact(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let (client, connection) = try await test.connect()
        let data = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for start in stride(from: 0, to: data.count, by: 7_777) {
            try await client.send(Array(data[start..<min(start + 7_777, data.count)]))
        }
        try await client.closeNotify()
        await test.events.wait(for: "Disconnected")
        #expect(test.events.data(of: connection.connectionId) == data)
        try await test.server.shutdown()
    }

    @Test("follows the end of line that holds at accept, and changes of it", arguments: Provider.all)
    func lines(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let old = try await test.connect()
        test.server.defaultEOL = Array("\r\n".utf8)
        let (client, connection) = try await test.connect()
        #expect(old.connection.eol == "" && connection.eol == "\r\n")
        try await client.send("one\r\ntwo\r")
        try await client.send("\nrest")
        await test.events.wait(for: "DataIn 2 two true")
        connection.eol = ";"
        try await client.send(" and;more")
        await test.events.wait(for: "DataIn 2 rest and true")
        try await client.closeNotify()
        await test.events.wait(for: "Disconnected 2")
        let lines = test.events.lines.filter { $0.hasPrefix("DataIn") }
        #expect(lines == ["DataIn 2 one true", "DataIn 2 two true", "DataIn 2 rest and true", "DataIn 2 more false"])
        try await test.server.shutdown()
    }

    @Test("single-line mode ignores the end of line", arguments: Provider.all)
    func singleLine(provider: Provider) async throws {
        let test = try await TestServer(provider) { configuration in
            configuration.defaultEOL = [0]
            configuration.defaultSingleLineMode = true
        }
        let (client, connection) = try await test.connect()
        #expect(connection.singleLineMode && connection.eolB == [0])
        try await client.send("a\r")
        try await client.send("\nb\nc\r")
        await test.events.wait(for: "DataIn 1 c true")
        #expect(test.events.lines.filter { $0.hasPrefix("DataIn") }.count == 3)
        try await test.server.shutdown()
    }

    @Test("the record length may change within the handler and holds for what is buffered", arguments: Provider.all)
    func records(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let (events, server) = (test.events, test.server)
        server.onDataIn = { event in
            events.record("DataIn \(event.text) \(event.eol)")
            // A length byte and a body, over and over.
            let isLength = event.buffer.readableBytes == 1
            try await server.changeRecordLength(event.connectionId, isLength ? Int(event.textB[0]) : 1)
        }
        let (client, connection) = try await test.connect()
        try connection.changeRecordLength(1)
        #expect(connection.recordLength == 1)
        try await client.send("\u{3}abc\u{2}de\u{5}fg")
        try await client.send("hij\u{4}k")
        await events.wait(for: "DataIn \u{4}")
        try await client.closeNotify()
        await events.wait(for: "Disconnected")
        let bodies = events.lines.filter {
            $0.hasPrefix("DataIn") && $0.hasSuffix("true") && $0.utf8.count > "DataIn x true".utf8.count
        }
        #expect(bodies == ["DataIn abc true", "DataIn de true", "DataIn fghij true"])
        #expect(events.lines.contains("DataIn k false"))
        #expect(throws: SSLError(.invalidConnectionId)) { try connection.changeRecordLength(1) }
        try await server.shutdown()
    }

    @Test("pausing holds one client back, loses nothing and leaves the others alone", arguments: Provider.all)
    func pause(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let held = try await test.connect()
        let free = try await test.connect()
        try await test.server.pauseData("1")
        try await test.server.pauseData("1")
        #expect(!held.connection.acceptData)
        let data = [UInt8](repeating: 7, count: 20 << 20)
        let sending = held.client.startSending(data)
        let isSent = Recorder()
        sending.whenComplete { _ in isSent.record("sent") }
        for count in 1...20 {
            try await free.client.send("ping")
            await test.events.wait(for: "DataIn 2 ping true", count: count)
        }
        #expect(test.events.data(of: "1").isEmpty)
        #expect(isSent.lines.isEmpty, "20 MiB cannot have been taken while the connection is paused")
        try await test.server.processData("1")
        try await sending.get()
        try await held.client.closeNotify()
        await test.events.wait(for: "Disconnected 1")
        #expect(test.events.data(of: "1").count == data.count)
        try await test.server.shutdown()
    }

    @Test("a client that leaves while it is paused is told once its data is taken", arguments: Provider.all)
    func pausedEnd(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let (client, connection) = try await test.connect()
        try connection.pauseData()
        try await client.send("last words")
        try await client.closeNotify()
        await client.waitForClose()
        #expect(connection.connected)
        try connection.processData()
        await test.events.wait(for: "Disconnected")
        #expect(test.events.lines.suffix(2) == ["DataIn 1 last words true", "Disconnected 1 0 OK"])
        try await test.server.shutdown()
    }

    @Test("disconnecting a paused client throws its data away", arguments: Provider.all)
    func pausedDisconnect(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let (client, connection) = try await test.connect()
        try connection.pauseData()
        try await client.send("never read")
        try connection.disconnect()
        await test.events.wait(for: "Disconnected 1 0")
        #expect(!test.events.lines.contains { $0.hasPrefix("DataIn") })
        await client.waitForClose()
        try await test.server.shutdown()
    }

    @Test(
        "a server that shuts down does not wait for who holds data back", arguments: Provider.all, [true, false])
    func pausedShutdown(provider: Provider, clientLeaves: Bool) async throws {
        let test = try await TestServer(provider)
        let (client, connection) = try await test.connect()
        try connection.pauseData()
        try await client.send("never read")
        if clientLeaves {
            try await client.closeNotify()
            await client.waitForClose()
        }
        try await test.server.shutdown()
        #expect(test.events.lines.last?.hasPrefix("Disconnected 1 0") == true)
        #expect(!test.events.lines.contains { $0.hasPrefix("DataIn") })
    }

    @Test("fields of a connection are checked and kept", arguments: Provider.all)
    func fields(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let (_, connection) = try await test.connect()
        #expect(throws: SSLError(.invalidArgument)) { try connection.setMaxLineLength(255) }
        #expect(throws: SSLError(.invalidArgument)) { try connection.setTimeout(-1) }
        #expect(throws: SSLError(.invalidArgument)) { try connection.setIdleTimeout(-1) }
        #expect(throws: SSLError(.invalidArgument)) { try connection.changeRecordLength(-1) }
        try connection.setMaxLineLength(256)
        #expect(connection.maxLineLength == 256)
        connection.userData = "mine"
        #expect(connection.userDataB == Array("mine".utf8))
        connection.userDataB = [0xFF]
        #expect(connection.userData == "\u{FFFD}")
        #expect(connection.negotiated?.cipherSuite == .TLS_AES_128_GCM_SHA256)
        try await test.server.shutdown()
    }

    @Test("text follows the code page", arguments: Provider.all)
    func codePage(provider: Provider) async throws {
        let test = try await TestServer(provider)
        try await test.server.config("CodePage=28591")
        let (client, connection) = try await test.connect()
        try await client.send([0xFC])
        await test.events.wait(for: "DataIn 1 ü true")
        try await connection.sendText("ß")
        await client.waitForData(1)
        #expect(client.data == [0xDF])
        #expect(await sslError { try await connection.sendText("世") }?.code == .invalidArgument)
        try await test.server.shutdown()
    }
}
