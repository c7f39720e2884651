import NIOCore
import ProviderTesting
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("With either implementation of TLS", .timeLimit(.minutes(1)))
struct ProviderTests {
    @Test("an echo tells the same events", arguments: Provider.all)
    func echo(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let (server, events) = (test.server, test.events)
        #expect(server.providerName == provider.rawValue)
        server.onDataIn = { event in
            events.record("DataIn \(event.text) \(event.eol)")
            try await server.send(event.connectionId, buffer: event.buffer)
        }
        let client = try await test.shaken()
        try await client.send("hello")
        await client.waitForData(5)
        #expect(client.data == Array("hello".utf8))
        try await client.closeNotify()
        await events.wait(for: "Disconnected")
        await client.waitForClose()
        #expect(client.heard.contains(.alert(.closeNotify)) && client.seen.error == nil)
        let lines = events.lines.filter { !$0.hasPrefix("SSLStatus") }
        #expect(
            lines == [
                "ConnectionRequest 127.0.0.1 true", "Connected 1 0 OK", "ReadyToSend 1", "DataIn hello true",
                "Disconnected 1 0 OK",
            ])
        try await server.shutdown()
    }

    @Test("lines, pauses and sizes of data are the same", arguments: Provider.all)
    func data(provider: Provider) async throws {
        let test = try await TestServer(provider) { $0.defaultSingleLineMode = true }
        let client = try await test.shaken()
        try await client.send("one\ntw")
        try await client.send("o\r\nthree\r")
        await test.events.wait(for: "DataIn 1 three true")
        try await test.server.pauseData("1")
        try await client.send("four\n")
        try await test.server.processData("1")
        await test.events.wait(for: "DataIn 1 four true")
        let lines = test.events.lines.filter { $0.hasPrefix("DataIn") }
        #expect(lines == ["one", "two", "three", "four"].map { "DataIn 1 \($0) true" })
        try await test.server.shutdown()
    }

    @Test("megabytes arrive whole, both ways", arguments: Provider.all)
    func bulk(provider: Provider) async throws {
        let test = try await TestServer(provider) { $0.defaultTimeout = 30 }
        let (server, events) = (test.server, test.events)
        let count = 3 << 20
        let data = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        server.onDataIn = { event in
            events.record(data: event.textB, of: event.connectionId)
            try await server.send(event.connectionId, buffer: event.buffer)
        }
        let client = try await test.shaken()
        for start in stride(from: 0, to: count, by: 100_000) {
            try await client.send(Array(data[start..<min(start + 100_000, count)]))
        }
        await client.waitForData(count)
        #expect(client.data == data)
        #expect(events.data(of: "1") == data)
        try await server.shutdown()
    }

    @Test("the server's disconnect is a clean end to the client", arguments: Provider.all)
    func disconnect(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let client = try await test.shaken()
        await test.events.wait(for: "ReadyToSend")
        try await test.server.sendText("1", "bye")
        try await test.server.disconnect("1")
        await client.waitForClose()
        #expect(client.data == Array("bye".utf8))
        #expect(client.heard.contains(.alert(.closeNotify)) && client.seen.error == nil)
        await test.events.wait(for: "Disconnected 1 0 OK")
        try await test.server.shutdown()
    }

    @Test("a client that vanishes is a reset, not a clean end", arguments: Provider.all)
    func truncation(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let client = try await test.shaken()
        await test.events.wait(for: "ReadyToSend")
        try await client.close()
        await test.events.wait(for: "Disconnected 1 10054")
        try await test.server.shutdown()
    }

    @Test("a protocol that is not ours is refused with its alert", arguments: Provider.all)
    func applicationProtocol(provider: Provider) async throws {
        let test = try await TestServer(provider) { $0.applicationProtocols = ["h2", "http/1.1"] }
        let good = try await test.shaken { $0.applicationProtocols = ["x", "http/1.1", "h2"] }
        #expect(good.seen.negotiated?.applicationProtocol == "h2")
        let bad = try await test.shaken { $0.applicationProtocols = ["spdy"] }
        await bad.wait { $0.error != nil }
        #expect(bad.seen.error?.alert == .noApplicationProtocol)
        await test.events.wait(for: "Connected 2 276")
        try await test.server.shutdown()
    }

    @Test("the certificate follows the name that is asked for", arguments: Provider.all)
    func serverName(provider: Provider) async throws {
        let other = Certificate(identity: try TestIdentity.make("other.example"))
        let test = try await TestServer(provider) { configuration in
            configuration.additionalCertificates = [other]
            configuration.refusesUnknownServerName = true
        }
        for name in ["localhost", "other.example"] {
            let client = try await test.shaken(serverName: name)
            let leaf = try #require(client.negotiated?.peerCertificates.first)
            #expect(leaf.matches(serverName: name))
        }
        let unknown = try await test.shaken(serverName: "nobody.example")
        await unknown.wait { $0.error != nil }
        #expect(unknown.seen.error?.alert == .unrecognizedName)
        try await test.server.shutdown()
    }

    @Test("a certificate that is replaced serves the next client", arguments: Provider.all)
    func replacement(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let first = try await test.shaken()
        try test.server.setSSLCert(Certificate(identity: try TestIdentity.make("second.example")))
        let second = try await test.shaken()
        let names = [first, second].map { $0.seen.negotiated?.peerCertificates.first?.matches(serverName: "localhost") }
        #expect(names == [true, false])
        try await first.send("still here")
        await test.events.wait(for: "DataIn 1 still here")
        try await test.server.shutdown()
    }

    @Test("the handler decides about a client's certificate", arguments: Provider.all, [true, false])
    func clientCertificate(provider: Provider, accepts: Bool) async throws {
        let identity = try TestIdentity.ofClient
        let test = try await TestServer(provider) { $0.sslAuthenticateClients = true }
        let events = test.events
        test.server.onSSLClientAuthentication = { event in
            events.record("SSLClientAuthentication \(event.certSubject) \(event.accept) \(event.chain.count)")
            event.accept = accepts
        }
        let client = try await test.shaken { $0.identities = [identity] }
        await events.wait { lines in lines.contains { $0.hasPrefix("Connected") } }
        let asked = "SSLClientAuthentication \(identity.certificateChain[0].subject) false 1"
        #expect(events.lines.contains(asked))
        if accepts {
            #expect(events.lines.contains("Connected 1 0 OK"))
        } else {
            await client.wait { $0.error != nil }
            #expect(client.seen.error?.alert == .unknownCA)
            #expect(events.lines.contains { $0.hasPrefix("Connected 1 280") })
        }
        try await test.server.shutdown()
    }

    @Test("a client without a certificate is told that one is required", arguments: Provider.all)
    func noClientCertificate(provider: Provider) async throws {
        let test = try await TestServer(provider) { $0.sslAuthenticateClients = true }
        let client = try await test.shaken()
        await client.wait { $0.error != nil }
        #expect(client.seen.error?.alert == .certificateRequired)
        await test.events.wait(for: "Connected 1 281")
        try await test.server.shutdown()
    }

    @Test("what was negotiated is what the client says", arguments: Provider.all)
    func negotiated(provider: Provider) async throws {
        let test = try await TestServer(provider) { $0.sslEnabledCipherSuites = [.TLS_AES_256_GCM_SHA384] }
        let client = try await test.shaken { $0.groups = [.secp384r1] }
        await test.events.wait(for: "ReadyToSend")
        let parameters = try #require(client.negotiated)
        #expect(parameters.cipherSuite == .TLS_AES_256_GCM_SHA384 && parameters.group == .secp384r1)
        let expected = [
            "Cipher": "AES_256_GCM", "CipherStrength": "256", "CipherSuite": "TLS_AES_256_GCM_SHA384",
            "KeyExchange": "ecdhe_secp384r1", "KeyExchangeStrength": "384", "Version": "TLS1.3",
        ]
        for (name, value) in expected { #expect(try await test.server.config("SSLNegotiated\(name)[1]") == value) }
        try await test.server.shutdown()
    }

    @Test("an idle client is let go", arguments: Provider.all)
    func idle(provider: Provider) async throws {
        let test = try await TestServer(provider) { $0.defaultIdleTimeout = 1 }
        let client = try await test.shaken()
        await test.events.wait(for: "Disconnected 1 10060")
        await client.waitForClose()
        #expect(client.heard.contains(.alert(.closeNotify)))
        try await test.server.shutdown()
    }

    @Test("a client's wish is told by the internal one alone", arguments: Provider.all)
    func wishes(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let events = test.events
        test.server.onSSLConnectionRequest = { event in events.record("SSLConnectionRequest \(event.serverName ?? "")")
        }
        let client = try await test.shaken()
        #expect(client.negotiated != nil)
        await events.wait(for: "ReadyToSend")
        #expect(events.lines.contains("SSLConnectionRequest localhost") == (provider == .internal))
        try await test.server.shutdown()
    }

    @Test("records are logged by the internal one alone", arguments: Provider.all)
    func packets(provider: Provider) async throws {
        let test = try await TestServer(provider) { $0.logSSLPackets = true }
        _ = try await test.shaken()
        await test.events.wait(for: "ReadyToSend")
        #expect(test.events.lines.contains { $0.contains("record received") } == (provider == .internal))
        try await test.server.shutdown()
    }
}
