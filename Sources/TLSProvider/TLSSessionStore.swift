public import TLSMessages
import TLSPrimitives

/// Where a server keeps its sessions, when they are not to travel inside tickets: each is then of use once.
///
/// Called on the connection's event loop, so it may not wait for others. What it is given is protected with the server's
/// ticket keys: a store on another machine learns nothing, and servers that share it need to share the keys too.
public protocol TLSSessionStore: Sendable {
    /// Keeps a session until `end`, or less long where room is short.
    func store(_ session: [UInt8], under identifier: [UInt8], until end: UnixTime)

    /// Gives a session away: the next who asks for it gets nil. It is also taken to be forgotten, when a connection of TLS 1.2
    /// has ended with a fatal alert. RFC 5246 §7.2.2.
    func take(_ identifier: [UInt8]) -> [UInt8]?
}

/// Sessions in this process's memory, the oldest making room for new ones.
public final class TLSMemorySessionStore: TLSSessionStore {
    private struct Contents: Sendable {
        var sessions: [[UInt8]: [UInt8]] = [:]
        /// The identifiers in the order they came, those that were taken among them.
        var order: [[UInt8]] = []
        var oldest = 0
    }

    private let capacity: Int
    private let contents = Lock(Contents())

    /// - Parameter capacity: the most sessions it holds, at least 1.
    public init(capacity: Int = 20_480) {
        self.capacity = max(1, capacity)
    }

    /// How many sessions it holds.
    public var count: Int { contents.withLock { $0.sessions.count } }

    /// Keeps a session until `capacity` newer ones have come: when it has run out, it says so itself.
    public func store(_ session: [UInt8], under identifier: [UInt8], until end: UnixTime) {
        contents.withLock { contents in
            contents.sessions[identifier] = session
            contents.order.append(identifier)
            while contents.sessions.count > capacity || contents.order.count - contents.oldest > 2 * capacity {
                contents.sessions[contents.order[contents.oldest]] = nil
                contents.oldest += 1
            }
            guard contents.oldest > capacity else { return }
            contents.order.removeFirst(contents.oldest)
            contents.oldest = 0
        }
    }

    /// Gives a session away.
    public func take(_ identifier: [UInt8]) -> [UInt8]? {
        contents.withLock { $0.sessions.removeValue(forKey: identifier) }
    }
}
