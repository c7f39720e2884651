import Foundation
import NIOCore
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("Our client in TLS 1.2 with the servers of others")
struct OurClient12Tests {
    private static let data = ByteBuffer(
        bytes: (0..<10 << 20).map { UInt8(truncatingIfNeeded: 0x20 + $0 % 89 + $0 >> 20) })

    @Test(
        "agrees on what both say, with a certificate of its own and without", arguments: OurProvider.allCases,
        PeerServer.all)
    func agrees(provider: OurProvider, peer: Client) async throws {
        try peer.require()
        for hasCertificate in [true, false] {
            try await Turnstile.programs.pass {
                let server = try await PeerServer.start(peer, version: .tls12, demandsCertificate: hasCertificate)
                let test = try ClientUnderTest(provider, server.port) { $0.sslEnabledProtocols = [.tls12, .tls13] }
                try await test.client.connect()
                let negotiated = try #require(test.client.negotiated)
                #expect(negotiated.version == .tls12 && negotiated.applicationProtocol == "echo")
                #expect(negotiated.signatureScheme == .ecdsaSecp256r1SHA256 && !negotiated.isResumed)
                #expect(negotiated.group == .x25519)
                #expect(negotiated.usesExtendedMasterSecret || provider == .platform)
                #expect(negotiated.peerCertificates == (try Fixture.identity("p256").certificateChain))
                #expect(try await test.echoes("hello\n"))
                try await test.client.finishSending()
                #expect(try await test.ended()?.statusCode == 0)
                if peer == .gnutls {
                    try expectGnuTLS(server.program.output, negotiated, hasCertificate)
                    await server.program.end()
                } else {
                    let result = try await server.program.finished(within: .seconds(20))
                    try expect(server, negotiated, hasCertificate, result.transcript)
                }
            }
        }
    }

    private func expect(
        _ server: PeerServer, _ negotiated: NegotiatedParameters, _ hasCertificate: Bool, _ transcript: String
    ) throws {
        let own = try Fixture.identity("client-p256").certificateChain[0].fingerprint(.sha256).filter { $0 != ":" }
        #expect(server.value("version").flatMap(Spellings.version) == .tls12, "\(transcript)")
        #expect(server.value("suite").flatMap(Spellings.cipherSuite) == negotiated.cipherSuite, "\(transcript)")
        #expect(server.value("alpn") == "echo" && server.value("end") == "close_notify", "\(transcript)")
        #expect((server.value("peer") ?? "") == (hasCertificate ? own : ""), "\(transcript)")
        if let group = server.value("group") { #expect(Spellings.group(group) == negotiated.group) }
    }

    private func expectGnuTLS(_ output: String, _ negotiated: NegotiatedParameters, _ hasCertificate: Bool) throws {
        let names = try #require(SuiteParts(negotiated.cipherSuite)?.gnuTLSNames)
        #expect(output.contains("- Version: TLS1.2") && output.contains("- Cipher: \(names.cipher)"), "\(output)")
        #expect(output.contains("- Key Exchange: \(names.keyExchange)"), "\(output)")
        #expect(output.contains("extended master secret"), "\(output)")
        #expect(output.contains("Application protocol: echo"), "\(output)")
        #expect(output.contains("server name[1]: server.test"), "\(output)")
        #expect(!hasCertificate || output.contains("CN=") && !output.contains("NOT trusted"), "\(output)")
    }

    @Test("gets ten megabytes back as they were", arguments: OurProvider.allCases, [Client.python, .node, .java, .go])
    func bulk(provider: OurProvider, peer: Client) async throws {
        try peer.require()
        try await Turnstile.programs.pass {
            let server = try await PeerServer.start(peer, version: .tls12)
            let test = try ClientUnderTest(provider, server.port) { $0.sslEnabledProtocols = .tls12 }
            try await test.client.connect()
            try await test.client.send(buffer: Self.data)
            #expect(try await test.received(Self.data.readableBytes) == Self.data)
            try await test.client.finishSending()
            #expect(try await test.ended()?.statusCode == 0)
            #expect(try await server.program.finished(within: .seconds(20)).status == 0)
            #expect(server.value("count") == "\(Self.data.readableBytes)")
        }
    }

    @Test(
        "agrees with openssl s_server, which names our certificate where it asks for one",
        arguments: OurProvider.allCases,
        [[], ["-verify", "3"], ["-Verify", "3", "-verify_return_error"]])
    func openssl(provider: OurProvider, asks: [String]) async throws {
        try Client.openssl.require()
        let server = try await OpenSSLServer.start(["-rev", "-tls1_2", "-alpn", "echo"] + asks)
        for hasCertificate in [true, false] {
            let test = try ClientUnderTest(provider, server.port) {
                $0.sslEnabledProtocols = [.tls12, .tls13]
                if !hasCertificate { $0.sslCert = Certificate() }
            }
            guard hasCertificate || !asks.contains("-Verify") else {
                let failure = await #expect(throws: SSLError.self) { try await test.client.connect() }
                #expect(failure?.tlsError?.alert == .handshakeFailure)
                continue
            }
            try await test.client.connect()
            try await test.client.sendText("hello\n")
            #expect(try await test.received(6) == ByteBuffer(string: "olleh\n"))
            let negotiated = try #require(test.client.negotiated)
            #expect(negotiated.applicationProtocol == "echo" && negotiated.version == .tls12)
            await test.client.disconnect()
            let names = try #require(SuiteParts(negotiated.cipherSuite)).openSSLName
            let own = hasCertificate && !asks.isEmpty ? "Peer certificate: CN = client-p256" : "No peer certificate"
            let hasTold = try await server.program.hasPrinted { text in
                let last = text.components(separatedBy: "CONNECTION ESTABLISHED").last ?? ""
                return [own, "Ciphersuite: \(names)\n", "Protocol version: TLSv1.2", "CONNECTION CLOSED"]
                    .allSatisfy(last.contains)
            }
            #expect(hasTold, "\(server.program.transcript)")
        }
        await server.program.end()
    }

    @Test("is told when its certificate is missing", arguments: OurProvider.allCases, [Client.python, .go])
    func missingCertificate(provider: OurProvider, peer: Client) async throws {
        try peer.require()
        let server = try await PeerServer.start(peer, version: .tls12)
        let test = try ClientUnderTest(provider, server.port) {
            $0.sslEnabledProtocols = .tls12
            $0.sslCert = Certificate()
        }
        let failure = await #expect(throws: SSLError.self) { try await test.client.connect() }
        #expect(failure?.tlsError?.alertDirection == .received)
        #expect(try await server.program.finished(within: .seconds(20)).output.contains("error="))
    }
}
