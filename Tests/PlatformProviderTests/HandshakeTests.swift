import HandshakeBench
import PlatformProvider
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("libssl's client with either server agrees on everything that both have")
struct HandshakeTests {
    static let suites = CipherSuite.allTLS13
    /// libssl 3.0 has no hybrids.
    static let groups = TLSClientConfiguration().groups.filter { $0 != .x25519MLKEM768 }

    @Test("Every suite of TLS 1.3", arguments: Serving.allCases, suites)
    func suite(_ serving: Serving, _ suite: CipherSuite) throws {
        var setup = try Setup(serving)
        setup.client.cipherSuites = [suite]
        let pair = try setup.established()
        #expect(pair.server.completed?.cipherSuite == suite && pair.client.completed?.cipherSuite == suite)
        try echo(pair)
    }

    @Test("Every group", arguments: Serving.allCases, groups)
    func group(_ serving: Serving, _ group: NamedGroup) throws {
        var setup = try Setup(serving)
        setup.client.groups = [group]
        let pair = try setup.established()
        #expect(pair.server.completed?.group == group && pair.client.completed?.group == group)
        #expect(pair.server.completed?.isHelloRetried == false && pair.client.completed?.isHelloRetried == false)
    }

    @Test("Every key and scheme", arguments: Serving.allCases, Identities.kinds)
    func scheme(_ serving: Serving, _ kind: Identities.Kind) throws {
        for scheme in kind.schemes {
            var setup = try Setup(serving)
            setup.server.identities = [try Identities.of(kind)]
            setup.client.signatureSchemes = [scheme, .rsaPKCS1SHA256]
            let pair = try setup.established()
            #expect(pair.server.completed?.signatureScheme == scheme)
            #expect(pair.client.completed?.signatureScheme == scheme)
        }
    }

    @Test("A group that the client sent no share for costs a round trip, and both say so", arguments: Serving.allCases)
    func retry(_ serving: Serving) throws {
        var setup = try Setup(serving)
        setup.server.groups = [.secp384r1]
        let pair = try setup.established()
        #expect(pair.server.completed?.isHelloRetried == true && pair.client.completed?.isHelloRetried == true)
        #expect(pair.server.completed?.group == .secp384r1)
    }

    @Test("Version, name and chain are told as they are", arguments: Serving.allCases)
    func parameters(_ serving: Serving) throws {
        let pair = try Setup(serving).established()
        let server = try #require(pair.server.completed)
        let client = try #require(pair.client.completed)
        #expect(server.version == .tls13 && client.version == .tls13)
        #expect(server.serverName == "a.example" && client.serverName == "a.example")
        #expect(server.peerCertificates.isEmpty)
        #expect(client.peerCertificates == (try Identities.server()).certificateChain)
        #expect(!server.isResumed && !client.isResumed)
        #expect(server.applicationProtocol == nil && client.applicationProtocol == nil)
    }

    @Test("Fed byte by byte, both come to the same events", arguments: Serving.allCases)
    func bytewise(_ serving: Serving) throws {
        let whole = try Setup(serving).established()
        let pair = try Setup(serving).pair()
        pair.pieceCount = 1
        pair.exchange()
        #expect(pair.server.isEstablished && pair.client.isEstablished)
        #expect(pair.server.events.count == whole.server.events.count)
        #expect(pair.client.events.count == whole.client.events.count)
        try echo(pair)
    }

    @Test("Both ends export the same keying material", arguments: Serving.allCases)
    func exporters(_ serving: Serving) throws {
        let pair = try Setup(serving).established()
        for context in [nil, [], [1, 2, 3]] as [[UInt8]?] {
            let one = try pair.server.session.exportKeyingMaterial(label: "EXPERIMENTAL", context: context, count: 40)
            let other = try pair.client.session.exportKeyingMaterial(label: "EXPERIMENTAL", context: context, count: 40)
            #expect(one == other && one.count == 40)
        }
        for session in [pair.server.session, pair.client.session] {
            for count in [0, -1, 8161] {
                #expect(throws: TLSError(.invalidConfiguration, "")) {
                    try session.exportKeyingMaterial(label: "x", context: nil, count: count)
                }
            }
        }
        #expect(pair.server.isEstablished && pair.client.isEstablished)
    }

    @Test("Both ends log the same secrets", arguments: Serving.allCases)
    func keyLog(_ serving: Serving) throws {
        let server = Collected<String>()
        let client = Collected<String>()
        var setup = try Setup(serving)
        setup.server.unsafelyLogSecrets = { server.append($0) }
        setup.client.unsafelyLogSecrets = { client.append($0) }
        _ = try setup.established()
        #expect(Set(server.all) == Set(client.all) && server.all.count == 5)
    }

    @Test("ALPN: the server's first that the client offers", arguments: Serving.allCases)
    func applicationProtocol(_ serving: Serving) throws {
        var setup = try Setup(serving)
        setup.server.applicationProtocols = ["h2", "http/1.1"]
        setup.client.applicationProtocols = ["http/1.1", "spdy/3", "h2"]
        let pair = try setup.established()
        #expect(pair.server.completed?.applicationProtocol == "h2")
        #expect(pair.client.completed?.applicationProtocol == "h2")
    }

    @Test("ALPN: none in common is no_application_protocol. RFC 7301 §3.2", arguments: Serving.allCases)
    func noApplicationProtocol(_ serving: Serving) throws {
        var setup = try Setup(serving)
        setup.server.applicationProtocols = ["h2"]
        setup.client.applicationProtocols = ["spdy/3"]
        let pair = try setup.shaken()
        #expect(pair.server.error == TLSError(.incompatiblePeer, ""))
        #expect(pair.server.error?.alert == .noApplicationProtocol)
        #expect(pair.client.error?.code == .alertReceived && pair.client.error?.alert == .noApplicationProtocol)
        setup.server.requiresApplicationProtocol = false
        #expect(try setup.established().server.completed?.applicationProtocol == nil)
    }

    @Test("Padded records are of the length asked for and still open", arguments: Serving.allCases)
    func padding(_ serving: Serving) throws {
        var setup = try Setup(serving)
        setup.server.recordPadding = .multiple(of: 512)
        setup.client.recordPadding = .multiple(of: 512)
        let pair = try setup.established()
        let one = try pair.client.session.seal([1])
        #expect(one.count == 5 + 512 + 16)
        pair.server.give(one)
        #expect(pair.server.data == [1])
        try echo(pair)
    }
}

/// Data of many sizes both ways, in one record and in many.
func echo(_ pair: SessionPair, sourceLocation: SourceLocation = #_sourceLocation) throws {
    for count in [1, 100, 16_383, 16_384, 16_385, 100_000] {
        let data = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let atServer = pair.server.data.count
        let atClient = pair.client.data.count
        try pair.sendFromClient(data)
        #expect(pair.server.data.dropFirst(atServer).elementsEqual(data), sourceLocation: sourceLocation)
        try pair.sendFromServer(data)
        #expect(pair.client.data.dropFirst(atClient).elementsEqual(data), sourceLocation: sourceLocation)
    }
}
