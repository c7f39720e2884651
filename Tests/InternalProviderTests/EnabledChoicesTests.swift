import TLSKeyStores
import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSProvider
import Testing

@testable import InternalProvider

private let both: [ProtocolVersion] = [.tls13, .tls12]

@Suite("What of a configuration is spoken")
struct EnabledChoicesTests {
    private func choices(
        spoken: [ProtocolVersion] = both, _ change: (inout TLSServerConfiguration) -> Void
    ) -> EnabledChoices {
        var configuration = TLSServerConfiguration(identities: [])
        configuration.versions = both
        change(&configuration)
        return EnabledChoices(configuration, spoken: spoken)
    }

    @Test("The defaults have suites of both versions, best first")
    func defaults() {
        let choices = choices { _ in }
        #expect(choices.versions == both)
        #expect(choices.cipherSuites == CipherSuite.allDefault)
        #expect(choices.enabled12.rows.map(\.suite) == CipherSuite.allDefaultTLS12)
        // Those that are on by default are those the table says.
        #expect(
            Set(CipherSuite.allDefaultTLS12) == Set(CipherSuiteTable12.rows.filter(\.isDefault).map(\.suite)))
        #expect(
            choices.enabled12.groups == [
                .x25519, .secp256r1, .secp384r1, .secp521r1, .x448, .ffdhe2048, .ffdhe3072, .ffdhe4096, .ffdhe6144,
                .ffdhe8192,
            ])
        #expect(choices.enabled12.signatureSchemes == SignatureScheme.allDefault)
    }

    @Test("A version without a suite is not spoken, nor is one that this provider does not have")
    func versions() {
        #expect(choices { $0.cipherSuites = CipherSuite.allTLS13 }.versions == [.tls13])
        #expect(choices { $0.cipherSuites = [.TLS_RSA_WITH_AES_128_CBC_SHA] }.versions == [.tls12])
        #expect(choices { $0.versions = [.tls12, .tls11] }.enabledVersions == [.tls12])
        let older = choices(spoken: [.tls13]) { _ in }
        #expect(older.versions == [.tls13] && older.cipherSuites == CipherSuite.allTLS13)
        #expect(older.enabled12.rows.isEmpty)
        let newest = choices { $0.versions = [.tls12] }
        #expect(newest.cipherSuites == CipherSuite.allDefaultTLS12)
    }

    @Test("Suites that are too weak are as if they were not named")
    func strength() {
        let strong = choices { $0.minimumCipherStrength = 256 }
        #expect(strong.cipherSuites.allSatisfy { "\($0)".contains("256_GCM") || "\($0)".contains("CHACHA20") })
        #expect(strong.cipherSuites.count == 6)
        #expect(choices { $0.minimumCipherStrength = 257 }.versions.isEmpty)
        let mixed = choices {
            $0.cipherSuites = [.TLS_AES_256_GCM_SHA384, .TLS_RSA_WITH_AES_128_CBC_SHA]
            $0.minimumCipherStrength = 129
        }
        #expect(mixed.versions == [.tls13])
    }

    @Test("TLS 1.2 has lists of its own where they are given, for a server and a client")
    func lists12() {
        let server = choices {
            $0.tls12Groups = [.secp384r1, .ffdhe3072]
            $0.tls12SignatureSchemes = [.rsaPKCS1SHA1]
        }
        #expect(server.enabled12.groups == [.secp384r1, .ffdhe3072])
        #expect(server.enabled12.signatureSchemes == [.rsaPKCS1SHA1])
        var configuration = TLSClientConfiguration()
        configuration.versions = both
        configuration.tls12Groups = [.x448]
        configuration.tls12SignatureSchemes = []
        let client = EnabledChoices(configuration, spoken: both)
        #expect(client.enabled12.groups == [.x448] && client.enabled12.signatureSchemes.isEmpty)
        #expect(client.cipherSuites == CipherSuite.allDefault)
    }

    @Test("A key is of use where a scheme signs with it, or a suite without a signature takes it")
    func keys() {
        let rsa = SignatureSchemeRow.Key.rsa
        let pkcs1: [SignatureScheme] = [.rsaPKCS1SHA256]
        #expect(choices { $0.tls12SignatureSchemes = pkcs1 }.canUse(rsa, []))
        #expect(choices { $0.tls12SignatureSchemes = [] }.canUse(rsa, [.rsaPSSRSAESHA256]))
        #expect(!choices { $0.tls12SignatureSchemes = [] }.canUse(rsa, pkcs1))
        #expect(!choices { $0.versions = [.tls13] }.canUse(rsa, pkcs1))
        let transport = choices {
            $0.cipherSuites = [.TLS_RSA_WITH_AES_128_GCM_SHA256]
            $0.tls12SignatureSchemes = []
        }
        #expect(transport.canUse(rsa, []) && !transport.canUse(.rsaPSS, []) && !transport.canUse(.ec(.p256), []))
        #expect(choices { $0.versions = [.tls12] }.canUse(.ec(.p384), []))
        let dsa = choices {
            $0.cipherSuites.append(.TLS_DHE_DSS_WITH_AES_128_GCM_SHA256)
            $0.tls12SignatureSchemes = [.dsaSHA256]
        }
        #expect(
            dsa.canUse(.dsa, SignatureScheme.allDefault) && !choices { _ in }.canUse(.dsa, SignatureScheme.allDefault))
    }

    @Test("A client's key is of use with any suite, where a scheme signs with it: RFC 5246 §7.4.8")
    func clientKeys() {
        let schemes = SignatureScheme.allDefault
        for suite: CipherSuite in [
            .TLS_RSA_WITH_AES_128_CBC_SHA, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, .TLS_DHE_DSS_WITH_AES_128_CBC_SHA,
        ] {
            let choices = choices { $0.cipherSuites = [suite] }
            #expect(choices.canUseAsClient(.ec(.p256), schemes) && choices.canUseAsClient(.rsa, schemes))
            #expect(choices.canUseAsClient(.ed25519, schemes) && !choices.canUseAsClient(.dsa, schemes))
        }
        let transport = choices {
            $0.cipherSuites = [.TLS_RSA_WITH_AES_128_CBC_SHA]
            $0.tls12SignatureSchemes = [.ecdsaSecp256r1SHA256]
        }
        #expect(!transport.canUseAsClient(.rsa, schemes) && transport.canUseAsClient(.ec(.p384), schemes))
        let newer = choices { $0.cipherSuites = CipherSuite.allTLS13 }
        #expect(newer.canUseAsClient(.rsa, schemes) && !newer.canUseAsClient(.rsa, [.rsaPKCS1SHA256]))
    }

    @Test("Mistakes in TLS 1.2's lists are told")
    func mistakes() {
        #expect(throws: TLSError(.invalidConfiguration, "")) { try ConfigurationChecks.checkChoices12([], nil) }
        #expect(throws: TLSError(.invalidConfiguration, "")) {
            try ConfigurationChecks.checkChoices12([.x25519, .x25519MLKEM768], nil)
        }
        #expect(throws: TLSError(.invalidConfiguration, "")) {
            try ConfigurationChecks.checkChoices12(nil, [SignatureScheme(rawValue: 0x0101)])
        }
        #expect(throws: Never.self) { try ConfigurationChecks.checkChoices12([.ffdhe2048], [.ecdsaSHA1]) }
        let nothing = choices { $0.minimumCipherStrength = 512 }
        #expect(throws: TLSError(.invalidConfiguration, "")) {
            try ConfigurationChecks.checkVersions(nothing, minimumStrength: 512)
        }
    }

    @Test("DES and RC4 are there or told of; all else is there")
    func availability() {
        for row in CipherSuiteTable12.rows {
            let isAvailable = row.recordCipher(encryptsThenMACs: false).isAvailable
            do {
                try InternalProvider.requireAvailable(row.suite)
                #expect(isAvailable)
            } catch {
                #expect(!isAvailable && error.code == .invalidConfiguration)
                #expect(error.reason.contains("legacy") && error.reason.contains("\(row.suite)"))
                #expect("\(row.suite)".contains("_DES_CBC") || "\(row.suite)".contains("_RC4_"))
            }
        }
    }
}

