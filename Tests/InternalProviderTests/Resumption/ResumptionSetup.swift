import HandshakeBench
import InternalProvider
import Synchronization
import TLSHandshake
import TLSMessages
import TLSProvider
import Testing

/// A server and a client that meet several times, by a clock that the test sets.
final class ResumptionSetup {
    var setup: ClientSetup
    var now = UnixTime(milliseconds: 1_800_000_000_000)
    let sessions = ReceivedSessions()
    private var context: (any TLSServerContext)?

    init(_ change: (inout ClientSetup) -> Void = { _ in }) throws {
        setup = try ClientSetup()
        // What is resumed has nothing to do with the hybrid, which takes longer.
        setup.client.groups = [.x25519, .secp384r1]
        let sessions = sessions
        setup.client.receiveSession = { sessions.add($0) }
        change(&setup)
    }

    /// Forgets the server: the next one is made of the configuration as it is then.
    func restartServer() { context = nil }

    func advance(seconds: Int64) { now = now.adding(seconds: seconds) }

    /// Both ends, before anything is exchanged.
    func pair() throws -> SessionPair {
        let context = try context ?? serverContext()
        self.context = context
        return SessionPair(
            server: context.makeSession(at: now), client: try setup.clientContext().makeSession(at: now))
    }

    private func serverContext() throws -> any TLSServerContext {
        try InternalProvider(randomness: SystemHandshakeRandomness(), adjustingOptions: setup.serverOptions)
            .makeServerContext(setup.server)
    }

    /// Connects with what was received last, if anything was.
    func connect(sourceLocation: SourceLocation = #_sourceLocation) throws -> SessionPair {
        setup.client.session = sessions.last
        let pair = try pair()
        pair.exchange()
        try #require(
            pair.client.isEstablished, "\(String(describing: pair.client.error))", sourceLocation: sourceLocation)
        try #require(
            pair.server.isEstablished, "\(String(describing: pair.server.error))", sourceLocation: sourceLocation)
        return pair
    }

    /// Connects, and tells whether the session was resumed; both ends must say the same.
    func resumes(sourceLocation: SourceLocation = #_sourceLocation) throws -> Bool {
        let pair = try connect(sourceLocation: sourceLocation)
        let client = try #require(pair.client.completed, sourceLocation: sourceLocation)
        let server = try #require(pair.server.completed, sourceLocation: sourceLocation)
        #expect(client.isResumed == server.isResumed, sourceLocation: sourceLocation)
        #expect((client.signatureScheme == nil) == client.isResumed, sourceLocation: sourceLocation)
        try pair.echo(sourceLocation: sourceLocation)
        return client.isResumed
    }
}

/// The sessions that a client was given.
final class ReceivedSessions: Sendable {
    private let received = Mutex<[TLSResumableSession]>([])

    func add(_ session: TLSResumableSession) { received.withLock { $0.append(session) } }

    var count: Int { received.withLock { $0.count } }
    var all: [TLSResumableSession] { received.withLock { $0 } }
    var last: TLSResumableSession? { received.withLock { $0.last } }
}
