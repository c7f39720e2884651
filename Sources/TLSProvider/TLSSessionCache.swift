import TLSPrimitives

/// The sessions a client was given, by the server they are of. Each is given away once: a ticket that is used twice lets
/// others see that two connections are of one client. RFC 9846 §C.4.
public final class TLSSessionCache: Sendable {
    private struct Contents: Sendable {
        var sessions: [String: [TLSResumableSession]] = [:]
        /// The servers, the one whose sessions came last at the end.
        var order: [String] = []
    }

    /// So many of one server's sessions are kept: the newest.
    private static let perServer = 4

    private let capacity: Int
    private let contents = Lock(Contents())

    /// - Parameter capacity: the most servers it knows sessions of, at least 1.
    public init(capacity: Int = 64) {
        self.capacity = max(1, capacity)
    }

    /// How many sessions it holds.
    public var count: Int { contents.withLock { $0.sessions.values.reduce(0) { $0 + $1.count } } }

    /// Keeps a session of this server: a name for it that tells all apart which are not the same.
    public func add(_ session: TLSResumableSession, for server: String) {
        contents.withLock { contents in
            contents.sessions[server, default: []].append(session)
            if contents.sessions[server, default: []].count > Self.perServer {
                contents.sessions[server]?.removeFirst()
            }
            contents.order.removeAll { $0 == server }
            contents.order.append(server)
            guard contents.order.count > capacity else { return }
            contents.sessions[contents.order.removeFirst()] = nil
        }
    }

    /// The newest session of this server, which is then no longer here.
    public func take(for server: String) -> TLSResumableSession? {
        contents.withLock { contents in
            guard var sessions = contents.sessions[server], let newest = sessions.popLast() else { return nil }
            contents.sessions[server] = sessions.isEmpty ? nil : sessions
            if sessions.isEmpty { contents.order.removeAll { $0 == server } }
            return newest
        }
    }

    /// Forgets all sessions.
    public func removeAll() {
        contents.withLock { $0 = Contents() }
    }
}
