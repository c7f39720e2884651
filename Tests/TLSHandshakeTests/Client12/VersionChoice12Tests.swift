import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSWire
import Testing

@testable import TLSHandshake

@Suite("Client and server meet at the newest version that both speak. RFC 9846 §4.3.1, §E.1")
struct VersionChoice12Tests {
    private func settings(_ client: [ProtocolVersion], _ server: [ProtocolVersion]) -> TestSettings {
        var settings = TestSettings()
        settings.suites = [.TLS_AES_128_GCM_SHA256] + settings.suites
        settings.clientVersions = client
        settings.serverVersions = server
        return settings
    }

    @Test(
        "Of TLS 1.2 and TLS 1.3",
        arguments: [[.tls12], [.tls13], [.tls13, .tls12]] as [[ProtocolVersion]],
        [[.tls12], [.tls13], [.tls13, .tls12]] as [[ProtocolVersion]])
    func meet(_ client: [ProtocolVersion], _ server: [ProtocolVersion]) throws {
        let link = try settings(client, server).completedLink()
        guard let newest = client.filter(server.contains).max() else {
            #expect(link.server.fault?.incompatibility == .noCommonVersion)
            return
        }
        try link.expectEstablished()
        #expect(link.client.sink.outcome?.version == newest)
        #expect(link.client.sink.speaksTLS12Records == (newest == .tls12))
    }

    /// Changes the ServerHello's bytes under way.
    private func altered(
        _ settings: TestSettings, _ change: @escaping (inout [UInt8]) -> Void
    ) throws -> HandshakeFault? {
        let link = try settings.link()
        link.changeForClient = { wire in
            guard case .message(let message) = wire.content, message.type == .serverHello else { return [wire] }
            var bytes = message.bytes
            change(&bytes)
            return [wire.with(HandshakeMessage(type: .serverHello, bytes: bytes))]
        }
        try link.run()
        return link.client.fault
    }

    @Test("A client that speaks TLS 1.3 looks for both marks, another for the older one. RFC 9846 §4.2.3")
    func marks() throws {
        func fault(_ versions: [ProtocolVersion], _ mark: [UInt8]) throws -> HandshakeFault? {
            try altered(settings(versions, [.tls12])) { $0.replaceSubrange(30..<38, with: mark) }
        }
        for mark in [DowngradeMark.tls12, DowngradeMark.older] {
            let fault = try fault([.tls13, .tls12], mark)
            #expect(fault?.misbehaviour == .markedAsDowngrade && fault?.alert == .illegalParameter)
        }
        #expect(try fault([.tls12], DowngradeMark.older)?.misbehaviour == .markedAsDowngrade)
        // A server of TLS 1.3 always marks what is less: for a client of TLS 1.2 alone that is right.
        #expect(try fault([.tls12], DowngradeMark.tls12)?.misbehaviour == .wrongSignature)
        try settings([.tls12], [.tls13, .tls12]).completedLink().expectEstablished()
    }

    @Test("Whoever takes TLS 1.3 out of the hello is found out. RFC 9846 §4.2.3")
    func downgraded() throws {
        let link = try settings([.tls13, .tls12], [.tls13, .tls12]).link()
        link.changeForServer = { wire in
            guard case .message(let message) = wire.content, message.type == .clientHello else { return [wire] }
            var hello = try message.decode(ClientHello.codec, "ClientHello")
            hello.extensions.supportedVersions = nil
            return [wire.with(HandshakeMessage(.clientHello, hello, ClientHello.codec))]
        }
        try link.run()
        #expect(link.client.fault?.misbehaviour == .markedAsDowngrade)
        #expect(link.sentByClient.map(\.type) == [.clientHello])
    }

