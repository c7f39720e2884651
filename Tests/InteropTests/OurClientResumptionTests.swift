import Foundation
import NIOCore
import SSLServer
import TLSKeyStores
import TLSProvider
import Testing

@Suite("Our client resumes sessions that servers of others gave it: RFC 9846 §2.2")
struct OurClientResumptionTests {
    /// Expects of the client's view of a connection that it was resumed, or that it was not.
    private func expect(_ test: ClientUnderTest, isResumed: Bool) throws {
        let negotiated = try #require(test.client.negotiated)
        #expect(negotiated.isResumed == isResumed && (negotiated.signatureScheme == nil) == isResumed)
        #expect(negotiated.peerCertificates.first == (try Fixture.identity("p256").certificateChain.first))
    }

    @Test("and both ends say so", arguments: OurProvider.allCases, PeerServer.all)
    func echo(provider: OurProvider, peer: Client) async throws {
        try peer.require()
        try await Turnstile.programs.pass {
            let server = try await PeerServer.start(peer, clients: 2)
            let test = try ClientUnderTest(provider, server.port)
            for isResumed in [false, true] {
                try await test.client.connect()
                try expect(test, isResumed: isResumed)
                #expect(test.client.negotiated?.applicationProtocol == "echo")
                #expect(try await test.echoes("hello\n"))
                try await test.client.finishSending()
                #expect(try await test.ended()?.statusCode == 0)
                test.forget()
            }
            if peer == .gnutls {
                try await server.program.printed("*** This is a resumed session")
                await server.program.end()
            } else {
                let result = try await server.program.finished(within: .seconds(20))
                #expect(server.values("resumed").map { $0.lowercased() } == ["false", "true"], "\(result.transcript)")
                #expect(server.values("end") == ["close_notify", "close_notify"])
                // The certificate of the first connection stands for the second too.
                #expect(Set(server.values("peer")).count == 1 && server.values("peer").count == 2)
            }
        }
    }

    @Test("openssl s_server says so", arguments: OurProvider.allCases)
    func openssl(provider: OurProvider) async throws {
        try Client.openssl.require()
        let server = try await OpenSSLServer.start(["-alpn", "echo"])
        let test = try ClientUnderTest(provider, server.port)
        for (number, isResumed) in [(1, false), (2, true)] {
            try await test.client.connect()
            try expect(test, isResumed: isResumed)
            try await test.client.sendText("question \(number)\n")
            try await server.program.printed("question \(number)\n")
            await server.program.write("answer\n")
            #expect(try await test.received(7) == ByteBuffer(string: "answer\n"))
            #expect(server.program.output.contains("Reused session-id") == isResumed)
            await test.client.disconnect()
            test.forget()
        }
        await server.program.end()
    }

    @Test("nginx says so", arguments: OurProvider.allCases)
    func nginx(provider: OurProvider) async throws {
        try NginxServer.require()
        try await Places.withFolder { folder in
            let server = try await NginxServer.start(folder)
            let test = try ClientUnderTest(provider, server.port) { $0.applicationProtocols = ["http/1.1"] }
            for (isResumed, answer) in [(false, "."), (true, "r")] {
                try await test.client.connect()
                try expect(test, isResumed: isResumed)
                try await test.client.sendText("GET /reused HTTP/1.0\r\n\r\n")
                #expect(try await test.ended()?.statusCode == 0)
                #expect(String(buffer: test.view.value.data).components(separatedBy: "\r\n\r\n").last == answer)
                test.forget()
            }
            await server.program.end()
        }
    }
}
