import HandshakeBench
import InternalProvider
import TLSCertificates
import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSProvider
import TLSWire
import TestSupport
import Testing

@Suite("Certificates go compressed where both sides want it. RFC 8879")
struct CertificateCompressionTests {
    /// Both ends, which ask each other for certificates, with chains of three.
    private func setup(server: Bool, client: Bool) throws -> ClientSetup {
        var setup = try ClientSetup()
        setup.server.identities = [try Chain.identity("a.example")]
        setup.client.identities = [try Chain.identity("client.example")]
        setup.server.clientAuthentication = .require
        setup.server.compressesCertificates = server
        setup.client.compressesCertificates = client
        return setup
    }

    @Test("Only where both are set to, and then both ways", arguments: [true, false], [true, false])
    func bothWays(_ server: Bool, _ client: Bool) throws {
        let setup = try setup(server: server, client: client)
        let pair = try setup.established()
        #expect(pair.client.completed?.peerCertificates == setup.server.identities[0].certificateChain)
        #expect(pair.server.completed?.peerCertificates == setup.client.identities[0].certificateChain)
        try pair.echo()
    }

    @Test("What it saves of a chain of three: more than a third, in both flights")
    func sizes() throws {
        let plain = try setup(server: false, client: false).established()
        let compressed = try setup(server: true, client: true).established()
        let chain = try Chain.identity("a.example").certificateChain.map(\.derBytes.count).reduce(0, +)
        for (before, after) in [
            (plain.fromServer.count, compressed.fromServer.count),
            (plain.fromClient.count, compressed.fromClient.count),
        ] {
            #expect(before - after > chain / 3, "\(before) to \(after) bytes, with a chain of \(chain)")
        }
    }

    @Test("Chains of public servers become shorter by a tenth at least, with or without their root")
    func publicChains() throws {
        let hosts = Dictionary(grouping: VectorFile("certificates/public-servers.ini").cases) { $0["host"] }
        #expect(hosts.count == 7)
        for (host, cases) in hosts {
            for hasRoot in [true, false] {
                let chain = cases.filter { hasRoot || !$0.name.contains("root") }
                let entries = chain.map { CertificateEntry(certificate: $0.bytes("der")) }
                let body = Certificate.codec.encode(Certificate(context: [], entries: entries))
                let stream = try CompressedChain.deflate(body)
                #expect(stream.count * 10 < body.count * 9, "\(host): \(body.count) to \(stream.count) bytes")
            }
        }
    }