    @Test("Another version than 0x0303 is not spoken", arguments: [0x0300, 0x0301, 0x0302, 0x0304, 0xfefd] as [UInt16])
    func otherVersions(_ version: UInt16) throws {
        for versions in [[.tls12], [.tls13, .tls12]] as [[ProtocolVersion]] {
            let fault = try altered(settings(versions, [.tls12])) {
                $0.replaceSubrange(4..<6, with: [UInt8(version >> 8), UInt8(version & 0xff)])
            }
            #expect(fault?.incompatibility == .noCommonVersion && fault?.alert == .protocolVersion)
        }
    }

    @Test("supported_versions is not how TLS 1.2 is selected. RFC 9846 §4.3.1")
    func wrongWay() throws {
        for (versions, selected) in [([.tls13, .tls12], 3), ([.tls12], 4), ([.tls12], 3)]
            as [([ProtocolVersion], UInt8)]
        {
            let server = try ScriptedServer12(try settings(versions, [.tls12]).clientSettings)
            var body = ByteWriter(reservingCapacity: 64)
            ServerHello12.codec.write(
                ServerHello12(
                    random: [UInt8](0..<32), sessionID: [], cipherSuite: .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256),
                &body)
            body.writeBytes([0, 6, 0, 43, 0, 2, 3, selected])
            server.client.take(.message(HandshakeMessage(.serverHello, body.bytes, .rest)))
            #expect(server.client.fault?.misbehaviour == .selectedUnofferedVersion)
            #expect(server.client.fault?.alert == .illegalParameter)
        }
    }

    @Test("After a HelloRetryRequest there is no TLS 1.2. RFC 9846 §4.2.4")
    func afterRetry() throws {
        var settings = settings([.tls13, .tls12], [.tls13, .tls12])
        settings.serverGroups = [.secp384r1]
        let link = try settings.link()
        var hellos = 0
        link.changeForClient = { wire in
            guard wire.type == .serverHello else { return [wire] }
            hellos += 1
            guard hellos == 2 else { return [wire] }
            let old = ServerHello12(
                random: [UInt8](0..<32), sessionID: [], cipherSuite: .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)
            return [Wire(content: .message(HandshakeMessage(.serverHello, old, ServerHello12.codec)))]
        }
        try link.run()
        #expect(hellos == 2)
        #expect(link.client.fault?.misbehaviour == .versionChangedAfterRetry)
        #expect(link.client.fault?.alert == .illegalParameter)
    }

    @Test("Early data and an answer of TLS 1.2 do not go together. RFC 9846 §E.3")
    func earlyData() throws {
        var settings = settings([.tls13, .tls12], [.tls12])
        settings.client.offersEarlyData = true
        settings.session = ClientSession(
            ClientSession.Facts(
                cipherSuite: .TLS_AES_128_GCM_SHA256, ticket: [1], ageAdd: 0, receivedAt: Link.now, lifetime: 100,
                maximumEarlyData: 1000, serverName: settings.serverName, applicationProtocol: nil,
                peerCertificates: [[1]]),
            secret: Secret(copying: [UInt8](repeating: 1, count: 32).span.bytes))
        let link = try settings.completedLink()
        #expect(link.client.fault?.incompatibility == .earlyDataInOldVersion)
        #expect(link.client.fault?.alert == .protocolVersion && link.client.sink.writing == nil)
    }

    @Test("A second attempt at less than the server's best is refused. RFC 7507 §3")
    func fallback() throws {
        var settings = settings([.tls12], [.tls13, .tls12])
        settings.client.isFallback = true
        let link = try settings.completedLink()
        #expect(link.server.fault?.alert == .inappropriateFallback && !link.client.isEstablished)
        settings.serverVersions = [.tls12]
        try settings.completedLink().expectEstablished()
    }

    @Test("change_cipher_spec before the ServerHello passes for TLS 1.3 only. RFC 5246 §7.1")
    func earlyChange() throws {
        for (versions, passes) in [([.tls12], false), ([.tls13, .tls12], true)] as [([ProtocolVersion], Bool)] {
            let link = try settings(versions, [.tls12]).link()
            link.client.take(.changeCipherSpec)
            #expect((link.client.fault == nil) == passes)
        }
    }
}
