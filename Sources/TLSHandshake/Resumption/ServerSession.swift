package import TLSMessages
import TLSNegotiation
package import TLSPrimitives

/// What a server keeps of a connection in order to resume it: inside a ticket, or in a store. RFC 9846 §4.7.1.
package final class ServerSession: Sendable {
    package let facts: SessionFacts
    /// The resumption PSK that belongs to the one ticket, or TLS 1.2's master secret.
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

    /// Whether it is time for another ticket, where one serves for many connections. RFC 5077 §3.3.
    func isHalfSpent(at now: UnixTime) -> Bool {
        now >= facts.issuedAt.adding(seconds: Int64(facts.lifetime / 2))
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

    /// Whether sessions travel in their tickets, and are not kept here.
    var areInTickets: Bool { get }

    /// An identifier for a session that will be kept under it: TLS 1.2 names it before there is a session.
    /// RFC 5246 §7.4.1.3. Of 32 bytes; of none where sessions are in tickets.
    func makeIdentifier() throws(CryptoError) -> [UInt8]

    /// Keeps a session under an identifier that was made before, or that it had.
    func keep(_ session: ServerSession, under identifier: [UInt8], at now: UnixTime) throws(CryptoError)

    /// Keeps no session under this identifier any more.
    func forget(_ identifier: [UInt8])

    /// The session of a ticket, or of an identifier; nil for whatever is not one of ours, or no longer.
    func find(_ ticket: [UInt8], at now: UnixTime) throws(CryptoError) -> ServerSession?
}

/// Sessions that travel in their tickets, and have no other place.
extension ServerSessions {
    package var areInTickets: Bool { true }

    package func makeIdentifier() throws(CryptoError) -> [UInt8] { [] }

    package func keep(_ session: ServerSession, under identifier: [UInt8], at now: UnixTime) throws(CryptoError) {}

    package func forget(_ identifier: [UInt8]) {}
}

/// A session that a server keeps of a connection that goes on.
package struct KeptSession: Sendable {
    let sessions: any ServerSessions
    let identifier: [UInt8]

    /// The connection has not ended well: nobody resumes it. RFC 5246 §7.2.2.
    package func forget() { sessions.forget(identifier) }
}

/// Tells a hello with early data from its replay. RFC 9846 §8.
package protocol EarlyDataKeeper: Sendable {
    /// What tickets name the keeper by: 16 bytes, new with each keeper. Only it admits what they bring.
    var identity: [UInt8] { get }

    /// Whether this hello has not been admitted before. It is remembered until no such hello is fresh any more.
    func admits(_ hello: [UInt8], at now: UnixTime) -> Bool
}

/// How a server resumes sessions. RFC 9846 §2.2, §4.7.1.
package final class ServerResumption: Sendable {
    package let sessions: any ServerSessions
    /// A digest of the settings that a session must find again. 32 bytes.
    package let binding: [UInt8]
    /// How many tickets a full handshake ends with; a resumed one brings one.
    package let ticketCount: Int
    /// How long a ticket holds, in seconds; at most a week. RFC 9846 §4.7.1.
    package let lifetime: UInt32
    /// How long after the full handshake its session still resumes, in seconds: tickets beget tickets.
    package let maximumAge: Int64
    /// When the client's chain ends being valid; nil for never.
    package let endOfValidity: @Sendable ([[UInt8]]) -> UnixTime?
    /// Early data that tickets allow; nil for none. RFC 9846 §4.3.10.
    package let earlyData: EarlyDataAllowance?

    package init(
        sessions: any ServerSessions, binding: [UInt8], ticketCount: Int = 2, lifetime: UInt32 = 36_000,
        maximumAge: Int64 = 86_400, endOfValidity: @escaping @Sendable ([[UInt8]]) -> UnixTime? = { _ in nil },
        earlyData: EarlyDataAllowance? = nil
    ) {
        self.sessions = sessions
        self.binding = binding
        self.ticketCount = ticketCount
        self.lifetime = lifetime
        self.maximumAge = maximumAge
        self.endOfValidity = endOfValidity
        self.earlyData = earlyData
    }
}

/// How many bytes of early data a ticket allows, and who tells its replay. RFC 9846 §4.3.10, §8.
package struct EarlyDataAllowance: Sendable {
    package let maximum: UInt32
    package let keeper: any EarlyDataKeeper

    package init(maximum: UInt32, keeper: any EarlyDataKeeper) {
        self.maximum = maximum
        self.keeper = keeper
    }
}

extension ServerResumption {
    /// What a session of a connection says, whatever the version; nil when it is at its end.
    ///
    /// - Parameter resumed: the session that the connection has resumed: the new one ends when that one does.
    func facts(_ outcome: HandshakeOutcome, resumed: SessionFacts?, at now: UnixTime) -> SessionFacts? {
        var facts = SessionFacts(cipherSuite: outcome.cipherSuite, issuedAt: now)
        if let resumed {
            facts.endsAt = resumed.endsAt
        } else {
            let end = now.adding(seconds: maximumAge)
            facts.endsAt = min(end, endOfValidity(outcome.peerCertificates) ?? end)
        }
        let left = facts.endsAt.milliseconds(since: now) / 1000
        guard left > 0 else { return nil }
        // RFC 9846 §4.7.1: a week at the most.
        facts.lifetime = UInt32(clamping: min(left, Int64(lifetime), 604_800))
        facts.binding = binding
        facts.serverName = outcome.serverName
        facts.applicationProtocol = outcome.applicationProtocol
        facts.peerCertificates = outcome.peerCertificates
        return facts
    }
}
