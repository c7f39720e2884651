import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Server13 {
    /// Lets the client resume later, if both sides will. RFC 9846 §4.7.1.
    ///
    /// - Parameter finished: the client's Finished, the last message that the tickets' keys depend on.
    static func sendTickets<S: HandshakeSink & ~Copyable>(
        _ context: HandshakeContext, _ finished: HandshakeMessage, _ main: borrowing MainStage, _ sink: inout S
    ) throws(HandshakeFault) {
        guard let resumption = context.settings.resumption, let now = sink.now, canResume(context) else { return }
        // A client takes a new ticket for each connection: one for the one it has used.
        let count = context.resumed == nil ? resumption.ticketCount : min(resumption.ticketCount, 1)
        guard count > 0, let facts = facts(context, resumption, now) else { return }
        try context.transcript.append(finished)
        let secret = try main.resumptionSecret(try context.transcript.hash)
        for number in 0..<count {
            guard let ticket = try makeTicket(number, facts, secret, context, resumption, now) else { return }
            sink.send(HandshakeMessage(.newSessionTicket, ticket, NewSessionTicket.codec))
        }
    }

    /// RFC 9846 §4.3.9: no ticket for a client that offers no mode to use it in. What an outside key began, it begins
    /// again.
    private static func canResume(_ context: HandshakeContext) -> Bool {
        let modes = context.hello.extensions.pskKeyExchangeModes ?? []
        let isWelcome =
            modes.contains(PSKKeyExchangeMode.pskWithKeyExchange)
            || context.settings.options.allowsPSKWithoutExchange && modes.contains(PSKKeyExchangeMode.pskOnly)
        return isWelcome && context.outcome.externalIdentity == nil
    }

    /// What all tickets of this connection say; nil when its session is at its end.
    private static func facts(
        _ context: HandshakeContext, _ resumption: ServerResumption, _ now: UnixTime
    ) -> SessionFacts? {
        guard var facts = resumption.facts(context.outcome, resumed: context.resumed, at: now) else { return nil }
        facts.isNamed = context.isNamed
        if let earlyData = resumption.earlyData {
            facts.maximumEarlyData = earlyData.maximum
            facts.earlyDataKeeper = earlyData.keeper.identity
        }
        return facts
    }

    private static func makeTicket(
        _ number: Int, _ facts: SessionFacts, _ secret: borrowing Secret, _ context: HandshakeContext,
        _ resumption: ServerResumption, _ now: UnixTime
    ) throws(HandshakeFault) -> NewSessionTicket? {
        var facts = facts
        facts.ageAdd = try crypto { () throws(CryptoError) in try context.settings.randomness.ticketAgeAdd() }
        let nonce: [UInt8] = [0, UInt8(truncatingIfNeeded: number)]
        let session = ServerSession(facts, secret: try ticketSecret(secret, context.suite, nonce: nonce))
        let issued = try crypto { () throws(CryptoError) in try resumption.sessions.issue(session, at: now) }
        guard let ticket = issued else { return nil }
        var extensions = NewSessionTicketExtensions()
        extensions.maximumEarlyData = facts.maximumEarlyData > 0 ? facts.maximumEarlyData : nil
        return NewSessionTicket(
            lifetime: facts.lifetime, ageAdd: facts.ageAdd, nonce: nonce, ticket: ticket, extensions: extensions)
    }
}
