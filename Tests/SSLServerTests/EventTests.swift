import FakeTLSProvider
import NIOCore
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSMessages
import Testing

@Suite("Events of connections", .timeLimit(.minutes(1)))
struct EventTests {
    @Test("come in their order, each with the connection's id")
    func order() async throws {
        let test = try await TestServer { $0.sslAuthenticateClients = true }
        let events = test.events
        test.server.onSSLConnectionRequest = { event in
            events.record("SSLConnectionRequest \(event.serverName ?? "") \(event.supportedCipherSuites)")
            #expect(event.supportedSignatureAlgs == "ed25519,rsa_pss_sha256")
        }
        test.server.onSSLClientAuthentication = { event in
            events.record("SSLClientAuthentication \(event.status)")
            #expect(!event.accept && event.certEncoded.isEmpty)
            event.accept = true
        }
        let client = try await WireClient.connect(test.port)
        try await client.send(FakeClient.hello(serverName: "a.example"))
        await client.wait { $0.contains(.handshake(2)) }
        try await client.send(FakeClient.certificate(sendsOne: false) + FakeClient.data(Array("hi".utf8)))
        await events.wait(for: "DataIn")
        try await client.send(FakeClient.closeNotify)
        await events.wait(for: "Disconnected")
        #expect(
            events.lines.map { $0.replacing("1 handshake complete", with: "") }.map { String($0.prefix(56)) }
                == [
                    "ConnectionRequest 127.0.0.1 true", "SSLConnectionRequest a.example TLS_AES_128_GCM_SHA256,0x",
                    "SSLClientAuthentication Could not find client certificate",
                    "SSLStatus  version=TLS1.3 suite=TLS_AES_128_GCM_SHA256 b",
                    "Connected 1 0 OK", "ReadyToSend 1", "DataIn 1 hi true", "Disconnected 1 0 OK",
                ].map { String($0.prefix(56)) })
        try await test.server.shutdown()
    }

    @Test("a refused client gets no other event", arguments: [true, false])
    func refusedRequest(byList: Bool) async throws {
        let test = try await TestServer { $0.blockedClients = byList ? "127.0.0.*" : "" }
        let events = test.events
        test.server.onConnectionRequest = { event in
            events.record("ConnectionRequest \(event.accept)")
            if !byList { event.accept = false }
        }
        let client = try await WireClient.connect(test.port)
        await client.waitForClose()
        #expect(events.lines == ["ConnectionRequest \(!byList)"])
        #expect(client.records.isEmpty)
        try await test.server.shutdown()
    }

    @Test("the handler may let in whom the lists keep out")
    func overruled() async throws {
        let test = try await TestServer { $0.allowedClients = "192.0.2.1" }
        test.server.onConnectionRequest = { $0.accept = true }
        _ = try await test.connect()
        try await test.server.shutdown()
    }

    @Test("a handler of ConnectionRequest that throws lets nobody in")
    func throwingRequest() async throws {
        let test = try await TestServer()
        test.server.onConnectionRequest = { _ in throw Failure() }
        let client = try await WireClient.connect(test.port)
        await client.waitForClose()
        await test.events.wait(for: "Error  10053")
        try await test.server.shutdown()
    }

    @Test("a handshake that fails is Connected with a code, and nothing else")
    func failedHandshake() async throws {
        let test = try await TestServer()
        let client = try await WireClient.connect(test.port)
        try await client.send(FakeClient.data([1]))
        await client.wait { $0.contains(.alert(10)) }
        await test.events.wait(for: "Connected 1 276 Error during handshake.")
        let second = try await WireClient.connect(test.port)
        try await second.close()
        await test.events.wait(for: "Connected 2 276")
        #expect(test.events.lines.allSatisfy { !$0.hasPrefix("Disconnected") })
        #expect(await sslError { try await test.server.disconnect("1") }?.code.rawValue == 126)
        try await test.server.shutdown()
    }

    @Test("a client without an acceptable certificate is told why", arguments: [(false, 281, 116), (true, 280, 42)])
    func refusedCertificate(sendsOne: Bool, code: Int, alert: UInt8) async throws {
        var provider = FakeTLSProvider()
        provider.clientChain = try TestIdentity.identity.certificateChain
        let test = try await TestServer(provider: provider) { $0.sslAuthenticateClients = true }
        let events = test.events
        test.server.onSSLClientAuthentication = { event in
            events.record("subject \(event.certSubject) \(event.certEncoded.hasPrefix("-----BEGIN CERTIFICATE"))")
        }
        let client = try await WireClient.connect(test.port)
        try await client.send(FakeClient.hello() + FakeClient.certificate(sendsOne: sendsOne))
        await client.wait { $0.contains(.alert(alert)) }
        await events.wait(for: "Connected 1 \(code)")
        #expect(events.lines.contains("subject \(sendsOne ? "CN=localhost true" : " false")"))
        try await test.server.shutdown()
    }

    @Test("Disconnected tells how it ended")
    func endings() async throws {
        let test = try await TestServer()
        let events = test.events
        let polite = try await test.connect()
        try await polite.client.send(FakeClient.closeNotify)
        await events.wait(for: "Disconnected \(polite.connection.connectionId) 0 OK")
        await polite.client.waitForClose()
        #expect(polite.client.records.last == .alert(0))

        let rude = try await test.connect()
        try await rude.client.close()
        await events.wait(
            for: "Disconnected \(rude.connection.connectionId) 10054 [10054] Connection reset by peer. (trunc")

        let reset = try await test.connect()
        try await reset.client.reset()
        await events.wait(for: "Disconnected \(reset.connection.connectionId) 10054")

        let forger = try await test.connect()
        try await forger.client.send(FakeClient.forgedData)
        await forger.client.wait { $0.contains(.alert(20)) }
        await events.wait(for: "Error \(forger.connection.connectionId) 284")
        try await forger.client.close()
        await events.wait(for: "Disconnected \(forger.connection.connectionId) 284")
        #expect(throws: SSLError(.invalidConnectionId)) { try forger.connection.remoteHost }
        #expect(!forger.connection.connected)
        try await test.server.shutdown()
    }

    @Test("disconnect says goodbye and is told once, as well as it ended")
    func disconnect() async throws {
        let test = try await TestServer()
        let (client, connection) = try await test.connect()
        let id = connection.connectionId
        try await test.server.send(id, Array("bye".utf8))
        try await test.server.disconnect(id)
        #expect(await sslError { try await test.server.send(id, [1]) }?.code.rawValue == 10058)
        await client.waitForClose()
        #expect(client.records.suffix(2) == [.data(Array("bye".utf8)), .alert(0)])
        try await client.close()
        await test.events.wait(for: "Disconnected \(id) 0 OK")
        #expect(test.server.connections[id] == nil)
        #expect(await sslError { try await test.server.disconnect(id) }?.code.rawValue == 126)
        try await test.server.shutdown()
        #expect(test.events.lines.count { $0.hasPrefix("Disconnected") } == 1)
    }

    @Test("without linger the connection is reset")
    func abrupt() async throws {
        let test = try await TestServer { $0.linger = false }
        let (client, connection) = try await test.connect()
        try connection.disconnect()
        await client.waitForClose()
        #expect(client.wasReset && !client.records.contains(.alert(0)))
        await test.events.wait(for: "Disconnected \(connection.connectionId) 10053")
        try await test.server.shutdown()
    }

    @Test("a handler that throws ends its connection and no other")
    func throwing() async throws {
        let test = try await TestServer()
        let events = test.events
        test.server.onDataIn = { event in
            if event.text == "boom" { throw Failure() }
            events.record("DataIn \(event.text)")
        }
        let good = try await test.connect()
        let bad = try await test.connect()
        try await bad.client.send("boom")
        await bad.client.waitForClose()
        #expect(bad.client.records.last == .alert(0))
        await events.wait(for: "Error \(bad.connection.connectionId) 10053")
        try await bad.client.close()
        await events.wait(for: "Disconnected \(bad.connection.connectionId)")
        try await good.client.send("fine")
        await events.wait(for: "DataIn fine")
        try await test.server.shutdown()
    }

    @Test("another certificate can be presented, and a store that cannot be opened fails the handshake")
    func otherCertificate() async throws {
        let test = try await TestServer()
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
            ("blob", "Connected 1 0", nil as UInt8?), ("missing", "Connected 2 271", 80),
            ("unfit", "Connected 3 272", 80),
            ("refused", "Connected 4 276", 112), ("unknown type", "Connected 5 10022", 80),
        ] {
            let client = try await WireClient.connect(test.port)
            try await client.send(FakeClient.hello(serverName: name))
            await test.events.wait(for: result)
            if let alert { await client.wait { $0.contains(.alert(alert)) } }
            try await client.close()
        }
        try await test.server.shutdown()
    }

    @Test("ids are never given twice, and the table follows the connections")
    func identifiers() async throws {
        let test = try await TestServer()
        var seen: Set<String> = []
        for _ in 0..<30 {
            let (client, connection) = try await test.connect()
            #expect(seen.insert(connection.connectionId).inserted)
            #expect(test.server.connections[connection.connectionId] === connection)
            #expect(connection.connected && connection.localAddress == "127.0.0.1")
            #expect(try connection.remoteHost == "127.0.0.1")
            try await client.send(FakeClient.closeNotify)
            await test.events.wait(for: "Disconnected \(connection.connectionId) ")
            try await client.close()
        }
        try await test.server.shutdown()
    }
}

struct Failure: Error {}
