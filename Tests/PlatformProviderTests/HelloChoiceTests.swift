import FakeTLSProvider
import HandshakeBench
import PlatformProvider
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("A server chooses by the client's hello")
struct HelloChoiceTests {
    private func asking(_ serving: Serving) throws -> Setup {
        var setup = try Setup(serving)
        setup.server.chooseForClient = { _ in .proceed }
        return setup
    }

    @Test("The name decides the certificate, and the first answers for every other name", arguments: Serving.allCases)
    func byName(_ serving: Serving) throws {
        var setup = try Setup(serving)
        setup.server.identities = [try Identities.server(), try Identities.otherServer()]
        for (name, identity) in [
            ("a.example", try Identities.server()), ("www.b.example", try Identities.otherServer()),
            ("WWW.B.EXAMPLE", try Identities.otherServer()), ("c.example", try Identities.server()),
        ] {
            setup.client.serverName = name
            let pair = try setup.established()
            #expect(pair.client.completed?.peerCertificates == identity.certificateChain)
            #expect(pair.server.completed?.serverName == name.lowercased())
        }
    }

    @Test("The client's schemes decide between RSA and ECDSA", arguments: Serving.allCases)
    func byScheme(_ serving: Serving) throws {
        var setup = try Setup(serving)
        setup.server.identities = [try Identities.server(), try Identities.rsaServer()]
        #expect(try setup.established().server.completed?.signatureScheme == .ecdsaSecp256r1SHA256)
        setup.client.signatureSchemes = [.rsaPSSRSAESHA256, .ecdsaSecp256r1SHA256]
        #expect(try setup.established().server.completed?.signatureScheme == .ecdsaSecp256r1SHA256)
        setup.client.signatureSchemes = [.rsaPSSRSAESHA256]
        #expect(try setup.established().server.completed?.signatureScheme == .rsaPSSRSAESHA256)
        setup.client.signatureSchemes = [.ed25519]
        #expect(try setup.shaken().server.error?.alert == .handshakeFailure)
    }

    @Test("Two curves at once: libssl has one place for both, we look first", arguments: Serving.allCases)
    func twoCurves(_ serving: Serving) throws {
        var setup = try Setup(serving)
        setup.server.identities = [try Identities.of(Identities.kinds[3]), try Identities.server()]
        setup.client.signatureSchemes = [.ecdsaSecp256r1SHA256]
        #expect(try setup.established().server.completed?.signatureScheme == .ecdsaSecp256r1SHA256)
    }

    @Test("A name that is not served is refused where that is asked for", arguments: Serving.allCases)
    func unknownName(_ serving: Serving) throws {
        var setup = try Setup(serving)
        setup.server.refusesUnknownServerName = true
        _ = try setup.established()
        setup.client.serverName = nil
        _ = try setup.established()
        setup.client.serverName = "c.example"
        let pair = try setup.shaken()
        #expect(pair.server.error?.code == .incompatiblePeer && pair.server.error?.alert == .unrecognizedName)
        #expect(pair.client.error?.alert == .unrecognizedName)
    }

    @Test("The application sees all of the offer", arguments: Serving.servers)
    func info(_ serving: Serving) throws {
        var setup = try asking(serving)
        setup.client.applicationProtocols = ["h2", "x"]
        setup.server.applicationProtocols = ["x"]
        let pair = try setup.established()
        let info = try #require(pair.server.clientHellos.first)
        #expect(pair.server.clientHellos.count == 1)
        #expect(info.serverName == "a.example" && info.applicationProtocols == ["h2", "x"])
        #expect(info.supportedVersions == [.tls13, .tls12] && info.keyShareGroups == [.x25519])
        #expect(info.supportedGroups == HandshakeTests.groups)
        #expect(info.signatureSchemes == setup.client.signatureSchemes)
        #expect(info.cipherSuites.prefix(3).elementsEqual(CipherSuite.allTLS13))
        #expect(info.extensionTypes.contains(51) && info.extensionTypes.contains(0))
        #expect(Array(pair.fromClient[5..<5 + info.rawMessage.count]) == info.rawMessage)
    }

    @Test("It is asked once, also when the hello is repeated, and the answer holds", arguments: Serving.allCases)
    func retried(_ serving: Serving) throws {
        var setup = try asking(serving)
        setup.server.groups = [.secp256r1]
        let pair = try setup.pair()
        let other = try Identities.otherServer()
        pair.server.helloDecision = { _ in .present([other]) }
        pair.exchange()
        #expect(pair.server.clientHellos.count == 1 && pair.server.completed?.isHelloRetried == true)
        #expect(pair.client.completed?.peerCertificates == other.certificateChain)
    }

