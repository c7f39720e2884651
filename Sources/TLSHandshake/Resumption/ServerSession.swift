package import TLSMessages
import TLSNegotiation
package import TLSPrimitives

/// What a server keeps of a connection in order to resume it: inside a ticket, or in a store. RFC 9846 §4.7.1.
package final class ServerSession: Sendable {
    package let facts: SessionFacts
    /// The resumption PSK that belongs to the one ticket.
    package let secret: Secret

    package init(_ facts: SessionFacts, secret: consuming Secret) {
        self.facts = facts
        self.secret = secret
    }

    var suite: CipherSuiteRow? { CipherSuiteTable.row(of: facts.cipherSuite) }

    /// The ticket's age as the client sees it. RFC 9846 §4.3.11.1.
    func claimedAge(_ obfuscated: UInt32) -> Int64 {
        Int64(obfuscated &- facts.ageAdd)
    }

    /// Whether the ticket still holds. A clock that was set back makes it no younger than new.
    func holds(at now: UnixTime) -> Bool {
        now < facts.issuedAt.adding(seconds: Int64(facts.lifetime)) && now < facts.endsAt
    }
}

/// Where a server's sessions are between two connections: it makes the tickets, and knows them again.
package protocol ServerSessions: Sendable {
    /// A ticket for the session; nil when it cannot be kept, being too large.
    func issue(_ session: ServerSession, at now: UnixTime) throws(CryptoError) -> [UInt8]?

    /// The session of a ticket; nil for whatever is not one of ours, or no longer.
    func find(_ ticket: [UInt8], at now: UnixTime) throws(CryptoError) -> ServerSession?
}

/// Tells a hello with early data from its replay. RFC 9846 §8.
package protocol EarlyDataKeeper: Sendable {
    /// What tickets name the keeper by: 16 bytes, new with each keeper. Only it admits what they bring.
    var identity: [UInt8] { get }

    /// Whether this hello has not been admitted before. It is remembered until no such hello is fresh any more.
    func admits(_ hello: [UInt8], at now: UnixTime) -> Bool
}

/// How a server resumes sessions. RFC 9846 §2.2, §4.7.1.
package struct ServerResumption: Sendable {
    package let sessions: any ServerSessions
    /// A digest of the settings that a session must find again. 32 bytes.
    package let binding: [UInt8]
    /// How many tickets a full handshake ends with; a resumed one brings one.
    package var ticketCount = 2
    /// How long a ticket holds, in seconds; at most a week. RFC 9846 §4.7.1.
    package var lifetime: UInt32 = 36_000
    /// How long after the full handshake its session still resumes, in seconds: tickets beget tickets.
    package var maximumAge: Int64 = 86_400
    /// When the client's chain ends being valid; nil for never.
    package var endOfValidity: @Sendable ([[UInt8]]) -> UnixTime? = { _ in nil }
    /// How many bytes of early data a ticket allows; with none, there is none. RFC 9846 §4.3.10.
    package var maximumEarlyData: UInt32 = 0
    package var keeper: (any EarlyDataKeeper)?

    package init(sessions: any ServerSessions, binding: [UInt8]) {
        self.sessions = sessions
        self.binding = binding
    }
}
