import FakeTLSProvider
import HandshakeBench
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSPrimitives
import TLSProvider
import Testing

@Suite("A handshake waits for the application's answers")
struct PauseTests {
    private func setup() throws -> Setup {
        var setup = try Setup()
        setup.configuration.chooseForClient = { _ in .proceed }
        return setup
    }

    /// A pair that waits for an answer about its hello.
    private func paused(_ setup: Setup) throws -> Pair {
        let pair = try setup.pair()
        pair.server.helloDecision = { _ in nil }
        try pair.send(pair.client.helloRecord())
        try #require(pair.server.session.isPaused)
        return pair
    }

    private func goOn(_ pair: Pair, _ decision: ClientHelloDecision) throws {
        pair.server.helloDecision = { _ in decision }
        pair.server.run()
        try pair.client.receive(pair.server.take())
    }

    @Test("Nothing is sent or read while the application thinks")
    func pause() throws {
        let pair = try paused(try setup())
        #expect(pair.server.session.outgoingCount == 0 && !pair.server.isEstablished)
        pair.server.give([0xff, 0xff, 0xff, 0xff, 0xff])
        #expect(pair.server.error == nil)
        #expect(throws: TLSError(.wrongState, "")) { try pair.server.session.seal([1]) }
        #expect(throws: TLSError(.wrongState, "")) { try pair.server.session.updateKeys(requestingPeer: false) }
    }