    @Test("A server sends it to a client that offers zlib, whatever else it offers. RFC 8879 §4")
    func server() throws {
        var setup = try Setup()
        setup.configuration.identities = [try Chain.identity("a.example")]
        let other = CertificateCompression(rawValue: 2)
        for (isOn, offered, message) in [
            (true, [.zlib], .compressedCertificate), (true, [other, .zlib], .compressedCertificate),
            (true, [other], .certificate), (true, nil, .certificate), (false, [.zlib], .certificate),
        ] as [(Bool, [CertificateCompression]?, HandshakeType)] {
            setup.configuration.compressesCertificates = isOn
            let pair = try setup.pair()
            pair.client.hello.extensions.certificateCompressions = offered
            try pair.sendHello()
            let flight = pair.client.flight
            #expect(flight.messages == [.serverHello, .encryptedExtensions, message, .certificateVerify, .finished])
            #expect(
                flight.certificate?.entries.map(\.certificate)
                    == setup.configuration.identities[0].certificateChain.map(\.derBytes))
            try pair.send(try pair.client.finish())
            #expect(pair.server.isEstablished)
        }
    }

    @Test("A chain that would be no shorter goes as it is")
    func notShorter() throws {
        var setup = try Setup()
        setup.configuration.identities = [try Identities.otherServer()]
        setup.configuration.compressesCertificates = true
        let pair = try setup.pair()
        pair.client.hello.extensions.certificateCompressions = [.zlib]
        try pair.sendHello()
        let flight = pair.client.flight
        let certificate = try #require(flight.certificate)
        let body = Certificate.codec.encode(certificate)
        let isShorter = try CompressedChain.deflate(body).count + 8 < body.count
        #expect(flight.messages.contains(.compressedCertificate) == isShorter)
        #expect(flight.messages.contains(.certificate) == !isShorter)
    }

    @Test("A server that has it switched on offers it with its request, and takes either form. RFC 8879 §3")
    func request() throws {
        for isOn in [true, false] {
            for isCompressed in [isOn, false] {
                var setup = try Setup()
                setup.configuration.clientAuthentication = .require
                setup.configuration.compressesCertificates = isOn
                let pair = try setup.pairAfterServerFlight()
                let request = try #require(pair.client.flight.certificateRequest)
                #expect(request.extensions.certificateCompressions == (isOn ? [.zlib] : nil))
                let identity = try Identities.ofClient()
                let chain = identity.certificateChain.map(\.derBytes)
                try pair.send(
                    try pair.client.record(
                        isCompressed
                            ? try pair.client.compressedCertificateMessage(chain)
                            : pair.client.certificateMessage(chain)))
                try pair.send(
                    try pair.client.record(
                        try pair.client.certificateVerifyMessage(identity.privateKey, .ecdsaSecp256r1SHA256)))
                try pair.send(try pair.client.finish())
                #expect(pair.server.isEstablished, "\(String(describing: pair.server.error))")
                #expect(pair.server.completed?.peerCertificates == identity.certificateChain)
            }
        }
    }

    @Test("A client offers it in each hello, and takes either form. RFC 8879 §3")
    func client() throws {
        for isOn in [true, false] {
            for isCompressed in [isOn, false] {
                var setup = try ClientSetup()
                setup.client.compressesCertificates = isOn
                let pair = try ScriptedPair(setup)
                try pair.send(try pair.server.retryMessage(group: .secp256r1))
                #expect(
                    pair.server.hellos.map(\.extensions.certificateCompressions)
                        == [isOn ? [.zlib] : nil, isOn ? [.zlib] : nil])
                try pair.send(try pair.server.sendServerHello())
                try pair.send(
                    pair.server.encryptedExtensionsMessage(),
                    isCompressed
                        ? try pair.server.compressedCertificateMessage() : pair.server.certificateMessage(),
                    try pair.server.certificateVerifyMessage(), try pair.server.finishedMessage())
                #expect(pair.client.isEstablished && pair.server.isFinished)
                #expect(pair.client.completed?.peerCertificates.map(\.derBytes) == pair.server.proof.chain)
            }
        }
    }

    @Test("A client sends it to a server that asks for zlib. RFC 8879 §4")
    func clientCertificate() throws {
        var setup = try ClientSetup()
        setup.client.identities = [try Chain.identity("client.example")]
        for (isOn, offered, message) in [
            (true, [.zlib], .compressedCertificate), (true, [CertificateCompression(rawValue: 3)], .certificate),
            (true, nil, .certificate), (false, [.zlib], .certificate),
        ] as [(Bool, [CertificateCompression]?, HandshakeType)] {
            setup.client.compressesCertificates = isOn
            let pair = try ScriptedPair(setup)
            try pair.send(try pair.server.sendServerHello())
            try pair.send(
                pair.server.encryptedExtensionsMessage(),
                pair.server.certificateRequestMessage { $0.certificateCompressions = offered },
                pair.server.certificateMessage(), try pair.server.certificateVerifyMessage(),
                try pair.server.finishedMessage())
            #expect(pair.server.messages == [.clientHello, message, .certificateVerify, .finished])
            #expect(
                pair.server.certificate?.entries.map(\.certificate)
                    == setup.client.identities[0].certificateChain.map(\.derBytes))
            #expect(pair.server.isFinished)
        }
    }

    @Test("What was compressed is read as if it had not been. RFC 8879 §5")
    func contents() throws {
        let leaf = try Identities.server().certificateChain[0].derBytes
        for (chain, context, alert) in [
            ([[UInt8]](repeating: leaf, count: 33), [], .badCertificate), ([[1, 2, 3]], [], .badCertificate),
            ([], [], .decodeError), ([leaf], [1], .illegalParameter),
        ] as [([[UInt8]], [UInt8], AlertDescription)] {
            var setup = try ClientSetup()
            setup.client.compressesCertificates = true
            let pair = try ScriptedPair(setup)
            try pair.send(try pair.server.sendServerHello())
            try pair.send(
                pair.server.encryptedExtensionsMessage(),
                try pair.server.compressedCertificateMessage(chain, context: context))
            try pair.expectFailure(alert)
        }
        for body in [[], [0], [0, 0, 0, 1], [0, 0, 0, 0, 0]] as [[UInt8]] {
            var setup = try Setup()
            setup.configuration.clientAuthentication = .request
            setup.configuration.compressesCertificates = true
            let pair = try setup.pairAfterServerFlight()
            let message = try pair.client.compressedCertificateMessage([]) {
                $0.length = body.count
                $0.stream = try CompressedChain.deflate(body)
            }
            try pair.send(try pair.client.record(message))
            try pair.expectFailure(.decodeError, .malformedMessage)
        }
    }

    @Test("A client without a certificate may say so compressed; where one is required that is not enough")
    func nothingCompressed() throws {
        for wish in [ClientAuthentication.request, .require] {
            var setup = try Setup()
            setup.configuration.clientAuthentication = wish
            setup.configuration.compressesCertificates = true
            let pair = try setup.pairAfterServerFlight()
            try pair.send(try pair.client.record(try pair.client.compressedCertificateMessage([])))
            if wish == .require {
                try pair.expectFailure(.certificateRequired)
            } else {
                try pair.send(try pair.client.finish())
                #expect(pair.server.isEstablished && pair.server.completed?.peerCertificates == [])
            }
        }
    }

    @Test("A message that is longer than a Certificate may be is refused on its header. RFC 8879 §5")
    func messageLimit() throws {
        var setup = try Setup()
        setup.configuration.clientAuthentication = .request
        setup.configuration.compressesCertificates = true
        setup.configuration.limits.maximumCertificateMessage = 5000
        let pair = try setup.pairAfterServerFlight()
        try pair.send(try pair.client.record(.handshake, [25, 0, 0x13, 0x89]))
        try pair.expectFailure(.illegalParameter)
    }

    @Test("A chain is compressed once, by however many connections it is used")
    func once() throws {
        let identity = try Chain.identity("a.example")
        let credential = Credential(
            certificates: identity.certificateChain.map(\.derBytes), key: .ec(.p256), signer: identity.privateKey,
            matchesName: { _ in true })
        let copy = credential
        let messages = [credential, credential, copy].map {
            $0.certificateMessage(offered: [CertificateCompression.zlib], compressors: [.zlib])
        }
        #expect(messages[0].type == .compressedCertificate)
        #expect(messages.allSatisfy { isSame($0.bytes, messages[0].bytes) })
    }

    /// Whether both are one piece of memory.
    private func isSame(_ one: [UInt8], _ other: [UInt8]) -> Bool { one.span.isIdentical(to: other.span) }
}