@Suite("Policies, and what speaks against what they enable")
struct PolicyTests {
    private static let policies: [TLSPolicy] = [.modern, .intermediate, .reference]

    private func server(_ policy: TLSPolicy) -> TLSServerConfiguration {
        var configuration = TLSServerConfiguration(identities: [])
        configuration.apply(policy)
        return configuration
    }

    @Test("Each is spoken whole, by a server and a client", arguments: policies)
    func whole(_ policy: TLSPolicy) throws {
        let server = EnabledChoices(server(policy), spoken: both)
        #expect(server.versions == policy.versions)
        #expect(server.cipherSuites == policy.cipherSuites)
        #expect(Set(policy.cipherSuites).count == policy.cipherSuites.count)
        try ConfigurationChecks.checkChoices(policy.cipherSuites, policy.groups, policy.signatureSchemes)
        try ConfigurationChecks.checkChoices12(nil, policy.tls12SignatureSchemes)
        try ConfigurationChecks.checkVersions(server, minimumStrength: 0)
        #expect(policy.name.hasSuffix("-2026-11"))
        var client = TLSClientConfiguration()
        client.apply(policy)
        #expect(EnabledChoices(client, spoken: both).cipherSuites == policy.cipherSuites)
        #expect(client.namesCipherSuites && client.groups == policy.groups)
    }

