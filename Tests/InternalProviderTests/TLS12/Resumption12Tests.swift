import HandshakeBench
import InternalProvider
import TLSHandshake
import TLSMessages
import TLSPrimitives
import TLSProvider
import Testing

/// Where a server keeps its sessions.
private enum Keeping: String, CaseIterable, Sendable {
    case tickets, store

    /// A bench of TLS 1.2 whose server keeps them so.
    func bench(_ change: (inout ClientSetup) -> Void = { _ in }) throws -> ResumptionSetup {
        try ResumptionSetup {
            $0.server.versions = [.tls12]
            $0.client.versions = [.tls12]
            $0.client.groups = [.x25519, .secp256r1]
            if self == .store { $0.server.sessionStore = TLSMemorySessionStore() }
            change(&$0)
        }
    }
}

@Suite("A session of TLS 1.2 is resumed, by a ticket or by its identifier. RFC 5246 §7.3, RFC 5077")
struct Resumption12Tests {
    @Test("With every suite that is on by default, and with a block cipher", arguments: Keeping.allCases)
    private func suites(_ keeping: Keeping) throws {
        let suites =
            CipherSuite.allDefaultTLS12.filter { "\($0)".contains("ECDSA") } + [
                .TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384
            ]
        for suite in suites {
            let bench = try keeping.bench {
                $0.client.cipherSuites = [suite]
                $0.server.cipherSuites = [suite]
            }
            #expect(try !bench.resumes())
            try #require(bench.sessions.count == 1)
            bench.advance(seconds: 100)
            let pair = try bench.connect()
            for end in [pair.client, pair.server] {
                let agreed = try #require(end.completed)
                #expect(agreed.isResumed && agreed.cipherSuite == suite && agreed.version == .tls12)
                #expect(agreed.group == nil && agreed.signatureScheme == nil && agreed.usesExtendedMasterSecret)
            }
            #expect(pair.client.completed?.encryptsThenMACs == "\(suite)".contains("CBC"))
            try pair.echo()
            let exported = try pair.client.session.exportKeyingMaterial(label: "x", context: nil, count: 40)
            #expect(exported == (try pair.server.session.exportKeyingMaterial(label: "x", context: nil, count: 40)))
        }
    }

    @Test("The client learns of a ticket or of an identifier, never of both", arguments: Keeping.allCases)
    private func facts(_ keeping: Keeping) throws {
        let bench = try keeping.bench()
        _ = try bench.connect()
        let facts = try #require(bench.sessions.last?.storage as? ClientSession).facts
        #expect(facts.ticket.isEmpty == (keeping == .store))
        #expect(facts.sessionID.count == (keeping == .store ? 32 : 0))
        #expect(facts.usesExtendedMasterSecret && facts.peerCertificates.count == 1)
    }

