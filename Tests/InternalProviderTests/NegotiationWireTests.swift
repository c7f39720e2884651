import HandshakeBench
import TLSCertificates
import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSPrimitives
import TLSProvider
import Testing

@Suite("Protocol, name, certificate and version are agreed on the wire")
struct NegotiationWireTests {
    @Test("Our first protocol that the client offers is taken. RFC 7301 §3.2")
    func applicationProtocol() throws {
        var setup = try Setup()
        setup.configuration.applicationProtocols = ["h2", "http/1.1"]
        setup.offer.protocols = ["http/1.1", "x", "h2"]
        let pair = try setup.establishedPair()
        #expect(pair.server.completed?.applicationProtocol == "h2")
        #expect(pair.client.flight.encryptedExtensions?.applicationProtocol == [Array("h2".utf8)])
    }

    @Test("Without a protocol in common the handshake ends, or goes on without one, as configured")
    func noCommonProtocol() throws {
        var setup = try Setup()
        setup.configuration.applicationProtocols = ["h2"]
        setup.offer.protocols = ["http/1.1"]
        let strict = try setup.pair()
        try strict.sendHello()
        try strict.expectFailure(.noApplicationProtocol, .incompatiblePeer)

        setup.configuration.requiresApplicationProtocol = false
        let lax = try setup.establishedPair()
        #expect(lax.server.completed?.applicationProtocol == nil)
        #expect(lax.client.flight.encryptedExtensions?.applicationProtocol == nil)
    }

    @Test("Where one side speaks no ALPN, nothing is answered")
    func oneSided() throws {
        var setup = try Setup()
        setup.offer.protocols = ["h2"]
        #expect(try setup.establishedPair().client.flight.encryptedExtensions?.applicationProtocol == nil)
        setup.offer.protocols = nil
        setup.configuration.applicationProtocols = ["h2"]
        #expect(try setup.establishedPair().client.flight.encryptedExtensions?.applicationProtocol == nil)
    }

