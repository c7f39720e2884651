import HandshakeBench
import InternalProvider
import PlatformProvider
import TLSMessages
import TLSProvider
import Testing

@Suite("Older versions, where they are enabled")
struct VersionTests {
    static let older: [ProtocolVersion] = [.tls11, .tls10]

    @Test("Each version is spoken by both ends of libssl", arguments: ConfigurationVersions.all)
    func spoken(_ version: ProtocolVersion) throws {
        for kind in Identities.kinds where version >= .tls12 || ["RSA", "P-256"].contains(kind.description) {
            var setup = try Setup()
            setup.server.identities = [try Identities.of(kind)]
            setup.server.versions = [version]
            setup.client.versions = [version]
            let pair = try setup.established()
            #expect(pair.server.completed?.version == version && pair.client.completed?.version == version)
            #expect(pair.server.completed?.cipherSuite == pair.client.completed?.cipherSuite)
            #expect(pair.server.completed?.group == pair.client.completed?.group)
            #expect(pair.server.completed?.signatureScheme == pair.client.completed?.signatureScheme)
            #expect(pair.server.completed?.usesExtendedMasterSecret == true)
            #expect(pair.client.completed?.usesExtendedMasterSecret == true)
            if version >= .tls12 { #expect(pair.server.completed?.signatureScheme != nil) }
            if version < .tls12 { #expect(pair.server.completed?.signatureScheme == nil) }
            try echo(pair)
        }
    }

    @Test("The newest in common is taken, also across a gap in a server's")
    func newest() throws {
        var setup = try Setup()
        setup.server.versions = ConfigurationVersions.all
        for versions in [[.tls12, .tls11], [.tls13, .tls12], [.tls11, .tls10], [.tls13]] as [[ProtocolVersion]] {
            setup.client.versions = versions
            #expect(try setup.established().server.completed?.version == versions.first)
        }
        setup.server.versions = [.tls10, .tls13]
        setup.client.versions = [.tls12, .tls11, .tls10]
        #expect(try setup.established().server.completed?.version == .tls10)
        setup.client.versions = ConfigurationVersions.all
        #expect(try setup.established().server.completed?.version == .tls13)
    }

    @Test("A gap in a client's is refused: libssl would speak only what is below it")
    func gap() throws {
        var configuration = TLSClientConfiguration()
        configuration.versions = [.tls13, .tls11]
        #expect(throws: TLSError(.invalidConfiguration, "")) {
            try PlatformProvider().makeClientContext(configuration)
        }
    }

    @Test("The internal provider refuses them with protocol_version", arguments: older)
    func refusedByInternal(_ version: ProtocolVersion) throws {
        var setup = try Setup(.internal)
        setup.client.versions = [version]
        let pair = try setup.shaken()
        #expect(pair.server.error?.code == .incompatiblePeer && pair.server.error?.alert == .protocolVersion)
        #expect(pair.client.error?.code == .alertReceived && pair.client.error?.alert == .protocolVersion)
    }

    @Test("libssl refuses what is not enabled with protocol_version", arguments: older)
    func refusedByPlatform(_ version: ProtocolVersion) throws {
        var setup = try Setup()
        setup.client.versions = [version]
        let pair = try setup.shaken()
        #expect(pair.server.error?.code == .incompatiblePeer && pair.server.error?.alert == .protocolVersion)
        #expect(pair.client.error?.alert == .protocolVersion)
    }

    @Test("A server of TLS 1.3 alone refuses TLS 1.2 too", arguments: Serving.allCases)
    func refused12(_ serving: Serving) throws {
        var setup = try Setup(serving)
        setup.server.versions = [.tls13]
        setup.client.versions = [.tls12]
        let pair = try setup.shaken()
        #expect(pair.server.error?.code == .incompatiblePeer && pair.server.error?.alert == .protocolVersion)
        #expect(pair.client.error?.alert == .protocolVersion && pair.client.completed == nil)
    }

    @Test("TLS 1.2 is spoken with libssl, whoever serves", arguments: Serving.allCases)
    func spoken12(_ serving: Serving) throws {
        for (server, client) in [([.tls12], [.tls13, .tls12]), ([.tls13, .tls12], [.tls12])]
            as [([ProtocolVersion], [ProtocolVersion])]
        {
            var setup = try Setup(serving)
            setup.server.versions = server
            setup.client.versions = client
            let pair = try setup.established()
            #expect(pair.server.completed?.version == .tls12 && pair.client.completed?.version == .tls12)
            #expect(pair.server.completed?.usesExtendedMasterSecret == true)
            try echo(pair)
        }
    }

    @Test("The internal provider speaks no version below TLS 1.2", arguments: older)
    func internalConfiguration(_ version: ProtocolVersion) throws {
        var server = try Setup().server
        server.versions = [version]
        #expect(throws: TLSError(.invalidConfiguration, "")) { try InternalProvider().makeServerContext(server) }
        var client = TLSClientConfiguration()
        client.versions = [version]
        #expect(throws: TLSError(.invalidConfiguration, "")) { try InternalProvider().makeClientContext(client) }
    }

    @Test("Suites of TLS 1.2 are those named, by their numbers or by libssl's language")
    func suites() throws {
        let suite = CipherSuite(rawValue: 0xc030)
        var setup = try Setup()
        setup.server.versions = [.tls12]
        setup.client.versions = [.tls12]
        setup.server.identities = [try Identities.rsaServer()]
        setup.client.cipherSuites = [suite]
        #expect(try setup.established().server.completed?.cipherSuite == suite)
        setup.client.cipherSuites = []
        setup.client.platform.cipherList = "ECDHE-RSA-AES128-SHA256"
        #expect(try setup.established().server.completed?.cipherSuite == CipherSuite(rawValue: 0xc027))
        setup.client.platform.cipherList = "DHE-RSA-AES256-GCM-SHA384"
        let pair = try setup.established()
        #expect(pair.server.completed?.cipherSuite == CipherSuite(rawValue: 0x009f))
        #expect(pair.client.completed?.signatureScheme == .rsaPSSRSAESHA256)
        setup.client.platform.cipherList = "AES128-GCM-SHA256"
        let transport = try setup.established()
        #expect(transport.client.completed?.group == nil && transport.client.completed?.signatureScheme == nil)
    }

    @Test("The default suites leave TLS 1.2 to libssl's list; the same ones take its place once they are named")
    func namedDefaults() throws {
        var setup = try Setup()
        setup.server.versions = [.tls12]
        setup.client.versions = [.tls12]
        setup.client.cipherSuites = [.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256]
        #expect(
            try setup.established().server.completed?.cipherSuite == .TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256)
        setup.server.cipherSuites = CipherSuite.allDefault
        #expect(try setup.shaken().server.error?.alert == .handshakeFailure)
    }

