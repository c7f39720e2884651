import HandshakeBench
import PlatformProvider
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("Where libssl and the internal provider differ, and where one could think they do")
struct DifferencesTests {
    private func flight(_ serving: Serving, _ offer: ClientOffer, _ change: (inout TLSServerConfiguration) -> Void)
        throws -> ScriptedClient
    {
        var configuration = try Setup(serving).server
        change(&configuration)
        let client = try ScriptedClient(offer)
        let server = ServerBench(try serving.provider.makeServerContext(configuration))
        server.give(client.helloRecord())
        try client.receive(server.take())
        return client
    }

    @Test("Of two shares libssl takes the client's first, we take the server's", arguments: Serving.servers)
    func groups(_ serving: Serving) throws {
        var offer = ClientOffer()
        offer.groups = [.x25519, .secp256r1]
        offer.shareGroups = [.x25519, .secp256r1]
        let client = try flight(serving, offer) { $0.groups = [.secp256r1, .x25519] }
        let group = client.flight.serverHello?.extensions.keyShare?.group
        #expect(group == (serving == .platform ? .x25519 : .secp256r1))
    }

    @Test(
        "libssl's client sends a share for its first group, ours for each that is named",
        arguments: [Serving.internal, .platformForOurs])
    func keyShares(_ serving: Serving) throws {
        var setup = try Setup(serving)
        setup.client.groups = [.x25519, .secp256r1]
        setup.client.keyShareGroups = [.x25519, .secp256r1]
        setup.server.groups = [.secp256r1]
        let negotiated = try setup.established().client.session.negotiated
        #expect(negotiated?.group == .secp256r1)
        #expect(negotiated?.isHelloRetried == (serving == .internal))
    }

    @Test("libssl 3.0 knows no record_size_limit", arguments: Serving.servers)
    func recordSizeLimit(_ serving: Serving) throws {
        var offer = ClientOffer()
        offer.recordSizeLimit = 64
        let client = try flight(serving, offer) { _ in }
        #expect((client.flight.encryptedExtensions?.recordSizeLimit == nil) == (serving == .platform))
    }

    @Test("libssl 3.0 knows no compressed certificates, and a client of ours that offers them is served all the same")
    func certificateCompression() throws {
        let identity = try TLSIdentity.selfSigned(
            names: (0..<20).map { "host-\($0).a.example" },
            notBefore: CertificateTime(secondsSinceEpoch: 1_700_000_000),
            notAfter: CertificateTime(secondsSinceEpoch: 4_000_000_000), key: .ed25519)
        var messages: [HandshakeType] = []
        for serving in Serving.servers {
            var configuration = TLSServerConfiguration(identities: [identity])
            configuration.compressesCertificates = true
            let client = try ScriptedClient()
            client.hello.extensions.certificateCompressions = [.zlib]
            let server = ServerBench(try serving.provider.makeServerContext(configuration))
            server.give(client.helloRecord())
            try client.receive(server.take())
            messages += client.flight.messages.filter { $0 == .certificate || $0 == .compressedCertificate }
        }
        #expect(messages == [.compressedCertificate, .certificate])
        for serving in [Serving.platform, .platformForOurs] {
            var setup = try Setup(serving)
            setup.server.compressesCertificates = true
            setup.client.compressesCertificates = true
            #expect(try setup.shaken().client.isEstablished)
        }
    }

    @Test("An OCSP response and certificate timestamps are ours alone to send", arguments: Serving.servers)
    func statements(_ serving: Serving) throws {
        var identity = try TLSIdentity.selfSigned(
            names: ["a.example"], notBefore: CertificateTime(secondsSinceEpoch: 1_700_000_000),
            notAfter: CertificateTime(secondsSinceEpoch: 4_000_000_000), key: .ed25519)
        identity.ocspResponse = [1]
        identity.signedCertificateTimestamps = [[2]]
        let client = try ScriptedClient()
        client.hello.extensions.statusRequest = .anyOCSP
        client.hello.extensions.signedCertificateTimestamps = Empty()
        let configuration = TLSServerConfiguration(identities: [identity])
        let server = ServerBench(try serving.provider.makeServerContext(configuration))
        server.give(client.helloRecord())
        try client.receive(server.take())
        let beside = try #require(client.flight.certificate?.entries.first?.extensions)
        #expect(beside.status?.ocspResponse == (serving == .platform ? nil : [1]))
        #expect(beside.signedCertificateTimestamps == (serving == .platform ? nil : [[2]]))
    }

    @Test(
        "A key update that asks for ours is answered at once, and data behind it fits the room asked for",
        arguments: Serving.servers)
    func answeredKeyUpdate(_ serving: Serving) throws {
        let pair = try Setup(serving).established()
        try pair.client.session.updateKeys(requestingPeer: true)
        pair.server.give(pair.client.take())
        #expect(pair.server.session.outgoingCount > 0)
        let sealed = try pair.server.session.seal([1])
        #expect(pair.server.session.outgoingCount == 0)
        pair.client.give(sealed)
        #expect(pair.client.data == [1] && pair.client.keyUpdates.received == 1)
    }

