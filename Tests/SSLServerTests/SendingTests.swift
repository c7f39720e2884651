import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import ProviderTesting
import SSLServer
import SystemPackage
import TLSMessages
import Testing

@Suite("Sending", .timeLimit(.minutes(1)))
struct SendingTests {
    private static let small = 4096

    @Test(
        "ahead of a disconnect arrives whole, with close_notify behind it", arguments: Provider.all,
        [1, 16_384, 16_385, 200_000])
    func thenDisconnect(provider: Provider, size: Int) async throws {
        let test = try await TestServer(provider) { $0.defaultTimeout = 10 }
        let server = test.server
        server.onDataIn = { event in
            try await server.send(event.connectionId, [UInt8](repeating: 7, count: size))
            try await server.disconnect(event.connectionId)
        }
        let (client, _) = try await test.connect()
        try await client.send("x")
        await client.waitForClose()
        #expect(client.data == [UInt8](repeating: 7, count: size))
        #expect(client.heard.last == .alert(.closeNotify))
        try await server.shutdown()
    }

    @Test("arrives in order, as bytes, text and lines", arguments: Provider.all)
    func arrives(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let (client, connection) = try await test.connect()
        let id = connection.connectionId
        try await test.server.send(id, Array("a".utf8))
        try await test.server.sendBytes(id, Array("b".utf8))
        try await test.server.sendText(id, "ü")
        try await test.server.sendLine(id, "line")
        try await test.server.send(id, buffer: ByteBuffer(string: "c"))
        try await test.server.send(id, [])
        await client.waitForData(11)
        #expect(client.data == Array("abüline\r\nc".utf8))
        #expect(connection.bytesSent == 0, "the last send was empty")
        try await test.server.shutdown()
    }

    @Test("to nobody is refused", arguments: Provider.all)
    func nobody(provider: Provider) async throws {
        let test = try await TestServer(provider)
        for call: @Sendable () async throws -> Void in [
            { try await test.server.send("x", [1]) }, { try await test.server.sendText("x", "") },
            { try await test.server.sendLine("x", "") }, { try await test.server.sendFile("x", "/etc/passwd") },
            { try await test.server.interrupt("x") }, { try await test.server.pauseData("x") },
            { try await test.server.processData("x") }, { try await test.server.changeRecordLength("x", 1) },
        ] {
            #expect(await sslError(call)?.code.rawValue == 126)
        }
        try await test.server.shutdown()
    }

    @Test(
        "without a timeout takes what there is room for, then nothing, then tells when there is room",
        arguments: Provider.all)
    func wouldBlock(provider: Provider) async throws {
        let test = try await TestServer(provider) { $0.outBufferSize = Self.small }
        let (client, connection) = try await test.connect(receiveBuffer: Self.small)
        try await client.setReading(false)
        let chunk = [UInt8](repeating: 1, count: 3 << 20)
        let partial = await sslError { try await connection.send(chunk) }
        #expect(partial?.code.rawValue == 135 && partial?.systemCode?.rawValue == 10035)
        let taken = connection.bytesSent
        #expect(taken == 1 << 20)
        #expect(connection.readyToSend, "after a part was taken no event is owed")
        var total = taken
        while true {
            let error = await sslError { try await connection.send(chunk) }
            #expect(error?.isWouldBlock == true)
            total += connection.bytesSent
            if connection.bytesSent == 0 { break }
        }
        #expect(!connection.readyToSend)
        try await client.setReading(true)
        await test.events.wait(for: "ReadyToSend 1", count: 2)
        #expect(connection.readyToSend)
        await client.waitForData(total)
        #expect(client.data.count == total)
        try await connection.send([2])
        #expect(connection.bytesSent == 1)
        try await test.server.shutdown()
    }

