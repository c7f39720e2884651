import NIOCore
import NIOPosix
import ProviderTesting
import SSLServer
import SystemPackage
import TLSMessages
import TLSProvider
import Testing

@Suite("A client's data", .timeLimit(.minutes(1)))
struct ClientDataTests {
    @Test("is given as lines, in single-line mode and as records, as it is told at any time", arguments: Provider.all)
    func framing(provider: Provider) async throws {
        let (server, test) = try await connected(provider) { $0.eol = Array("\r\n".utf8) }
        let client = test.client
        try await server.sendText("1", "one\r\ntwo\r\n")
        await test.events.wait(for: "DataIn two true")
        client.eol = ";"
        try await server.sendText("1", "three;")
        await test.events.wait(for: "DataIn three true")
        client.singleLineMode = true
        try await server.sendText("1", "four\nfive\r")
        await test.events.wait(for: "DataIn five true")
        try await client.changeRecordLength(3)
        #expect(client.recordLength == 3)
        try await server.sendText("1", "abcdef")
        await test.events.wait(for: "DataIn def true")
        let lines = test.events.lines.filter { $0.hasPrefix("DataIn") }
        #expect(lines == ["one", "two", "three", "four", "five", "abc", "def"].map { "DataIn \($0) true" })
        try await server.shutdown()
    }

    @Test("that is too long for a line comes without its end", arguments: Provider.all)
    func longLine(provider: Provider) async throws {
        let (server, test) = try await connected(provider) { configuration in
            configuration.eol = [10]
            configuration.maxLineLength = 256
        }
        try await server.sendText("1", String(repeating: "x", count: 300) + "\n")
        await test.events.wait(for: "DataIn " + String(repeating: "x", count: 44) + " true")
        #expect(test.events.lines.contains("DataIn " + String(repeating: "x", count: 256) + " false"))
        try await server.shutdown()
    }

    @Test("is sent as bytes, text, lines, buffers and files", arguments: Provider.all)
    func sending(provider: Provider) async throws {
        let (server, test) = try await connected(provider)
        let client = test.client
        try await client.send(Array("a".utf8))
        try await client.sendBytes(Array("b".utf8))
        try await client.sendText("ü")
        try await client.sendLine("line")
        #expect(client.bytesSent == 6)
        try await client.send(buffer: ByteBuffer(string: "c"))
        let path = FilePath("/tmp/client-data-\(server.localPort)")
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        _ = try file.closeAfter { try file.writeAll("file".utf8) }
        try await client.sendFile(path.string)
        let expected = "abüline\r\ncfile"
        await test.server.wait { lines in lines.filter { $0.hasPrefix("DataIn") }.joined().contains("file") }
        #expect(test.server.data(of: "1") == Array(expected.utf8))
        try await NonBlockingFileIO(threadPool: .singleton).remove(path: path.string)
        try await server.shutdown()
    }

    @Test("is held back while it is paused, and all of it comes before the end", arguments: Provider.all)
    func paused(provider: Provider) async throws {
        let (server, test) = try await connected(provider)
        let client = test.client
        try await client.pauseData()
        #expect(!client.acceptData)
        try await server.sendText("1", "held")
        try await server.disconnect("1")
        await test.server.wait(for: "Disconnected 1")
        #expect(!test.events.lines.contains { $0.hasPrefix("DataIn") || $0.hasPrefix("Disconnected") })
        try await client.processData()
        await test.events.wait(for: "Disconnected 0 OK")
        #expect(test.events.lines.suffix(2) == ["DataIn held true", "Disconnected 0 OK"])
        try await server.shutdown()
    }

    @Test("that the server does not take is not taken from the application either", arguments: Provider.all)
    func backPressure(provider: Provider) async throws {
        let (server, test) = try await connected(provider) { $0.outBufferSize = 4096 }
        let client = test.client
        try await server.pauseData("1")
        let chunk = [UInt8](repeating: 1, count: 1 << 20)
        var taken = 0
        while true {
            let error = await sslError { try await client.send(chunk) }
            taken += client.bytesSent
            guard let error else { continue }
            #expect(error.isWouldBlock)
            if client.bytesSent == 0 { break }
        }
        #expect(!client.readyToSend)
        let ready = test.events.lines.count { $0 == "ReadyToSend" }
        try await server.processData("1")
        await test.events.wait(for: "ReadyToSend", count: ready + 1)
        #expect(client.readyToSend)
        await client.disconnect()
        await test.server.wait(for: "Disconnected 1 0 OK")
        #expect(test.server.data(of: "1").count == taken)
        try await server.shutdown()
    }

