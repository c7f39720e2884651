import HandshakeBench
import InternalProvider
import TLSMessages
import TLSProvider
import TLSWire
import Testing

@Suite("A hello in the form of SSL 2 leads to TLS 1.2 where it is allowed. RFC 5246 §E.2, RFC 9846 §E.5")
struct SSL2Hello12Tests {
    private func makeClient(
        _ suite: CipherSuite = .TLS_RSA_WITH_AES_128_GCM_SHA256, _ change: (inout ClientSetup) -> Void = { _ in }
    ) throws -> ScriptedClient12 {
        var setup = try ClientSetup.tls12(suite)
        setup.server.acceptsSSL2Hello = true
        change(&setup)
        return try ScriptedClient12(try setup.serverSession(), try Identities12.rsa, suite: suite, isExtended: false)
    }

    private func finish(_ client: ScriptedClient12) throws {
        try client.sendKeyExchange()
        try client.sendChangeCipherSpec()
        try client.sendFinished()
        try client.expectEstablished()
    }

    @Test("The handshake completes over the hello as it came, with challenges of any length", arguments: [16, 31, 32])
    func completes(_ count: Int) throws {
        let client = try makeClient()
        try client.sendSSL2Hello { $0.challenge.removeLast(32 - count) }
        try finish(client)
        let agreed = try #require(client.bench.completed)
        #expect(agreed.version == .tls12 && agreed.cipherSuite == .TLS_RSA_WITH_AES_128_GCM_SHA256)
        #expect(!agreed.usesExtendedMasterSecret && agreed.serverName == nil && !agreed.isResumed)
        // RFC 5746 §3.6: the suite that stands for the extension.
        #expect(client.serverHello?.extensions.renegotiationInfo == [])
        #expect(client.serverHello?.extensions.sessionTicket == nil)
    }

    @Test("A changed hello is found out by Finished")
    func changed() throws {
        let client = try makeClient()
        try client.sendSSL2Hello()
        client.transcript[client.transcript.startIndex] ^= 1
        try client.sendKeyExchange()
        try client.sendChangeCipherSpec()
        try client.sendFinished()
        #expect(client.bench.error?.alert == .decryptError)
    }

    @Test("By default it is refused, and the version is said to be the reason")
    func off() throws {
        #expect(!TLSServerConfiguration(identities: []).acceptsSSL2Hello)
        let client = try makeClient { $0.server.acceptsSSL2Hello = false }
        try client.sendSSL2Hello()
        #expect(client.bench.error?.alert == .protocolVersion && client.bench.error?.code == .incompatiblePeer)
        #expect(client.alerts == [[2, 70]])
    }

    @Test("That it is allowed is told with what is not to be used any more")
    func told() throws {
        var configuration = TLSServerConfiguration(identities: [])
        configuration.acceptsSSL2Hello = true
        let lines = InternalProvider.legacyChoices(in: configuration)
        #expect(lines.count == 1 && lines.allSatisfy { $0.contains("SSL 2") })
        // Nothing comes of such a hello there.
        configuration.versions = [.tls13]
        #expect(InternalProvider.legacyChoices(in: configuration).isEmpty)
    }

    @Test("Below TLS 1.2, SSL 2 itself among them, and where TLS 1.3 alone is spoken, it is told the version")
    func versions() throws {
        for version: UInt16 in [0, 0x0002, 0x0200, 0x0300, 0x0301, 0x0302] {
            let client = try makeClient()
            try client.sendSSL2Hello { $0.version = ProtocolVersion(rawValue: version) }
            #expect(client.bench.error?.alert == .protocolVersion, "\(version)")
        }
        let newest = try makeClient {
            $0.server.versions = [.tls13]
            $0.server.cipherSuites = CipherSuite.allTLS13
        }
        try newest.sendSSL2Hello { $0.version = .tls13 }
        #expect(newest.bench.error?.alert == .protocolVersion)
    }

    @Test("A server that speaks TLS 1.3 too marks its Random. RFC 9846 §4.2.3")
    func downgrade() throws {
        let client = try makeClient {
            $0.server.versions = [.tls13, .tls12]
            $0.server.cipherSuites += CipherSuite.allTLS13
        }
        try client.sendSSL2Hello()
        #expect(client.serverRandom.suffix(8).elementsEqual(DowngradeMark.tls12))
        try finish(client)
    }

