import TLSMessages
import TLSNegotiation
import TLSPrimitives
import Testing

@testable import TLSHandshake

@Suite("Client and server of TLS 1.2 complete a full handshake with each other. RFC 5246 §7.3")
struct FullHandshake12Tests {
    struct Combination: Sendable, CustomTestStringConvertible {
        let suite: CipherSuite
        let key: Result<TestKey, any Error>
        let scheme: SignatureScheme?
        var testDescription: String { "\(suite) \(scheme.map { "\($0)" } ?? "")" }
    }

    private static let combinations: [Combination] = [
        .init(suite: .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, key: TestKeys.p256, scheme: .ecdsaSecp256r1SHA256),
        .init(suite: .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, key: TestKeys.p384, scheme: .ecdsaSecp256r1SHA256),
        .init(suite: .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, key: TestKeys.ed25519, scheme: .ed25519),
        .init(suite: .TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8, key: TestKeys.p256, scheme: .ecdsaSecp256r1SHA256),
        .init(suite: .TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, key: TestKeys.p256, scheme: .ecdsaSecp256r1SHA256),
        .init(suite: .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, key: TestKeys.rsa, scheme: .rsaPSSRSAESHA256),
        .init(suite: .TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384, key: TestKeys.rsa, scheme: .rsaPSSRSAESHA256),
        .init(suite: .TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA, key: TestKeys.rsaPSS, scheme: .rsaPSSPSSSHA256),
        .init(suite: .TLS_RSA_WITH_AES_128_GCM_SHA256, key: TestKeys.rsa, scheme: nil),
        .init(suite: .TLS_RSA_WITH_AES_256_CBC_SHA, key: TestKeys.rsa, scheme: nil),
        .init(suite: .TLS_ECDH_ECDSA_WITH_AES_256_GCM_SHA384, key: TestKeys.p384, scheme: nil),
        .init(suite: .TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256, key: TestKeys.agreeing, scheme: nil),
        .init(suite: .TLS_ECDH_RSA_WITH_AES_256_CBC_SHA, key: TestKeys.agreeing, scheme: nil),
    ]

    @Test("With each kind of key exchange, key and cipher", arguments: combinations)
    func combination(_ combination: Combination) throws {
        var settings = TestSettings()
        settings.suites = [combination.suite]
        settings.keys = [combination.key]
        let link = try settings.completedLink()
        try link.expectEstablished()
        let outcome = try #require(link.client.sink.outcome)
        let row = try #require(CipherSuiteTable12.row(of: combination.suite))
        #expect(outcome.version == .tls12 && outcome.cipherSuite == combination.suite)
        #expect(outcome.signatureScheme == combination.scheme)
        #expect(outcome.group == (try group(of: combination.key, row.keyExchange)))
        #expect(outcome.usesExtendedMasterSecret && !outcome.isResumed)
        // RFC 7366 §3: for block ciphers, and for nothing else.
        #expect(outcome.encryptsThenMACs == row.usesBlockCipher)
        #expect(link.client.sink.cipher == row.recordCipher(encryptsThenMACs: row.usesBlockCipher))
        #expect(outcome.peerCertificates == (try combination.key.get().credential.certificates))
        #expect(link.client.sink.judged == [outcome.peerCertificates])
        #expect(try link.client.export("EXPORTER-test") == link.server.export("EXPORTER-test"))
        #expect(link.client.sink.keyLog.map(\.label) == ["CLIENT_RANDOM"])
    }

    private func group(
        of key: Result<TestKey, any Error>, _ keyExchange: KeyExchange12
    ) throws -> NamedGroup? {
        guard keyExchange.groups != .ellipticCurve else { return .x25519 }
        guard case .ec(let curve) = try key.get().publicKey.keyType else { return nil }
        return GroupTable.group(of: curve)
    }

    @Test(
        "On each curve that both have. RFC 8422 §5.1.1", arguments: [NamedGroup.x25519, .x448, .secp256r1, .secp521r1])
    func curves(_ group: NamedGroup) throws {
        var settings = TestSettings()
        settings.groups = [.secp384r1, .secp256r1, .x25519, .x448, .secp521r1]
        settings.serverGroups = [group, .secp256r1]
        let link = try settings.completedLink()
        try link.expectEstablished()
        #expect(link.client.sink.outcome?.group == group)
    }

    @Test("Messages go in the order of RFC 5246 §7.3, and ours only after the verdict")
    func order() throws {
        let link = try TestSettings().link()
        link.client.judges = false
        try link.run()
        #expect(
            link.sentByServer.map(\.type) == [.serverHello, .certificate, .serverKeyExchange, .serverHelloDone])
        #expect(link.sentByClient.map(\.type) == [.clientHello] && link.client.awaitsVerdict)
        link.client.judge()
        try link.run()
        try link.expectEstablished()
        let ours = link.sentByClient.dropFirst()
        #expect(ours.map(\.type) == [.clientKeyExchange, nil, .finished])
        #expect(ours.map { $0.keys == nil } == [true, true, false])
        #expect(link.sentByServer.suffix(2).map(\.type) == [nil, .finished])
    }

    @Test("Who is refused by the application gets nothing of ours")
    func refused() throws {
        let link = try TestSettings().link()
        link.client.refusal = .certificate(.rejected(.unknownCA, reason: "not known"))
        try link.run()
        #expect(link.sentByClient.map(\.type) == [.clientHello])
        #expect(link.client.fault?.alert == .unknownCA && !link.server.isEstablished)
    }

    @Test("Every value is new each time: shares, randoms, secrets")
    func fresh() throws {
        var seen: Set<[UInt8]> = []
        for _ in 0..<20 {
            let link = try TestSettings().completedLink()
            try link.expectEstablished()
            for wire in link.sentByClient + link.sentByServer {
                guard case .message(let message) = wire.content else { continue }
                switch message.type {
                case .clientKeyExchange, .serverKeyExchange: #expect(seen.insert(message.bytes).inserted)
                case .clientHello, .serverHello: #expect(seen.insert(Array(message.bytes[6..<38])).inserted)
                default: break
                }
            }
            #expect(seen.insert(try #require(link.client.sink.keyLog.first).secret).inserted)
        }
    }

    @Test("ALPN chooses the server's first that we offer. RFC 7301 §3.2")
    func applicationProtocol() throws {
        var settings = TestSettings()
        settings.client.applicationProtocols = [Array("http/1.1".utf8), Array("h2".utf8)]
        settings.server.applicationProtocols = [Array("h2".utf8), Array("http/1.1".utf8)]
        let link = try settings.completedLink()
        try link.expectEstablished()
        #expect(link.client.sink.outcome?.applicationProtocol == Array("h2".utf8))
    }

    @Test("Records are bounded as both say. RFC 8449 §4, RFC 6066 §4")
    func limits() throws {
        var settings = TestSettings()
        settings.client.recordSizeLimit = 1000
        settings.server.recordSizeLimit = 2000
        var link = try settings.completedLink()
        try link.expectEstablished()
        #expect(link.client.sink.fragmentLimits == .init(sending: 2000, receiving: 1000, inTheClear: false))
        settings.client.recordSizeLimit = nil
        settings.client.maximumFragmentLength = MaximumFragmentLength(rawValue: 2)
        link = try settings.completedLink()
        try link.expectEstablished()
        #expect(link.client.sink.fragmentLimits == .init(sending: 1024, receiving: 1024, inTheClear: true))
        #expect(link.server.sink.fragmentLimits == link.client.sink.fragmentLimits)
    }
}
