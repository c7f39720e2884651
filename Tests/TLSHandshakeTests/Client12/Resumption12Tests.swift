import TLSMessages
import TLSNegotiation
import TLSPrimitives
import Testing

@testable import TLSHandshake

@Suite("A session of TLS 1.2 is resumed by its ticket or its identifier. RFC 5246 §7.3, RFC 5077 §3.1")
struct Resumption12Tests {
    /// A session, with the settings to use it.
    private func first(inTickets: Bool) throws -> (TestSettings, ClientSession) {
        var settings = TestSettings()
        settings.sessions = TestSessions(areInTickets: inTickets)
        let link = try settings.completedLink()
        try link.expectEstablished()
        let session = try #require(link.client.sink.sessions.first)
        #expect(link.client.sink.sessions.count == 1)
        settings.session = session
        return (settings, session)
    }

    @Test("What is kept of a connection", arguments: [true, false])
    func kept(inTickets: Bool) throws {
        let (_, session) = try first(inTickets: inTickets)
        #expect(session.facts.ticket.isEmpty != inTickets && session.facts.sessionID.isEmpty == inTickets)
        #expect(session.suite == nil && session.suite12?.suite == .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)
        #expect(session.facts.usesExtendedMasterSecret && session.secret.count == 48)
        #expect(session.facts.peerCertificates == (try TestKeys.p256.get().credential.certificates))
        #expect(session.facts.serverName == Array("a.example".utf8) && session.facts.receivedAt == Link.now)
        #expect(session.facts.lifetime == (inTickets ? 36_000 : 86_400))
    }

