import InternalProvider
import NIOCore
import NIOTLSHandlers
import ProviderTesting
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@testable import SSLServer

@Suite("Settings", .timeLimit(.minutes(1)))
struct SettingsTests {
    private static let tls12Algorithms =
        "sha512-ecdsa,sha512-rsa,sha512-dsa,sha384-ecdsa,sha384-rsa,sha384-dsa,sha256-ecdsa,sha256-rsa,sha256-dsa,"
        + "sha224-ecdsa,sha224-rsa,sha224-dsa,sha1-ecdsa,sha1-rsa,sha1-dsa"
    private static let tls13Algorithms =
        "rsa_pss_sha256,rsa_pss_sha384,rsa_pss_sha512,rsa_pkcs1_sha256,rsa_pkcs1_sha384,rsa_pkcs1_sha512,"
        + "ecdsa_secp256r1_sha256,ecdsa_secp384r1_sha384,ecdsa_secp521r1_sha512,ed25519,ed448"
    private static let tls13Groups =
        "x25519_mlkem768,ecdhe_x25519,ecdhe_secp256r1,ecdhe_secp384r1,ecdhe_secp521r1,ecdhe_x448,ffdhe_2048,"
        + "ffdhe_3072,ffdhe_4096,ffdhe_6144,ffdhe_8192"

    private static let defaults: [(String, String)] = [
        ("AllowedClients", "*"), ("BindExclusively", "True"), ("BlockedClients", ""), ("DefaultConnectionTimeout", "0"),
        ("InBufferSize", "0"), ("KeepAliveInterval", "0"), ("KeepAliveTime", "0"), ("MaxConnections", "1000"),
        ("OutBufferSize", "0"), ("TcpNoDelay", "False"), ("UseIPv6", "0"), ("LogSSLPackets", "False"),
        ("OpenSSLCADir", ""), ("OpenSSLCAFile", ""), ("OpenSSLCipherList", "DEFAULT"), ("OpenSSLPrngSeedData", ""),
        ("ReuseSSLSession", "True"), ("SSLAcceptAnyServerCert", "False"), ("SSLCACerts", ""),
        ("SSLCipherStrength", "0"),
        ("SSLClientCACerts", ""), ("SSLEnabledCipherSuites", "*"), ("SSLEnabledProtocols", "15360"),
        ("SSLEnableRenegotiation", "False"), ("SSLIncludeCertChain", "False"), ("SSLKeyLogFile", ""),
        ("SSLNegotiatedCipher", ""), ("SSLNegotiatedCipherStrength", ""), ("SSLNegotiatedCipherSuite", ""),
        ("SSLNegotiatedKeyExchange", ""), ("SSLNegotiatedKeyExchangeStrength", ""), ("SSLNegotiatedVersion", ""),
        ("SSLCRLs", ""), ("SSLSystemCACerts", "True"),
        ("SSLSecurityFlags", "0x0"), ("SSLServerCACerts", ""), ("TLS12SignatureAlgorithms", tls12Algorithms),
        ("TLS12SupportedGroups", "ecdhe_x25519,ecdhe_secp256r1,ecdhe_secp384r1,ecdhe_secp521r1"),
        ("TLS13KeyShareGroups", "x25519_mlkem768,ecdhe_x25519"),
        ("TLS13SignatureAlgorithms", tls13Algorithms), ("TLS13SupportedGroups", tls13Groups), ("CodePage", "65001"),
        ("MaskSensitiveData", "True"), ("UseInternalSecurityAPI", "False"),
    ]