    @Test("libssl gives each message of its flight a record, we put them together", arguments: Serving.servers)
    func flightRecords(_ serving: Serving) throws {
        let client = try flight(serving, ClientOffer()) { _ in }
        #expect(
            client.flight.records.map(\.outer) == [22, 20] + [UInt8](repeating: 23, count: serving == .platform ? 4 : 1)
        )
    }

    @Test("libssl sends change_cipher_spec to every client, we where it has a session ID", arguments: Serving.servers)
    func changeCipherSpec(_ serving: Serving) throws {
        var offer = ClientOffer()
        offer.sessionID = []
        #expect(try flight(serving, offer) { _ in }.flight.changeCipherSpecs == (serving == .platform ? 1 : 0))
    }

    @Test("An alert of a wrong length is unexpected_message here, decode_error there", arguments: Serving.servers)
    func malformedAlert(_ serving: Serving) throws {
        let client = try ScriptedClient(ClientOffer())
        let server = ServerBench(try serving.provider.makeServerContext(try Setup(serving).server))
        server.give(client.helloRecord())
        try client.receive(server.take())
        server.give(try client.record(.alert, [2]))
        #expect(server.error?.alert == (serving == .platform ? .unexpectedMessage : .decodeError))
    }

    @Test("A KeyUpdate with bytes behind it is illegal_parameter here, decode_error there", arguments: Serving.servers)
    func longKeyUpdate(_ serving: Serving) throws {
        let client = try ScriptedClient(ClientOffer())
        var configuration = try Setup(serving).server
        configuration.resumesSessions = false
        let server = ServerBench(try serving.provider.makeServerContext(configuration))
        server.give(client.helloRecord())
        try client.receive(server.take())
        server.give(try client.finish())
        server.give(try client.record(.handshake, [24, 0, 0, 2, 0, 0]))
        #expect(server.error?.alert == (serving == .platform ? .illegalParameter : .decodeError))
    }

    @Test(
        "Of requests for new keys that come while nothing is sent, libssl answers each, we answer all by one",
        arguments: Serving.servers)
    func keyUpdateAnswers(_ serving: Serving) throws {
        let pair = try Setup(serving).established()
        for _ in 0..<20 {
            try pair.client.session.updateKeys(requestingPeer: true)
            pair.server.give(pair.client.take())
            pair.server.give(try pair.client.session.seal([1]))
        }
        pair.exchange()
        #expect(pair.client.keyUpdates.received == (serving == .platform ? 20 : 1))
    }

    @Test("An alert before the hello", arguments: Serving.servers)
    func earlyAlert(_ serving: Serving) throws {
        let pair = try Setup(serving).pair()
        pair.server.give([21, 3, 3, 0, 2, 1, 90])
        #expect(pair.server.error?.alert == (serving == .platform ? .unexpectedMessage : nil))
        #expect(pair.server.events.isEmpty == (serving == .platform))
    }

    @Test("A client that lists ChaCha20 first gets it, any other the server's first", arguments: Serving.servers)
    func suites(_ serving: Serving) throws {
        var setup = try Setup(serving)
        setup.client.cipherSuites = [.TLS_CHACHA20_POLY1305_SHA256, .TLS_AES_256_GCM_SHA384, .TLS_AES_128_GCM_SHA256]
        #expect(try setup.established().server.completed?.cipherSuite == .TLS_CHACHA20_POLY1305_SHA256)
        setup.client.cipherSuites = [.TLS_AES_256_GCM_SHA384, .TLS_AES_128_GCM_SHA256]
        #expect(try setup.established().server.completed?.cipherSuite == .TLS_AES_128_GCM_SHA256)
    }

    @Test("The verdict over a client comes after its Finished here, before it there", arguments: Serving.servers)
    func verdict(_ serving: Serving) throws {
        var setup = try Setup(serving)
        setup.server.clientAuthentication = .request
        setup.client.identities = [try Identities.ofClient()]
        let pair = try setup.pair()
        pair.server.verdict = nil
        pair.server.give(pair.client.take())
        pair.client.give(pair.server.take())
        var flight = pair.client.take()
        // All but the last byte, which is of the client's Finished.
        let last = flight.removeLast()
        pair.server.give(flight)
        #expect(pair.server.session.isPaused == (serving == .internal))
        pair.server.give([last])
        #expect(pair.server.session.isPaused)
        pair.server.verdict = .accept
        pair.server.run()
        #expect(pair.server.isEstablished)
    }

    @Test(
        "A handshake given up under keys: nothing here, user_canceled and close_notify there",
        arguments: Serving.servers)
    func givenUp(_ serving: Serving) throws {
        let pair = try Setup(serving).pair()
        pair.server.give(pair.client.take())
        _ = pair.server.take()
        pair.server.session.close()
        #expect((pair.server.session.outgoingCount == 0) == (serving == .platform))
    }
}
