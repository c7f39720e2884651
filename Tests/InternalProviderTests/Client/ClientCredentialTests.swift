import HandshakeBench
import TLSCertificates
import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("A client shows a certificate when it is asked, and proves it. RFC 9846 §4.4.2, §4.5.1.2")
struct ClientCredentialTests {
    private func mutual(_ wish: ClientAuthentication = .require) throws -> ClientSetup {
        var setup = try ClientSetup()
        setup.server.clientAuthentication = wish
        setup.client.identities = [try Identities.ofClient()]
        return setup
    }

    @Test("It is accepted, refused, or not shown at all")
    func verdicts() throws {
        let chain = try Identities.ofClient().certificateChain
        let pair = try mutual().established()
        #expect(pair.server.completed?.peerCertificates == chain)
        try pair.echo()

        let refused = try mutual().pair()
        refused.server.verdict = .reject(.accessDenied, reason: "not you")
        refused.exchange()
        #expect(refused.client.error?.alert == .accessDenied && refused.client.error?.code == .alertReceived)

        var none = try mutual()
        none.client.identities = []
        let missing = try none.shaken()
        #expect(
            missing.server.error?.alert == .certificateRequired && missing.client.error?.alert == .certificateRequired)
        none.server.clientAuthentication = .request
        #expect(try none.established().server.completed?.peerCertificates == [])
    }

    @Test("Who is not asked shows nothing")
    func notAsked() throws {
        #expect(try mutual(.none).established().server.completed?.peerCertificates == [])
    }

    @Test("Every kind of key proves itself", arguments: Identities.kinds)
    func kinds(_ kind: Identities.Kind) throws {
        var setup = try mutual()
        setup.client.identities = [try Identities.of(kind)]
        let pair = try setup.established()
        #expect(pair.server.completed?.peerCertificates == (try Identities.of(kind)).certificateChain)
    }

    @Test("The first that the server's schemes and ours allow is shown, and none when there is none")
    func schemes() throws {
        var setup = try mutual(.request)
        setup.server.identities = [try Identities.otherServer()]
        setup.client.identities = [try Identities.ofClient(), try Identities.otherServer()]
        setup.server.signatureSchemes = [.ed25519]
        let pair = try setup.established()
        #expect(pair.server.completed?.peerCertificates == (try Identities.otherServer()).certificateChain)
        setup.client.identities = [try Identities.ofClient()]
        #expect(try setup.established().server.completed?.peerCertificates == [])
    }

    @Test(
        "A client that wants to show one gives up where none fits, if it has any",
        arguments: [ProtocolVersion.tls12, .tls13])
    func required(_ version: ProtocolVersion) throws {
        var setup = try version == .tls12 ? ClientSetup.tls12() : ClientSetup()
        setup.server.clientAuthentication = .request
        setup.client.requiresFittingIdentity = true
        #expect(try setup.established().server.completed?.peerCertificates == [])

        setup.client.identities = [try Identities.ofClient()]
        #expect(try setup.established().server.completed?.peerCertificates.count == 1)
        setup.server.signatureSchemes = [.ed25519, .ecdsaSecp384r1SHA384]
        setup.server.tls12SignatureSchemes = [.ed25519]
        setup.server.identities = [try Identities.otherServer()]
        let unfit = try setup.shaken()
        #expect(unfit.client.error?.alert == .handshakeFailure && unfit.client.error?.code == .incompatiblePeer)
        #expect(unfit.client.error?.reason == Incompatibility.noCommonSignatureScheme.description)
        #expect(unfit.server.error?.code == .alertReceived && unfit.server.error?.alert == .handshakeFailure)

        setup.client.identities[0].isBoundToIssuers = true
        let stranger = try setup.shaken()
        #expect(stranger.client.error?.reason == Incompatibility.noMatchingIssuer.description)

        setup.server.clientAuthentication = .none
        #expect(try setup.established().client.completed != nil)
    }

    @Test("One of an authority that the server names goes before others. RFC 9846 §4.3.4")
    func authorities() throws {
        var setup = try mutual()
        let other = try Identities.otherServer()
        setup.client.identities = [try Identities.ofClient(), other]
        setup.server.clientCertificateAuthorities = other.certificateChain.map(\.issuer.derBytes)
        #expect(try setup.established().server.completed?.peerCertificates == other.certificateChain)
        setup.server.clientCertificateAuthorities = [[0x30, 0]]
        let first = try Identities.ofClient().certificateChain
        #expect(try setup.established().server.completed?.peerCertificates == first)
    }

    @Test("As many names of authorities as our server can send are taken")
    func manyAuthorities() throws {
        var setup = try mutual()
        setup.server.clientCertificateAuthorities = [[UInt8]](repeating: [UInt8](repeating: 1, count: 98), count: 600)
        #expect(try setup.established().server.completed?.peerCertificates.count == 1)
    }

    @Test("The flight is CertificateRequest's answer in the order of the RFC. RFC 9846 §2")
    func order() throws {
        var setup = try ClientSetup()
        for (identities, messages) in [
            ([try Identities.ofClient()], [HandshakeType.clientHello, .certificate, .certificateVerify, .finished]),
            ([], [.clientHello, .certificate, .finished]),
        ] {
            setup.client.identities = identities
            let pair = try ScriptedPair(setup)
            try pair.send(try pair.server.flight(requestingCertificate: true))
            #expect(pair.server.messages == messages && pair.server.isFinished)
            #expect(pair.server.certificate?.context == [] && pair.server.changeCipherSpecs == 1)
        }
    }
}
