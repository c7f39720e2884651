import InternalProvider
import NIOConcurrencyHelpers
import ProviderTesting
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSPrimitives
import TLSProvider
import TestSupport
import Testing

/// Only libssl has them.
@Suite("The platform's settings", .timeLimit(.minutes(1)))
struct PlatformSettingsTests {
    @Test("automatic takes the internal implementation, unless a version needs the platform")
    func automatic() throws {
        let server = SSLServer(logger: .silent)
        let speaksTLS12 = InternalProvider.versions.contains(.tls12)
        #expect(server.providerName == "internal")
        for (versions, name) in [
            (SSLServer.EnabledProtocols.tls13, "internal"), ([.tls12, .tls13], "internal"),
            ([.tls11, .tls13], "platform"),
            (.tls12, speaksTLS12 ? "internal" : "platform"), ([.tls10, .tls11, .tls12, .tls13], "platform"),
        ] {
            try server.configure { $0.sslEnabledProtocols = versions }
            #expect(server.providerName == name)
            #expect(server.configuration.sslProvider == .sslpAutomatic)
        }
        try server.configure { $0.sslEnabledProtocols = .tls13 }
        try server.setSSLProvider(.sslpInternal)
        #expect(throws: SSLError(.cannotLoadSecurityLibrary)) {
            try server.configure { $0.sslEnabledProtocols = [.tls11, .tls13] }
        }
        if !speaksTLS12 {
            #expect(throws: SSLError(.notSupported)) { try server.configure { $0.sslEnabledProtocols = .tls12 } }
        }
    }

    private static let oldVersions: [(SSLServer.EnabledProtocols, ProtocolVersion)] = [
        (.tls10, .tls10), (.tls11, .tls11), (.tls12, .tls12),
    ]

    @Test("old versions are spoken once they are enabled", arguments: oldVersions)
    func versions(enabled: SSLServer.EnabledProtocols, version: ProtocolVersion) async throws {
        let rsa = Certificate(identity: try TestIdentity.rsa)
        let test = try await TestServer(.platform) { configuration in
            configuration.sslProvider = .sslpAutomatic
            // With TLS 1.3 beside it TLS 1.2 does not need the platform.
            configuration.sslEnabledProtocols = enabled == .tls12 ? enabled : [.tls13, enabled]
            configuration.sslCert = rsa
        }
        let client = try await test.shaken(client: .platform) { $0.versions = [version] }
        #expect(client.negotiated?.version == version, "\(String(describing: client.seen.error))")
        await test.events.wait(for: "ReadyToSend")
        #expect(try await test.server.config("SSLNegotiatedVersion[1]") == version.description)
        try await client.send("old")
        await test.events.wait(for: "DataIn 1 old true")
        try await test.server.shutdown()
    }

    @Test("old versions are refused by both when they are not", arguments: Provider.all, oldVersions)
    func refused(provider: Provider, version: (SSLServer.EnabledProtocols, ProtocolVersion)) async throws {
        let test = try await TestServer(provider) { $0.sslEnabledProtocols = .tls13 }
        let client = try await test.shaken(client: .platform) { $0.versions = [version.1] }
        await client.wait { $0.error != nil }
        #expect(client.seen.error?.alert == .protocolVersion)
        await test.events.wait(for: "Connected 1 276")
        try await test.server.shutdown()
    }

    @Test("one server moves from one implementation to the other between starts")
    func moved() async throws {
        let test = try await TestServer(.internal)
        for provider in [Provider.platform, .internal, .platform] {
            #expect(throws: SSLError.self) { try test.server.setSSLProvider(provider.setting) }
            try await test.server.shutdown()
            try test.server.setSSLProvider(provider.setting)
            try test.server.setLocalPort(0)
            try await test.server.startListening()
            let client = try await test.shaken(client: .platform)
            #expect(client.negotiated?.version == .tls13)
            #expect(test.server.providerName == provider.rawValue)
        }
        try await test.server.shutdown()
    }

    @Test("a wrong one is told at once, with what to change")
    func mistakes() async throws {
        let server = SSLServer(logger: .silent)
        try server.setSSLProvider(.sslpPlatform)
        for (setting, part) in [
            ("OpenSSLCipherList=NO-SUCH-CIPHER", "openssl ciphers"), ("OpenSSLCAFile=/nonexistent/ca.pem", "ca.pem"),
            ("OpenSSLCADir=/nonexistent", "openssl rehash"), ("SSLEnabledCipherSuites=CALG_3DES", "suite"),
            ("SSLEnabledCipherSuites=TLS_RSA_WITH_RC4_128_MD5", "suite"),
        ] {
            let error = await sslError { try await server.config(setting) }
            #expect(
                error?.code == .invalidArgument && error?.description.contains(part) == true,
                "\(setting): \(error as Any)")
        }
        #expect(server.configuration.openSSLCAFile.isEmpty)
        // Under the internal implementation they are stored and have no effect.
        try server.setSSLProvider(.sslpInternal)
        #expect(try await server.config("OpenSSLCipherList=NO-SUCH-CIPHER") == "NO-SUCH-CIPHER")
    }

    @Test("names of ciphers and suites restrict what is negotiated")
    func suites() async throws {
        let test = try await TestServer(.platform) { $0.sslEnabledProtocols = [.tls12, .tls13] }
        for (setting, version, suite) in [
            ("SSLEnabledCipherSuites=CALG_AES_256", ProtocolVersion.tls13, "TLS_AES_256_GCM_SHA384"),
            ("SSLEnabledCipherSuites=CALG_AES_128", .tls12, "AES_128"),
            (
                "SSLEnabledCipherSuites=TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", .tls12,
                "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"
            ),
        ] {
            _ = try await test.server.config(setting)
            let client = try await test.shaken(client: .platform) { $0.versions = [version] }
            let agreed = try #require(client.negotiated?.cipherSuite, "\(setting)")
            #expect("\(agreed)".contains(suite))
        }
        // A version without an enabled suite is not offered.
        let newest = try await test.shaken(client: .platform) { $0.versions = [.tls13] }
        await newest.wait { $0.error != nil }
        #expect(newest.seen.error?.alert == .protocolVersion)
        _ = try await test.server.config("SSLEnabledCipherSuites=*")
        _ = try await test.server.config("OpenSSLCipherList=ECDHE-ECDSA-CHACHA20-POLY1305")
        let listed = try await test.shaken(client: .platform) { $0.versions = [.tls12] }
        #expect("\(try #require(listed.seen.negotiated?.cipherSuite))".contains("CHACHA20_POLY1305"))
        try await test.server.shutdown()
    }

    @Test("sessions are resumed, or not", arguments: [true, false], [ProtocolVersion.tls12, .tls13])
    func resumption(reuses: Bool, version: ProtocolVersion) async throws {
        let test = try await TestServer(.platform) { configuration in
            configuration.sslEnabledProtocols = [.tls12, .tls13]
            configuration.reuseSSLSession = reuses
        }
        let kept = NIOLockedValueBox<TLSResumableSession?>(nil)
        let first = try await test.shaken(client: .platform) { configuration in
            configuration.versions = [version]
            configuration.receiveSession = { session in kept.withLockedValue { $0 = session } }
        }
        // What the server says after its tickets tells that they have come.
        await test.events.wait(for: "ReadyToSend 1")
        try await test.server.sendText("1", "x")
        await first.waitForData(1)
        try await first.closeNotify()
        await first.waitForClose()
        let session = kept.withLockedValue { $0 }
        let second = try await test.shaken(client: .platform) { configuration in
            configuration.versions = [version]
            configuration.session = session
        }
        #expect(second.seen.negotiated?.isResumed == reuses)
        try await test.server.shutdown()
    }

    @Test("authorities that libssl knows recommend a client")
    func authorities() async throws {
        let known = try TestIdentity.make("known.example")
        let folder = try OpenSSLCommand.temporaryDirectory()
        defer { OpenSSLCommand.remove(folder) }
        let path = "\(folder)/authorities.pem"
        try OpenSSLCommand.write(known.certificateChain[0].pemText, to: path)
        let test = try await TestServer(.platform) { configuration in
            configuration.sslAuthenticateClients = true
            configuration.openSSLCAFile = path
        }
        let events = test.events
        test.server.onSSLClientAuthentication = { events.record("asked \($0.accept) \($0.status)") }
        let welcome = try await test.shaken(client: .platform) { $0.identities = [known] }
        await events.wait(for: "Connected 1 0")
        #expect(events.lines.contains("asked true OK"))
        try await welcome.send("hi")
        await events.wait(for: "DataIn 1 hi")
        let stranger = try await test.shaken(client: .platform) { configuration in
            configuration.identities = (try? [TestIdentity.make("stranger.example")]) ?? []
        }
        await stranger.wait { $0.error != nil }
        #expect(stranger.seen.error != nil)
        await events.wait { lines in lines.contains { $0.hasPrefix("Connected 2 ") && !$0.hasPrefix("Connected 2 0") } }
        try await test.server.shutdown()
    }
}
