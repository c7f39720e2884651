import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Client13 {
    /// What a client makes sessions of when tickets come. RFC 9846 §4.7.1.
    final class ClientResumption {
        private let suite: CipherSuiteRow
        private let secret: Secret
        private let outcome: HandshakeOutcome

        /// Nil when no session is wanted.
        init?(_ context: HandshakeContext, _ main: borrowing MainStage) throws(HandshakeFault) {
            // RFC 9846 §4.3.11: what an outside key began, it begins again.
            guard context.settings.options.wantsSessions, context.outcome.externalIdentity == nil else { return nil }
            suite = context.suite
            secret = try main.resumptionSecret(try context.transcript.hash)
            outcome = context.outcome
        }

        /// The session of a ticket; nil for one that is not to be kept.
        func session(_ ticket: NewSessionTicket, at now: UnixTime) throws(HandshakeFault) -> ClientSession? {
            // RFC 9846 §4.7.1: no time at all means that it is not to be used.
            guard ticket.lifetime > 0 else { return nil }
            var facts = ClientSession.Facts(
                cipherSuite: suite.suite, ticket: ticket.ticket, ageAdd: ticket.ageAdd, receivedAt: now,
                lifetime: ticket.lifetime, maximumEarlyData: ticket.extensions.maximumEarlyData ?? 0,
                serverName: outcome.serverName, applicationProtocol: outcome.applicationProtocol,
                peerCertificates: outcome.peerCertificates)
            facts.peerStatements = outcome.peerStatements
            return ClientSession(facts, secret: try ticketSecret(secret, suite, nonce: ticket.nonce))
        }
    }
}
