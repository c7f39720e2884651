import InternalProvider
import ProviderTesting
import TLSMessages
import TLSProvider
import Testing

@testable import SSLServer

/// What they lead to is a configuration of the internal implementation's alone.
@Suite("Settings of TLS 1.2", .timeLimit(.minutes(1)))
struct Settings12Tests {
    private let free: [SignatureScheme] = [
        .rsaPSSRSAESHA256, .rsaPSSPSSSHA256, .rsaPSSRSAESHA384, .rsaPSSPSSSHA384, .rsaPSSRSAESHA512, .rsaPSSPSSSHA512,
        .ed25519, .ed448,
    ]
    private let strong: [SignatureScheme] = [
        .ecdsaSecp256r1SHA256, .ecdsaSecp384r1SHA384, .ecdsaSecp521r1SHA512, .rsaPKCS1SHA256, .rsaPKCS1SHA384,
        .rsaPKCS1SHA512,
    ]

    private static let tokens: [(String, UInt16)] = [
        ("sha512-ecdsa", 0x0603), ("sha512-rsa", 0x0601), ("sha512-dsa", 0x0602), ("sha384-ecdsa", 0x0503),
        ("sha384-rsa", 0x0501), ("sha384-dsa", 0x0502), ("sha256-ecdsa", 0x0403), ("sha256-rsa", 0x0401),
        ("sha256-dsa", 0x0402), ("sha224-ecdsa", 0x0303), ("sha224-rsa", 0x0301), ("sha224-dsa", 0x0302),
        ("sha1-ecdsa", 0x0203), ("sha1-rsa", 0x0201), ("sha1-dsa", 0x0202),
    ]

    @Test("each name of an algorithm is a code point. RFC 5246 §7.4.1.4.1", arguments: tokens)
    func algorithms(token: String, number: UInt16) throws {
        #expect(try SignatureTokens12.parse(token)?.map(\.rawValue) == [number])
        #expect(SignatureTokens12.describe([SignatureScheme(rawValue: number)]) == token)
    }