    @Test("In TLS 1.2 the suite decides between RSA and ECDSA")
    func certificateBySuite() throws {
        var setup = try Setup()
        setup.server.versions = [.tls12]
        setup.client.versions = [.tls12]
        setup.server.identities = [try Identities.rsaServer(), try Identities.server()]
        setup.client.cipherSuites = [CipherSuite(rawValue: 0xc02b)]
        #expect(try setup.established().server.completed?.signatureScheme == .ecdsaSecp256r1SHA256)
        setup.client.cipherSuites = [CipherSuite(rawValue: 0xc02f)]
        #expect(try setup.established().server.completed?.cipherSuite == CipherSuite(rawValue: 0xc02f))
    }

    @Test("Keys are not updated before TLS 1.3, and asking harms nothing")
    func noKeyUpdate() throws {
        var setup = try Setup()
        setup.server.versions = [.tls12]
        setup.client.versions = [.tls12]
        let pair = try setup.established()
        #expect(throws: TLSError(.wrongState, "")) { try pair.server.session.updateKeys(requestingPeer: false) }
        try echo(pair)
    }

    @Test("A server before TLS 1.3 that is failed when established only ends: libssl has no call for an alert there")
    func failServer() throws {
        var setup = try Setup()
        setup.server.versions = [.tls12]
        setup.client.versions = [.tls12]
        let pair = try setup.established()
        pair.server.session.fail(TLSError(.applicationRefused, "no", alert: .accessDenied))
        #expect(pair.server.session.outgoingCount == 0 && pair.server.session.isWriteClosed)
    }

    @Test("Both ends of TLS 1.2 log one secret, export the same material and close in order")
    func secrets12() throws {
        let server = Collected<String>()
        let client = Collected<String>()
        var setup = try Setup()
        setup.server.versions = [.tls12]
        setup.client.versions = [.tls12]
        setup.server.unsafelyLogSecrets = { server.append($0) }
        setup.client.unsafelyLogSecrets = { client.append($0) }
        let pair = try setup.established()
        #expect(server.all == client.all && server.all.count == 1)
        let one = try pair.server.session.exportKeyingMaterial(label: "EXPERIMENTAL", context: [], count: 40)
        let two = try pair.client.session.exportKeyingMaterial(label: "EXPERIMENTAL", context: nil, count: 40)
        #expect(one != two)
        pair.client.session.close()
        pair.exchange()
        #expect(pair.server.closeNotifies == 1)
        try pair.sendFromServer([1, 2])
        #expect(pair.client.data == [1, 2])
    }
}

/// Every version that libssl speaks.
enum ConfigurationVersions {
    static let all: [ProtocolVersion] = [.tls13, .tls12, .tls11, .tls10]
}