    @Test("The second connection needs no certificate and no key exchange", arguments: [true, false])
    func resumes(inTickets: Bool) throws {
        var (settings, session) = try first(inTickets: inTickets)
        for round in 1...3 {
            // More than half of the ticket's life, so that there is a new one.
            if inTickets { settings.now = Link.now.adding(seconds: Int64(round) * 20_000) }
            let link = try settings.completedLink()
            try link.expectEstablished()
            let outcome = try #require(link.client.sink.outcome)
            #expect(outcome.isResumed && outcome.peerCertificates == session.facts.peerCertificates)
            #expect(link.client.sink.judged == [session.facts.peerCertificates])
            #expect(link.client.sink.keyLog.first?.secret == session.secret.copied)
            #expect(
                link.sentByServer.map(\.type)
                    == [.serverHello] + (inTickets ? [.newSessionTicket] : []) + [nil, .finished])
            #expect(link.sentByClient.map(\.type) == [.clientHello, nil, .finished])
            // A new ticket replaces the one it was resumed by; an identifier stays, and is told again for who keeps sessions
            // until they are used.
            let next = try #require(link.client.sink.sessions.first)
            #expect(link.client.sink.sessions.count == 1)
            #expect((next.facts.ticket != session.facts.ticket) == inTickets)
            #expect(next.facts.sessionID == session.facts.sessionID && next.secret.copied == session.secret.copied)
            settings.session = next
            session = next
        }
    }

    @Test("A ticket comes with an identifier of the client's own, whose echo tells. RFC 5077 §3.4")
    func ownIdentifier() throws {
        let (settings, session) = try first(inTickets: true)
        let hello = try settings.hello()
        #expect(hello.extensions.sessionTicket == session.facts.ticket && hello.legacySessionID.count == 32)
        #expect(try settings.hello().legacySessionID != hello.legacySessionID)
    }

    @Test("A server that gives no tickets says so, and takes those that it gave before")
    func noTickets() throws {
        var settings = TestSettings()
        settings.sessions = TestSessions(areInTickets: true)
        settings.ticketCount = 0
        let link = try settings.completedLink()
        try link.expectEstablished()
        #expect(link.client.sink.sessions.isEmpty && !link.sentByServer.map(\.type).contains(.newSessionTicket))
        settings.ticketCount = 2
        try settings.resume()
        settings.ticketCount = 0
        let second = try settings.completedLink()
        try second.expectEstablished()
        #expect(second.client.sink.outcome?.isResumed == true)
        #expect(!second.sentByServer.map(\.type).contains(.newSessionTicket))
    }

    @Test("A server that has forgotten makes a full handshake, and a new session", arguments: [true, false])
    func forgotten(inTickets: Bool) throws {
        let (settings, session) = try first(inTickets: inTickets)
        settings.sessions?.forget()
        let link = try settings.completedLink()
        try link.expectEstablished()
        #expect(link.client.sink.outcome?.isResumed == false)
        let next = try #require(link.client.sink.sessions.first)
        #expect(next.secret.copied != session.secret.copied)
    }

    @Test("The chain is judged before our Finished, and who refuses it sends none", arguments: [true, false])
    func judgedAgain(inTickets: Bool) throws {
        let (settings, _) = try first(inTickets: inTickets)
        let link = try settings.link()
        link.client.refusal = .certificate(.rejected(.certificateRevoked, reason: "revoked"))
        try link.run()
        #expect(link.client.fault?.alert == .certificateRevoked)
        #expect(link.sentByClient.map(\.type) == [.clientHello] && !link.server.isEstablished)
    }

    @Test("An empty ticket is none. RFC 5077 §3.3")
    func emptyTicket() throws {
        var settings = TestSettings()
        settings.sessions = TestSessions(areInTickets: true, issuesNone: true)
        let link = try settings.completedLink()
        try link.expectEstablished()
        #expect(link.sentByServer.contains { $0.type == .newSessionTicket } && link.client.sink.sessions.isEmpty)
    }

    @Test("Who wants no sessions asks for no ticket and keeps nothing", arguments: [true, false])
    func unwanted(inTickets: Bool) throws {
        var settings = TestSettings()
        settings.sessions = TestSessions(areInTickets: inTickets)
        settings.client.wantsSessions = false
        let link = try settings.completedLink()
        try link.expectEstablished()
        #expect(link.client.sink.sessions.isEmpty && !link.sentByServer.contains { $0.type == .newSessionTicket })
    }

    @Test("A session is offered only where it fits, and while it holds. RFC 5246 §7.4.1.2")
    func offered() throws {
        let (settings, session) = try first(inTickets: true)
        func isOffered(_ change: (inout TestSettings) -> Void) throws -> Bool {
            var settings = settings
            change(&settings)
            return try settings.hello().extensions.sessionTicket == session.facts.ticket
        }
        #expect(try isOffered { _ in })
        #expect(try isOffered { $0.clientVersions = [.tls13, .tls12] })
        #expect(try isOffered { $0.now = Link.now.adding(seconds: 35_999) })
        #expect(try !isOffered { $0.now = Link.now.adding(seconds: 36_000) })
        #expect(try !isOffered { $0.now = nil })
        #expect(try !isOffered { $0.serverName = Array("b.example".utf8) })
        #expect(try !isOffered { $0.serverName = nil })
        #expect(try !isOffered { $0.suites = [.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384] })
        #expect(
            try !isOffered {
                $0.clientVersions = [.tls13]
                $0.suites.append(.TLS_AES_128_GCM_SHA256)
            })
    }

    @Test("Sessions of the two versions are never mixed")
    func versions() throws {
        var settings = TestSettings()
        settings.suites.append(.TLS_AES_128_GCM_SHA256)
        settings.clientVersions = [.tls13, .tls12]
        settings.serverVersions = [.tls13, .tls12]
        settings.sessions = TestSessions(areInTickets: true)
        let newer = try settings.completedLink()
        try newer.expectEstablished()
        try newer.run()
        settings.session = try newer.session
        var hello = try settings.hello()
        #expect(hello.extensions.preSharedKey != nil && hello.extensions.sessionTicket == [])
        // A session of TLS 1.3 is nothing for a server of TLS 1.2, nor the other way round.
        settings.serverVersions = [.tls12]
        let older = try settings.completedLink()
        try older.expectEstablished()
        #expect(older.client.sink.outcome?.version == .tls12 && older.client.sink.outcome?.isResumed == false)
        settings.session = try older.session
        hello = try settings.hello()
        #expect(hello.extensions.preSharedKey == nil && hello.extensions.sessionTicket?.isEmpty == false)
        settings.serverVersions = [.tls13, .tls12]
        let again = try settings.completedLink()
        try again.expectEstablished()
        #expect(again.client.sink.outcome?.version == .tls13 && again.client.sink.outcome?.isResumed == false)
    }

    @Test(
        "A ticket holds as long as it says, a week at most, and a day where it does not say. RFC 5077 §3.3",
        arguments: [(0, 86_400), (1, 1), (604_800, 604_800), (604_801, 604_800), (.max, 604_800)] as [(UInt32, UInt32)])
    func lifetime(_ hint: UInt32, _ lifetime: UInt32) throws {
        let server = try ScriptedServer12(try TestSettings().clientSettings)
        try server.complete(ticket: [1, 2, 3], lifetimeHint: hint)
        #expect(server.client.isEstablished)
        #expect(server.client.sink.sessions.map(\.facts.lifetime) == [lifetime])
    }

    @Test("A ticket goes before an identifier. RFC 5077 §3.4")
    func both() throws {
        let server = try ScriptedServer12(try TestSettings().clientSettings)
        try server.complete(sessionID: [9, 9], ticket: [1, 2, 3])
        let session = try #require(server.client.sink.sessions.first)
        #expect(session.facts.ticket == [1, 2, 3] && session.facts.sessionID.isEmpty)
    }

    @Test("Nothing is kept of a handshake that is not complete")
    func incomplete() throws {
        let server = try ScriptedServer12(try TestSettings().clientSettings)
        try server.sendHello(sessionID: [9]) { $0.extensions.sessionTicket = Empty() }
        try server.sendCertificate()
        try server.sendKeyExchange()
        try server.sendDone()
        try server.readFlight()
        try server.sendTicket([1], lifetimeHint: 7)
        server.client.take(.changeCipherSpec)
        try server.send(.finished, [UInt8](repeating: 0, count: 12), Finished12.codec)
        #expect(server.client.fault?.misbehaviour == .wrongFinished && server.client.sink.sessions.isEmpty)
    }
}

extension TestSettings {
    /// What the client says first.
    func hello() throws -> ClientHello {
        let end = ClientEnd(try clientSettings, now: now)
        guard case .message(let message) = end.sink.sent.first?.content else { throw HandshakeFault.aborted }
        return try message.decode(ClientHello.codec, "ClientHello")
    }
}