    @Test("While the answer is due nothing is taken", arguments: Serving.allCases)
    func paused(_ serving: Serving) throws {
        let pair = try asking(serving).pair()
        pair.server.helloDecision = { _ in nil }
        pair.exchange()
        #expect(pair.server.session.isPaused && pair.server.session.outgoingCount == 0)
        #expect(throws: TLSError(.wrongState, "")) { try pair.server.session.resume(with: PeerVerdict.accept) }
        try pair.server.session.resume(with: ClientHelloDecision.proceed)
        pair.exchange()
        #expect(pair.server.isEstablished && pair.client.isEstablished)
        #expect(throws: TLSError(.wrongState, "")) { try pair.server.session.resume(with: ClientHelloDecision.proceed) }
    }

    @Test("To present nothing is a handshake_failure", arguments: Serving.allCases)
    func presentNothing(_ serving: Serving) throws {
        let pair = try asking(serving).pair()
        pair.server.helloDecision = { _ in .present([]) }
        pair.exchange()
        #expect(pair.server.error?.code == .incompatiblePeer && pair.client.error?.alert == .handshakeFailure)
    }

    @Test("To use another context is to do as that one is configured, in everything", arguments: Serving.allCases)
    func use(_ serving: Serving) throws {
        let own = Collected<String>()
        let others = Collected<String>()
        var setup = try asking(serving)
        setup.server.unsafelyLogSecrets = { own.append($0) }
        setup.client.identities = [try Identities.ofClient()]
        var other = try asking(serving).server
        other.identities = [try Identities.otherServer()]
        other.cipherSuites = [.TLS_CHACHA20_POLY1305_SHA256]
        other.clientAuthentication = .request
        other.unsafelyLogSecrets = { others.append($0) }
        let context = try serving.provider.makeServerContext(other)
        let pair = try setup.pair()
        pair.server.helloDecision = { _ in .use(context) }
        pair.exchange()
        #expect(pair.server.isEstablished && pair.client.isEstablished)
        #expect(pair.server.clientHellos.count == 1)
        #expect(pair.client.completed?.cipherSuite == .TLS_CHACHA20_POLY1305_SHA256)
        #expect(pair.client.completed?.peerCertificates == other.identities.first?.certificateChain)
        #expect(pair.server.completed?.peerCertificates.count == 1)
        #expect(own.all.isEmpty && others.all.count == 5)
        try echo(pair)
    }

    @Test("A context of another provider cannot be used")
    func useForeign() throws {
        let setup = try asking(.platform)
        let pair = try setup.pair()
        let foreign = try FakeTLSProvider().makeServerContext(setup.server)
        pair.server.helloDecision = { _ in .use(foreign) }
        pair.exchange()
        #expect(pair.server.error?.code == .invalidConfiguration && pair.client.error?.alert == .internalError)
    }

    @Test(
        "To refuse is to send the alert of one's choice, once", arguments: Serving.allCases,
        [AlertDescription.unrecognizedName, .accessDenied])
    func refuse(_ serving: Serving, _ alert: AlertDescription) throws {
        let pair = try asking(serving).pair()
        pair.server.helloDecision = { _ in .refuse(alert) }
        pair.exchange()
        #expect(pair.server.error?.code == .applicationRefused && pair.server.error?.alert == alert)
        #expect(pair.fromServer == [21, 3, 3, 0, 2, 2, alert.rawValue])
        #expect(pair.client.error?.alert == alert && pair.client.error?.alertDirection == .received)
    }

    @Test("Before TLS 1.3 every decision is applied as well", arguments: [ProtocolVersion.tls12, .tls10])
    func older(_ version: ProtocolVersion) throws {
        var setup = try asking(.platform)
        setup.server.versions = [version]
        setup.client.versions = [version]
        let other = try Identities.rsaServer()
        var otherServer = setup.server
        otherServer.identities = [other]
        let context = try PlatformProvider().makeServerContext(otherServer)
        for decision in [ClientHelloDecision.present([other]), .use(context)] {
            let pair = try setup.pair()
            pair.server.helloDecision = { _ in decision }
            pair.exchange()
            #expect(pair.client.completed?.peerCertificates == other.certificateChain)
            #expect(pair.server.completed?.version == version)
            try echo(pair)
        }
        let pair = try setup.pair()
        pair.server.helloDecision = { _ in .refuse(.accessDenied) }
        pair.exchange()
        #expect(pair.client.error?.alert == .accessDenied && pair.server.error?.code == .applicationRefused)
    }

    @Test("The application fails a server that waits for its choice", arguments: Serving.allCases)
    func failed(_ serving: Serving) throws {
        let pair = try asking(serving).pair()
        pair.server.helloDecision = { _ in nil }
        pair.exchange()
        pair.server.session.fail(TLSError(.applicationRefused, "the callback threw", alert: .internalError))
        pair.exchange()
        #expect(pair.client.error?.alert == .internalError && !pair.server.session.isPaused)
        #expect(throws: TLSError(.applicationRefused, "")) {
            try pair.server.session.resume(with: ClientHelloDecision.proceed)
        }
    }
}
