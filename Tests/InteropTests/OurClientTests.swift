import Foundation
import NIOCore
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("Our client with the servers of others")
struct OurClientTests {
    /// Lines, as some servers echo by the line.
    private static let lines: ByteBuffer = {
        var buffer = ByteBuffer()
        for number in 0..<20_000 {
            buffer.writeString("\(number) " + String(repeating: "x", count: number % 97) + "\n")
        }
        return buffer
    }()

    @Test(
        "agrees on what both say, presents its certificate, and gets a megabyte back", arguments: OurProvider.allCases,
        PeerServer.all)
    func echo(provider: OurProvider, peer: Client) async throws {
        try peer.require()
        try await Turnstile.programs.pass {
            let server = try await PeerServer.start(peer)
            let test = try ClientUnderTest(provider, server.port)
            try await test.client.connect()
            let negotiated = try #require(test.client.negotiated)
            #expect(negotiated.version == .tls13 && negotiated.applicationProtocol == "echo")
            #expect(negotiated.signatureScheme == .ecdsaSecp256r1SHA256 && !negotiated.isResumed)
            #expect(negotiated.peerCertificates == (try Fixture.identity("p256").certificateChain))
            try await test.client.send(buffer: Self.lines)
            #expect(try await test.received(Self.lines.readableBytes) == Self.lines)
            try await test.client.finishSending()
            #expect(try await test.ended()?.statusCode == 0)
            if peer == .gnutls {
                try expectGnuTLS(server.program.output, negotiated)
                await server.program.end()
            } else {
                #expect(try await server.program.finished(within: .seconds(20)).status == 0)
                try expect(server, negotiated)
            }
        }
    }

    private func expect(_ server: PeerServer, _ negotiated: NegotiatedParameters) throws {
        let fingerprint = try Fixture.identity("client-p256").certificateChain[0].fingerprint(.sha256)
        #expect(server.value("version").flatMap(Spellings.version) == .tls13, "\(server.program.output)")
        #expect(server.value("suite").flatMap(Spellings.cipherSuite) == negotiated.cipherSuite)
        #expect(server.value("alpn") == "echo" && server.value("end") == "close_notify")
        #expect(server.value("count") == "\(Self.lines.readableBytes)")
        #expect(server.value("peer") == fingerprint.filter { $0 != ":" })
        if let group = server.value("group") { #expect(Spellings.group(group) == negotiated.group) }
    }

    private func expectGnuTLS(_ output: String, _ negotiated: NegotiatedParameters) throws {
        #expect(output.contains("(TLS1.3"), "\(output)")
        #expect(output.contains("AES-128-GCM") == (negotiated.cipherSuite == .TLS_AES_128_GCM_SHA256))
        #expect(output.contains("Application protocol: echo"))
        #expect(output.contains("CN=") && !output.contains("NOT trusted"))
    }

    @Test("agrees with openssl s_server, which names our certificate", arguments: OurProvider.allCases)
    func openssl(provider: OurProvider) async throws {
        try Client.openssl.require()
        let server = try await OpenSSLServer.start(["-rev", "-alpn", "echo", "-Verify", "3", "-verify_return_error"])
        let test = try ClientUnderTest(provider, server.port)
        try await test.client.connect()
        try await test.client.sendText("hello\n")
        #expect(try await test.received(6) == ByteBuffer(string: "olleh\n"))
        let negotiated = try #require(test.client.negotiated)
        #expect(negotiated.applicationProtocol == "echo")
        try await server.program.printed("TLSv1.3")
        await test.client.disconnect()
        try await server.program.printed("CONNECTION CLOSED")
        let printed = server.program.transcript
        #expect(printed.contains(negotiated.cipherSuite.description), "\(printed)")
        #expect(printed.contains("ALPN protocols selected: echo"), "\(printed)")
        #expect(printed.contains("Peer certificate: CN = ") || printed.contains("depth=0"), "\(printed)")
        await server.program.end()
    }

    @Test("downloads ten megabytes of openssl s_server, over each of its suites", arguments: OurProvider.allCases)
    func download(provider: OurProvider) async throws {
        try Client.openssl.require()
        try await Places.withFolder { folder in
            let data = Data((0..<10 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })
            try data.write(to: URL(filePath: "\(folder)/file"))
            let server = try await OpenSSLServer.start(["-WWW"], folder: folder)
            for suite in ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"] {
                let test = try ClientUnderTest(provider, server.port) { $0.applicationProtocols = [] }
                try await test.client.config("SSLEnabledCipherSuites=\(suite)")
                try await test.client.connect()
                #expect(test.client.negotiated?.cipherSuite.description == suite)
                try await test.client.sendText("GET /file HTTP/1.0\r\n\r\n")
                #expect(try await test.ended()?.statusCode == 0)
                let got = Data(test.view.value.data.readableBytesView)
                #expect(got.suffix(data.count) == data && got.starts(with: Data("HTTP/1.0 200".utf8)))
            }
            await server.program.end()
        }
    }

    @Test("downloads of nginx, which says what it agreed to", arguments: OurProvider.allCases)
    func nginx(provider: OurProvider) async throws {
        try NginxServer.require()
        try await Places.withFolder { folder in
            let data = Data((0..<10 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })
            try data.write(to: URL(filePath: "\(folder)/file"))
            let server = try await NginxServer.start(folder)
            let info = try ClientUnderTest(provider, server.port) { $0.applicationProtocols = ["other", "http/1.1"] }
            try await info.client.connect()
            try await info.client.sendText("GET /info HTTP/1.0\r\n\r\n")
            #expect(try await info.ended()?.statusCode == 0)
            let negotiated = try #require(info.client.negotiated)
            let body = String(buffer: info.view.value.data).components(separatedBy: "\r\n\r\n").last ?? ""
            let subject = try Fixture.identity("client-p256").certificateChain[0].subject.description
            let suite = negotiated.cipherSuite.description
            #expect(body == "TLSv1.3 \(suite) http/1.1 server.test \(subject) SUCCESS\n")
            let file = try ClientUnderTest(provider, server.port) { $0.applicationProtocols = [] }
            try await file.client.connect()
            try await file.client.sendText("GET /file HTTP/1.0\r\n\r\n")
            #expect(try await file.ended()?.statusCode == 0)
            #expect(Data(file.view.value.data.readableBytesView).suffix(data.count) == data)
            await server.program.end()
        }
    }

    @Test("is told when its certificate is missing", arguments: OurProvider.allCases, [Client.python, .go])
    func missingCertificate(provider: OurProvider, peer: Client) async throws {
        try peer.require()
        let server = try await PeerServer.start(peer)
        let test = try ClientUnderTest(provider, server.port) { $0.sslCert = Certificate() }
        // RFC 9846 §4.5.3: the server decides after the client's handshake is complete.
        var failure: SSLError?
        do {
            try await test.client.connect()
            failure = try await test.ended()?.error
        } catch let error as SSLError {
            failure = error
        }
        #expect(failure?.tlsError?.alert == .certificateRequired)
        #expect(try await server.program.finished(within: .seconds(20)).output.contains("error="))
    }
}
