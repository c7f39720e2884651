import NIOCore
import ProviderTesting
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSMessages
import Testing

@Suite("Listening", .timeLimit(.minutes(1)))
struct ListeningTests {
    @Test("the kernel's port and the bound address can be read while it lasts", arguments: Provider.all)
    func bound(provider: Provider) async throws {
        let test = try await TestServer(provider, listens: false)
        #expect(!test.server.listening && test.server.localPort == 0)
        try await test.server.startListening()
        #expect(test.server.listening && test.server.localPort > 0)
        #expect(test.server.localHost == "127.0.0.1")
        try await test.server.stopListening()
        #expect(!test.server.listening && test.server.localPort == 0)
        try await test.server.stopListening()
    }

    @Test("a second start is refused, and so is changing where it listens", arguments: Provider.all)
    func whileListening(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let server = test.server
        #expect(await sslError(server.startListening)?.code.rawValue == 104)
        #expect(throws: SSLError(.localPortWhileListening)) { try server.setLocalPort(1) }
        #expect(throws: SSLError(.localHostWhileListening)) { try server.setLocalHost("::1") }
        #expect(throws: SSLError(.maxConnectionsWhileListening)) { try server.configure { $0.maxConnections = 5 } }
        #expect(throws: SSLError(.invalidArgument)) { try server.configure { $0.useIPv6 = .both } }
        try await server.shutdown()
        try server.setLocalPort(0)
    }

    @Test("what cannot be bound says why", arguments: Provider.all)
    func refused(provider: Provider) async throws {
        let first = try await TestServer(provider)
        let port = first.port
        let second = try await TestServer(provider, listens: false) { $0.localPort = port }
        let taken = await sslError(second.server.startListening)
        #expect(taken?.code.rawValue == 10048 && taken?.errnoValue != nil)
        #expect(!second.server.listening)
        try second.server.configure {
            $0.localPort = 0
            $0.localHost = "192.0.2.1"
        }
        #expect(await sslError(second.server.startListening)?.code.rawValue == 10049)
        try second.server.setLocalHost("::1")
        #expect(await sslError(second.server.startListening)?.code.rawValue == 10047)
        try second.server.setLocalHost("no-such-host.invalid")
        #expect(await sslError(second.server.startListening)?.code.rawValue == 11001)
        try second.server.setLocalHost("localhost")
        try await second.server.startListening()
        try await second.server.shutdown()
        try await first.server.shutdown()
    }

    @Test("a certificate that can serve is needed", arguments: Provider.all)
    func certificate(provider: Provider) async throws {
        let server = try provider.makeServer()
        #expect(await sslError(server.startListening)?.code.rawValue == 272)
        let keyless = try Certificate(
            storeType: .cstPublicKeyBlob, store: try TestIdentity.identity.certificateChain[0].pemText)
        #expect(!keyless.privateKeyAvailable && keyless.subject.contains("localhost"))
        #expect(throws: SSLError(.cannotAcquireCredentials)) { try server.setSSLCert(keyless) }
        server.onSSLConnectionRequest = { _ in }
        try server.setLocalHost("127.0.0.1")
        if provider == .internal {
            try await server.startListening()
            try await server.shutdown()
        } else {
            // The platform tells of no client's wishes: nothing would present one.
            #expect(await sslError(server.startListening)?.code.rawValue == 272)
        }
    }

    @Test("a port can be shared when it is not bound exclusively", arguments: Provider.all)
    func shared(provider: Provider) async throws {
        let first = try await TestServer(provider) { $0.bindExclusively = false }
        let port = first.port
        let second = try await TestServer(provider) {
            $0.bindExclusively = false
            $0.localPort = port
        }
        #expect(second.port == port)
        try await first.server.shutdown()
        try await second.server.shutdown()
    }

    @Test("it can be started and stopped on one port again and again", arguments: Provider.all)
    func restarts(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let port = test.port
        try await test.server.stopListening()
        try test.server.setLocalPort(port)
        for _ in 0..<20 {
            try await test.server.startListening()
            let (client, connection) = try await test.connect()
            try connection.disconnect()
            await client.waitForClose()
            try await client.close()
            try await test.server.shutdown()
        }
        #expect(test.events.lines.count { $0.hasPrefix("Disconnected") } == 20)
    }

    @Test("stopping refuses new clients and keeps the ones there are", arguments: Provider.all)
    func stopping(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let port = test.port
        let (client, connection) = try await test.connect()
        try await test.server.stopListening()
        await #expect(throws: (any Error).self) { try await SocketPeer.connect(port, by: provider.other) }
        try await client.send("still here")
        await test.events.wait(for: "DataIn \(connection.connectionId) still here")
        try await connection.send(Array("yes".utf8))
        await client.waitForData(3)
        try await test.server.shutdown()
        await client.waitForClose()
        #expect(test.server.connections.isEmpty)
    }

    @Test(
        "the address families are those of UseIPv6",
        arguments: Provider.all,
        [(SSLServer.IPVersions.ipv4, true, false), (.ipv6, false, true), (.both, true, true)])
    func families(provider: Provider, _ family: (versions: SSLServer.IPVersions, ipv4: Bool, ipv6: Bool)) async throws {
        let (versions, ipv4, ipv6) = family
        let test = try await TestServer(provider) {
            $0.localHost = ""
            $0.useIPv6 = versions
        }
        for (host, works) in [("127.0.0.1", ipv4), ("::1", ipv6)] {
            do {
                let client = try await SocketPeer.connect(test.port, host: host, by: provider.other)
                #expect(works)
                try await client.close()
            } catch {
                #expect(!works)
            }
        }
        try await test.server.shutdown()
    }

    @Test("more clients than MaxConnections are turned away without events", arguments: Provider.all)
    func full(provider: Provider) async throws {
        let test = try await TestServer(provider) { $0.maxConnections = 2 }
        let first = try await test.connect()
        let second = try await test.connect()
        let third = try await test.dial()
        await third.waitForClose()
        #expect(test.events.lines.count { $0.hasPrefix("ConnectionRequest") } == 2)
        try await first.client.closeNotify()
        await test.events.wait(for: "Disconnected")
        await first.client.waitForClose()
        // The place is free once the socket is closed, which the client sees a little earlier.
        while true {
            let client = try await test.dial()
            try? await client.shake()
            if client.negotiated != nil { break }
        }
        withExtendedLifetime(second) {}
        try await test.server.shutdown()
    }

    @Test("reset closes everything and gives every property its default", arguments: Provider.all)
    func reset(provider: Provider) async throws {
        let test = try await TestServer(provider) { configuration in
            configuration.keepAlive = true
            configuration.defaultEOL = [10]
            configuration.maxConnections = 7
        }
        try await test.server.config("SSLCipherStrength=256")
        let (client, _) = try await test.connect()
        try await test.server.reset()
        await client.waitForClose()
        let server = test.server
        #expect(!server.listening && server.connections.isEmpty)
        #expect(!server.keepAlive && server.defaultEOL.isEmpty && server.sslCert.isEmpty)
        #expect(try await server.config("MaxConnections") == "1000")
        #expect(try await server.config("SSLCipherStrength") == "0")
        #expect(server.onConnected != nil)
    }
}
