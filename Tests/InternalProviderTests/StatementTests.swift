import HandshakeBench
import TLSCertificates
import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSPrimitives
import TLSProvider
import TLSWire
import Testing

@Suite("OCSP responses and certificate timestamps go to those who ask. RFC 9846 §4.5.1.1, RFC 6066 §8, RFC 6962 §3.3")
struct StatementTests {
    private static let response: [UInt8] = [0x30, 3, 0x0a, 1, 0]
    private static let timestamps: [[UInt8]] = [[0, 1, 2], [3]]

    /// A server that has both, and a client.
    private func setup(_ change: (inout ClientSetup) -> Void = { _ in }) throws -> ClientSetup {
        var setup = try ClientSetup()
        var identity = try Identities.server()
        identity.ocspResponse = Self.response
        identity.signedCertificateTimestamps = Self.timestamps
        setup.server.identities = [identity]
        change(&setup)
        return setup
    }

    @Test("Each by itself, or both, or none", arguments: [true, false], [true, false])
    func asked(_ wantsResponse: Bool, _ wantsTimestamps: Bool) throws {
        for isCompressed in [true, false] {
            let pair = try setup {
                $0.client.requestsOCSPResponse = wantsResponse
                $0.client.requestsCertificateTimestamps = wantsTimestamps
                $0.client.compressesCertificates = isCompressed
                $0.server.compressesCertificates = isCompressed
            }.established()
            let expected = TLSCertificateStatements(
                ocspResponse: wantsResponse ? Self.response : nil,
                signedCertificateTimestamps: wantsTimestamps ? Self.timestamps : [])
            #expect(pair.client.completed?.peerStatements == expected)
            #expect(pair.client.session.peerStatements == expected)
            #expect(pair.server.completed?.peerStatements == TLSCertificateStatements())
        }
    }

    @Test("They are there when the chain is judged")
    func judged() throws {
        let pair = try ScriptedPair(try setup { $0.client.requestsOCSPResponse = true })
        try pair.send(try pair.server.sendServerHello())
        var beside = CertificateEntryExtensions()
        beside.status = CertificateStatus(ocspResponse: Self.response)
        let chain = try certificate(beside)
        try pair.send(pair.server.encryptedExtensionsMessage(), chain)
        pair.server.note(chain)
        try pair.send(try pair.server.certificateVerifyMessage())
        #expect(pair.client.session.peerStatements?.ocspResponse == Self.response)
        #expect(pair.client.events.contains { if case .peerCertificates = $0 { true } else { false } })
    }

    @Test("A session that is resumed keeps them, in bytes too")
    func resumed() throws {
        let bench = try ResumptionSetup {
            $0.client.requestsOCSPResponse = true
            $0.client.requestsCertificateTimestamps = true
            $0.server.identities[0].ocspResponse = Self.response
            $0.server.identities[0].signedCertificateTimestamps = Self.timestamps
        }
        _ = try bench.connect()
        bench.setup.server.identities[0].ocspResponse = nil
        let pair = try bench.connect()
        #expect(pair.client.completed?.isResumed == true)
        #expect(pair.client.completed?.peerStatements.ocspResponse == Self.response)
        #expect(pair.client.completed?.peerStatements.signedCertificateTimestamps == Self.timestamps)
    }

    private func certificate(_ beside: CertificateEntryExtensions) throws -> HandshakeMessage {
        let leaf = try Identities.server().certificateChain[0].derBytes
        let message = Certificate(context: [], entries: [CertificateEntry(certificate: leaf, extensions: beside)])
        return HandshakeMessage(.certificate, message, Certificate.codec)
    }

    @Test("One that was not asked for is unsupported_extension, whatever else was. RFC 9846 §4.5.1")
    func unasked() throws {
        var status = CertificateEntryExtensions()
        status.status = CertificateStatus(ocspResponse: [1])
        var timestamps = CertificateEntryExtensions()
        timestamps.signedCertificateTimestamps = [[1]]
        for (beside, asksForResponse) in [(status, false), (timestamps, true)] {
            let pair = try ScriptedPair(
                try setup {
                    $0.client.requestsOCSPResponse = asksForResponse
                    $0.client.requestsCertificateTimestamps = !asksForResponse
                })
            try pair.send(try pair.server.sendServerHello())
            try pair.send(pair.server.encryptedExtensionsMessage(), try certificate(beside))
            try pair.expectFailure(.unsupportedExtension, .malformedMessage)
        }
    }

    @Test("A client's chain comes with none. RFC 9846 §4.5.1")
    func ofClient() throws {
        let pair = try setup {
            $0.server.clientAuthentication = .require
            $0.client.identities = $0.server.identities
        }.established()
        #expect(pair.server.completed?.peerCertificates.count == 1)
    }

    @Test("An empty response or list cannot be decoded. RFC 6066 §8, RFC 6962 §3.3")
    func empty() throws {
        let leaf = try Identities.server().certificateChain[0].derBytes
        for (type, body) in [(ExtensionType.statusRequest, [1, 0, 0, 0]), (.signedCertificateTimestamp, [0, 0])] {
            let pair = try ScriptedPair(
                try setup {
                    $0.client.requestsOCSPResponse = true
                    $0.client.requestsCertificateTimestamps = true
                })
            try pair.send(try pair.server.sendServerHello())
            let count = UInt8(leaf.count & 0xff)
            let beside = RawExtension.list.encode([RawExtension(type: type, body: body.map(UInt8.init))])
            let entry = [0, UInt8(leaf.count >> 8), count] + leaf + beside
            let list = [0, UInt8(entry.count >> 8), UInt8(entry.count & 0xff)] + entry
            try pair.send(
                pair.server.encryptedExtensionsMessage(), pair.server.message(.certificate, [0] + list))
            try pair.expectFailure(.decodeError, .malformedMessage)
        }
    }

    @Test("A server goes by the authorities that a client names. RFC 9846 §4.3.4")
    func authorities() throws {
        let identities = [try Identities.server(), try Identities.ofClient()]
        for (index, named) in [(1, [1]), (0, [0, 1]), (0, []), (1, [7, 1])] {
            var setup = try Setup()
            setup.configuration.identities = identities
            let pair = try setup.pair()
            let names = named.map { $0 < 2 ? identities[$0].certificateChain[0].issuer.derBytes : [0x30, 0] }
            pair.client.hello.extensions.certificateAuthorities = names.isEmpty ? nil : names
            try pair.sendHello()
            let shown = pair.client.flight.certificate?.entries.first?.certificate
            #expect(shown == identities[index].certificateChain[0].derBytes)
        }
    }
}