    @Test("read their defaults, in any case of the name, and take them back", arguments: Provider.all, defaults)
    func defaultValues(provider: Provider, _ row: (name: String, value: String)) async throws {
        let (name, value) = row
        let server = try provider.makeServer()
        #expect(try await server.config(name.uppercased()) == value)
        if !name.hasPrefix("SSLNegotiated") { #expect(try await server.config("\(name)=\(value)") == value) }
    }

    @Test("are these and two that tell of the build", arguments: Provider.all)
    func complete(provider: Provider) async throws {
        let names = SettingsTable.settings.map(\.name)
        #expect(Set(names) == Set(Self.defaults.map(\.0) + ["BuildInfo", "LicenseInfo"]))
        #expect(names.count == 46)
        let server = try provider.makeServer()
        #expect(try await server.config("BuildInfo").contains(BuildInformation.version))
        for field in ["Product:", "Product Key:", "License Source:", "License Type:", "Last Valid Build:"] {
            #expect(try await server.config("LicenseInfo").contains(field))
        }
    }

    private static let accepted: [(String, String)] = [
        ("TcpNoDelay=yes", "True"), ("TcpNoDelay=1", "True"), ("TcpNoDelay=TRUE", "True"),
        ("BindExclusively=No", "False"),
        ("BindExclusively=0", "False"), ("MaxConnections=100000", "100000"), ("UseIPv6=2", "2"),
        ("InBufferSize=8192", "8192"),
        ("AllowedClients=10.0.0.*,::1", "10.0.0.*,::1"), ("SSLServerCACerts=a=b\nc", "a=b\nc"), ("BlockedClients=", ""),
        ("SSLEnabledProtocols=12288", "12288"), ("SSLEnabledProtocols=0x3000", "12288"),
        ("SSLEnabledProtocols=4096", "12288"),
        ("SSLEnabledProtocols=15360", "15360"), ("SSLCipherStrength=256", "256"),
        ("SSLEnabledCipherSuites=TLS_AES_256_GCM_SHA384", "TLS_AES_256_GCM_SHA384"),
        (
            "SSLEnabledCipherSuites=TLS_CHACHA20_POLY1305_SHA256, TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256;TLS_AES_256_GCM_SHA384"
        ),
        ("TLS13SupportedGroups=ffdhe_2048,ecdhe_x25519", "ffdhe_2048,ecdhe_x25519"),
        ("TLS13SignatureAlgorithms=ed25519,rsa_pss_sha384", "ed25519,rsa_pss_sha384"),
        ("TLS12SupportedGroups=ecdhe_secp384r1;ECDHE_X448", "ecdhe_secp384r1,ecdhe_x448"),
        ("TLS12SignatureAlgorithms=sha256-rsa, SHA1-ECDSA;sha224-dsa", "sha256-rsa,sha1-ecdsa,sha224-dsa"),
        ("TLS12SignatureAlgorithms=", ""), ("TLS12SignatureAlgorithms=sha512-rsa,sha512-rsa", "sha512-rsa"),
        ("SSLSecurityFlags=0x80000000", "0x80000000"), ("SSLSecurityFlags=0x531", "0x531"),
        ("SSLSystemCACerts=False", "False"),
        ("SSLSecurityFlags=6", "0x6"), ("CodePage=1200", "1200"), ("LogSSLPackets=True", "True"),
        ("SSLEnableRenegotiation=True", "True"), ("SSLAcceptAnyServerCert=1", "True"), ("KeepAliveTime=1500", "1500"),
        ("ReuseSSLSession=no", "False"),
        ("OpenSSLCADir=/etc", "/etc"), ("OpenSSLCipherList=ALL", "ALL"),
        ("OpenSSLPrngSeedData=x", "x"), ("SSLEnabledCipherSuites=CALG_SHA;CALG_RSA_SIGN", "*"),
    ]

    @Test("take these values and read them back", arguments: Provider.all, accepted)
    func acceptedValues(provider: Provider, _ row: (setting: String, readBack: String)) async throws {
        let (setting, readBack) = row
        let server = try provider.makeServer()
        #expect(try await server.config(setting) == readBack)
        let name = String(setting.prefix { $0 != "=" })
        #expect(try await server.config(name) == readBack)
    }

    /// What one takes and the other refuses, and how.
    private static let divided: [(String, Provider, Int)] = [
        ("SSLEnabledProtocols=13056", .internal, 270),
        // Under the internal implementation it has no effect.
        ("OpenSSLCAFile=/etc/x", .platform, 10022),
        // The platform's own list takes the place of the strength.
        ("SSLCipherStrength=512", .internal, 10022),
    ]

    /// While the internal implementation has TLS 1.3 alone.
    private static let dividedByTLS12: [(String, Provider, Int)] =
        InternalProvider.versions.contains(.tls12)
        ? []
        : [
            ("SSLEnabledProtocols=3072", .internal, 10045),
            ("SSLEnabledCipherSuites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", .internal, 10022),
        ]

    @Test("differ between the implementations only in these", arguments: divided + dividedByTLS12)
    func dividedValues(setting: String, refusing: Provider, code: Int) async throws {
        for provider in Provider.all {
            let server = try provider.makeServer()
            let error = await sslError { try await server.config(setting) }
            #expect(error?.code.rawValue == (provider == refusing ? code : nil))
        }
    }

    private static let refused: [(String, Int)] = [
        ("NoSuchSetting", 10022), ("NoSuchSetting=1", 10022), ("", 10022), ("=", 10022), ("TcpNoDelay=maybe", 10022),
        ("TcpNoDelay= True", 10022), ("MaxConnections=0", 10022), ("MaxConnections=100001", 10022),
        ("MaxConnections=x", 10022),
        ("UseIPv6=3", 10022), ("InBufferSize=-1", 10022), ("KeepAliveTime=99999999999999999999", 10022),
        ("DefaultConnectionTimeout=-1", 10022), ("AllowedClients=1.2.3.4/99", 10022), ("BuildInfo=x", 10022),
        ("LicenseInfo=x", 10022), ("SSLNegotiatedVersion=x", 10022), ("SSLEnabledProtocols=0", 10022),
        ("SSLEnabledProtocols=1", 10022), ("SSLEnabledProtocols=12", 10022), ("SSLEnabledProtocols=48", 10022),
        ("SSLEnabledCipherSuites=", 10022),
        ("SSLEnabledCipherSuites=TLS_AES_128_GCM_SHA265", 10022),
        ("SSLEnabledCipherSuites=TLS_AES_128_GCM_SHA256;TLS_RSA_WITH_NULL_SHA", 10022),
        ("TLS13SupportedGroups=", 10022), ("TLS13SupportedGroups=ecdhe_x25519,brainpool", 10022),
        ("TLS13SignatureAlgorithms=md5", 10022), ("TLS13KeyShareGroups=x", 10022),
        ("ReuseSSLSession=x", 10022), ("SSLEnabledCipherSuites=CALG_RC4", 10022),
        ("SSLEnabledCipherSuites=CALG_AES_192;TLS_AES_128_GCM_SHA256", 10022),
        ("SSLClientCACerts=x", 271), ("SSLCRLs=x", 271), ("SSLSystemCACerts=2", 10022),
        ("TLS12SupportedGroups=", 10022),
        ("TLS12SupportedGroups=ecdhe_x25519,ffdhe_2048", 10022), ("TLS12SupportedGroups=x25519_mlkem768", 10022),
        ("TLS12SignatureAlgorithms=sha256", 10022), ("TLS12SignatureAlgorithms=md5-rsa", 10022),
        ("TLS12SignatureAlgorithms=sha256-rsa,rsa_pss_sha256", 10022), ("SSLSecurityFlags=0x8000_0000", 10022),
        ("SSLSecurityFlags=0x8", 10022),
        ("SSLSecurityFlags=0x1ffffffff", 10022), ("CodePage=932", 10022), ("SSLCACerts=no pem", 271),
        ("SSLKeyLogFile=/nonexistent/keys", 10022), ("TcpNoDelay[1]=True", 10022),
    ]

    @Test("refuse these values and keep what they had", arguments: Provider.all, refused)
    func refusedValues(provider: Provider, _ row: (setting: String, code: Int)) async throws {
        let (setting, code) = row
        let server = try provider.makeServer()
        let name = String(setting.prefix { $0 != "=" && $0 != "[" })
        let before = try? await server.config(name)
        #expect(await sslError { try await server.config(setting) }?.code.rawValue == code)
        let after = try? await server.config(name)
        #expect(after == before)
    }

    @Test(
        "the delay after a bad record is 0 to 30 seconds, none by default, and the handlers get it",
        arguments: Provider.all)
    func badRecordDelay(provider: Provider) throws {
        let server = try provider.makeServer()
        let client = try provider.makeClient()
        for refused in [-1, 31, .max] {
            #expect(throws: SSLError(.invalidArgument)) { try server.configure { $0.badRecordDelay = refused } }
            #expect(throws: SSLError(.invalidArgument)) { try client.configure { $0.badRecordDelay = refused } }
        }
        #expect(server.configuration.badRecordDelay == 0 && client.configuration.badRecordDelay == 0)
        #expect(ConnectionSetup.times(of: server.configuration).badRecordDelay == .zero)
        for taken in [1, 30] {
            try server.configure { $0.badRecordDelay = taken }
            try client.configure { $0.badRecordDelay = taken }
            for configuration in [server.configuration, client.configuration.common] {
                #expect(ConnectionSetup.times(of: configuration).badRecordDelay == .seconds(Int64(taken)))
            }
        }
    }

    @Test("tell what a connection has agreed on", arguments: Provider.all)
    func negotiated(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let server = test.server
        try await server.config("SSLEnabledCipherSuites=TLS_CHACHA20_POLY1305_SHA256")
        try await server.config("TLS13SupportedGroups=ecdhe_secp384r1")
        let (_, connection) = try await test.connect()
        let id = connection.connectionId
        for (name, value) in [
            ("SSLNegotiatedCipher", "CHACHA20_POLY1305"), ("SSLNegotiatedCipherStrength", "256"),
            ("SSLNegotiatedCipherSuite", "TLS_CHACHA20_POLY1305_SHA256"),
            ("SSLNegotiatedKeyExchange", "ecdhe_secp384r1"),
            ("SSLNegotiatedKeyExchangeStrength", "384"), ("SSLNegotiatedVersion", "TLS1.3"),
        ] {
            #expect(try await server.config("\(name)[\(id)]") == value)
            #expect(try await server.config(name) == "")
            #expect(await sslError { try await server.config("\(name)[999]") }?.code.rawValue == 126)
        }
        #expect(await sslError { try await server.config("TcpNoDelay[\(id)]") }?.code.rawValue == 10022)
        let status = try #require(test.events.lines.first { $0.hasPrefix("SSLStatus \(id)") })
        for field in ["version=TLS1.3", "suite=TLS_CHACHA20_POLY1305_SHA256", "bits=256", "group=ecdhe_secp384r1"] {
            #expect(status.contains(field))
        }
        try await server.shutdown()
    }

    @Test("of TLS hold for the next connection while listening, and a bad one changes nothing", arguments: Provider.all)
    func hotReload(provider: Provider) async throws {
        let test = try await TestServer(provider)
        let server = test.server
        let before = try await test.connect()
        try await server.config("SSLEnabledCipherSuites=TLS_AES_256_GCM_SHA384")
        #expect(await sslError { try await server.config("SSLEnabledCipherSuites=nonsense") } != nil)
        #expect(throws: SSLError(.cannotAcquireCredentials)) {
            try server.setSSLCert(Certificate(certificates: TestIdentity.identity.certificateChain))
        }
        let after = try await test.connect()
        #expect(before.connection.negotiated?.cipherSuite == .TLS_AES_128_GCM_SHA256)
        #expect(after.connection.negotiated?.cipherSuite == .TLS_AES_256_GCM_SHA384)
        try await before.client.send("alive")
        await test.events.wait(for: "DataIn \(before.connection.connectionId) alive")
        try await server.shutdown()
    }