    @Test("waits for the server with a timeout, and gives up when it takes nothing", arguments: Provider.all)
    func timeout(provider: Provider) async throws {
        let (server, test) = try await connected(provider) { configuration in
            configuration.outBufferSize = 4096
            configuration.timeout = 1
        }
        try await server.pauseData("1")
        let error = await sslError {
            while true { try await test.client.send([UInt8](repeating: 1, count: 1 << 20)) }
        }
        #expect(error?.code.rawValue == 10060)
        #expect(test.client.connected)
        try await server.processData("1")
        try await server.shutdown()
    }

    @Test("ends with close_notify in one direction, and still comes in the other", arguments: Provider.all)
    func halfClose(provider: Provider) async throws {
        let listener = try await PeerListener.start(provider.other)
        let test = try TestClient(provider, listener.port)
        let client = test.client
        try await client.connect()
        let server = try await listener.established()
        try await client.sendText("last")
        try await client.finishSending()
        #expect(await sslError { try await client.sendText("more") }?.code.rawValue == 10058)
        #expect(await sslError { try await client.finishSending() }?.code.rawValue == 10058)
        #expect(!client.readyToSend)
        await server.waitForClose()
        #expect(server.heard == [.established, .data(Array("last".utf8)), .alert(.closeNotify)])
        try await server.send("answer")
        await test.events.wait(for: "DataIn answer true")
        try await server.closeNotify()
        await test.events.wait(for: "Disconnected 0 OK")
        try await listener.stop()
    }

    @Test("to nobody is refused", arguments: Provider.all)
    func nobody(provider: Provider) async throws {
        let test = try TestClient(provider, 1)
        for call: @Sendable (SSLClient) async throws -> Void in [
            { try await $0.send([1]) }, { try await $0.sendText("") }, { try await $0.sendLine("") },
            { try await $0.sendFile("/etc/passwd") }, { try await $0.pauseData() }, { try await $0.processData() },
            { try await $0.finishSending() },
        ] {
            #expect(await sslError { try await call(test.client) }?.code.rawValue == 10057)
        }
        // Neither is there anything to end.
        test.client.interrupt()
        await test.client.disconnect()
        #expect(test.events.lines.isEmpty)
    }

    @Test("that does not authenticate ends the connection and is told of", arguments: Provider.all)
    func forged(provider: Provider) async throws {
        let listener = try await PeerListener.start(provider.other)
        let test = try TestClient(provider, listener.port)
        try await test.client.connect()
        let server = try await listener.established()
        try await server.send([1])
        try await server.sendForged()
        await test.events.wait(for: "Disconnected 284")
        #expect(test.events.lines.contains("Error 284") && test.events.data(of: "") == [1])
        try await listener.stop()
    }

    @Test("that is cut off is not a good end", arguments: Provider.all)
    func truncated(provider: Provider) async throws {
        let (server, test) = try await connected(provider)
        server.linger = false
        try await server.shutdown()
        await test.events.wait(for: "Disconnected")
        let listener = try await PeerListener.start(provider.other)
        try test.client.setRemotePort(listener.port)
        try await test.client.connect()
        _ = try await listener.established()
        try await listener.stop()
        await test.events.wait(for: "Disconnected 10054")
    }

    @Test("that does not come for long ends the connection", arguments: Provider.all)
    func idle(provider: Provider) async throws {
        let (server, test) = try await connected(provider)
        try test.client.setIdleTimeout(1)
        await test.events.wait(for: "Disconnected 10060 [10060] Connection timed out. (Idle timeout)")
        await test.server.wait(for: "Disconnected 1 0 OK")
        try await server.shutdown()
    }

    /// A client connected to a server, and the recorders of both.
    private func connected(
        _ provider: Provider, _ configure: (inout SSLClient.Configuration) throws(SSLError) -> Void = { _ in }
    ) async throws -> (SSLServer, (client: SSLClient, events: Recorder, server: Recorder)) {
        let server = try await TestServer(provider.other)
        let test = try TestClient(provider, server.port, configure: configure)
        try await test.client.connect()
        await test.events.wait(for: "ReadyToSend")
        await server.events.wait(for: "ReadyToSend 1")
        return (server.server, (test.client, test.events, server.events))
    }
}
