import HandshakeBench
import InternalProvider
import TLSCertificates
import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSPrimitives
import TLSProvider
import Testing

@Suite("A session is resumed. RFC 9846 §2.2, §4.7.1")
struct ResumptionTests {
    @Test("With every suite", arguments: CipherSuite.allTLS13)
    func suites(_ suite: CipherSuite) throws {
        let bench = try ResumptionSetup { $0.client.cipherSuites = [suite] }
        #expect(try !bench.resumes())
        #expect(bench.sessions.count == 2)
        bench.advance(seconds: 100)
        let pair = try bench.connect()
        for end in [pair.client, pair.server] {
            let agreed = try #require(end.completed)
            #expect(agreed.isResumed && agreed.cipherSuite == suite && agreed.group == .x25519)
            #expect(agreed.signatureScheme == nil && agreed.ticketAge == 100_000 && !agreed.isEarlyDataAccepted)
            #expect(agreed.preSharedKeyIdentity == nil)
        }
        // One ticket for the one that was used.
        #expect(bench.sessions.count == 3)
        try pair.echo()
        let exported = try pair.client.session.exportKeyingMaterial(label: "x", context: [1], count: 40)
        #expect(exported == (try pair.server.session.exportKeyingMaterial(label: "x", context: [1], count: 40)))
    }

    @Test("After a HelloRetryRequest too")
    func retry() throws {
        let bench = try ResumptionSetup { $0.server.groups = [.secp384r1] }
        #expect(try !bench.resumes())
        let pair = try bench.connect()
        let agreed = try #require(pair.server.completed)
        #expect(agreed.isResumed && agreed.isHelloRetried && agreed.group == .secp384r1)
        #expect(pair.client.completed?.isResumed == true)
    }

    @Test(
        "Without a key exchange only where both ends allow it. RFC 9846 §4.3.9", arguments: [true, false],
        [true, false])
    func alone(_ server: Bool, _ client: Bool) throws {
        let bench = try ResumptionSetup {
            $0.server.allowsPreSharedKeyAlone = server
            $0.client.allowsPreSharedKeyAlone = client
            $0.adjustments.options = { options in
                if options.pskKeyExchangeModes.count > 1 { options.pskKeyExchangeModes = [PSKKeyExchangeMode.pskOnly] }
            }
        }
        #expect(try !bench.resumes())
        // A server that does not allow it gives no ticket to a client that offers nothing else.
        #expect(bench.sessions.count == (client && !server ? 0 : 2))
        let pair = try bench.connect()
        let agreed = try #require(pair.client.completed)
        #expect(agreed.isResumed == (server || !client))
        #expect((agreed.group == nil) == (server && client))
        try pair.echo()
    }

    @Test("For the name and by the suite it began with, over and over")
    func again() throws {
        let bench = try ResumptionSetup { $0.server.applicationProtocols = ["h2", "x"] }
        bench.setup.client.applicationProtocols = ["x"]
        for round in 0..<5 {
            let pair = try bench.connect()
            #expect(pair.client.completed?.isResumed == (round > 0))
            #expect(
                pair.server.completed?.serverName == "a.example" && pair.server.completed?.applicationProtocol == "x")
        }
    }

    @Test("ALPN is negotiated anew")
    func applicationProtocol() throws {
        let bench = try ResumptionSetup {
            $0.server.applicationProtocols = ["h2", "x"]
            $0.client.applicationProtocols = ["x"]
        }
        #expect(try !bench.resumes())
        bench.setup.client.applicationProtocols = ["h2"]
        let pair = try bench.connect()
        #expect(pair.client.completed?.isResumed == true && pair.client.completed?.applicationProtocol == "h2")
    }

    @Test("With the chain of its beginning, which is judged again", arguments: [true, false])
    func serverChain(_ accepts: Bool) throws {
        let bench = try ResumptionSetup()
        let first = try bench.connect()
        bench.setup.client.session = bench.sessions.last
        let pair = try bench.pair()
        pair.client.verdict = accepts ? .accept : .reject(.unknownCA, reason: "not any more")
        pair.exchange()
        #expect(pair.client.isEstablished == accepts && pair.server.isEstablished == accepts)
        if accepts {
            #expect(pair.client.completed?.peerCertificates == first.client.completed?.peerCertificates)
        } else {
            #expect(pair.server.error?.alert == .unknownCA)
        }
    }

    @Test("Only as long as the ticket holds")
    func lifetime() throws {
        let bench = try ResumptionSetup { $0.server.ticketLifetime = 60 }
        #expect(try !bench.resumes())
        bench.advance(seconds: 59)
        #expect(try bench.resumes())
        bench.advance(seconds: 60)
        #expect(try !bench.resumes())
    }

    @Test("A day after the full handshake it ends, whatever tickets were given since")
    func sessionLifetime() throws {
        let bench = try ResumptionSetup()
        var resumed = 0
        #expect(try !bench.resumes())
        for _ in 0..<12 {
            bench.advance(seconds: 2 * 3600)
            if try bench.resumes() { resumed += 1 }
        }
        #expect(resumed == 11)
    }

    @Test("A server ignores the clock of a client that is wrong: only early data depends on it")
    func clock() throws {
        let bench = try ResumptionSetup()
        #expect(try !bench.resumes())
        bench.setup.client.session = bench.sessions.last
        let pair = try bench.pair()
        let client = try bench.setup.clientContext().makeSession(at: bench.now.adding(seconds: 3600))
        let late = SessionPair(server: pair.server.session, client: client)
        late.exchange()
        #expect(late.server.completed?.isResumed == true)
    }

    @Test("A ticket runs out at the client too")
    func clientExpiry() throws {
        let bench = try ResumptionSetup { $0.server.ticketLifetime = 60 }
        #expect(try !bench.resumes())
        bench.setup.client.session = bench.sessions.last
        let session = try bench.setup.clientContext().makeSession(at: bench.now.adding(seconds: 60))
        #expect(try hello(session).extensions.preSharedKey == nil)
        let inTime = try bench.setup.clientContext().makeSession(at: bench.now.adding(seconds: 59))
        #expect(try hello(inTime).extensions.preSharedKey?.identities.count == 1)
    }

    private func hello(_ session: any TLSSession) throws -> ClientHello {
        let message = HandshakeMessage(type: .clientHello, bytes: Array(session.takeOutgoing().dropFirst(5)))
        return try message.decode(ClientHello.codec, "ClientHello")
    }

    @Test("Nothing is resumed without the time")
    func timeless() throws {
        let bench = try ResumptionSetup()
        #expect(try !bench.resumes())
        bench.setup.client.session = bench.sessions.last
        let pair = try bench.setup.shaken()
        #expect(pair.client.completed?.isResumed == false && bench.sessions.count == 2)
    }
}

