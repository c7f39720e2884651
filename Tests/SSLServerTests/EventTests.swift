import NIOCore
import ProviderTesting
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("Events of connections", .timeLimit(.minutes(1)))
struct EventTests {
    @Test("come in their order, each with the connection's id", arguments: Provider.all)
    func order(provider: Provider) async throws {
        let test = try await TestServer(provider) { $0.sslAuthenticateClients = true }
        let events = test.events
        test.server.onSSLConnectionRequest = { event in
            events.record("SSLConnectionRequest \(event.serverName ?? "") \(event.supportedCipherSuites)")
            #expect(
                event.supportedSignatureAlgs.contains("ed25519,")
                    && event.supportedSignatureAlgs.contains("rsa_pss_sha256"))
        }
        test.server.onSSLClientAuthentication = { event in
            events.record("SSLClientAuthentication \(event.status)")
            #expect(!event.accept && event.certEncoded.isEmpty)
            event.accept = true
        }
        let client = try await test.shaken(serverName: "a.example")
        try await client.send("hi")
        await events.wait(for: "DataIn")
        try await client.closeNotify()
        await events.wait(for: "Disconnected")
        var expected = [
            "ConnectionRequest 127.0.0.1 true", "SSLConnectionRequest a.example TLS_AES_128_GCM_SHA256,",
            "SSLClientAuthentication Could not find client certificate",
            "SSLStatus 1 handshake complete version=TLS1.3",
            "Connected 1 0 OK", "ReadyToSend 1", "DataIn 1 hi true", "Disconnected 1 0 OK",
        ]
        // The platform tells of no client's wishes.
        if provider == .platform { expected.remove(at: 1) }
        #expect(events.lines.count == expected.count)
        for (line, start) in zip(events.lines, expected) { #expect(line.hasPrefix(start)) }
        try await test.server.shutdown()
    }

    @Test("a refused client gets no other event", arguments: Provider.all, [true, false])
    func refusedRequest(provider: Provider, byList: Bool) async throws {
        let test = try await TestServer(provider) { $0.blockedClients = byList ? "127.0.0.*" : "" }
        let events = test.events
        test.server.onConnectionRequest = { event in
            events.record("ConnectionRequest \(event.accept)")
            if !byList { event.accept = false }
        }
        let client = try await test.dial()
        await client.waitForClose()
        #expect(events.lines == ["ConnectionRequest \(!byList)"])
        #expect(client.heard.isEmpty)
        try await test.server.shutdown()
    }

    @Test("the handler may let in whom the lists keep out", arguments: Provider.all)
    func overruled(provider: Provider) async throws {
        let test = try await TestServer(provider) { $0.allowedClients = "192.0.2.1" }
        test.server.onConnectionRequest = { $0.accept = true }
        _ = try await test.connect()
        try await test.server.shutdown()
    }

    @Test("a handler of ConnectionRequest that throws lets nobody in", arguments: Provider.all)
    func throwingRequest(provider: Provider) async throws {
        let test = try await TestServer(provider)
        test.server.onConnectionRequest = { _ in throw Failure() }
        let client = try await test.dial()
        await client.waitForClose()
        await test.events.wait(for: "Error  10053")
        try await test.server.shutdown()
    }

    @Test("a handshake that fails is Connected with a code, and nothing else", arguments: Provider.all)
    func failedHandshake(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let client = try await test.dial()
        try await client.sendRaw([23, 3, 3, 0, 1, 1])
        await client.wait(for: .alert(.unexpectedMessage))
        await test.events.wait(for: "Connected 1 276 Error during handshake.")
        let second = try await test.dial()
        try await second.close()
        await test.events.wait(for: "Connected 2 276")
        #expect(test.events.lines.allSatisfy { !$0.hasPrefix("Disconnected") })
        #expect(await sslError { try await test.server.disconnect("1") }?.code.rawValue == 126)
        try await test.server.shutdown()
    }

    @Test(
        "a client without an acceptable certificate is told why", arguments: Provider.all,
        [(false, 281, AlertDescription.certificateRequired), (true, 280, .badCertificate)])
    func refusedCertificate(provider: Provider, _ refusal: (sendsOne: Bool, code: Int, alert: AlertDescription))
        async throws
    {
        let identities = refusal.sendsOne ? [try TestIdentity.ofClient] : []
        let test = try await TestServer(provider) { $0.sslAuthenticateClients = true }
        let events = test.events
        test.server.onSSLClientAuthentication = { event in
            events.record("subject \(event.certSubject) \(event.certEncoded.hasPrefix("-----BEGIN CERTIFICATE"))")
        }
        let client = try await test.shaken { $0.identities = identities }
        await client.wait(for: .alert(refusal.alert))
        await events.wait(for: "Connected 1 \(refusal.code)")
        #expect(events.lines.contains("subject \(refusal.sendsOne ? "CN=client.example true" : " false")"))
        try await test.server.shutdown()
    }