    @Test("the default reads as all of them, and acts without SHA-1, SHA-224 and DSA. RFC 9155 §2, §3")
    func defaults() {
        var configuration = SSLServer.Configuration()
        #expect(SignatureTokens12.describe(nil) == Self.tokens.map(\.0).joined(separator: ","))
        #expect(configuration.signatureSchemes12 == free + strong)
        #expect(
            SignatureTokens12.spoken(nil, tls13: [], usesDSA: true) == strong + [.dsaSHA256, .dsaSHA384, .dsaSHA512])
        configuration.sslEnabledCipherSuites = [.TLS_DHE_DSS_WITH_AES_128_GCM_SHA256]
        #expect(configuration.signatureSchemes12 == free + strong + [.dsaSHA256, .dsaSHA384, .dsaSHA512])
        configuration.sslEnabledCipherSuites = nil
        configuration.tls13SignatureAlgorithms = [.ed25519, .rsaPKCS1SHA256]
        #expect(configuration.signatureSchemes12 == [.ed25519] + strong)
    }

    @Test("those named are used as they are named, RSA-PSS and EdDSA as TLS 1.3 has them")
    func named() throws {
        var configuration = SSLServer.Configuration()
        configuration.tls12SignatureAlgorithms = try SignatureTokens12.parse("sha1-rsa,sha224-ecdsa")
        #expect(configuration.signatureSchemes12 == free + [.rsaPKCS1SHA1, .ecdsaSHA224])
        configuration.tls12SignatureAlgorithms = try SignatureTokens12.parse("sha1-dsa,sha256-dsa")
        #expect(configuration.signatureSchemes12 == free + [.dsaSHA1, .dsaSHA256])
        configuration.tls12SignatureAlgorithms = [.rsaPKCS1SHA1, .ecdsaSHA224]
        configuration.tls13SignatureAlgorithms = [.ecdsaSecp256r1SHA256]
        #expect(configuration.signatureSchemes12 == [.rsaPKCS1SHA1, .ecdsaSHA224])
        configuration.tls12SignatureAlgorithms = []
        #expect(configuration.signatureSchemes12 == [])
    }

    @Test("curves are those of the list, finite-field groups those of TLS 1.3's")
    func groups() throws {
        var configuration = SSLServer.Configuration()
        #expect(
            configuration.groups12 == [
                .x25519, .secp256r1, .secp384r1, .secp521r1, .ffdhe2048, .ffdhe3072, .ffdhe4096, .ffdhe6144, .ffdhe8192,
            ])
        configuration.tls12SupportedGroups = try GroupTokens.parse12("ecdhe_x448,ecdhe_secp256r1")
        configuration.tls13SupportedGroups = [.ffdhe3072, .x25519MLKEM768]
        #expect(configuration.groups12 == [.x448, .secp256r1, .ffdhe3072])
        configuration.tls12SupportedGroups = [.ffdhe2048]
        #expect(throws: SSLError(.invalidArgument)) { try configuration.validate() }
    }

    @Test("ML-KEM alone has tokens and strengths, and is in no default")
    func mlkem() throws {
        let groups = try GroupTokens.parse("mlkem_1024,mlkem_768")
        #expect(groups == [.mlkem1024, .mlkem768] && GroupTokens.describe(groups) == "mlkem_1024,mlkem_768")
        #expect(GroupTokens.strength(of: .mlkem768) == 768 && GroupTokens.strength(of: .mlkem1024) == 1024)
        var configuration = SSLServer.Configuration()
        for group in groups { #expect(!configuration.tls13SupportedGroups.contains(group)) }
        configuration.tls13SupportedGroups = groups
        try configuration.validate()
        #expect(throws: SSLError.self) { try GroupTokens.parse12("mlkem_768") }
    }

    @Test("a policy sets versions and lists, for a server and a client")
    func policies() throws {
        var configuration = SSLServer.Configuration()
        configuration.apply(.modern)
        try configuration.validate()
        #expect(configuration.sslEnabledProtocols == .tls13)
        #expect(configuration.sslEnabledCipherSuites == CipherSuite.allTLS13)
        configuration.apply(.intermediate)
        #expect(configuration.sslEnabledProtocols == [.tls12, .tls13])
        #expect(configuration.tls12SupportedGroups == [.x25519, .secp256r1, .secp384r1, .secp521r1, .x448])
        #expect(Set(configuration.signatureSchemes12) == Set(free + strong))
        var client = SSLClient.Configuration()
        client.apply(.modern)
        try client.validate()
        #expect(client.sslEnabledProtocols == .tls13 && client.tls13KeyShareGroups == [.x25519MLKEM768, .x25519])
        client.tls12SupportedGroups = [.secp256r1]
        client.tls12SignatureAlgorithms = [.rsaPKCS1SHA256]
        #expect(client.common.groups12.first == .secp256r1)
        #expect(client.tls12SupportedGroups == [.secp256r1] && client.tls12SignatureAlgorithms == [.rsaPKCS1SHA256])
    }

    private static let suites: [(CipherSuite, String, Int, String)] = [
        (.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, "AES_128_GCM", 128, ""),
        (.TLS_ECDHE_ECDSA_WITH_AES_256_CCM, "AES_256_CCM", 256, ""),
        (.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8, "AES_128_CCM_8", 128, ""),
        (.TLS_RSA_WITH_AES_256_CBC_SHA256, "AES_256_CBC", 256, "RSA"),
        (.TLS_RSA_WITH_3DES_EDE_CBC_SHA, "3DES_EDE_CBC", 168, "RSA"),
        (.TLS_DHE_DSS_WITH_DES_CBC_SHA, "DES_CBC", 56, ""),
        (.TLS_RSA_WITH_RC4_128_MD5, "RC4_128", 128, "RSA"),
        (.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, "CHACHA20_POLY1305", 256, ""),
        (.TLS_AES_256_GCM_SHA384, "AES_256_GCM", 256, "PSK"),
    ]

    @Test("what was agreed on is told of suites of TLS 1.2", arguments: suites)
    func negotiated(suite: CipherSuite, cipher: String, bits: Int, keyExchange: String) {
        var parameters = NegotiatedParameters(version: suite.isTLS13 ? .tls13 : .tls12, cipherSuite: suite)
        func value(_ name: String) -> String? { NegotiatedSettings.value(name, parameters) }
        #expect(value("SSLNegotiatedCipher") == cipher)
        #expect(value("SSLNegotiatedCipherStrength") == "\(bits)")
        #expect(value("SSLNegotiatedCipherSuite") == suite.description)
        #expect(value("SSLNegotiatedVersion") == (suite.isTLS13 ? "TLS1.3" : "TLS1.2"))
        // Without a group the suite tells how keys were agreed on.
        #expect(value("SSLNegotiatedKeyExchange") == keyExchange)
        #expect(value("SSLNegotiatedKeyExchangeStrength") == "")
        parameters.group = .ffdhe3072
        #expect(value("SSLNegotiatedKeyExchange") == "ffdhe_3072")
        #expect(value("SSLNegotiatedKeyExchangeStrength") == "3072")
        parameters.group = nil
        parameters.isResumed = true
        #expect(value("SSLNegotiatedKeyExchange") == (suite.isTLS13 ? "PSK" : ""))
    }

    @Test("every suite that can be named has a cipher of a known strength")
    func everySuite() {
        for suite in SuiteTokens.all {
            #expect(SuiteTokens.keyBits(of: suite) > 0, "\(suite)")
            #expect(SuiteTokens.cipher(of: suite) != suite.description)
            #expect(SuiteTokens.usesDSA(suite) == "\(suite)".contains("DSS"))
        }
        #expect(Set(SuiteTokens.all).count == SuiteTokens.all.count)
    }
}
