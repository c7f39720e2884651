import NIOCore
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("With either implementation of TLS", .timeLimit(.minutes(1)))
struct ProviderTests {
    @Test("an echo tells the same events", arguments: ProviderKind.allCases)
    func echo(kind: ProviderKind) async throws {
        let test = try await ProviderServer(kind)
        let (server, events) = (test.server, test.events)
        #expect(server.providerName == kind.rawValue)
        server.onDataIn = { event in
            events.record("DataIn \(event.text) \(event.eol)")
            try await server.send(event.connectionId, buffer: event.buffer)
        }
        let client = try await SecureClient.shaken(test.port)
        try await client.send("hello")
        await client.waitForData(5)
        #expect(client.seen.data == Array("hello".utf8))
        try await client.close()
        await events.wait(for: "Disconnected")
        await client.waitForEnd()
        #expect(client.seen.isReadClosed && client.seen.error == nil)
        let lines = events.lines.filter { !$0.hasPrefix("SSLStatus") }
        #expect(
            lines == [
                "ConnectionRequest 127.0.0.1 true", "Connected 1 0 OK", "ReadyToSend 1", "DataIn hello true",
                "Disconnected 1 0 OK",
            ])
        try await server.shutdown()
    }

    @Test("lines, pauses and sizes of data are the same", arguments: ProviderKind.allCases)
    func data(kind: ProviderKind) async throws {
        let test = try await ProviderServer(kind) { $0.defaultSingleLineMode = true }
        let client = try await SecureClient.shaken(test.port)
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

    @Test("megabytes arrive whole, both ways", arguments: ProviderKind.allCases)
    func bulk(kind: ProviderKind) async throws {
        let test = try await ProviderServer(kind) { $0.defaultTimeout = 30 }
        let (server, events) = (test.server, test.events)
        let count = 3 << 20
        let data = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        server.onDataIn = { event in
            events.record(data: event.textB, of: event.connectionId)
            try await server.send(event.connectionId, buffer: event.buffer)
        }
        let client = try await SecureClient.shaken(test.port)
        for start in stride(from: 0, to: count, by: 100_000) {
            try await client.send(Array(data[start..<min(start + 100_000, count)]))
        }
        await client.waitForData(count)
        #expect(client.seen.data == data)
        #expect(events.data(of: "1") == data)
        try await server.shutdown()
    }

    @Test("the server's disconnect is a clean end to the client", arguments: ProviderKind.allCases)
    func disconnect(kind: ProviderKind) async throws {
        let test = try await ProviderServer(kind)
        let client = try await SecureClient.shaken(test.port)
        await test.events.wait(for: "ReadyToSend")
        try await test.server.sendText("1", "bye")
        try await test.server.disconnect("1")
        await client.waitForEnd()
        #expect(client.seen.data == Array("bye".utf8))
        #expect(client.seen.isReadClosed && client.seen.error == nil)
        await test.events.wait(for: "Disconnected 1 0 OK")
        try await test.server.shutdown()
    }

    @Test("a client that vanishes is a reset, not a clean end", arguments: ProviderKind.allCases)
    func truncation(kind: ProviderKind) async throws {
        let test = try await ProviderServer(kind)
        let client = try await SecureClient.shaken(test.port)
        await test.events.wait(for: "ReadyToSend")
        try await client.vanish()
        await test.events.wait(for: "Disconnected 1 10054")
        try await test.server.shutdown()
    }

    @Test("a protocol that is not ours is refused with its alert", arguments: ProviderKind.allCases)
    func applicationProtocol(kind: ProviderKind) async throws {
        let test = try await ProviderServer(kind) { $0.applicationProtocols = ["h2", "http/1.1"] }
        let good = try await SecureClient.shaken(test.port) { $0.applicationProtocols = ["x", "http/1.1", "h2"] }
        #expect(good.seen.negotiated?.applicationProtocol == "h2")
        let bad = try await SecureClient.shaken(test.port) { $0.applicationProtocols = ["spdy"] }
        await bad.wait { $0.error != nil }
        #expect(bad.seen.error?.alert == .noApplicationProtocol)
        await test.events.wait(for: "Connected 2 276")
        try await test.server.shutdown()
    }

    @Test("the certificate follows the name that is asked for", arguments: ProviderKind.allCases)
    func serverName(kind: ProviderKind) async throws {
        let other = Certificate(identity: try MadeIdentity.of("other.example"))
        let test = try await ProviderServer(kind) { configuration in
            configuration.additionalCertificates = [other]
            configuration.refusesUnknownServerName = true
        }
        for name in ["localhost", "other.example"] {
            let client = try await SecureClient.shaken(test.port, serverName: name)
            let leaf = try #require(client.seen.negotiated?.peerCertificates.first)
            #expect(leaf.matches(serverName: name))
        }
        let unknown = try await SecureClient.shaken(test.port, serverName: "nobody.example")
        await unknown.wait { $0.error != nil }
        #expect(unknown.seen.error?.alert == .unrecognizedName)
        try await test.server.shutdown()
    }

    @Test("a certificate that is replaced serves the next client", arguments: ProviderKind.allCases)
    func replacement(kind: ProviderKind) async throws {
        let test = try await ProviderServer(kind)
        let first = try await SecureClient.shaken(test.port)
        try test.server.setSSLCert(Certificate(identity: try MadeIdentity.of("second.example")))
        let second = try await SecureClient.shaken(test.port)
        let names = [first, second].map { $0.seen.negotiated?.peerCertificates.first?.matches(serverName: "localhost") }
        #expect(names == [true, false])
        try await first.send("still here")
        await test.events.wait(for: "DataIn 1 still here")
        try await test.server.shutdown()
    }

    @Test("the handler decides about a client's certificate", arguments: ProviderKind.allCases, [true, false])
    func clientCertificate(kind: ProviderKind, accepts: Bool) async throws {
        let identity = try MadeIdentity.of("client.example")
        let test = try await ProviderServer(kind) { $0.sslAuthenticateClients = true }
        let events = test.events
        test.server.onSSLClientAuthentication = { event in
            events.record("SSLClientAuthentication \(event.certSubject) \(event.accept) \(event.chain.count)")
            event.accept = accepts
        }
        let client = try await SecureClient.shaken(test.port) { $0.identities = [identity] }
        await events.wait { lines in lines.contains { $0.hasPrefix("Connected") } }
        let asked = "SSLClientAuthentication \(identity.certificateChain[0].subject) false 1"
        #expect(events.lines.contains(asked))
        if accepts {
            #expect(events.lines.contains("Connected 1 0 OK"))
        } else {
            await client.wait { $0.error != nil }
            #expect(client.seen.error?.alert == .badCertificate)
            #expect(events.lines.contains { $0.hasPrefix("Connected 1 280") })
        }
        try await test.server.shutdown()
    }

    @Test("a client without a certificate is told that one is required", arguments: ProviderKind.allCases)
    func noClientCertificate(kind: ProviderKind) async throws {
        let test = try await ProviderServer(kind) { $0.sslAuthenticateClients = true }
        let client = try await SecureClient.shaken(test.port)
        await client.wait { $0.error != nil }
        #expect(client.seen.error?.alert == .certificateRequired)
        await test.events.wait(for: "Connected 1 281")
        try await test.server.shutdown()
    }

    @Test("what was negotiated is what the client says", arguments: ProviderKind.allCases)
    func negotiated(kind: ProviderKind) async throws {
        let test = try await ProviderServer(kind) { $0.sslEnabledCipherSuites = [.TLS_AES_256_GCM_SHA384] }
        let client = try await SecureClient.shaken(test.port) { $0.groups = [.secp384r1] }
        await test.events.wait(for: "ReadyToSend")
        let parameters = try #require(client.seen.negotiated)
        #expect(parameters.cipherSuite == .TLS_AES_256_GCM_SHA384 && parameters.group == .secp384r1)
        let expected = [
            "Cipher": "AES_256_GCM", "CipherStrength": "256", "CipherSuite": "TLS_AES_256_GCM_SHA384",
            "KeyExchange": "ecdhe_secp384r1", "KeyExchangeStrength": "384", "Version": "TLS1.3",
        ]
        for (name, value) in expected { #expect(try await test.server.config("SSLNegotiated\(name)[1]") == value) }
        try await test.server.shutdown()
    }

    @Test("an idle client is let go", arguments: ProviderKind.allCases)
    func idle(kind: ProviderKind) async throws {
        let test = try await ProviderServer(kind) { $0.defaultIdleTimeout = 1 }
        let client = try await SecureClient.shaken(test.port)
        await test.events.wait(for: "Disconnected 1 10060")
        await client.waitForEnd()
        #expect(client.seen.isReadClosed)
        try await test.server.shutdown()
    }

    @Test("a client's wish is told by the internal one alone", arguments: ProviderKind.allCases)
    func wishes(kind: ProviderKind) async throws {
        let test = try await ProviderServer(kind)
        let events = test.events
        test.server.onSSLConnectionRequest = { event in events.record("SSLConnectionRequest \(event.serverName ?? "")")
        }
        let client = try await SecureClient.shaken(test.port)
        #expect(client.seen.negotiated != nil)
        await events.wait(for: "ReadyToSend")
        #expect(events.lines.contains("SSLConnectionRequest localhost") == (kind == .internal))
        try await test.server.shutdown()
    }

    @Test("records are logged by the internal one alone", arguments: ProviderKind.allCases)
    func packets(kind: ProviderKind) async throws {
        let test = try await ProviderServer(kind) { $0.logSSLPackets = true }
        _ = try await SecureClient.shaken(test.port)
        await test.events.wait(for: "ReadyToSend")
        #expect(test.events.lines.contains { $0.contains("record received") } == (kind == .internal))
        try await test.server.shutdown()
    }
}
