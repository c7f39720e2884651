import HandshakeBench
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSPrimitives
import TLSProvider
import TestSupport
import Testing

/// The groups of the defaults, and the suites.
private let groups: [NamedGroup] = [
    .x25519MLKEM768, .x25519, .secp256r1, .secp384r1, .secp521r1, .x448, .ffdhe2048, .ffdhe3072, .ffdhe4096, .ffdhe6144,
    .ffdhe8192,
]
private let suites: [CipherSuite] = [
    .TLS_AES_128_GCM_SHA256, .TLS_AES_256_GCM_SHA384, .TLS_CHACHA20_POLY1305_SHA256,
]

@Suite("A full handshake ends with both sides having the same. RFC 9846 §2")
struct FullHandshakeTests {
    @Test("With each group and each suite, for each kind of key", arguments: groups, suites)
    func everything(_ group: NamedGroup, _ suite: CipherSuite) throws {
        for kind in Identities.kinds {
            let identity = try Identities.of(kind)
            var setup = try Setup()
            setup.configuration = TLSServerConfiguration(identities: [identity])
            setup.offer.use(group)
            setup.offer.suites = [suite]
            let lines = Lines()
            setup.configuration.unsafelyLogSecrets = { lines.append($0) }
            let pair = try setup.establishedPair()

            try expectAgreement(pair, group, suite, kind)
            #expect(try pair.client.flight.isSigned(by: identity.privateKey.publicKey))
            #expect(
                pair.client.flight.certificate?.entries.map(\.certificate) == identity.certificateChain.map(\.derBytes))
            try expectDataBothWays(pair)
            try expectSameExports(pair)
            expectKeyLog(lines.all, pair.client)
        }
    }

    private func expectAgreement(
        _ pair: Pair, _ group: NamedGroup, _ suite: CipherSuite, _ kind: Identities.Kind
    ) throws {
        let agreed = try #require(pair.server.completed)
        #expect(agreed.version == .tls13)
        #expect(agreed.cipherSuite == suite && pair.client.flight.serverHello?.cipherSuite == suite)
        #expect(agreed.group == group && pair.client.flight.serverHello?.extensions.keyShare?.group == group)
        #expect(agreed.signatureScheme == kind.scheme || kind.description == "RSA")
        #expect(agreed.signatureScheme == pair.client.flight.certificateVerify?.algorithm)
        #expect(!agreed.isResumed && !agreed.isHelloRetried && agreed.peerCertificates.isEmpty)
        #expect(agreed.applicationProtocol == nil && agreed.serverName == nil)
        #expect(pair.server.session.negotiated?.cipherSuite == suite)
    }

    private func expectDataBothWays(_ pair: Pair) throws {
        var random = SeededRandom(0x64617461)
        for count in [0, 1, 100, 16_384, 16_385, 50_000] {
            let data = random.bytes(count)
            let before = pair.server.data.count
            for start in stride(from: 0, to: max(1, count), by: 16_384) {
                let part = Array(data[start..<min(count, start + 16_384)])
                pair.server.give(
                    try pair.client.record(.applicationData, part, padding: min(count % 3, 16_384 - part.count)))
            }
            #expect(Array(pair.server.data[before...]) == data)
            let got = pair.client.flight.data.count
            try pair.sendFromServer(data)
            #expect(Array(pair.client.flight.data[got...]) == data)
        }
        #expect(pair.server.error == nil)
    }

    private func expectSameExports(_ pair: Pair) throws {
        for (label, context, count) in [("EXPORTER-x", nil, 32), ("l", [], 1), ("EXPORTER-y", [1, 2, 3], 8160)]
            as [(String, [UInt8]?, Int)]
        {
            let ours = try pair.client.export(label, context: context ?? [], count: count)
            #expect(try pair.server.session.exportKeyingMaterial(label: label, context: context, count: count) == ours)
        }
    }

    private func expectKeyLog(_ lines: [String], _ client: ScriptedClient) {
        let random = hex(client.hello.random)
        let expected = client.secrets.map { "\($0.key) \(random) \(hex($0.value))" }
        #expect(Set(lines) == Set(expected))
        #expect(lines.count == 5)
    }

    @Test("Nothing is logged unless a configuration asks for it")
    func noKeyLog() throws {
        #expect(try Setup().configuration.unsafelyLogSecrets == nil)
    }

    @Test("Every hello, share and random of ours is new. RFC 9846 §C.1")
    func freshness() throws {
        var randoms: Set<[UInt8]> = []
        var shares: Set<[UInt8]> = []
        let setup = try Setup()
        for _ in 0..<200 {
            let pair = try setup.pairAfterServerFlight()
            let hello = try #require(pair.client.flight.serverHello)
            randoms.insert(hello.random)
            shares.insert(hello.extensions.keyShare?.keyExchange ?? [])
        }
        #expect(randoms.count == 200 && shares.count == 200)
        #expect(!randoms.contains([UInt8](repeating: 0, count: 32)))
    }

    @Test("The flight's messages come in the order of the RFC, in as few records as they can. RFC 9846 §2, §5.1")
    func flightShape() throws {
        let pair = try Setup().pairAfterServerFlight()
        let flight = pair.client.flight
        #expect(flight.messages == [.serverHello, .encryptedExtensions, .certificate, .certificateVerify, .finished])
        #expect(flight.records.map(\.outer) == [22, 20, 23])
        #expect(flight.changeCipherSpecs == 1)
    }

    @Test("Without a session ID there is no change_cipher_spec, and the echo is empty. RFC 9846 §E.4")
    func noCompatibilityMode() throws {
        var setup = try Setup()
        setup.offer.sessionID = []
        let pair = try setup.establishedPair()
        #expect(pair.client.flight.changeCipherSpecs == 0)
        #expect(pair.client.flight.serverHello?.legacySessionIDEcho == [])
    }

    @Test("A session ID of any length comes back", arguments: [1, 31, 32])
    func sessionID(_ count: Int) throws {
        var setup = try Setup()
        setup.offer.sessionID = [UInt8](repeating: 9, count: count)
        #expect(try setup.establishedPair().client.flight.serverHello?.legacySessionIDEcho.count == count)
    }

    @Test("A chain larger than a record is sent in several")
    func longChain() throws {
        var setup = try Setup()
        let identity = try Identities.server()
        let long = (0...60).flatMap { _ in identity.certificateChain }
        setup.configuration.identities = [try TLSIdentity(certificateChain: long, privateKey: identity.privateKey)]
        let pair = try setup.establishedPair()
        #expect(pair.client.flight.certificate?.entries.count == 61)
        #expect(pair.client.flight.records.count > 3)
    }

    @Test("The client's record_size_limit holds for every protected record, those of the handshake too. RFC 8449 §4")
    func recordSizeLimit() throws {
        for limit: UInt16 in [64, 100, 1000, 16_385, 65_535] {
            var setup = try Setup()
            setup.offer.recordSizeLimit = limit
            let pair = try setup.establishedPair()
            try pair.sendFromServer([UInt8](repeating: 3, count: 40_000))
            let inner = pair.client.flight.records.filter { $0.outer == 23 }.map(\.count)
            #expect(inner.allSatisfy { $0 <= min(Int(limit), 16_385) }, "\(limit): \(inner.max() ?? 0)")
            #expect(pair.client.flight.encryptedExtensions?.recordSizeLimit == 16_385)
            #expect(pair.client.flight.data.count == 40_000)
        }
        #expect(try Setup().establishedPair().client.flight.encryptedExtensions?.recordSizeLimit == nil)
    }

    @Test("Records are padded as configured. RFC 9846 §5.4")
    func padding() throws {
        var setup = try Setup()
        setup.configuration.recordPadding = .multiple(of: 256)
        let pair = try setup.establishedPair()
        try pair.sendFromServer([1, 2, 3])
        try pair.sendFromServer([UInt8](repeating: 3, count: 20_000))
        let inner = pair.client.flight.records.filter { $0.outer == 23 }.map(\.count)
        #expect(inner.allSatisfy { $0 % 256 == 0 || $0 == 16_385 })
        #expect(pair.client.flight.data.count == 20_003)
    }
}

private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
