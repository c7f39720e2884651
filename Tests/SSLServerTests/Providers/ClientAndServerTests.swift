import NIOCore
import ProviderTesting
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("A client and a server of the class", .serialized, .timeLimit(.minutes(2)))
struct ClientAndServerTests {
    @Test("agree on what was negotiated, and end well", arguments: Provider.all, Provider.all)
    func negotiated(client: Provider, server: Provider) async throws {
        let server = try await TestServer(server) { $0.applicationProtocols = ["h2", "echo"] }
        let test = try TestClient(client, server.port) { $0.applicationProtocols = ["x", "echo"] }
        let seen = Awaited<NegotiatedParameters?>(nil)
        server.server.onConnected = { event in seen.change { $0 = event.negotiated } }
        try await test.client.connect()
        await seen.wait { $0 != nil }
        let (ours, theirs) = (try #require(test.client.negotiated), try #require(seen.value))
        #expect(ours.version == .tls13 && theirs.version == .tls13)
        #expect(ours.cipherSuite == theirs.cipherSuite && ours.group == theirs.group)
        #expect(ours.signatureScheme == theirs.signatureScheme)
        #expect(ours.applicationProtocol == "echo" && theirs.applicationProtocol == "echo")
        #expect(theirs.serverName == "localhost")
        await test.client.disconnect()
        await server.events.wait(for: "Disconnected 1 0 OK")
        #expect(test.events.lines.last == "Disconnected 0 OK")
        try await server.server.shutdown()
    }

    @Test("echo ten megabytes whole", arguments: Provider.all, Provider.all)
    func bulk(client: Provider, server: Provider) async throws {
        let server = try await TestServer(server) { $0.defaultTimeout = 60 }
        server.server.onDataIn = { [server = server.server] event in
            try await server.send(event.connectionId, buffer: event.buffer)
        }
        let test = try TestClient(client, server.port) { $0.timeout = 60 }
        let (client, count) = (test.client, 10 << 20)
        let pattern = ByteBuffer(bytes: (0..<251 << 10).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })
        var sent = ByteBuffer()
        while sent.readableBytes < count { sent.writeImmutableBuffer(pattern) }
        let received = Awaited(ByteBuffer())
        client.onDataIn = { event in received.change { $0.writeImmutableBuffer(event.buffer) } }
        try await client.connect()
        try await client.send(buffer: sent)
        await received.wait { [count = sent.readableBytes] in $0.readableBytes >= count }
        #expect(received.value == sent)
        await client.disconnect()
        try await server.server.shutdown()
    }

    @Test("cut data in every way", arguments: Provider.all, Provider.all)
    func framing(client: Provider, server: Provider) async throws {
        let server = try await TestServer(server)
        let test = try TestClient(client, server.port) { $0.eol = Array("\r\n".utf8) }
        let client = test.client
        try await client.connect()
        await server.events.wait(for: "ReadyToSend")
        try await server.server.sendText("1", "one\r\ntw")
        try await server.server.sendText("1", "o\r\n")
        await test.events.wait(for: "DataIn two true")
        client.singleLineMode = true
        try await server.server.sendText("1", "three\rfour\n")
        await test.events.wait(for: "DataIn four true")
        try await client.changeRecordLength(4)
        try await server.server.sendText("1", "fivesix!")
        await test.events.wait(for: "DataIn six! true")
        try await client.changeRecordLength(0)
        client.singleLineMode = false
        client.eol = ""
        try await server.server.sendText("1", "rest")
        await test.events.wait(for: "DataIn rest true")
        let lines = test.events.lines.filter { $0.hasPrefix("DataIn") }
        #expect(lines == ["one", "two", "three", "four", "five", "six!", "rest"].map { "DataIn \($0) true" })
        await client.disconnect()
        try await server.server.shutdown()
    }

    @Test("know the client by its certificate", arguments: Provider.all, Provider.all)
    func clientCertificate(client: Provider, server: Provider) async throws {
        let identity = try TestIdentity.ofClient
        let server = try await TestServer(server) { $0.sslAuthenticateClients = true }
        let expected = identity.certificateChain[0]
        server.server.onSSLClientAuthentication = { event in event.accept = event.chain == [expected] }
        let test = try TestClient(client, server.port) { $0.sslCert = Certificate(identity: identity) }
        try await test.client.connect()
        await server.events.wait(for: "Connected 1 0 OK")
        await test.client.disconnect()
        try test.client.setSSLCert(Certificate())
        // The server's refusal may come after the client's handshake is complete: RFC 9846 §4.5.3.
        _ = await sslError { try await test.client.connect() }
        await server.events.wait(for: "Connected 2 281")
        await test.events.wait { lines in
            lines.contains { $0.hasPrefix("Disconnected 10054") || $0.hasPrefix("Connected 276") }
        }
        try await server.server.shutdown()
    }

    @Test("hear the last of each other when the client closes its direction", arguments: Provider.all, Provider.all)
    func halfClose(client: Provider, server: Provider) async throws {
        let server = try await TestServer(server)
        let test = try TestClient(client, server.port)
        try await test.client.connect()
        try await test.client.sendText("the last")
        try await test.client.finishSending()
        await server.events.wait(for: "Disconnected 1 0 OK")
        await test.events.wait(for: "Disconnected 0 OK")
        #expect(server.events.data(of: "1") == Array("the last".utf8))
        try await server.server.shutdown()
    }

    @Test("hold each other back", arguments: Provider.all, Provider.all)
    func backPressure(client: Provider, server: Provider) async throws {
        let server = try await TestServer(server)
        let test = try TestClient(client, server.port) { $0.outBufferSize = 4096 }
        let client = test.client
        try await client.connect()
        await server.events.wait(for: "ReadyToSend")
        try await server.server.pauseData("1")
        let chunk = [UInt8](repeating: 7, count: 1 << 20)
        var taken = 0
        repeat {
            _ = await sslError { try await client.send(chunk) }
            taken += client.bytesSent
        } while client.bytesSent > 0
        #expect(!client.readyToSend)
        try await server.server.processData("1")
        await client.disconnect()
        await server.events.wait(for: "Disconnected 1 0 OK")
        #expect(server.events.data(of: "1").count == taken)
        try await server.server.shutdown()
    }

    /// TLS 1.2 is ours as well, what is older only libssl has.
    @Test("speak older versions, by the provider that has them", arguments: [SSLServer.EnabledProtocols.tls12, .tls10])
    func older(version: SSLServer.EnabledProtocols) async throws {
        let server = try await TestServer(.platform) { $0.sslEnabledProtocols = version }
        let test = try TestClient(.platform, server.port) { configuration in
            configuration.sslProvider = .sslpAutomatic
            configuration.sslEnabledProtocols = version
        }
        #expect(test.client.providerName == (version == .tls12 ? "internal" : "platform"))
        try await test.client.connect()
        #expect(test.client.negotiated?.version == (version == .tls12 ? .tls12 : .tls10))
        await test.client.disconnect()
        try await server.server.shutdown()
    }
}
