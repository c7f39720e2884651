import HandshakeBench
import TLSHandshake
import TLSMessages
import TLSProvider
import Testing

@Suite("A hello without a usable share is asked for again, once. RFC 9846 §4.2.2, §4.2.4")
struct HelloRetryTests {
    private func setup(_ change: (inout Setup) -> Void = { _ in }) throws -> Setup {
        var setup = try Setup()
        setup.offer.groups = [.x25519, .secp384r1]
        setup.offer.shareGroups = [.x25519]
        setup.configuration.groups = [.secp384r1]
        change(&setup)
        return setup
    }

    @Test(
        "The second hello completes the handshake",
        arguments: [
            CipherSuite.TLS_AES_128_GCM_SHA256, .TLS_AES_256_GCM_SHA384, .TLS_CHACHA20_POLY1305_SHA256,
        ])
    func completes(_ suite: CipherSuite) throws {
        let pair = try setup { $0.offer.suites = [suite] }.establishedPair()
        let flight = pair.client.flight
        #expect(flight.retry?.extensions.selectedGroup == .secp384r1)
        #expect(flight.retry?.extensions.cookie == nil)
        #expect(flight.messages.prefix(2) == [.serverHello, .serverHello])
        #expect(flight.changeCipherSpecs == 1)
        #expect(pair.server.completed?.isHelloRetried == true)
        #expect(pair.server.completed?.group == .secp384r1)
        let ours = try pair.client.export("l", context: [], count: 16)
        #expect(try pair.server.session.exportKeyingMaterial(label: "l", context: nil, count: 16) == ours)
    }

    @Test("With no share at all, our first group in common is asked for")
    func noShares() throws {
        let pair = try setup {
            $0.offer.shareGroups = []
            $0.configuration.groups = [.secp521r1, .secp384r1, .x25519]
        }.establishedPair()
        #expect(pair.client.flight.retry?.extensions.selectedGroup == .secp384r1)
    }

    @Test("A cookie is sent and must come back. RFC 9846 §4.3.2")
    func cookie() throws {
        let pair = try setup { $0.options = { $0.retryCookie = [0xc0, 0x0c, 0x1e] } }.establishedPair()
        #expect(pair.client.flight.retry?.extensions.cookie == [0xc0, 0x0c, 0x1e])
    }

    @Test("A retry is not needed when a share of another of our groups came")
    func otherShare() throws {
        let pair = try setup { $0.configuration.groups = [.secp384r1, .x25519] }.establishedPair()
        #expect(pair.client.flight.retry == nil)
        #expect(pair.server.completed?.group == .x25519)
        // Tells the client what to use first the next time. RFC 9846 §4.3.7.
        #expect(pair.client.flight.encryptedExtensions?.supportedGroups == [.secp384r1, .x25519])
    }

    /// A change that a second hello may make, or may not.
    private struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let run: @Sendable (ScriptedClient) -> Void

        init(_ name: String, _ run: @escaping @Sendable (ScriptedClient) -> Void) {
            testDescription = name
            self.run = run
        }

        static let allowed = [
            Change("padding") { $0.extraExtensions.append((21, [0, 0, 0])) },
            Change("nothing") { _ in },
        ]

        static let forbidden = [
            Change("random") { $0.hello.random[0] ^= 1 },
            Change("session ID") { $0.hello.legacySessionID = [] },
            Change("suites, one fewer") { $0.hello.cipherSuites.removeLast() },
            Change("suites, another order") { $0.hello.cipherSuites.reverse() },
            Change("server name") { $0.hello.extensions.serverName = Array("b.example".utf8) },
            Change("groups") { $0.hello.extensions.supportedGroups?.append(.secp521r1) },
            Change("schemes") { $0.hello.extensions.signatureAlgorithms?.removeLast() },
            Change("protocols") { $0.hello.extensions.applicationProtocols = [[0x78]] },
            Change("versions") { $0.hello.extensions.supportedVersions?.append(.tls12) },
            Change("record_size_limit") { $0.hello.extensions.recordSizeLimit = 100 },
            Change("an unknown extension") { $0.extraExtensions.append((0x1a1a, [])) },
        ]
    }

    @Test("What may change in the second hello", arguments: Change.allowed)
    private func allowed(_ change: Change) throws {
        let pair = try retried()
        change.run(pair.client)
        try pair.send(pair.client.plain(.handshake, pair.client.helloMessage().bytes))
        #expect(pair.client.flight.isFinished && pair.server.error == nil)
    }

    @Test("Nothing else may change", arguments: Change.forbidden)
    private func forbidden(_ change: Change) throws {
        let pair = try retried()
        change.run(pair.client)
        try pair.send(pair.client.plain(.handshake, pair.client.helloMessage().bytes))
        try pair.expectFailure(.illegalParameter, .peerMisbehaved)
    }

    @Test("An extension we do not know may change in itself: its own RFC may say so. RFC 9849 §6.1.5")
    func unknownContent() throws {
        let pair = try setup().pair()
        pair.client.extraExtensions = [(0xfe0d, [1, 2, 3])]
        try pair.send(pair.client.helloRecord())
        try pair.client.correctHello()
        pair.client.extraExtensions = [(0xfe0d, [1, 2, 4])]
        try pair.send(pair.client.plain(.handshake, pair.client.helloMessage().bytes))
        #expect(pair.client.flight.isFinished)
    }

    /// A pair whose client has its second hello ready.
    private func retried() throws -> Pair {
        let pair = try setup().pair()
        try pair.send(pair.client.helloRecord())
        try #require(pair.client.flight.retry != nil)
        try pair.client.correctHello()
        return pair
    }

    @Test("Early data between the hellos is passed over, and early data after them is not. RFC 9846 §4.3.10")
    func earlyData() throws {
        for count in [1, 16_384] {
            let pair = try setup().pair()
            pair.client.hello.extensions.earlyData = Empty()
            try pair.send(pair.client.helloRecord())
            try pair.send(pair.client.plain(.applicationData, [UInt8](repeating: 0xee, count: count)))
            try pair.client.correctHello()
            try pair.send(pair.client.plain(.handshake, pair.client.helloMessage().bytes))
            #expect(pair.client.flight.isFinished)
            try pair.send(pair.client.plain(.applicationData, [UInt8](repeating: 0xee, count: 100)))
            try pair.expectFailure(.badRecordMAC)
        }
    }

    @Test("A client may send change_cipher_spec before its second hello and before Finished. RFC 9846 §E.4")
    func changeCipherSpec() throws {
        let pair = try retried()
        try pair.send(pair.client.plain(.changeCipherSpec, [1]))
        try pair.send(pair.client.plain(.handshake, pair.client.helloMessage().bytes))
        try pair.send(pair.client.plain(.changeCipherSpec, [1]))
        try pair.send(try pair.client.finish())
        #expect(pair.server.isEstablished)
    }
}
