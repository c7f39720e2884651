import HandshakeBench
import PlatformProvider
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("Each end judges the other's certificates")
struct PeerCertificateTests {
    private func mutual(_ serving: Serving, _ version: ProtocolVersion = .tls13) throws -> Setup {
        var setup = try Setup(serving)
        setup.server.clientAuthentication = .require
        setup.server.versions = [version]
        setup.client.versions = [version]
        setup.client.identities = [try Identities.ofClient()]
        return setup
    }

    static let cases: [(Serving, ProtocolVersion)] = [
        (.internal, .tls13), (.platformForOurs, .tls13), (.platform, .tls13), (.platform, .tls12), (.platform, .tls11),
    ]

    @Test("A client's certificate is proven, judged and told", arguments: cases)
    func accepted(_ serving: Serving, _ version: ProtocolVersion) throws {
        let pair = try mutual(serving, version).established()
        let chain = try Identities.ofClient().certificateChain
        #expect(pair.server.completed?.peerCertificates == chain)
        let asked = pair.server.events.compactMap { if case .peerCertificates(let chain) = $0 { chain } else { nil } }
        #expect(asked == [chain])
        try echo(pair)
    }

    @Test("Until the verdict nothing is told, sent or taken", arguments: cases)
    func paused(_ serving: Serving, _ version: ProtocolVersion) throws {
        let pair = try mutual(serving, version).pair()
        pair.server.verdict = nil
        pair.exchange()
        #expect(pair.server.session.isPaused && !pair.server.isEstablished && pair.server.completed == nil)
        #expect(throws: TLSError(.wrongState, "")) { try pair.server.session.seal([1]) }
        #expect(throws: TLSError(.wrongState, "")) { try pair.server.session.resume(with: .proceed) }
        if version == .tls13 {
            pair.server.give(try pair.client.session.seal([4, 2]))
            #expect(pair.server.data.isEmpty)
        } else {
            #expect(!pair.client.isEstablished)
        }
        try pair.server.session.resume(with: PeerVerdict.accept)
        pair.server.run()
        pair.exchange()
        #expect(pair.server.isEstablished && pair.client.isEstablished)
        if version == .tls13 { #expect(pair.server.data == [4, 2]) }
        try echo(pair)
    }

    @Test(
        "A client that is refused gets the alert of one's choice and no more", arguments: cases,
        [AlertDescription.badCertificate, .accessDenied, .certificateExpired])
    func refused(_ test: (Serving, ProtocolVersion), _ alert: AlertDescription) throws {
        let pair = try mutual(test.0, test.1).pair()
        pair.server.verdict = .reject(alert, reason: "not you")
        pair.exchange()
        let error = try #require(pair.server.error)
        #expect(error.code == .peerCertificateRejected && error.alert == alert && error.reason.contains("not you"))
        #expect(pair.client.error?.code == .alertReceived && pair.client.error?.alert == alert)
        #expect(pair.server.data.isEmpty && pair.server.completed == nil)
        #expect(throws: error) { try pair.server.session.seal([1]) }
        pair.server.session.close()
        #expect(pair.server.session.outgoingCount == 0)
    }

    @Test("A server that gives up while it judges says so")
    func closedWhileJudging() throws {
        for version in [ProtocolVersion.tls13, .tls12] {
            let pair = try mutual(.platform, version).pair()
            pair.server.verdict = nil
            pair.exchange()
            pair.server.session.close()
            pair.exchange()
            #expect(!pair.server.session.isPaused)
            #expect(
                pair.client.closeNotifies == 1 || pair.client.error?.alert == .closeNotify,
                "\(version) \(String(describing: pair.client.error))")
        }
    }

    @Test("A client without a certificate reaches the verifier, where one is only asked for", arguments: cases)
    func absent(_ serving: Serving, _ version: ProtocolVersion) throws {
        var setup = try mutual(serving, version)
        setup.client.identities = []
        setup.server.clientAuthentication = .request
        let pair = try setup.established()
        let asked = pair.server.events.compactMap { if case .peerCertificates(let chain) = $0 { chain } else { nil } }
        #expect(asked.count == 1 && asked.first?.isEmpty == true)
    }

