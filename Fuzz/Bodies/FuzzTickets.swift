import HandshakeBench
import InternalProvider
import Synchronization
import TLSHandshake
import TLSMessages
import TLSPrimitives
import TLSProvider
import TLSWire

/// A ticket that was touched resumes nothing and harms nobody; what a ticket and a kept session hold, in any bytes, is read
/// whole or not at all.
///
/// Input: a byte that says which of the three, then for a ticket steps that change it (a kind, a place, a value), for the
/// others the bytes.
func fuzzTickets(_ bytes: RawSpan) {
    var input = FuzzInput(bytes)
    switch input.byte() % 3 {
    case 0: fuzzTicket(&input)
    case 1: fuzzFacts(input.all())
    default: fuzzSerialized(input.all())
    }
}

private func fuzzTicket(_ input: inout FuzzInput) {
    guard let resumption = FuzzedResumption.shared else { return }
    var facts = resumption.session.facts
    while !input.isEmpty {
        let (kind, place, value) = (input.byte(), input.number(), input.byte())
        change(&facts.ticket, kind, place, value)
    }
    let isTouched = facts.ticket != resumption.session.facts.ticket
    guard (1...65_535).contains(facts.ticket.count), let pair = resumption.pair(facts) else { return }
    pair.exchange()
    guard let server = pair.server.completed, let client = pair.client.completed else {
        preconditionFailure("a ticket ended a handshake: \(String(describing: pair.server.error))")
    }
    precondition(server.isResumed == !isTouched && client.isResumed == !isTouched, "a touched ticket resumes")
}

private func change(_ ticket: inout [UInt8], _ kind: UInt8, _ place: Int, _ value: UInt8) {
    let place = place % max(1, ticket.count)
    switch kind % 5 {
    case 0: if !ticket.isEmpty { ticket[place] ^= value }
    case 1: ticket.removeLast(min(Int(value), ticket.count))
    case 2: ticket.append(value)
    case 3: if !ticket.isEmpty { ticket.remove(at: place) }
    default: ticket.insert(value, at: place)
    }
}

private func fuzzFacts(_ bytes: [UInt8]) {
    guard let facts = try? SessionFacts.codec.decode(bytes) else { return }
    let again = SessionFacts.codec.encode(facts)
    guard let same = try? SessionFacts.codec.decode(again) else { preconditionFailure("written facts are not read") }
    precondition(same == facts, "facts do not survive their own form")
}

private func fuzzSerialized(_ bytes: [UInt8]) {
    let provider = InternalProvider()
    guard let session = try? provider.resumableSession(serialized: bytes) else { return }
    guard let again = try? provider.unsafelySerialize(session) else { preconditionFailure("a session is not written") }
    precondition(again == bytes, "a session has two forms")
    // Whatever it says, the connection is made, resumed or not.
    guard let resumption = FuzzedResumption.shared, let kept = session.storage as? ClientSession else { return }
    guard let pair = resumption.pair(kept.facts, secret: kept.secret) else { return }
    pair.exchange()
    precondition(pair.server.error == nil || pair.server.error?.alert == .decryptError, "a kept session does harm")
}

/// A server that resumes, and a client's session of it.
private struct FuzzedResumption: @unchecked Sendable {
    static let shared = FuzzedResumption()
    private static let now = UnixTime(milliseconds: 1_800_000_000_000)

    let session: ClientSession
    private let context: any TLSServerContext

    init?() {
        guard let identity = FuzzServer.identity else { return nil }
        var configuration = TLSServerConfiguration(identities: [identity])
        configuration.earlyData = .accept(upTo: 1000, filter: TLSReplayFilter())
        let received = Mutex<TLSResumableSession?>(nil)
        guard let context = try? InternalProvider().makeServerContext(configuration) else { return nil }
        var client = Self.client
        client.receiveSession = { session in received.withLock { $0 = session } }
        guard let clientContext = try? InternalProvider().makeClientContext(client) else { return nil }
        let pair = SessionPair(
            server: context.makeSession(at: Self.now), client: clientContext.makeSession(at: Self.now))
        pair.exchange()
        guard let session = received.withLock({ $0 })?.storage as? ClientSession else { return nil }
        self.context = context
        self.session = session
    }

    private static var client: TLSClientConfiguration {
        var client = TLSClientConfiguration(serverName: "a.example")
        client.groups = [.x25519]
        return client
    }

    /// Both ends, the client with a session of these facts; nil when it cannot offer it.
    func pair(_ facts: ClientSession.Facts, secret: borrowing Secret) -> SessionPair? {
        var client = Self.client
        client.session = TLSResumableSession(storage: ClientSession(facts, secret: secret.copy()))
        guard let clientContext = try? InternalProvider().makeClientContext(client) else { return nil }
        return SessionPair(
            server: context.makeSession(at: Self.now), client: clientContext.makeSession(at: Self.now))
    }

    func pair(_ facts: ClientSession.Facts) -> SessionPair? { pair(facts, secret: session.secret) }
}
