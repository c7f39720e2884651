import NIOCore
import NIOTLSHandlers
import TLSCertificates
import TLSProvider

/// Something that has happened to a connection and is not delivered yet.
enum ConnectionNews: Sendable {
    case status(String)
    indirect case clientHello(ClientHelloInfo, EventLoopPromise<ClientHelloDecision>)
    indirect case peerCertificates(PeerQuestion, EventLoopPromise<PeerVerdict>)
    indirect case connected(NegotiatedParameters)
    case readyToSend
    case data(ByteBuffer)
    case earlyData(ByteBuffer)
    case error(SSLError)
    /// The connection has ended; nil: well.
    case ended(SSLError?)
}

/// The news of one connection, in order.
struct Mailbox {
    /// What news without data counts for, so that a flood of it holds the peer back too.
    static let newsWeight = 128
    /// The most that waits: 64 KiB less what one read cycle may add after the gate has closed.
    static let gate = (64 << 10) - ChannelLimits.bytesPerReadCycle

    private var news = CircularBuffer<ConnectionNews>(initialCapacity: 1)
    private(set) var heldBytes = 0
    /// Whether delivery knows of this mailbox.
    private var isScheduled = false

    /// Whether so much waits that the peer must wait too.
    var isFull: Bool { heldBytes >= Self.gate }

    /// - Returns: whether delivery must be told.
    mutating func append(_ new: ConnectionNews) -> Bool {
        news.append(new)
        heldBytes += Self.weight(of: new)
        defer { isScheduled = true }
        return !isScheduled
    }

    /// Tells that there is something to do again, such as held data after a pause.
    mutating func schedule() -> Bool {
        defer { isScheduled = true }
        return !isScheduled
    }

    /// Whether nothing waits and nothing is being told.
    var isIdle: Bool { news.isEmpty && !isScheduled }

    /// Whether the next news is the connection's end.
    var isAtEnd: Bool {
        if case .ended = news.first { true } else { false }
    }

    /// Takes the first news; without `data` the first that is not data, but never the end ahead of data. It stays counted
    /// until `release`.
    mutating func removeFirst(data takesData: Bool) -> (ConnectionNews, weight: Int)? {
        let index = takesData ? news.startIndex : news.firstIndex { if case .data = $0 { false } else { true } }
        guard let index, index < news.endIndex else { return nil }
        if case .ended = news[index], index != news.startIndex { return nil }
        let taken = news.remove(at: index)
        return (taken, Self.weight(of: taken))
    }

    /// - Returns: whether this opened the gate.
    mutating func release(_ weight: Int) -> Bool {
        let was = isFull
        heldBytes = max(0, heldBytes - weight)
        return was && !isFull
    }

    /// Delivery is done with this mailbox until it is told again.
    mutating func rest() {
        isScheduled = false
    }

    /// Throws away the data that waits.
    mutating func dropData() {
        var kept = CircularBuffer<ConnectionNews>(initialCapacity: 4)
        for new in news {
            if case .data(let data) = new {
                heldBytes = max(0, heldBytes - data.readableBytes)
            } else {
                kept.append(new)
            }
        }
        news = kept
    }

    private static func weight(of new: ConnectionNews) -> Int {
        switch new {
        case .data(let data), .earlyData(let data): data.readableBytes
        default: newsWeight
        }
    }
}
