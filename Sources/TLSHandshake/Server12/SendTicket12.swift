import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Server12 {
    /// Lets the client resume by a ticket, as the ServerHello has promised: an empty one where it cannot after all.
    /// RFC 5077 §3.3.
    static func sendTicket<S: HandshakeSink & ~Copyable>(
        _ context: HandshakeContext, _ master: borrowing MasterSecret12, _ sink: inout S
    ) throws(HandshakeFault) {
        guard context.extensions.sendsTicket else { return }
        var ticket = NewSessionTicket12(lifetimeHint: 0, ticket: [])
        if let resumption = context.settings.resumption, let now = sink.now,
            let facts = facts(context, resumption, now)
        {
            let session = ServerSession(facts, secret: master.withSecret { $0.copy() })
            let issued = try crypto { () throws(CryptoError) in try resumption.sessions.issue(session, at: now) }
            if let issued { ticket = NewSessionTicket12(lifetimeHint: facts.lifetime, ticket: issued) }
        }
        try send(HandshakeMessage(.newSessionTicket, ticket, NewSessionTicket12.codec), context, &sink)
    }

    /// Keeps the session where the client can ask for it by its identifier; one that was taken for this connection goes
    /// back. RFC 5246 §F.1.4.
    static func keepSession<S: HandshakeSink & ~Copyable>(
        _ context: HandshakeContext, _ master: borrowing MasterSecret12, _ sink: inout S
    ) throws(HandshakeFault) {
        guard let resumption = context.settings.resumption, !resumption.sessions.areInTickets, let now = sink.now,
            !context.sessionID.isEmpty
        else { return }
        let session: ServerSession
        if let resumed = context.resumed {
            session = resumed
        } else {
            guard let facts = facts(context, resumption, now) else { return }
            session = ServerSession(facts, secret: master.withSecret { $0.copy() })
        }
        try crypto { () throws(CryptoError) in
            try resumption.sessions.keep(session, under: context.sessionID, at: now)
        }
        sink.report(.keptSession(KeptSession(sessions: resumption.sessions, identifier: context.sessionID)))
    }

    /// What a session of this connection says; nil when it is at its end.
    private static func facts(
        _ context: HandshakeContext, _ resumption: ServerResumption, _ now: UnixTime
    ) -> SessionFacts? {
        guard var facts = resumption.facts(context.outcome, resumed: context.resumed?.facts, at: now) else {
            return nil
        }
        facts.isNamed = context.isNamed
        facts.usesExtendedMasterSecret = context.extensions.usesExtendedMasterSecret
        facts.maximumFragmentLength = context.extensions.maximumFragmentLength?.rawValue ?? 0
        return facts
    }
}