@Suite("What a session was bound to must be as it was; else there is a full handshake")
struct SessionBindingTests {
    /// Whether a session resumes after a change on either side, the ticket keys being the same.
    private func resumes(after change: (inout ClientSetup) throws -> Void) throws -> Bool {
        let bench = try ResumptionSetup {
            $0.server.ticketKeys = TLSTicketKeys()
            $0.server.identities += (try? [Identities.otherServer()]) ?? []
        }
        #expect(try !bench.resumes())
        try change(&bench.setup)
        bench.restartServer()
        return try bench.resumes()
    }

    @Test("Nothing changed")
    func same() throws {
        #expect(try resumes { _ in })
    }

    @Test("Other certificates are no reason, as the client knows who it was")
    func certificates() throws {
        #expect(try resumes { $0.server.identities = [try Identities.otherServer()] })
    }

    @Test("The name that the client asks for")
    func serverName() throws {
        #expect(try !resumes { $0.client.serverName = "x.b.example" })
        #expect(try !resumes { $0.client.serverName = nil })
    }

    @Test("The application protocols")
    func protocols() throws {
        #expect(try !resumes { $0.server.applicationProtocols = ["h2"] })
    }

    @Test("Whether certificates are asked of clients, and by whom they may be")
    func clientAuthentication() throws {
        #expect(try !resumes { $0.server.clientAuthentication = .request })
        #expect(try !resumes { $0.server.clientCertificateAuthorities = [[0x30, 0]] })
    }

    @Test("The server's own context")
    func context() throws {
        #expect(try !resumes { $0.server.sessionContext = [1] })
    }

    @Test("The suite's hash")
    func hash() throws {
        #expect(try !resumes { $0.client.cipherSuites = [.TLS_AES_256_GCM_SHA384] })
        #expect(try !resumes { $0.server.cipherSuites = [.TLS_AES_256_GCM_SHA384] })
        #expect(try resumes { $0.client.cipherSuites = [.TLS_CHACHA20_POLY1305_SHA256] })
    }

    @Test("The wish to resume")
    func switchedOff() throws {
        #expect(try !resumes { $0.server.resumesSessions = false })
    }

    @Test("The keys of the tickets: two servers that share none take none of each other's")
    func keys() throws {
        #expect(try !resumes { $0.server.ticketKeys = TLSTicketKeys() })
        #expect(try !resumes { $0.server.ticketKeys = nil })
    }
}

@Suite("A client that was authenticated is judged again when it resumes")
struct ResumedClientTests {
    private func bench() throws -> ResumptionSetup {
        try ResumptionSetup {
            $0.server.clientAuthentication = .request
            $0.client.identities = (try? [Identities.ofClient()]) ?? []
        }
    }

    @Test("The verifier sees the chain that the session began with", arguments: [true, false])
    func judged(_ accepts: Bool) throws {
        let bench = try bench()
        let first = try bench.connect()
        let chain = try #require(first.server.completed?.peerCertificates)
        #expect(chain.count == 1)
        bench.setup.client.session = bench.sessions.last
        let pair = try bench.pair()
        pair.server.verdict = accepts ? .accept : .reject(.certificateRevoked, reason: "since yesterday")
        pair.exchange()
        guard accepts else {
            #expect(pair.server.completed == nil && pair.client.error?.alert == .certificateRevoked)
            return
        }
        #expect(pair.server.completed?.isResumed == true && pair.server.completed?.peerCertificates == chain)
    }

    @Test("A session without a certificate does not resume where one is required")
    func required() throws {
        let bench = try bench()
        bench.setup.client.identities = []
        #expect(try !bench.resumes())
        #expect(try bench.resumes())
        bench.setup.server.clientAuthentication = .require
        bench.setup.server.ticketKeys = TLSTicketKeys()
        bench.restartServer()
        bench.setup.client.session = bench.sessions.last
        let pair = try bench.pair()
        pair.exchange()
        #expect(pair.server.error?.alert == .certificateRequired)
    }

    @Test("The session ends with the client's certificate")
    func expiry() throws {
        let bench = try bench()
        let first = try bench.connect()
        let end = try #require(first.server.completed?.peerCertificates.first).notAfter
        bench.now = UnixTime(milliseconds: 0).adding(seconds: end.secondsSinceEpoch - 100)
        #expect(try !bench.resumes())
        bench.advance(seconds: 99)
        #expect(try bench.resumes())
        bench.advance(seconds: 1)
        #expect(try !bench.resumes())
    }
}
