import HandshakeBench
import TLSCertificates
import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSPrimitives
import TLSProvider
import TLSWire
import Testing

@Suite("Each rule that a server breaks is named, and answered with its alert")
struct ServerMisbehaviourTests {
    @Test("The breach ends the connection with its alert", arguments: ServerBreach.all)
    private func breach(_ breach: ServerBreach) throws {
        var setup = try ClientSetup()
        try breach.prepare(&setup)
        let pair = try ScriptedPair(setup)
        try breach.run(pair)
        try pair.expectFailure(breach.alert, .peerMisbehaved, reason: breach.fault.description)
        #expect(pair.client.data.isEmpty)
    }

    /// What the client speaks, and the minor version that the server selects.
    private static let oldVersions: [([ProtocolVersion], UInt8)] = [
        ([.tls13], 3), ([.tls13], 1), ([.tls13, .tls12], 2), ([.tls13, .tls12], 1), ([.tls13, .tls12], 0),
        ([.tls12], 2),
    ]

    @Test("A server of an older version is told so. RFC 9846 §4.3.1", arguments: oldVersions, [true, false])
    func oldServer(_ versions: ([ProtocolVersion], UInt8), _ hasExtensions: Bool) throws {
        var setup = try ClientSetup()
        setup.client.versions = versions.0
        let pair = try ScriptedPair(setup)
        let start = [3, versions.1] + [UInt8](repeating: 3, count: 32) + [0, 0xc0, 0x2f, 0]
        let extensions: [UInt8] = hasExtensions ? [0, 5, 0xff, 1, 0, 1, 0] : []
        try pair.send(pair.server.message(.serverHello, start + extensions))
        try pair.expectFailure(.protocolVersion, .incompatiblePeer)
    }

    @Test("Another compression than none is illegal_parameter. RFC 9846 §4.2.3")
    func compression() throws {
        let pair = try ScriptedPair(try ClientSetup())
        var bytes = try pair.server.serverHelloMessage().bytes
        bytes[4 + 2 + 32 + 1 + 32 + 2] = 1
        try pair.send(pair.server.plain(.handshake, bytes))
        try pair.expectFailure(.illegalParameter, .malformedMessage)
    }

    @Test("An answer that nobody knows is unsupported_extension. RFC 9846 §4.3")
    func unknownAnswers() throws {
        let reserved = try ScriptedPair(try ClientSetup()).server.hello.extensions.order.first
        for type in [ExtensionType(rawValue: 0x7777), reserved ?? .padding, .cookie] {
            let pair = try ScriptedPair(try ClientSetup())
            try pair.send(try pair.server.sendServerHello())
            let list = RawExtension.list.encode([RawExtension(type: type, body: [])])
            try pair.send(pair.server.message(.encryptedExtensions, list))
            try pair.expectFailure(.unsupportedExtension, .malformedMessage)
        }
    }

    @Test("So it is in a ServerHello and a HelloRetryRequest. RFC 9846 §4.2.4, §4.3")
    func unknownInHello() throws {
        for random in [[UInt8](repeating: 1, count: 32), ServerHello.helloRetryRequestRandom] {
            let pair = try ScriptedPair(try ClientSetup())
            let extra = RawExtension(type: ExtensionType(rawValue: 0x7777), body: [])
            try pair.send(
                pair.server.message(.serverHello, try pair.server.rawServerHello(random: random, adding: extra)))
            try pair.expectFailure(.unsupportedExtension, .malformedMessage)
        }
    }

    @Test("A ServerHello that ends anywhere before its end is decode_error. RFC 9846 §6.2")
    func cutHello() throws {
        let pair = try ScriptedPair(try ClientSetup())
        let whole = try pair.server.serverHelloMessage().bytes.dropFirst(4)
        // With no extension left it is a hello of TLS 1.2.
        let start = 2 + 32 + 1 + 32 + 3
        for count in 0..<whole.count where count != start {
            let pair = try ScriptedPair(try ClientSetup())
            try pair.send(pair.server.message(.serverHello, Array(whole.prefix(count))))
            try pair.expectFailure(.decodeError, .malformedMessage)
        }
    }

    @Test("A name in the server's server_name cannot be decoded. RFC 6066 §3")
    func serverNameNotEmpty() throws {
        let pair = try ScriptedPair(try ClientSetup())
        try pair.send(try pair.server.sendServerHello())
        let list = RawExtension.list.encode([RawExtension(type: .serverName, body: [0])])
        try pair.send(pair.server.message(.encryptedExtensions, list))
        try pair.expectFailure(.decodeError, .malformedMessage)
    }

    @Test("A chain that is too long or unreadable is bad_certificate. RFC 9846 §4.5.1.3")
    func chains() throws {
        let leaf = try Identities.server().certificateChain[0].derBytes
        for chain in [[[UInt8]](repeating: leaf, count: 33), [[1, 2, 3]], [leaf, [0x30, 0]]] {
            let pair = try ScriptedPair(try ClientSetup())
            try pair.send(try pair.server.sendServerHello())
            try pair.send(pair.server.encryptedExtensionsMessage(), pair.server.certificateMessage(chain))
            try pair.expectFailure(.badCertificate, .peerCertificateRejected)
        }
    }

    @Test("A certificate whose key is not for signing is unsupported_certificate. RFC 9846 §4.5.1.2")
    func keyUsage() throws {
        for usage: KeyUsage in [.keyEncipherment, .keyAgreement, []] {
            let pair = try ScriptedPair(try ClientSetup())
            try pair.send(try pair.server.sendServerHello())
            let leaf = try Identities.make("a.example", .ec(.p256), usage: usage).certificateChain[0].derBytes
            try pair.send(pair.server.encryptedExtensionsMessage(), pair.server.certificateMessage([leaf]))
            try pair.expectFailure(.unsupportedCertificate, .peerCertificateRejected)
        }
    }

    @Test("What is stapled to a certificate without being asked for is unsupported_extension. RFC 9846 §4.5.1")
    func stapled() throws {
        var stapled = CertificateEntryExtensions()
        stapled.status = CertificateStatus(ocspResponse: [0])
        let leaf = try Identities.server().certificateChain[0].derBytes
        let certificate = Certificate(context: [], entries: [CertificateEntry(certificate: leaf, extensions: stapled)])
        let pair = try ScriptedPair(try ClientSetup())
        try pair.send(try pair.server.sendServerHello())
        try pair.send(
            pair.server.encryptedExtensionsMessage(),
            HandshakeMessage(.certificate, certificate, Certificate.codec))
        try pair.expectFailure(.unsupportedExtension, .malformedMessage)
    }

    @Test("A ticket that cannot be decoded is decode_error; a good one is passed over. RFC 9846 §4.7.1")
    func tickets() throws {
        let good: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 7, 0, 0]
        let pair = try ScriptedPair.established(try ClientSetup())
        try pair.send(pair.server.message(.newSessionTicket, good))
        try pair.send(try pair.server.record(.applicationData, [1]))
        #expect(pair.client.error == nil && pair.client.data == [1])
        for bad in [Array(good.dropLast()), good + [0], Array(good.prefix(9)) + [0, 0, 0, 0]] {
            let pair = try ScriptedPair.established(try ClientSetup())
            try pair.send(pair.server.message(.newSessionTicket, bad))
            try pair.expectFailure(.decodeError, .malformedMessage)
        }
    }
}