    @Test("A fallback below what both speak is refused here too. RFC 7507 §3")
    func fallback() throws {
        let client = try makeClient {
            $0.server.versions = [.tls13, .tls12]
            $0.server.cipherSuites += CipherSuite.allTLS13
        }
        try client.sendSSL2Hello { $0.cipherSpecs.append(0x00_5600) }
        #expect(client.bench.error?.alert == .inappropriateFallback)
    }

    @Test("Who asks for extended_master_secret, or for suites of SSL 2 alone, is refused")
    func nothingInCommon() throws {
        let bound = try makeClient { $0.server.requiresExtendedMasterSecret = true }
        try bound.sendSSL2Hello()
        #expect(bound.bench.error?.alert == .handshakeFailure)
        let old = try makeClient()
        try old.sendSSL2Hello { $0.cipherSpecs = [0x01_0080, 0x07_00c0] }
        #expect(old.bench.error?.alert == .handshakeFailure)
        // It cannot say which schemes it takes, and SHA-1 is not among ours. RFC 5246 §7.4.1.4.1.
        let signed = try makeClient(.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256)
        try signed.sendSSL2Hello()
        #expect(signed.bench.error?.alert == .handshakeFailure)
    }

    @Test("The application is asked, and sees the hello as it came")
    func asked() throws {
        let client = try makeClient { $0.server.chooseForClient = { _ in .proceed } }
        try client.sendSSL2Hello()
        let info = try #require(client.bench.clientHellos.first)
        #expect(info.rawMessage == Array(client.transcript.prefix(info.rawMessage.count)) && info.rawMessage.first == 1)
        #expect(info.cipherSuites == [.TLS_RSA_WITH_AES_128_GCM_SHA256, .TLS_EMPTY_RENEGOTIATION_INFO_SCSV])
        #expect(info.supportedVersions == [.tls12] && info.extensionTypes.isEmpty && info.serverName == nil)
        try finish(client)
    }

    @Test("A client's certificate is proved over it. RFC 5246 §7.4.8")
    func certificateRequested() throws {
        let client = try makeClient { $0.server.clientAuthentication = .request }
        try client.sendSSL2Hello()
        #expect(client.messages.contains(.certificateRequest))
        try client.send(
            HandshakeMessage(.certificate, Certificate12(certificates: []), Certificate12.codec))
        try finish(client)
        #expect(client.bench.completed?.peerCertificates == [])
    }

    @Test("What is malformed has its alert, and so has a second one")
    func malformed() throws {
        let short = try makeClient()
        try short.sendSSL2Hello { $0.challenge = [1] }
        #expect(short.bench.error?.alert == .decodeError && short.alerts == [[2, 50]])
        let twice = try makeClient()
        try twice.sendSSL2Hello()
        try twice.sendSSL2Hello()
        #expect(twice.bench.error?.alert == .protocolVersion)
        let behind = try makeClient()
        try behind.give([0x80, 3, 1, 3, 3])
        #expect(behind.bench.error?.alert == .decodeError)
    }

    @Test("In pieces it is the same")
    func pieces() throws {
        var setup = try ClientSetup.tls12(.TLS_RSA_WITH_AES_128_GCM_SHA256)
        setup.server.acceptsSSL2Hello = true
        let hello = SSL2ClientHello(
            version: .tls12, cipherSpecs: [0x00_009c], challenge: [UInt8](repeating: 5, count: 32))
        let message = SSL2ClientHello.codec.encode(hello)
        let server = ServerBench(try setup.serverSession())
        for byte in [0x80, UInt8(message.count)] + message {
            #expect(server.take().isEmpty)
            server.give([byte])
        }
        #expect(server.error == nil && recordTypes(server.take()) == [22])
    }

    @Test("A client never takes one")
    func ofClient() throws {
        let client = ServerBench(try ClientSetup.tls12().clientSession())
        client.give([0x80, 3, 1, 3, 3])
        #expect(client.error?.alert == .protocolVersion)
    }
}
