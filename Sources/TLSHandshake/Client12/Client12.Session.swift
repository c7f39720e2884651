import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Client12 {
    /// How long a session is offered where its server leaves that open, in seconds. RFC 5246 §F.1.4.
    private static let usualLifetime: UInt32 = 86_400
    /// And how long at the most, whatever the server says: a week, as in TLS 1.3. RFC 9846 §4.7.1.
    private static let maximumLifetime: UInt32 = 604_800

    /// Tells of what the connection can be resumed by: a new ticket, the session that it has resumed, or a new identifier.
    /// RFC 5077 §3.3, §3.4.
    static func reportSession<S: HandshakeSink & ~Copyable>(
        _ context: HandshakeContext, _ master: borrowing MasterSecret12, _ sink: inout S
    ) {
        guard context.settings.options.wantsSessions, let now = sink.now else { return }
        var facts = facts(context, at: now)
        if let ticket = context.ticket, !ticket.ticket.isEmpty {
            facts.ticket = ticket.ticket
            // RFC 5077 §3.3: none at all leaves it to us.
            facts.lifetime = min(ticket.lifetimeHint == 0 ? usualLifetime : ticket.lifetimeHint, maximumLifetime)
        } else if let resumed = context.resumed {
            // It stays what it is, and is good for more than one connection.
            return sink.report(.session(resumed))
        } else if !context.sessionID.isEmpty {
            facts.sessionID = context.sessionID
        } else {
            return
        }
        sink.report(.session(ClientSession(facts, secret: master.withSecret { $0.copy() })))
    }

    private static func facts(_ context: HandshakeContext, at now: UnixTime) -> ClientSession.Facts {
        var facts = ClientSession.Facts(
            cipherSuite: context.suite.suite, ticket: [], ageAdd: 0, receivedAt: now, lifetime: usualLifetime,
            maximumEarlyData: 0, serverName: context.outcome.serverName,
            applicationProtocol: context.outcome.applicationProtocol,
            peerCertificates: context.outcome.peerCertificates,
            usesExtendedMasterSecret: context.extensions.usesExtendedMasterSecret)
        facts.peerStatements = context.outcome.peerStatements
        return facts
    }
}
