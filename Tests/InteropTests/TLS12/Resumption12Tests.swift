import Foundation
import NIOCore
import SSLServer
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("Sessions of TLS 1.2 resume: tickets (RFC 5077) and session IDs (RFC 5246 §7.3)")
struct Resumption12Tests {
    /// curl takes no tickets.
    @Test(
        "Every client by ticket, and both ends say so", arguments: Client.allCases.filter { $0 != .curl },
        ServerKind.allCases)
    func ticket(_ client: Client, _ kind: ServerKind) async throws {
        let encounter = try await Encounter.of12(client, on: kind) { $0.resumes = true }
        try encounter.expectAgreement()
        #expect(encounter.report.isResumed == true, "\(encounter.report.transcript)")
        let first = try #require(encounter.first)
        #expect(first.negotiated?.isResumed == false && first.error == nil)
    }

    @Test(
        "Clients without tickets by session ID, where the server keeps sessions",
        arguments: [Client.openssl, .gnutls, .curl, .java], [ServerKind.sslServer, .handler])
    func sessionID(_ client: Client, _ kind: ServerKind) async throws {
        let store = TLSMemorySessionStore()
        var setup = ServerSetup.tls12
        setup.sessionStore = store
        let encounter = try await Encounter.of12(client, setup, on: kind) {
            $0.resumes = true
            $0.takesTickets = false
        }
        try encounter.expectAgreement()
        #expect(encounter.report.isResumed == true, "\(encounter.report.transcript)")
        #expect(encounter.first?.negotiated?.isResumed == false)
    }

    @Test("Clients without tickets do not resume where the server keeps none", arguments: [Client.gnutls, .java])
    func neither(_ client: Client) async throws {
        try client.require()
        try await HandlerServer.with(.tls12) { server in
            var request = ClientRequest(port: server.port)
            request.version = .tls12
            request.resumes = true
            request.takesTickets = false
            let report = try await client.run(request)
            #expect(report.isResumed == false, "\(report.transcript)")
            #expect(try await server.connection(2).negotiated?.isResumed == false)
        }
    }

    @Test("A client is still known by its certificate", arguments: [Client.openssl, .gnutls, .go, .java])
    func clientCertificate(_ client: Client) async throws {
        var setup = ServerSetup.tls12
        setup.clientAuthentication = .require
        let encounter = try await Encounter.of12(client, setup) {
            $0.resumes = true
            $0.identity = "client-p256"
        }
        try encounter.expectAgreement()
        #expect(encounter.report.isResumed == true, "\(encounter.report.transcript)")
        let chain = try #require(encounter.first?.negotiated?.peerCertificates)
        #expect(chain.first == (try Fixture.identity("client-p256").certificateChain.first))
        #expect(encounter.view.negotiated?.peerCertificates == chain)
    }

    @Test("Our client with others' servers, which say so", arguments: OurProvider.allCases, PeerServer.all)
    func ourClient(provider: OurProvider, peer: Client) async throws {
        try peer.require()
        try await Turnstile.programs.pass {
            let server = try await PeerServer.start(peer, clients: 2, version: .tls12)
            let test = try ClientUnderTest(provider, server.port) { $0.sslEnabledProtocols = .tls12 }
            for isResumed in [false, true] {
                try await test.client.connect()
                let negotiated = try #require(test.client.negotiated)
                #expect(negotiated.version == .tls12 && negotiated.isResumed == isResumed)
                #expect(negotiated.applicationProtocol == "echo")
                #expect(negotiated.peerCertificates.first == (try Fixture.identity("p256").certificateChain.first))
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
            }
        }
    }

    @Test(
        "Our client with openssl s_server, by ticket and by session ID", arguments: OurProvider.allCases, [true, false])
    func openssl(provider: OurProvider, takesTickets: Bool) async throws {
        try Client.openssl.require()
        let server = try await OpenSSLServer.start(["-rev", "-tls1_2"] + (takesTickets ? [] : ["-no_ticket"]))
        let test = try ClientUnderTest(provider, server.port) {
            $0.sslEnabledProtocols = .tls12
            $0.applicationProtocols = []
        }
        for isResumed in [false, true] {
            try await test.client.connect()
            #expect(test.client.negotiated?.isResumed == isResumed)
            try await test.client.sendText("hello\n")
            #expect(try await test.received(6) == ByteBuffer(string: "olleh\n"))
            await test.client.disconnect()
            test.forget()
        }
        await server.program.end()
    }

    @Test("Our client with GnuTLS, by session ID", arguments: OurProvider.allCases)
    func gnutlsByID(provider: OurProvider) async throws {
        try Client.gnutls.require()
        let server = try await PeerServer.startGnuTLS(["--priority", "NORMAL:-VERS-ALL:+VERS-TLS1.2", "--noticket"])
        let test = try ClientUnderTest(provider, server.port) { $0.sslEnabledProtocols = .tls12 }
        for isResumed in [false, true] {
            try await test.client.connect()
            #expect(test.client.negotiated?.isResumed == isResumed)
            #expect(try await test.echoes("hello\n"))
            try await test.client.finishSending()
            #expect(try await test.ended()?.statusCode == 0)
            test.forget()
        }
        try await server.program.printed("*** This is a resumed session")
        await server.program.end()
    }
}