    @Test("Nothing speaks against the defaults, nor the first two")
    func clean() {
        #expect(InternalProvider.legacyChoices(in: TLSServerConfiguration(identities: [])).isEmpty)
        #expect(InternalProvider.legacyChoices(in: TLSClientConfiguration()).isEmpty)
        for policy in [TLSPolicy.modern, .intermediate] {
            let configuration = server(policy)
            let choices = EnabledChoices(configuration, spoken: both)
            #expect(InternalProvider.legacyChoices(choices, configuration.tls12SignatureSchemes).isEmpty)
        }
        #expect(CipherSuite.allDefault.allSatisfy { InternalProvider.weaknesses(of: $0).isEmpty })
    }

    @Test("Each weak suite and scheme of the reference's has a line that names it")
    func reference() {
        let policy = TLSPolicy.reference
        let choices = EnabledChoices(server(policy), spoken: both)
        let lines = InternalProvider.legacyChoices(choices, policy.tls12SignatureSchemes)
        let weak = policy.cipherSuites.filter { !InternalProvider.weaknesses(of: $0).isEmpty }
        #expect(weak.count == policy.cipherSuites.count - 9)
        for suite in weak { #expect(lines.count { $0.hasPrefix("cipher suite \(suite): ") } == 1, "\(suite)") }
        for scheme in [SignatureScheme.rsaPKCS1SHA1, .ecdsaSHA224, .dsaSHA256] {
            #expect(lines.count { $0.hasPrefix("signature scheme \(scheme): ") } == 1)
        }
        #expect(lines.contains { $0.contains("Sweet32") } && lines.contains { $0.contains("forward secrecy") })
        // What is not spoken is not told.
        let newest = EnabledChoices(server(policy), spoken: [.tls13])
        #expect(InternalProvider.legacyChoices(newest, policy.tls12SignatureSchemes).isEmpty)
    }

    @Test("The reference's has all suites of TLS 1.2 but DES, RC4 and those that it never had")
    func referenceSuites() {
        let missing = Set(CipherSuite.namedOlder).subtracting(TLSPolicy.reference.cipherSuites)
        #expect(
            missing.allSatisfy { suite in
                ["_DES_CBC", "_RC4_", "_CCM", "TLS_DHE_RSA_WITH_CHACHA20"].contains { "\(suite)".contains($0) }
            })
        #expect(missing.count == 5 + 8 + 1)
    }
}