    /// The name asked for, and which of two certificates answers: the first or the second.
    @Test(
        "The certificate for the name that is asked for is presented. RFC 6066 §3",
        arguments: [
            (nil, 0, false), ("a.example", 0, true), ("A.Example", 0, true), ("x.b.example", 1, true),
            ("X.B.EXAMPLE", 1, true), ("b.example", 0, false), ("x.y.b.example", 0, false), ("other.example", 0, false),
            ("127.0.0.1", 0, false),
        ] as [(String?, Int, Bool)])
    func serverName(_ name: String?, _ index: Int, _ isAnswered: Bool) throws {
        let identities = [try Identities.server(), try Identities.otherServer()]
        var setup = try Setup()
        setup.configuration.identities = identities
        setup.offer.serverName = name
        let pair = try setup.establishedPair()
        #expect(
            pair.client.flight.certificate?.entries.first?.certificate == identities[index].certificateChain[0].derBytes
        )
        #expect((pair.client.flight.encryptedExtensions?.serverName != nil) == isAnswered)
        #expect(pair.server.completed?.serverName == name?.lowercased())
    }

    @Test("The name of a session that is resumed is not answered. RFC 6066 §3")
    func resumedName() throws {
        let keys = TLSTicketKeys()
        let bench = try ResumptionSetup { $0.server.ticketKeys = keys }
        _ = try bench.connect()
        let session = try #require(bench.sessions.last?.storage as? ClientSession)
        var setup = try Setup()
        setup.configuration = bench.setup.server
        setup.now = bench.now
        setup.offer.serverName = "a.example"
        let pair = try setup.pair()
        pair.client.hello.extensions.pskKeyExchangeModes = [PSKKeyExchangeMode.pskWithKeyExchange]
        pair.client.key = ScriptedClient.Key(
            PSKIdentity(identity: session.facts.ticket, obfuscatedTicketAge: session.facts.ageAdd),
            secret: session.secret.withBytes { [UInt8](copying: $0) })
        try pair.sendHello()
        pair.server.give(try pair.client.finish())
        #expect(pair.server.completed?.isResumed == true && pair.server.completed?.serverName == "a.example")
        #expect(pair.client.flight.encryptedExtensions?.serverName == nil)
    }

    @Test("An unknown name is refused where the configuration says so")
    func unknownName() throws {
        var setup = try Setup()
        setup.configuration.refusesUnknownServerName = true
        setup.offer.serverName = "other.example"
        let pair = try setup.pair()
        try pair.sendHello()
        try pair.expectFailure(.unrecognizedName, .incompatiblePeer)
        setup.offer.serverName = "a.example"
        #expect(try setup.establishedPair().server.isEstablished)
        setup.offer.serverName = nil
        #expect(try setup.establishedPair().server.isEstablished)
    }

    @Test("A known name with a key the client cannot take is not answered for another name where names are strict")
    func strictNameAndScheme() throws {
        var setup = try Setup()
        setup.configuration.identities = [try Identities.server(), try Identities.otherServer()]
        setup.offer.serverName = "x.b.example"
        setup.offer.schemes = [.ecdsaSecp256r1SHA256]
        #expect(try setup.establishedPair().server.completed?.signatureScheme == .ecdsaSecp256r1SHA256)
        setup.configuration.refusesUnknownServerName = true
        let pair = try setup.pair()
        try pair.sendHello()
        try pair.expectFailure(.handshakeFailure, .incompatiblePeer)
    }

    @Test("Of several certificates, the first whose key the client can take is presented. RFC 9846 §4.5.1.2")
    func byScheme() throws {
        var setup = try Setup()
        setup.configuration.identities = try Identities.kinds.map(Identities.of)
        for kind in Identities.kinds {
            setup.offer.schemes = [kind.scheme]
            let pair = try setup.establishedPair()
            #expect(pair.server.completed?.signatureScheme == kind.scheme)
            #expect(try pair.client.flight.isSigned(by: try Identities.of(kind).privateKey.publicKey))
        }
    }

    @Test("GREASE in every list changes nothing. RFC 8701 §3.1")
    func grease() throws {
        let pair = try Setup().pair()
        pair.client.hello.cipherSuites.insert(CipherSuite(rawValue: 0x0a0a), at: 0)
        pair.client.hello.extensions.supportedGroups?.insert(NamedGroup(rawValue: 0x1a1a), at: 0)
        pair.client.hello.extensions.keyShare?.insert(
            KeyShareEntry(group: NamedGroup(rawValue: 0x1a1a), keyExchange: [0]), at: 0)
        pair.client.hello.extensions.supportedVersions?.insert(ProtocolVersion(rawValue: 0x2a2a), at: 0)
        pair.client.hello.extensions.signatureAlgorithms?.insert(SignatureScheme(rawValue: 0x3a3a), at: 0)
        pair.client.hello.extensions.applicationProtocols = [[0x4a, 0x4a], Array("h2".utf8)]
        pair.client.hello.extensions.pskKeyExchangeModes = [0x0b, 1]
        pair.client.extraExtensions = [(0x5a5a, []), (0x6a6a, [0])]
        try pair.sendHello()
        try pair.send(try pair.client.finish())
        #expect(pair.server.isEstablished)
    }

    @Test("A client that lists ChaCha20-Poly1305 first gets it")
    func chaCha() throws {
        var setup = try Setup()
        setup.offer.suites = [.TLS_CHACHA20_POLY1305_SHA256, .TLS_AES_128_GCM_SHA256]
        #expect(try setup.establishedPair().server.completed?.cipherSuite == .TLS_CHACHA20_POLY1305_SHA256)
    }

    @Test("A hello of the largest size is taken, and one byte more is not", arguments: [0, 1])
    func largestHello(_ excess: Int) throws {
        let probe = try Setup().pair().client
        probe.extraExtensions = [(0x5a5a, []), (0x6a6a, [])]
        let fill = 65_536 - (probe.helloMessage().bytes.count - 4) + excess
        let pair = try Setup().pair()
        pair.client.extraExtensions = [
            (0x5a5a, [UInt8](repeating: 0, count: 40_000)), (0x6a6a, [UInt8](repeating: 0, count: fill - 40_000)),
        ]
        let message = pair.client.helloMessage().bytes
        for start in stride(from: 0, to: message.count, by: 16_384) {
            let part = Array(message[start..<min(message.count, start + 16_384)])
            try pair.send(pair.client.plain(.handshake, part))
        }
        if excess == 0 {
            #expect(pair.client.flight.isFinished)
        } else {
            try pair.expectFailure(.illegalParameter, .malformedMessage)
        }
    }
}