    @Test("with a timeout waits for the peer, and gives up when it takes nothing", arguments: Provider.all)
    func timeout(provider: Provider) async throws {
        let test = try await TestServer(provider) { configuration in
            configuration.outBufferSize = Self.small
            configuration.defaultTimeout = 60
        }
        let (client, connection) = try await test.connect(receiveBuffer: Self.small)
        #expect(connection.timeout == 60)
        let data = (0..<4 << 20).map { UInt8(truncatingIfNeeded: $0 / 3) }
        try await connection.send(data)
        #expect(connection.bytesSent == 0)
        await client.waitForData(data.count)
        #expect(client.data == data)
        try await client.setReading(false)
        try connection.setTimeout(1)
        #expect(await sslError { try await connection.send(data) }?.code.rawValue == 10060)
        #expect(connection.connected)
        try await client.close()
        try await test.server.shutdown()
    }

    @Test("that waits can be interrupted; the connection stays", arguments: Provider.all)
    func interrupt(provider: Provider) async throws {
        let test = try await TestServer(provider) { $0.defaultTimeout = 60 }
        let (client, connection) = try await test.connect(receiveBuffer: Self.small)
        try await client.setReading(false)
        let data = [UInt8](repeating: 1, count: 16 << 20)
        let interrupted = Recorder()
        async let outcome = sslError {
            interrupted.record("begun")
            try await connection.send(data)
        }
        await interrupted.wait(for: "begun")
        // Wherever the send has got to: it ends within a call or two.
        let task = Task {
            while !Task.isCancelled {
                try await test.server.interrupt("1")
                await Task.yield()
            }
        }
        #expect(await outcome?.code.rawValue == 10004)
        task.cancel()
        #expect(connection.connected)
        try await client.close()
        try await test.server.shutdown()
    }

    @Test("that waits ends when the connection does", arguments: Provider.all)
    func disconnected(provider: Provider) async throws {
        let test = try await TestServer(provider) { $0.defaultTimeout = 60 }
        let (client, connection) = try await test.connect(receiveBuffer: Self.small)
        try await client.setReading(false)
        async let outcome = sslError { try await connection.send([UInt8](repeating: 1, count: 16 << 20)) }
        try await client.reset()
        let code = await outcome?.code.rawValue
        #expect(code == 10057 || code == 126)
        try await test.server.shutdown()
    }

    @Test("to a slow client does not grow: its requests wait, the others' do not", arguments: Provider.all)
    func slowReader(provider: Provider) async throws {
        let test = try await TestServer(provider) { $0.outBufferSize = Self.small }
        let (server, requests, answer) = (test.server, 64, 40_000)
        // A send that finds no room would throw, and end the connection.
        server.onDataIn = { event in
            try await server.send(event.connectionId, [UInt8](repeating: 9, count: answer))
        }
        let (client, connection) = try await test.connect(receiveBuffer: Self.small)
        try connection.changeRecordLength(16_384)
        try await client.setReading(false)
        for _ in 0..<requests {
            _ = client.startSending([UInt8](repeating: 1, count: 16_384))
        }
        let other = try await test.connect()
        for round in 1...20 {
            try await other.client.send("x")
            await other.client.waitForData(round * answer)
        }
        try await client.setReading(true)
        await client.waitForData(requests * answer)
        try await client.close()
        try await server.shutdown()
    }

    @Test("a file sends its bytes, with a slow reader in bounded pieces", arguments: Provider.all)
    func file(provider: Provider) async throws {
        let path = "/tmp/sslserver-test-\(UInt64.random(in: 0 ... .max))"
        let data = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 / 251) }
        let file = try SystemPackage.FileDescriptor.open(
            FilePath(path), .writeOnly, options: [.create, .exclusiveCreate], permissions: .ownerReadWrite)
        try file.closeAfter { _ = try file.writeAll(data) }
        let test = try await TestServer(provider) { $0.outBufferSize = Self.small }
        let (client, connection) = try await test.connect(receiveBuffer: Self.small)
        let other = try await test.connect()
        async let sent: Void = connection.sendFile(path)
        try await other.client.send("meanwhile")
        await test.events.wait(for: "DataIn 2 meanwhile")
        try await sent
        await client.waitForData(data.count)
        #expect(client.data == data)
        for wrong in ["/nonexistent", "/tmp", "/dev/zero", "/dev/null"] {
            #expect(await sslError { try await connection.sendFile(wrong) }?.code == .invalidArgument)
        }
        #expect(connection.connected)
        try await test.server.shutdown()
        try await NonBlockingFileIO(threadPool: .singleton).remove(path: path)
    }
}
