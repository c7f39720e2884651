import NIOCore
import ProviderTesting
import SSLServer
import TLSProvider
import Testing

@Suite("A client that connects", .timeLimit(.minutes(1)))
struct ClientConnectingTests {
    @Test("tells what happens in order, and shows where it is connected", arguments: Provider.all)
    func order(provider: Provider) async throws {
        let server = try await TestServer(provider.other)
        let (client, events) = try client(provider, of: server)
        #expect(!client.connected && client.remoteAddress.isEmpty)
        try await client.connect()
        #expect(client.connected && client.remoteAddress == "127.0.0.1")
        #expect(client.localHost == "127.0.0.1" && client.localPort > 0)
        #expect(client.negotiated?.serverName == "localhost")
        await events.wait(for: "ReadyToSend")
        #expect(client.readyToSend)
        await client.disconnect()
        #expect(!client.connected && client.localPort == 0)
        let lines = events.lines.filter { !$0.hasPrefix("SSLStatus") }
        let trusted = "SSLServerAuthentication CN=localhost true OK"
        #expect(lines == [trusted, "Connected 0 OK", "ReadyToSend", "Disconnected 0 OK"])
        #expect(events.lines.contains { $0.hasPrefix("SSLStatus handshake complete version=TLS1.3") })
        await server.events.wait(for: "Disconnected 1 0 OK")
        try await server.server.shutdown()
    }

    @Test("by a name looks it up, and asks for the server by it", arguments: Provider.all)
    func name(provider: Provider) async throws {
        let server = try await TestServer(provider.other)
        let client = try TestClient(provider, 0) { $0.serverName = nil }.client
        try await client.connect(host: "localhost", port: server.port)
        #expect(client.negotiated?.serverName == "localhost")
        #expect(client.remoteHost == "localhost" && client.remotePort == server.port)
        await client.disconnect()
        try await client.connect(host: "127.0.0.1", port: server.port)
        #expect(client.negotiated?.serverName == nil, "an address is not sent as a name")
        await client.disconnect()
        try await server.server.shutdown()
    }

    @Test("from an address and port of its own does so", arguments: Provider.all)
    func localEnd(provider: Provider) async throws {
        let server = try await TestServer(provider.other)
        let client = try client(provider, of: server).0
        try client.setLocalHost("127.0.0.9")
        try await client.connect()
        #expect(client.localHost == "127.0.0.9")
        #expect(await sslError { try client.setLocalHost("") }?.code.rawValue == 10022)
        await client.disconnect()
        #expect(client.localHost == "127.0.0.9", "as it was set")
        try await server.server.shutdown()
    }

    @Test("where nobody listens throws, and tells of it", arguments: Provider.all)
    func refused(provider: Provider) async throws {
        let listener = try await RawListener.start()
        let port = listener.port
        try await listener.stop()
        let test = try TestClient(provider, port)
        #expect(await sslError { try await test.client.connect() }?.code.rawValue == 10061)
        #expect(test.events.lines.count == 1)
        #expect(test.events.lines.first?.hasPrefix("Connected 10061 [10061] Connection refused.") == true)
    }

    @Test("to a name that has no address throws 11001", arguments: Provider.all)
    func unknownName(provider: Provider) async throws {
        let client = try TestClient(provider, 1) { $0.remoteHost = "nobody.invalid" }.client
        #expect(await sslError { try await client.connect() }?.code.rawValue == 11001)
    }

    @Test("needs a host and a port that can be", arguments: Provider.all)
    func values(provider: Provider) async throws {
        let client = try provider.makeClient()
        #expect(await sslError { try await client.connect() }?.code.rawValue == 10039)
        #expect(await sslError { try client.setRemoteHost("0.0.0.0") }?.code.rawValue == 102)
        #expect(await sslError { try await client.connect(host: "localhost", port: 0) }?.code.rawValue == 116)
        #expect(await sslError { try client.setRemotePort(65536) }?.code.rawValue == 10022)
        #expect(await sslError { try client.setMaxLineLength(255) }?.code.rawValue == 10022)
        #expect(await sslError { try client.configure { $0.serverName = "no name" } }?.code.rawValue == 10022)
    }

    @Test("keeps its server while it is connected", arguments: Provider.all)
    func fixed(provider: Provider) async throws {
        let server = try await TestServer(provider.other)
        let client = try client(provider, of: server).0
        try await client.connect()
        #expect(await sslError { try client.setRemotePort(1) }?.code.rawValue == 100)
        #expect(await sslError { try client.setRemoteHost("localhost") }?.code.rawValue == 101)
        #expect(await sslError { try await client.connect() }?.code.rawValue == 10056)
        #expect(client.remotePort == server.port)
        await client.disconnect()
        try client.setRemotePort(1)
        try await server.server.shutdown()
    }

    @Test("gives up when it is interrupted, and tells the server", arguments: Provider.all)
    func interrupted(provider: Provider) async throws {
        let listener = try await RawListener.start()
        let test = try TestClient(provider, listener.port)
        let connecting = Task { await sslError { try await test.client.connect() } }
        await listener.waitForConnection()
        #expect(await sslError { try await test.client.connect() }?.code.rawValue == 10037)
        test.client.interrupt()
        #expect(await connecting.value?.code.rawValue == 10004)
        await test.events.wait(for: "Connected 10004")
        await listener.waitForEnd()
        try await listener.stop()
    }