    @Test("Over and over, from one session", arguments: Keeping.allCases)
    private func again(_ keeping: Keeping) throws {
        let bench = try keeping.bench()
        for round in 0..<5 { #expect(try bench.resumes() == (round > 0), "\(round)") }
    }

    @Test(
        "The server's chain is judged again, and nothing goes on without", arguments: Keeping.allCases, [true, false])
    private func serverChain(_ keeping: Keeping, _ accepts: Bool) throws {
        let bench = try keeping.bench()
        let first = try bench.connect()
        bench.setup.client.session = bench.sessions.last
        let pair = try bench.pair()
        pair.client.verdict = accepts ? .accept : .reject(.unknownCA, reason: "not any more")
        pair.exchange()
        #expect(pair.client.isEstablished == accepts && pair.server.isEstablished == accepts)
        if accepts {
            #expect(pair.client.completed?.peerCertificates == first.client.completed?.peerCertificates)
        } else {
            #expect(pair.server.error?.alert == .unknownCA && pair.server.completed == nil)
        }
    }

    @Test("Only as long as it holds", arguments: Keeping.allCases)
    private func lifetime(_ keeping: Keeping) throws {
        let bench = try keeping.bench { $0.server.ticketLifetime = 60 }
        #expect(try !bench.resumes())
        bench.advance(seconds: 59)
        #expect(try bench.resumes())
        bench.advance(seconds: 120)
        #expect(try !bench.resumes())
    }

    @Test("Only with the suite it began with, and for its name", arguments: Keeping.allCases)
    private func fit(_ keeping: Keeping) throws {
        let bench = try keeping.bench()
        _ = try bench.connect()
        bench.setup.client.cipherSuites = [.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256]
        #expect(try !bench.resumes())
        let named = try keeping.bench()
        _ = try named.connect()
        named.setup.client.serverName = "b.example"
        #expect(try !named.resumes())
    }

    @Test("Not where the server no longer speaks the suite, or does not resume", arguments: Keeping.allCases)
    private func serverChanged(_ keeping: Keeping) throws {
        for change in [
            { $0.cipherSuites = [.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384] }, { $0.resumesSessions = false },
            { $0.sessionContext = [1] }, { $0.applicationProtocols = ["x"] },
        ] as [(inout TLSServerConfiguration) -> Void] {
            let bench = try keeping.bench { $0.server.ticketKeys = TLSTicketKeys() }
            _ = try bench.connect()
            change(&bench.setup.server)
            bench.restartServer()
            #expect(try !bench.resumes())
        }
    }

    @Test("Every bit of a ticket flipped: a full handshake, and no alert. RFC 5077 §3.4")
    func everyBit() throws {
        let bench = try Keeping.tickets.bench()
        _ = try bench.connect()
        let session = try #require(bench.sessions.last?.storage as? ClientSession)
        for bit in 0..<session.facts.ticket.count * 8 {
            var facts = session.facts
            facts.ticket[bit / 8] ^= 1 << UInt8(bit % 8)
            bench.setup.client.session = TLSResumableSession(
                storage: ClientSession(facts, secret: session.secret.copy()))
            let pair = try bench.pair()
            pair.exchange()
            #expect(
                pair.server.completed?.isResumed == false && pair.client.completed?.isResumed == false, "bit \(bit)")
        }
    }

    @Test("Every bit of an identifier flipped likewise. RFC 5246 §7.4.1.3")
    func everyBitOfIdentifier() throws {
        let bench = try Keeping.store.bench()
        _ = try bench.connect()
        let session = try #require(bench.sessions.last?.storage as? ClientSession)
        for bit in 0..<256 {
            var facts = session.facts
            facts.sessionID[bit / 8] ^= 1 << UInt8(bit % 8)
            bench.setup.client.session = TLSResumableSession(
                storage: ClientSession(facts, secret: session.secret.copy()))
            let pair = try bench.pair()
            pair.exchange()
            #expect(
                pair.server.completed?.isResumed == false && pair.client.completed?.isResumed == false, "bit \(bit)")
        }
    }

    @Test("A server's promise of a ticket may end in an empty one. RFC 5077 §3.3")
    func emptyTicket() throws {
        var setup = try ClientSetup.tls12(.TLS_RSA_WITH_AES_128_GCM_SHA256)
        let sessions = ReceivedSessions()
        setup.now = UnixTime(milliseconds: 1_800_000_000_000)
        setup.client.receiveSession = { sessions.add($0) }
        for (ticket, count) in [([], 0), ([7], 1)] as [([UInt8], Int)] {
            let server = try ScriptedServer12(try setup.clientSession(), try Identities12.rsa)
            try server.complete(ticket: ticket)
            try server.expectEstablished()
            #expect(sessions.count == count)
        }
    }

    @Test("A wrong secret behind a right ticket ends at Finished")
    func wrongSecret() throws {
        let bench = try Keeping.tickets.bench()
        _ = try bench.connect()
        let session = try #require(bench.sessions.last?.storage as? ClientSession)
        let secret = [UInt8](repeating: 9, count: 48)
        bench.setup.client.session = .with(session.facts, secret)
        let pair = try bench.pair()
        pair.exchange()
        #expect(pair.client.error?.alert == .badRecordMAC && pair.client.completed == nil)
        #expect(pair.server.completed == nil)
    }
}
