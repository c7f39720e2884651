package import TLSMessages
import TLSPrimitives

/// Tells a client's early data from a replay of it: each is let through once. RFC 9846 §8.
///
/// It remembers what it has let through for as long as its replay could pass for fresh. Where it has no room left it lets
/// nothing through, and early data then comes with the handshake's second flight. It knows only the tickets of servers
/// that use it: after a restart, and on other machines, early data of older tickets is refused.
public final class TLSReplayFilter: Sendable {
    /// Fresh is what is at most ten seconds off; so two hellos that are the same are at most this far apart.
    private static let window: Int64 = 20_000

    private struct Memory: Sendable {
        /// What came in this window, and in the one before.
        var recent: Set<[UInt8]> = []
        var earlier: Set<[UInt8]> = []
        var since: UnixTime?
    }

    private let capacity: Int
    private let memory = Lock(Memory())
    /// What tickets name this filter by; empty when no randomness could be had, and then nothing is let through.
    package let identity: [UInt8]

    /// - Parameter capacity: how many hellos with early data it remembers, within some forty seconds.
    public init(capacity: Int = 65_536) {
        self.capacity = capacity
        identity = (try? SystemRandom().publicBytes(16)) ?? []
    }

    /// Whether this hello is let through; never twice.
    package func admits(_ hello: [UInt8], at now: UnixTime) -> Bool {
        memory.withLock { memory in
            age(&memory, at: now)
            let isKnown = memory.recent.contains(hello) || memory.earlier.contains(hello)
            guard !identity.isEmpty, !isKnown, memory.recent.count + memory.earlier.count < capacity else {
                return false
            }
            memory.recent.insert(hello)
            return true
        }
    }

    private func age(_ memory: inout Memory, at now: UnixTime) {
        guard let since = memory.since else { return memory.since = now }
        let passed = now.milliseconds(since: since)
        // A clock that was set back forgets nothing.
        guard passed >= Self.window else { return }
        memory.earlier = passed >= 2 * Self.window ? [] : memory.recent
        memory.recent = []
        memory.since = now
    }
}

/// Whether a server takes early data (0-RTT). RFC 9846 §2.3.
///
/// Early data saves a round trip, and has neither forward secrecy nor, beyond what the filter does, safety from replays:
/// take it only where doing a thing twice does no harm.
public enum TLSEarlyDataPolicy: Sendable {
    /// None is taken.
    case refuse
    /// Tickets allow so many bytes (1 to 2^32 - 1) of it, each hello once by the filter.
    case accept(upTo: Int, filter: TLSReplayFilter)
}