    @Test("gives up when its task is cancelled", arguments: Provider.all)
    func cancelled(provider: Provider) async throws {
        let listener = try await RawListener.start()
        let test = try TestClient(provider, listener.port)
        let connecting = Task { await sslError { try await test.client.connect() } }
        await listener.waitForConnection()
        connecting.cancel()
        #expect(await connecting.value?.code.rawValue == 10004)
        try await listener.stop()
    }

    @Test("gives up at any moment, and is as free afterwards as before", arguments: Provider.all)
    func anyMoment(provider: Provider) async throws {
        let server = try await TestServer(provider.other)
        let test = try TestClient(provider, server.port)
        for round in 0..<60 {
            let connecting = Task { await sslError { try await test.client.connect() } }
            for _ in 0..<round { await Task.yield() }
            if round.isMultiple(of: 2) {
                connecting.cancel()
            } else {
                await test.client.disconnect()
            }
            let error = await connecting.value
            #expect([nil, 10004, 10053].contains(error?.code.rawValue), "\(error as Any)")
            await test.client.disconnect()
            #expect(!test.client.connected)
        }
        try await test.client.connect()
        await test.client.disconnect()
        try await server.server.shutdown()
    }

    @Test("does not begin when its task is cancelled before", arguments: Provider.all)
    func cancelledBefore(provider: Provider) async throws {
        let server = try await TestServer(provider.other)
        let client = try client(provider, of: server).0
        let connecting = Task {
            while !Task.isCancelled { await Task.yield() }
            return await sslError { try await client.connect() }
        }
        connecting.cancel()
        #expect(await connecting.value?.code.rawValue == 10004)
        try await client.connect()
        await client.disconnect()
        try await server.server.shutdown()
    }

    @Test("gives a silent server up at the deadline", arguments: Provider.all)
    func deadline(provider: Provider) async throws {
        let listener = try await RawListener.start()
        let test = try TestClient(provider, listener.port) { $0.handshakeTimeout = 1 }
        #expect(await sslError { try await test.client.connect() }?.code.rawValue == 10060)
        #expect(test.events.lines.last?.hasPrefix("Connected 10060") == true)
        try await listener.stop()
    }

    @Test("takes a server that does not speak TLS for what it is", arguments: Provider.all)
    func plain(provider: Provider) async throws {
        let listener = try await RawListener.start(greeting: Array("220 mail.example ESMTP\r\n".utf8))
        let test = try TestClient(provider, listener.port)
        let error = await sslError { try await test.client.connect() }
        #expect(error?.code.rawValue == 276 && error?.tlsError?.code == .notTLS)
        try await listener.stop()
    }

    @Test("may be told to by the handler of its end", arguments: Provider.all)
    func again(provider: Provider) async throws {
        let server = try await TestServer(provider.other)
        let (client, events) = try client(provider, of: server)
        client.onDisconnected = { event in
            events.record("Disconnected \(event.statusCode)")
            if events.lines.count(where: { $0 == "Disconnected 0" }) == 1 { try await client.connect() }
        }
        try await client.connect()
        await server.events.wait(for: "ReadyToSend 1")
        try await server.server.disconnect("1")
        await events.wait(for: "Connected 0 OK", count: 2)
        #expect(client.connected)
        await client.disconnect()
        try await server.server.shutdown()
    }

    @Test("is disconnected by a handler without waiting for itself", arguments: Provider.all)
    func fromHandler(provider: Provider) async throws {
        let server = try await TestServer(provider.other)
        let (client, events) = try client(provider, of: server)
        client.onConnected = { _ in await client.disconnect() }
        try await client.connect()
        await events.wait(for: "Disconnected 0 OK")
        try await server.server.shutdown()
    }

    @Test("with manual delivery tells events only inside doEvents and what waits", arguments: Provider.all)
    func manual(provider: Provider) async throws {
        let server = try await TestServer(provider.other)
        let (client, events) = try client(provider, of: server)
        try client.configure { $0.deliversManually = true }
        try await client.connect()
        #expect(events.lines.contains("Connected 0 OK"))
        await server.events.wait(for: "ReadyToSend 1")
        try await server.server.sendText("1", "hello")
        while !events.lines.contains("DataIn hello true") { await client.doEvents() }
        await client.disconnect()
        #expect(events.lines.last == "Disconnected 0 OK")
        try await server.server.shutdown()
    }

    @Test("is as new after a reset", arguments: Provider.all)
    func reset(provider: Provider) async throws {
        let server = try await TestServer(provider.other)
        let client = try client(provider, of: server).0
        try await client.connect()
        await client.reset()
        #expect(!client.connected && client.remoteHost.isEmpty && client.remotePort == 0)
        #expect(client.configuration.pinnedKeys.isEmpty)
        try await server.server.shutdown()
    }

    @Test("gives its events to whoever iterates", arguments: Provider.all)
    func sequence(provider: Provider) async throws {
        let server = try await TestServer(provider.other)
        let client = try client(provider, of: server).0
        var events = client.events.makeAsyncIterator()
        let connecting = Task { try await client.connect() }
        var seen: [String] = []
        while seen.last != "readyToSend", let event = await events.next() {
            switch event {
            case .sslServerAuthentication(let event): seen.append("authentication \(event.accept)")
            case .connected(let event): seen.append("connected \(event.statusCode)")
            case .readyToSend: seen.append("readyToSend")
            default: break
            }
        }
        #expect(seen == ["authentication true", "connected 0", "readyToSend"])
        try await connecting.value
        try await server.server.shutdown()
    }

    private func client(_ provider: Provider, of server: TestServer) throws -> (SSLClient, Recorder) {
        let test = try TestClient(provider, server.port)
        return (test.client, test.events)
    }
}