    @Test("A client without a certificate is refused where one is required", arguments: cases)
    func missing(_ serving: Serving, _ version: ProtocolVersion) throws {
        var setup = try mutual(serving, version)
        setup.client.identities = []
        let pair = try setup.shaken()
        // RFC 9846 §4.5.1.3; RFC 5246 §7.4.6.
        let alert: AlertDescription = version == .tls13 ? .certificateRequired : .handshakeFailure
        #expect(pair.server.error?.alert == alert && pair.client.error?.alert == alert)
        if version == .tls13 { #expect(pair.server.error?.code == .peerCertificateRejected) }
    }

    @Test("A chain that is too long is refused", arguments: Serving.allCases)
    func tooLong(_ serving: Serving) throws {
        var setup = try mutual(serving)
        setup.server.limits.maximumChainLength = 0
        let pair = try setup.shaken()
        #expect(pair.server.error?.code == .peerCertificateRejected && pair.server.error?.alert == .badCertificate)
        #expect(pair.client.error?.alert == .badCertificate)
    }

    @Test("The names of authorities reach the client", arguments: Serving.allCases)
    func authorities(_ serving: Serving) throws {
        var setup = try mutual(serving)
        let issuer = try #require(try Identities.ofClient().certificateChain.first)
        setup.server.clientCertificateAuthorities = [issuer.issuer.derBytes]
        #expect(try setup.established().server.completed?.peerCertificates == [issuer])
    }

    @Test("A client waits for the verdict over the server", arguments: cases)
    func serverJudged(_ serving: Serving, _ version: ProtocolVersion) throws {
        let pair = try mutual(serving, version).pair()
        pair.client.verdict = nil
        pair.exchange()
        #expect(pair.client.session.isPaused && !pair.client.isEstablished)
        let chain = try Identities.server().certificateChain
        let asked = pair.client.events.compactMap { if case .peerCertificates(let chain) = $0 { chain } else { nil } }
        #expect(asked == [chain])
        try pair.client.session.resume(with: PeerVerdict.accept)
        pair.client.run()
        pair.exchange()
        #expect(pair.server.isEstablished && pair.client.isEstablished)
        try echo(pair)
    }

    @Test(
        "A client refuses a server with the alert of its choice",
        arguments: cases,
        [
            AlertDescription.badCertificate, .unsupportedCertificate, .certificateRevoked, .certificateExpired,
            .unknownCA, .decryptError, .handshakeFailure, .internalError, .certificateUnknown,
        ])
    func serverRefused(_ test: (Serving, ProtocolVersion), _ alert: AlertDescription) throws {
        let pair = try mutual(test.0, test.1).pair()
        pair.client.verdict = .reject(alert, reason: "not you")
        pair.exchange()
        #expect(pair.client.error?.code == .peerCertificateRejected && pair.client.error?.alert == alert)
        #expect(pair.client.error?.reason.hasSuffix("not you") == true)
        #expect(pair.server.error?.alert == alert && pair.server.error?.code == .alertReceived)
    }

    @Test("An alert that libssl cannot send about a server is certificate_unknown, and the error says so")
    func unsendableAlert() throws {
        let pair = try Setup().pair()
        pair.client.verdict = .reject(.accessDenied, reason: "not you")
        pair.exchange()
        #expect(pair.client.error?.alert == .certificateUnknown && pair.server.error?.alert == .certificateUnknown)
    }

    @Test("The application fails a client that waits for a verdict")
    func failWhileJudging() throws {
        let pair = try Setup().pair()
        pair.client.verdict = nil
        pair.exchange()
        pair.client.session.fail(TLSError(.applicationRefused, "the verifier threw", alert: .internalError))
        pair.exchange()
        #expect(pair.server.error?.alert == .internalError)
        #expect(throws: TLSError(.applicationRefused, "")) { try pair.client.session.resume(with: PeerVerdict.accept) }
    }
}
