import TLSHandshake
import TLSMessages
import TLSPrimitives
import TLSProvider

/// Sessions that travel inside their tickets. RFC 9846 §4.7.1.
struct TicketSessions: ServerSessions {
    /// What still leaves room for the rest of a ClientHello. A client's chain can be longer: then there is no ticket.
    private static let longestTicket = 16_384

    let sealing: SessionSealing

    func issue(_ session: ServerSession, at now: UnixTime) throws(CryptoError) -> [UInt8]? {
        let ticket = try sealing.seal(session, at: now)
        return ticket.count <= Self.longestTicket ? ticket : nil
    }

    func find(_ ticket: [UInt8], at now: UnixTime) throws(CryptoError) -> ServerSession? {
        try sealing.open(ticket, at: now)
    }
}

/// Sessions in a store; their tickets are random, and good once. RFC 9846 §8.1.
struct StoredSessions: ServerSessions {
    private static let identifierLength = 32

    let store: any TLSSessionStore
    let sealing: SessionSealing

    func issue(_ session: ServerSession, at now: UnixTime) throws(CryptoError) -> [UInt8]? {
        let identifier = try makeIdentifier()
        try keep(session, under: identifier, at: now)
        return identifier
    }

    var areInTickets: Bool { false }

    func makeIdentifier() throws(CryptoError) -> [UInt8] {
        try SystemRandom().publicBytes(Self.identifierLength)
    }

    func keep(_ session: ServerSession, under identifier: [UInt8], at now: UnixTime) throws(CryptoError) {
        let end = session.facts.issuedAt.adding(seconds: Int64(session.facts.lifetime))
        store.store(try sealing.seal(session, at: now), under: identifier, until: end)
    }

    func forget(_ identifier: [UInt8]) { _ = store.take(identifier) }

    func find(_ ticket: [UInt8], at now: UnixTime) throws(CryptoError) -> ServerSession? {
        guard ticket.count == Self.identifierLength, let sealed = store.take(ticket) else { return nil }
        return try sealing.open(sealed, at: now)
    }
}

extension TLSReplayFilter: EarlyDataKeeper {}
