import HandshakeBench
import InternalProvider
import TLSHandshake
import TLSMessages
import TLSProvider
import Testing

/// What comes of a hello with or without extended_master_secret where the session has it, or has not. RFC 7627 §5.3.
private enum ResumptionOutcome: Sendable {
    case resumed, full, refused(AlertDescription)
}

@Suite("A session is resumed as it began: bound to its handshake, or not. RFC 7627 §5.2, §5.3, §5.4")
struct ExtendedMasterSecret12Tests {
    private static let now = UnixTime(milliseconds: 1_800_000_000_000)
    private static let suite = CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256

    private static func setup() throws -> ClientSetup {
        var setup = try ClientSetup.tls12(suite)
        setup.now = now
        setup.server.ticketKeys = TLSTicketKeys()
        return setup
    }

    private static let serverRows: [(session: Bool, hello: Bool, outcome: ResumptionOutcome)] = [
        (true, true, .resumed), (true, false, .refused(.handshakeFailure)), (false, true, .full),
        (false, false, .resumed),
    ]

    @Test("A server, by the session's and the hello's", arguments: serverRows)
    private func server(_ row: (session: Bool, hello: Bool, outcome: ResumptionOutcome)) throws {
        let setup = try Self.setup()
        let first = try ScriptedClient12(try setup.serverSession(), try Identities12.rsa, isExtended: row.session)
        try first.complete(ticket: [])
        try first.expectEstablished()
        let client = try ScriptedClient12(try setup.serverSession(), try Identities12.rsa, isExtended: row.hello)
        // Its own identifier comes back when the ticket is taken. RFC 5077 §3.4.
        switch row.outcome {
        case .refused(let alert):
            try client.sendHello(ticket: first.ticket, sessionID: [5])
            #expect(client.alerts == [[2, alert.rawValue]])
            #expect(client.bench.error?.reason == Misbehaviour.resumedWithoutExtendedMasterSecret.description)
        case .full:
            try client.complete(ticket: first.ticket)
            try client.expectEstablished()
            #expect(client.messages.contains(.certificate) && client.bench.completed?.isResumed == false)
        case .resumed:
            let master = try #require(first.schedule).master
            client.secretOfSession = master
            try client.sendHello(ticket: first.ticket, sessionID: [5])
            #expect(client.serverHello?.sessionID == [5] && client.isFinished)
            try client.sendChangeCipherSpec()
            try client.sendFinished()
            try client.expectEstablished()
            #expect(client.bench.completed?.isResumed == true)
        }
        #expect(client.bench.completed?.usesExtendedMasterSecret ?? row.hello == row.hello)
    }

    private static let clientRows: [(session: Bool, hello: Bool, outcome: ResumptionOutcome)] = [
        (true, true, .resumed), (true, false, .refused(.handshakeFailure)),
        (false, true, .refused(.handshakeFailure)), (false, false, .resumed),
    ]

    @Test("A client, by the session's and the answer's", arguments: clientRows)
    private func client(_ row: (session: Bool, hello: Bool, outcome: ResumptionOutcome)) throws {
        var setup = try Self.setup()
        setup.client.session = .of12([1, 2, 3], suite: Self.suite, isExtended: row.session, at: Self.now)
        let server = try ScriptedServer12(try setup.clientSession(), try Identities12.rsa, isExtended: row.hello)
        #expect(server.hello?.legacySessionID == [1, 2, 3])
        try server.sendHello(sessionID: [1, 2, 3])
        if case .refused(let alert) = row.outcome {
            #expect(server.alerts == [[2, alert.rawValue]] && server.bench.completed == nil)
            return
        }
        server.resume([UInt8](1...48))
        try server.sendChangeCipherSpec()
        try server.sendFinished()
        try server.expectEstablished()
        #expect(server.bench.completed?.isResumed == true)
        #expect(server.bench.completed?.usesExtendedMasterSecret == row.hello)
    }

    @Test("A client that was given another identifier makes a full handshake, whatever its session had")
    func fullInstead() throws {
        for (session, hello) in [(true, true), (true, false), (false, true), (false, false)] {
            var setup = try Self.setup()
            setup.client.session = .of12([1, 2, 3], suite: Self.suite, isExtended: session, at: Self.now)
            let server = try ScriptedServer12(try setup.clientSession(), try Identities12.rsa, isExtended: hello)
            try server.complete(sessionID: [9])
            try server.expectEstablished()
            #expect(server.bench.completed?.isResumed == false)
        }
    }

    @Test(
        "Who requires it speaks with nobody who does not know it, on either end. RFC 7627 §5.2",
        arguments: [true, false])
    func required(_ isExtended: Bool) throws {
        var setup = try Self.setup()
        setup.server.requiresExtendedMasterSecret = true
        setup.client.requiresExtendedMasterSecret = true
        let client = try ScriptedClient12(try setup.serverSession(), try Identities12.rsa, isExtended: isExtended)
        let server = try ScriptedServer12(try setup.clientSession(), try Identities12.rsa, isExtended: isExtended)
        if isExtended {
            try client.complete()
            try client.expectEstablished()
            try server.complete()
            try server.expectEstablished()
        } else {
            try client.sendHello()
            try server.sendHello()
            #expect(client.alerts == [[2, 40]] && server.alerts == [[2, 40]])
            #expect(client.bench.error?.code == .incompatiblePeer && server.bench.error?.code == .incompatiblePeer)
        }
    }

    @Test("A session without it is not offered by who requires it")
    func notOffered() throws {
        var setup = try Self.setup()
        setup.client.requiresExtendedMasterSecret = true
        setup.client.session = .of12([1, 2, 3], suite: Self.suite, isExtended: false, at: Self.now)
        let server = try ScriptedServer12(try setup.clientSession(), try Identities12.rsa)
        #expect(server.hello?.legacySessionID == [])
    }

    @Test("Without it nothing can be exported, and the connection lives on. RFC 7627 §5.4", arguments: [true, false])
    func exporters(_ isExtended: Bool) throws {
        let setup = try Self.setup()
        let client = try ScriptedClient12(try setup.serverSession(), try Identities12.rsa, isExtended: isExtended)
        let server = try ScriptedServer12(try setup.clientSession(), try Identities12.rsa, isExtended: isExtended)
        try client.complete()
        try server.complete()
        for end in [client, server] as [Scripted12] {
            try end.expectEstablished()
            if isExtended {
                #expect(try end.bench.session.exportKeyingMaterial(label: "x", context: nil, count: 9).count == 9)
            } else {
                #expect(throws: TLSError(.wrongState, "")) {
                    try end.bench.session.exportKeyingMaterial(label: "x", context: nil, count: 9)
                }
            }
            try end.expectEstablished()
        }
    }
}