    /// libssl's records are logged by nobody.
    @Test("LogSSLPackets tells of records, never of their content")
    func packets() async throws {
        let provider = Provider.internal
        let test = try await TestServer(provider) { $0.logSSLPackets = true }
        let (client, _) = try await test.connect()
        try await client.send("secret")
        await test.events.wait(for: "DataIn")
        let lines = test.events.lines.filter { $0.hasPrefix("SSLStatus 1 record") }
        #expect(lines.contains { $0.hasPrefix("SSLStatus 1 record received type=22") && $0.hasSuffix("handshake=1") })
        #expect(lines.contains { $0.hasPrefix("SSLStatus 1 record sent type=22") && $0.hasSuffix("handshake=2") })
        #expect(lines.contains("SSLStatus 1 record received type=23 version=0x303 length=23"))
        #expect(!lines.contains { $0.contains("secret") })
        try await test.server.shutdown()
    }

    @Test("properties are checked as well", arguments: Provider.all)
    func properties(provider: Provider) throws {
        let server = try provider.makeServer()
        #expect(throws: SSLError(.invalidArgument)) { try server.setConnectionBacklog(0) }
        #expect(throws: SSLError(.invalidArgument)) { try server.setDefaultMaxLineLength(255) }
        #expect(throws: SSLError(.invalidArgument)) { try server.setDefaultIdleTimeout(-1) }
        #expect(throws: SSLError(.invalidArgument)) { try server.setDefaultTimeout(-1) }
        #expect(throws: SSLError(.invalidArgument)) { try server.setLocalPort(65536) }
        #expect(server.connectionBacklog == 5 && server.defaultMaxLineLength == 2048 && server.linger)
        #expect(!server.keepAlive && server.defaultEOL.isEmpty && !server.defaultSingleLineMode)
        #expect(server.sslProvider == provider.setting && !server.sslAuthenticateClients && server.connections.isEmpty)
        try server.setSSLProvider(.sslpAutomatic)
        try server.setSSLAuthenticateClients(true)
        #expect(server.sslProvider == .sslpAutomatic && server.sslAuthenticateClients)
    }
}
