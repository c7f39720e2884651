import ProviderTesting
import TLSMessages
import TLSProvider
import Testing

@testable import SSLServer

@Suite("A client's settings", .timeLimit(.minutes(1)))
struct ClientSettingsTests {
    @Test("are those of the table that mean something to a client", arguments: Provider.all)
    func names(provider: Provider) async throws {
        let client = try provider.makeClient()
        let ofServers: Set = [
            "AllowedClients", "BindExclusively", "BlockedClients", "DefaultConnectionTimeout", "MaxConnections",
            "UseIPv6",
            "SSLClientCACerts",
        ]
        for setting in SettingsTable.settings {
            let error = await sslError { try await client.config(setting.name) }
            #expect((error?.code.rawValue == 10022) == ofServers.contains(setting.name), "\(setting.name)")
        }
    }

    private static let acceptedTexts: [(String, String)] = [
        ("TcpNoDelay=True", "True"), ("KeepAliveTime=5000", "5000"), ("SSLEnabledProtocols=12288", "12288"),
        ("SSLEnabledCipherSuites=TLS_AES_256_GCM_SHA384", "TLS_AES_256_GCM_SHA384"),
        ("TLS13KeyShareGroups=ecdhe_secp384r1", "ecdhe_secp384r1"),
        ("TLS13SupportedGroups=ecdhe_secp256r1,ecdhe_x25519", "ecdhe_secp256r1,ecdhe_x25519"),
        ("TLS13SignatureAlgorithms=ed25519", "ed25519"), ("SSLAcceptAnyServerCert=True", "True"),
        ("LogSSLPackets=True", "True"), ("SSLIncludeCertChain=True", "True"), ("CodePage=28591", "28591"),
        ("OpenSSLCipherList=ECDHE+AESGCM", "ECDHE+AESGCM"),
    ]

    @Test("are set and read back", arguments: Provider.all, acceptedTexts)
    func accepted(provider: Provider, _ row: (text: String, value: String)) async throws {
        let (text, value) = row
        let client = try provider.makeClient()
        #expect(try await client.config(text) == value)
        let name = String(text.prefix { $0 != "=" })
        #expect(try await client.config(name) == value)
    }

    @Test(
        "are refused with a reason when they cannot be",
        arguments: Provider.all,
        [
            ("SSLEnabledProtocols=0", 10022), ("Nothing=1", 10022), ("SSLNegotiatedVersion=1", 10022),
            ("TLS13KeyShareGroups=none", 10022), ("SSLSecurityFlags=0x8", 10022), ("SSLKeyLogFile=/", 10022),
            ("SSLNegotiatedVersion[1]", 10022),
        ])
    func refused(provider: Provider, _ row: (text: String, code: Int)) async throws {
        let (text, code) = row
        let client = try provider.makeClient()
        let error = await sslError { try await client.config(text) }
        #expect(error?.code.rawValue == code && error?.detail.isEmpty == false)
    }

    @Test("decide which groups a key is made for, and so whether the server must ask again", arguments: Provider.all)
    func keyShares(provider: Provider) async throws {
        let server = try await TestServer(provider.other) { $0.tls13SupportedGroups = [.secp384r1] }
        let test = try TestClient(provider, server.port)
        try await test.client.connect()
        #expect(test.client.negotiated?.isHelloRetried == true && test.client.negotiated?.group == .secp384r1)
        await test.client.disconnect()
        try await test.client.config("TLS13KeyShareGroups=ecdhe_x25519,ecdhe_secp384r1")
        try await test.client.connect()
        // libssl makes a key for its first group alone.
        #expect(test.client.negotiated?.isHelloRetried == (provider == .platform))
        #expect(test.client.negotiated?.group == .secp384r1)
        await test.client.disconnect()
        try await server.server.shutdown()
    }

    @Test("tell what was agreed on", arguments: Provider.all)
    func negotiated(provider: Provider) async throws {
        let server = try await TestServer(provider.other) { $0.sslEnabledCipherSuites = [.TLS_AES_256_GCM_SHA384] }
        let test = try TestClient(provider, server.port) { $0.tls13SupportedGroups = [.secp384r1] }
        #expect(try await test.client.config("SSLNegotiatedVersion").isEmpty)
        try await test.client.connect()
        let expected = [
            "Cipher": "AES_256_GCM", "CipherStrength": "256", "CipherSuite": "TLS_AES_256_GCM_SHA384",
            "KeyExchange": "ecdhe_secp384r1", "KeyExchangeStrength": "384", "Version": "TLS1.3",
        ]
        for (name, value) in expected { #expect(try await test.client.config("SSLNegotiated\(name)") == value) }
        await test.client.disconnect()
        try await server.server.shutdown()
    }

    @Test("make records visible with our own implementation alone", arguments: Provider.all)
    func packets(provider: Provider) async throws {
        let server = try await TestServer(provider.other)
        let test = try TestClient(provider, server.port) { $0.logSSLPackets = true }
        try await test.client.connect()
        await test.events.wait(for: "ReadyToSend")
        #expect(test.events.lines.contains { $0.contains("record sent type=22") } == (provider == .internal))
        await test.client.disconnect()
        try await server.server.shutdown()
    }
}