    @Test("The application sees what the client offers")
    func info() throws {
        var setup = try setup()
        setup.offer.serverName = "A.Example"
        setup.offer.protocols = ["h2", "x"]
        setup.offer.versions = [.tls13, .tls12, ProtocolVersion(rawValue: 0x0a0a)]
        let pair = try paused(setup)
        let info = try #require(pair.server.clientHellos.first)
        #expect(info.serverName == "a.example")
        #expect(info.applicationProtocols == ["h2", "x"])
        #expect(info.supportedVersions.map(\.rawValue) == [0x0304, 0x0303, 0x0a0a])
        #expect(info.cipherSuites == setup.offer.suites && info.signatureSchemes == setup.offer.schemes)
        #expect(info.supportedGroups == setup.offer.groups && info.keyShareGroups == setup.offer.shareGroups)
        #expect(
            info.extensionTypes == pair.client.hello.extensions.order.map(\.rawValue) || !info.extensionTypes.isEmpty)
        #expect(info.rawMessage.first == 1)
        #expect(info.rawMessage.suffix(info.rawMessage.count - 4) == pair.client.helloMessage().bytes.dropFirst(4))
    }

    @Test("It is asked once, also when the hello must be repeated")
    func once() throws {
        var setup = try setup()
        setup.configuration.groups = [.secp256r1]
        let pair = try setup.establishedPair()
        #expect(pair.server.clientHellos.count == 1)
    }

    @Test("To proceed is to do as configured")
    func proceed() throws {
        let pair = try paused(try setup())
        try goOn(pair, .proceed)
        try pair.send(try pair.client.finish())
        #expect(pair.server.isEstablished)
    }

    @Test("To present is to show another certificate, on this connection alone")
    func present() throws {
        let setup = try setup()
        let other = try Identities.otherServer()
        let pair = try paused(setup)
        try goOn(pair, .present([other]))
        #expect(pair.client.flight.certificate?.entries.map(\.certificate) == other.certificateChain.map(\.derBytes))
        #expect(try pair.client.flight.isSigned(by: other.privateKey.publicKey))
        try pair.send(try pair.client.finish())
        #expect(pair.server.isEstablished)

        let next = try setup.establishedPair()
        #expect(next.server.completed?.signatureScheme == .ecdsaSecp256r1SHA256)
    }

    @Test("What is presented holds for the second hello too")
    func presentAndRetry() throws {
        var setup = try setup()
        setup.configuration.groups = [.secp256r1]
        let other = try Identities.otherServer()
        let pair = try setup.pair()
        pair.server.helloDecision = { _ in .present([other]) }
        try pair.sendHello()
        #expect(pair.client.flight.certificate?.entries.map(\.certificate) == other.certificateChain.map(\.derBytes))
    }

    @Test("To present nothing is a handshake_failure")
    func presentNothing() throws {
        let pair = try paused(try setup())
        try goOn(pair, .present([]))
        try pair.expectFailure(.handshakeFailure, .incompatiblePeer)
    }

    @Test("To present a chain that fits no message is a mistake of the application's")
    func presentTooMuch() throws {
        let identity = try Identities.server()
        let chain = try #require(identity.certificateChain.first)
        let long = try TLSIdentity(
            certificateChain: [X509Certificate](repeating: chain, count: 50_000), privateKey: identity.privateKey)
        let pair = try paused(try setup())
        try goOn(pair, .present([long]))
        try pair.expectFailure(.internalError, .invalidConfiguration)
    }

    @Test("To use another context is to do as that one is configured")
    func use() throws {
        var other = try Setup()
        other.configuration.cipherSuites = [.TLS_CHACHA20_POLY1305_SHA256]
        other.configuration.clientAuthentication = .request
        other.configuration.chooseForClient = { _ in .refuse(.internalError) }
        let pair = try paused(try setup())
        try goOn(pair, .use(try other.context()))
        #expect(pair.client.flight.serverHello?.cipherSuite == .TLS_CHACHA20_POLY1305_SHA256)
        #expect(pair.client.flight.certificateRequest != nil)
        try pair.send(try pair.client.finish([], nil, nil))
        #expect(pair.server.isEstablished)
    }

    @Test("Another context's padding and limits hold too")
    func useOthersRecordSettings() throws {
        var other = try Setup()
        other.configuration.recordPadding = .multiple(of: 512)
        other.configuration.clientAuthentication = .request
        other.configuration.limits.maximumCertificateMessage = 2000
        let pair = try paused(try setup())
        try goOn(pair, .use(try other.context()))
        let inner = pair.client.flight.records.filter { $0.outer == 23 }.map(\.count)
        #expect(!inner.isEmpty && inner.allSatisfy { $0 % 512 == 0 })
        try pair.send(try pair.client.record(.handshake, [11, 0, 0x07, 0xd1]))
        try pair.expectFailure(.illegalParameter)
    }

    @Test("A key log is written where the context in use asks for one, and nowhere else")
    func useOthersKeyLog() throws {
        let first = Lines()
        let second = Lines()
        var own = try setup()
        own.configuration.unsafelyLogSecrets = { first.append($0) }
        var other = try Setup()
        other.configuration.unsafelyLogSecrets = { second.append($0) }
        let pair = try paused(own)
        try goOn(pair, .use(try other.context()))
        #expect(first.all.isEmpty && second.all.count == 5)
    }

    @Test("A context of another provider cannot be used")
    func useForeign() throws {
        let pair = try paused(try setup())
        let foreign = try FakeTLSProvider().makeServerContext(try Setup().configuration)
        try goOn(pair, .use(foreign))
        try pair.expectFailure(.internalError, .invalidConfiguration)
    }

    @Test(
        "To refuse is to send the alert of one's choice", arguments: [AlertDescription.unrecognizedName, .accessDenied])
    func refuse(_ alert: AlertDescription) throws {
        let pair = try paused(try setup())
        try goOn(pair, .refuse(alert))
        try pair.expectFailure(alert, .applicationRefused)
    }

    @Test("An answer to nothing is a mistake of the caller's and harms no connection")
    func unaskedAnswers() throws {
        for pair in [try Setup().pair(), try Setup().pairAfterServerFlight(), try Setup().establishedPair()] {
            for decision in [ClientHelloDecision.proceed, .present([]), .refuse(.accessDenied)] {
                #expect(throws: TLSError(.wrongState, "")) { try pair.server.session.resume(with: decision) }
            }
            #expect(throws: TLSError(.wrongState, "")) { try pair.server.session.resume(with: PeerVerdict.accept) }
            #expect(pair.server.session.outgoingCount == 0)
        }
        let pair = try Setup().establishedPair()
        _ = try? pair.server.session.resume(with: .refuse(.accessDenied))
        try pair.sendFromServer([1])
        #expect(pair.client.flight.data == [1])
    }

    @Test("An answer to the other question is a mistake of the caller's too")
    func answerToTheOtherQuestion() throws {
        let pair = try paused(try setup())
        #expect(throws: TLSError(.wrongState, "")) { try pair.server.session.resume(with: PeerVerdict.accept) }
        #expect(pair.server.session.isPaused)
        try goOn(pair, .proceed)
        try pair.send(try pair.client.finish())
        #expect(pair.server.isEstablished)

        var asking = try Setup()
        asking.configuration.clientAuthentication = .request
        let second = try asking.pairAfterServerFlight()
        second.server.verdict = nil
        second.server.give(try second.client.finish([], nil, nil))
        #expect(throws: TLSError(.wrongState, "")) { try second.server.session.resume(with: .proceed) }
        second.server.verdict = .accept
        second.server.run()
        #expect(second.server.isEstablished)
    }

    @Test("Messages that came with the certificate wait for the verdict, and are then read")
    func messagesBehindThePause() throws {
        var setup = try Setup()
        setup.configuration.clientAuthentication = .request
        let pair = try setup.pairAfterServerFlight()
        pair.server.verdict = nil
        let identity = try Identities.ofClient()
        let flight = try pair.client.finish(
            identity.certificateChain.map(\.derBytes), identity.privateKey, .ecdsaSecp256r1SHA256)
        pair.server.give(flight + (try pair.client.record(.applicationData, [4, 2])))
        #expect(pair.server.session.isPaused && pair.server.data.isEmpty)
        pair.server.verdict = .accept
        pair.server.run()
        #expect(pair.server.isEstablished && pair.server.data == [4, 2])
    }
}