    @Test("Disconnected tells how it ended", arguments: Provider.all)
    func endings(provider: Provider) async throws {
        // A client that closes with tickets unread resets the transport instead of ending it.
        let test = try await TestServer(provider) { $0.reuseSSLSession = false }
        let events = test.events
        let polite = try await test.connect()
        try await polite.client.closeNotify()
        await events.wait(for: "Disconnected \(polite.connection.connectionId) 0 OK")
        await polite.client.waitForClose()
        #expect(polite.client.heard.last == .alert(.closeNotify))

        let rude = try await test.connect()
        try await rude.client.close()
        await events.wait(
            for: "Disconnected \(rude.connection.connectionId) 10054 [10054] Connection reset by peer. (trunc")

        let reset = try await test.connect()
        try await reset.client.reset()
        await events.wait(for: "Disconnected \(reset.connection.connectionId) 10054")

        let forger = try await test.connect()
        try await forger.client.sendForged()
        await forger.client.wait(for: .alert(.badRecordMAC))
        await events.wait(for: "Error \(forger.connection.connectionId) 284")
        try await forger.client.close()
        await events.wait(for: "Disconnected \(forger.connection.connectionId) 284")
        #expect(throws: SSLError(.invalidConnectionId)) { try forger.connection.remoteHost }
        #expect(!forger.connection.connected)
        try await test.server.shutdown()
    }

    @Test("disconnect says goodbye and is told once, as well as it ended", arguments: Provider.all)
    func disconnect(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let (client, connection) = try await test.connect()
        let id = connection.connectionId
        try await test.server.send(id, Array("bye".utf8))
        try await test.server.disconnect(id)
        #expect(await sslError { try await test.server.send(id, [1]) }?.code.rawValue == 10058)
        await client.waitForClose()
        #expect(client.heard.suffix(2) == [.data(Array("bye".utf8)), .alert(.closeNotify)])
        try await client.close()
        await test.events.wait(for: "Disconnected \(id) 0 OK")
        #expect(test.server.connections[id] == nil)
        #expect(await sslError { try await test.server.disconnect(id) }?.code.rawValue == 126)
        try await test.server.shutdown()
        #expect(test.events.lines.count { $0.hasPrefix("Disconnected") } == 1)
    }

    @Test("without linger the connection is reset", arguments: Provider.all)
    func abrupt(provider: Provider) async throws {
        let test = try await TestServer(provider) { $0.linger = false }
        let (client, connection) = try await test.connect()
        try connection.disconnect()
        await client.waitForClose()
        #expect(client.seen.wasReset && !client.heard.contains(.alert(.closeNotify)))
        await test.events.wait(for: "Disconnected \(connection.connectionId) 10053")
        try await test.server.shutdown()
    }

    @Test("a handler that throws ends its connection and no other", arguments: Provider.all)
    func throwing(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let events = test.events
        test.server.onDataIn = { event in
            if event.text == "boom" { throw Failure() }
            events.record("DataIn \(event.text)")
        }
        let good = try await test.connect()
        let bad = try await test.connect()
        try await bad.client.send("boom")
        await bad.client.waitForClose()
        #expect(bad.client.heard.last == .alert(.closeNotify))
        await events.wait(for: "Error \(bad.connection.connectionId) 10053")
        try await bad.client.close()
        await events.wait(for: "Disconnected \(bad.connection.connectionId)")
        try await good.client.send("fine")
        await events.wait(for: "DataIn fine")
        try await test.server.shutdown()
    }

    /// The platform tells of no client's wishes.
    @Test("another certificate can be presented, and a store that cannot be opened fails the handshake")
    func otherCertificate() async throws {
        let provider = Provider.internal
        let test = try await TestServer(provider)
        let pem = try TestIdentity.identity.certificateChain[0].pemText + TestIdentity.identity.privateKey.exportPEM()
        test.server.onSSLConnectionRequest = { event in
            switch event.serverName {
            case "blob":
                event.certStoreType = CertStoreTypes.cstPEMKeyBlob.rawValue
                event.certStore = pem
            case "missing":
                event.certStoreType = CertStoreTypes.cstPEMKeyFile.rawValue
                event.certStore = "/nonexistent/key.pem"
            case "unfit":
                event.certStoreType = CertStoreTypes.cstAuto.rawValue
                event.certStore = pem
                event.certSubject = "CN=somebody else"
            case "refused":
                event.refusal = .unrecognizedName
            default:
                event.certStoreType = 20
                event.certStore = "x"
            }
        }
        for (name, result, alert) in [
            ("blob", "Connected 1 0", nil as AlertDescription?), ("missing", "Connected 2 271", .internalError),
            ("unfit", "Connected 3 272", .internalError), ("refused", "Connected 4 276", .unrecognizedName),
            ("unknown", "Connected 5 10022", .internalError),
        ] {
            let client = try await test.shaken(serverName: name)
            await test.events.wait(for: result)
            if let alert { await client.wait(for: .alert(alert)) }
            try await client.close()
        }
        try await test.server.shutdown()
    }

    @Test("ids are never given twice, and the table follows the connections", arguments: Provider.all)
    func identifiers(provider: Provider) async throws {
        let test = try await TestServer(provider)
        var seen: Set<String> = []
        for _ in 0..<30 {
            let (client, connection) = try await test.connect()
            #expect(seen.insert(connection.connectionId).inserted)
            #expect(test.server.connections[connection.connectionId] === connection)
            #expect(connection.connected && connection.localAddress == "127.0.0.1")
            #expect(try connection.remoteHost == "127.0.0.1")
            try await client.closeNotify()
            await test.events.wait(for: "Disconnected \(connection.connectionId) ")
            try await client.close()
        }
        try await test.server.shutdown()
    }
}

struct Failure: Error {}
