import HandshakeBench
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("Our client and our server agree on everything that both have. RFC 9846 §2")
struct ClientHandshakeTests {
    @Test("Every suite", arguments: CipherSuite.allTLS13)
    func suite(_ suite: CipherSuite) throws {
        var setup = try ClientSetup()
        setup.client.cipherSuites = [suite]
        let pair = try setup.established()
        #expect(pair.server.completed?.cipherSuite == suite && pair.client.completed?.cipherSuite == suite)
        try pair.echo()
    }

    @Test("Every group", arguments: TLSClientConfiguration().groups)
    func group(_ group: NamedGroup) throws {
        var setup = try ClientSetup()
        setup.client.groups = [group]
        let pair = try setup.established()
        #expect(pair.server.completed?.group == group && pair.client.completed?.group == group)
        #expect(pair.client.completed?.isHelloRetried == false)
    }

    @Test("Every kind of key", arguments: Identities.kinds)
    func scheme(_ kind: Identities.Kind) throws {
        var setup = try ClientSetup()
        setup.server.identities = [try Identities.of(kind)]
        setup.client.signatureSchemes = [kind.scheme, .rsaPKCS1SHA256]
        let pair = try setup.established()
        #expect(pair.client.completed?.signatureScheme == kind.scheme)
        #expect(pair.server.completed?.signatureScheme == kind.scheme)
        #expect(pair.client.completed?.peerCertificates == (try Identities.of(kind)).certificateChain)
    }

    @Test("Version, name and chain are told as they are")
    func parameters() throws {
        let client = try #require(try ClientSetup().established().client.completed)
        #expect(client.version == .tls13 && client.serverName == "a.example" && !client.isResumed)
        #expect(client.peerCertificates == (try Identities.server()).certificateChain)
        #expect(client.applicationProtocol == nil)
    }

    @Test("The hello waits to be sent from the start, in a record of TLS 1.0. RFC 9846 §5.1")
    func startsByItself() throws {
        let session = try ClientSetup().clientContext().makeSession()
        #expect(session.outgoingCount > 100 && session.nextEvent() == nil && !session.isPaused)
        #expect(Array(session.takeOutgoing().prefix(3)) == [22, 3, 1])
        #expect(session.outgoingCount == 0 && session.negotiated == nil)
        #expect(throws: TLSError(.wrongState, "")) { try session.seal([1]) }
        #expect(throws: TLSError(.wrongState, "")) { try session.resume(with: PeerVerdict.accept) }
        #expect(throws: TLSError(.wrongState, "")) { try session.resume(with: ClientHelloDecision.proceed) }
        #expect(throws: TLSError(.wrongState, "")) { try session.updateKeys(requestingPeer: false) }
        #expect(throws: TLSError(.wrongState, "")) {
            try session.exportKeyingMaterial(label: "x", context: nil, count: 1)
        }
    }

    @Test("Both ends export the same keying material. RFC 9846 §7.5")
    func exporters() throws {
        let pair = try ClientSetup().established()
        for context in [nil, [], [1, 2, 3]] as [[UInt8]?] {
            let one = try pair.server.session.exportKeyingMaterial(label: "EXPERIMENTAL", context: context, count: 40)
            let other = try pair.client.session.exportKeyingMaterial(label: "EXPERIMENTAL", context: context, count: 40)
            #expect(one == other && one.count == 40)
        }
    }

    @Test("A label may be empty in TLS 1.2 only. RFC 5705 §4, RFC 9846 §7.1")
    func emptyLabel() throws {
        var setup = try ClientSetup()
        setup.client.versions = [.tls12]
        let pair = try setup.established()
        let one = try pair.server.session.exportKeyingMaterial(label: "", context: nil, count: 1024)
        #expect(try pair.client.session.exportKeyingMaterial(label: "", context: nil, count: 1024) == one)
        #expect(try pair.client.session.exportKeyingMaterial(label: "", context: [], count: 1024) != one)
        let newer = try ClientSetup().established()
        #expect(throws: TLSError(.invalidConfiguration, "")) {
            try newer.client.session.exportKeyingMaterial(label: "", context: nil, count: 32)
        }
    }

    @Test("Both ends log the same secrets. RFC 9850 §2")
    func keyLog() throws {
        let server = Lines()
        let client = Lines()
        var setup = try ClientSetup()
        setup.server.unsafelyLogSecrets = { server.append($0) }
        setup.client.unsafelyLogSecrets = { client.append($0) }
        _ = try setup.established()
        #expect(Set(server.all) == Set(client.all) && client.all.count == 5)
    }

    @Test("ALPN: the server's choice among ours reaches the application. RFC 7301 §3.2")
    func applicationProtocol() throws {
        var setup = try ClientSetup()
        setup.client.applicationProtocols = ["http/1.1", "h2"]
        #expect(try setup.established().client.completed?.applicationProtocol == nil)
        setup.server.applicationProtocols = ["h2", "http/1.1"]
        let pair = try setup.established()
        #expect(pair.client.completed?.applicationProtocol == "h2")
        setup.server.applicationProtocols = ["spdy/3"]
        let failed = try setup.shaken()
        #expect(failed.client.error?.code == .alertReceived && failed.client.error?.alert == .noApplicationProtocol)
    }

    @Test("SNI: a host's name is sent in lower case without a dot behind, an address never. RFC 6066 §3")
    func serverName() throws {
        for (name, sent) in [
            ("A.Example.", "a.example"), ("192.0.2.1", nil), ("2001:db8::1", nil), (nil, nil),
            ("localhost", "localhost"),
        ] as [(String?, String?)] {
            var setup = try ClientSetup()
            setup.client.serverName = name
            let pair = try setup.established()
            #expect(pair.server.completed?.serverName == sent && pair.client.completed?.serverName == sent)
        }
    }

    @Test("Nothing goes out before the verdict, and nothing but an alert when it is against the server")
    func verdict() throws {
        for verdict in [PeerVerdict.accept, .reject(.unknownCA, reason: "not you")] {
            let pair = try ClientSetup().pair()
            pair.client.verdict = nil
            pair.exchange()
            #expect(pair.client.session.isPaused && pair.client.session.outgoingCount == 0)
            #expect(!pair.client.isEstablished && pair.client.completed == nil)
            pair.client.verdict = verdict
            pair.client.run()
            pair.exchange()
            if case .accept = verdict {
                #expect(pair.client.isEstablished && pair.server.isEstablished)
            } else {
                #expect(
                    pair.client.error?.code == .peerCertificateRejected && pair.client.error?.reason.isEmpty == false)
                #expect(pair.server.error?.alert == .unknownCA && pair.server.completed == nil)
            }
        }
    }

    @Test("A start that fails sends nothing, and the first call says why")
    func failedStart() throws {
        var setup = try ClientSetup()
        // No private key of X25519 has 31 bytes.
        setup.clientRandomness = FixedRandomness(privateKey: [UInt8](1...31))
        let client = ServerBench(try setup.clientContext().makeSession())
        #expect(client.session.outgoingCount == 0 && client.session.isWriteClosed)
        client.give([22, 3, 3, 0, 1, 0])
        #expect(client.error?.code == .cryptographyFailed && client.take().isEmpty)
    }

    @Test("Two handshakes at once are two connections")
    func twoSessions() throws {
        let context = try ClientSetup().clientContext()
        #expect(context.makeSession().takeOutgoing() != context.makeSession().takeOutgoing())
    }
}
