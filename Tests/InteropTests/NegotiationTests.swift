import TLSMessages
import TLSProvider
import Testing

@Suite("Both ends agree on what was negotiated")
struct NegotiationTests {
    @Test("Every group with every suite: OpenSSL", arguments: Spellings.groups, Spellings.cipherSuites)
    func groupsWithOpenSSL(_ group: NamedGroup, _ suite: CipherSuite) async throws {
        let encounter = try await Encounter.of(.openssl) {
            $0.groups = [group]
            $0.cipherSuites = [suite]
        }
        try encounter.expectAgreement()
        #expect(encounter.report.group == group)
        #expect(encounter.report.cipherSuite == suite)
        #expect(encounter.view.negotiated?.isHelloRetried == false)
    }

    @Test("Every group: GnuTLS", arguments: Spellings.groups)
    func groupsWithGnuTLS(_ group: NamedGroup) async throws {
        let encounter = try await Encounter.of(.gnutls) { $0.groups = [group] }
        try encounter.expectAgreement()
        #expect(encounter.report.group == group)
    }

    @Test("Every suite", arguments: [Client.gnutls, .curl, .node, .java], Spellings.cipherSuites)
    func suites(_ client: Client, _ suite: CipherSuite) async throws {
        let encounter = try await Encounter.of(client) { $0.cipherSuites = [suite] }
        try encounter.expectAgreement()
        #expect(encounter.report.cipherSuite == suite)
    }

    @Test(
        "Groups of other clients",
        arguments: [
            (Client.node, NamedGroup.x448), (.node, .ffdhe3072), (.node, .secp521r1), (.curl, .x448),
            (.curl, .secp384r1),
            (.java, .x448), (.java, .ffdhe2048), (.java, .secp521r1), (.go, .x25519), (.go, .secp256r1),
            (.go, .secp384r1),
            (.go, .secp521r1), (.python, .secp256r1), (.python, .secp384r1), (.python, .secp521r1),
        ])
    func groups(_ client: Client, _ group: NamedGroup) async throws {
        let encounter = try await Encounter.of(client) { $0.groups = [group] }
        try encounter.expectAgreement()
        #expect(encounter.view.negotiated?.group == group)
    }

    @Test("Hybrid groups with ML-KEM, with another's ML-KEM: RFC 10024", arguments: Spellings.hybrids)
    func hybrids(_ group: NamedGroup) async throws {
        var setup = ServerSetup()
        setup.groups = Spellings.hybrids
        let encounter = try await Encounter.of(.go, setup) { $0.groups = [group] }
        try encounter.expectAgreement()
        #expect(encounter.report.group == group && encounter.view.negotiated?.group == group)
    }

    @Test("By default a client that has X25519MLKEM768 gets it")
    func hybridByDefault() async throws {
        let encounter = try await Encounter.of(.go) { $0.groups = [.x25519, .x25519MLKEM768] }
        try encounter.expectAgreement()
        #expect(encounter.report.group == .x25519MLKEM768)
    }

    @Test(
        "Every signature scheme of TLS 1.3: RFC 9846 §4.3.3", arguments: [Client.openssl, .gnutls],
        SignatureScheme.allOfTLS13)
    func signatureSchemes(_ client: Client, _ scheme: SignatureScheme) async throws {
        var setup = ServerSetup()
        setup.identities = [scheme.identity]
        let encounter = try await Encounter.of(client, setup) { $0.signatureSchemes = [scheme] }
        try encounter.expectAgreement()
        #expect(encounter.report.signatureScheme == scheme)
    }

    @Test(
        "Keys that other clients can verify",
        arguments: [
            (Client.java, "ed25519"), (.java, "ed448"), (.java, "rsapss"), (.java, "p521"), (.go, "ed25519"),
            (.go, "rsa"),
            (.go, "p384"), (.node, "ed448"), (.node, "rsapss"), (.python, "ed25519"), (.python, "rsa"), (.curl, "rsa"),
        ])
    func keys(_ client: Client, _ identity: String) async throws {
        var setup = ServerSetup()
        setup.identities = [identity]
        try await Encounter.of(client, setup).expectAgreement()
    }

    @Test(
        "Of an RSA and an ECDSA identity the one that the client can verify is presented",
        arguments: [["p256", "rsa"], ["rsa", "p256"]],
        [
            [SignatureScheme.rsaPSSRSAESHA256, .rsaPSSRSAESHA512], [.ecdsaSecp256r1SHA256],
            [.ecdsaSecp256r1SHA256, .rsaPSSRSAESHA256],
        ])
    func twoKeys(_ identities: [String], _ schemes: [SignatureScheme]) async throws {
        var setup = ServerSetup()
        setup.identities = identities
        let encounter = try await Encounter.of(.openssl, setup) { $0.signatureSchemes = schemes }
        try encounter.expectAgreement()
        #expect(schemes.contains(try #require(encounter.report.signatureScheme)))
        if schemes.count == 2, schemes.contains(.ecdsaSecp256r1SHA256) {
            #expect(encounter.report.signatureScheme?.identity == identities.first)
        }
    }

    @Test("Without a scheme in common the client gets handshake_failure: RFC 9846 §4.5.1")
    func noScheme() async throws {
        var setup = ServerSetup()
        setup.identities = ["ed25519"]
        let encounter = try await Encounter.of(.openssl, setup) { $0.signatureSchemes = [.ecdsaSecp256r1SHA256] }
        expectRefusal(encounter.report, encounter.view, .handshakeFailure)
    }

    @Test("Without a group in common the client gets handshake_failure: RFC 9846 §4.2.1")
    func noGroup() async throws {
        var setup = ServerSetup()
        setup.groups = [.secp256r1]
        let encounter = try await Encounter.of(.openssl, setup) { $0.groups = [.x448] }
        expectRefusal(encounter.report, encounter.view, .handshakeFailure)
    }

    @Test("Padded records are read by every client: RFC 9846 §5.4", arguments: Client.allCases)
    func padding(_ client: Client) async throws {
        var setup = ServerSetup()
        setup.recordPadding = .multiple(of: 512)
        try await Encounter.of(client, setup).expectAgreement()
    }
}
