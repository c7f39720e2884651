import HandshakeBench
import InternalProvider
import PlatformProvider
import Synchronization
import TLSMessages
import TLSProvider
import Testing

/// Who serves whom; libssl is on one end at least.
enum Serving: String, CaseIterable, Sendable, CustomTestStringConvertible {
    /// Our server, libssl's client.
    case `internal`
    /// libssl on both ends.
    case platform
    /// libssl's server, our client.
    case platformForOurs

    /// Both servers, for libssl's client.
    static let servers: [Serving] = [.internal, .platform]

    var provider: any TLSProvider {
        switch self {
        case .internal: InternalProvider()
        case .platform, .platformForOurs: PlatformProvider()
        }
    }

    var clientProvider: any TLSProvider {
        switch self {
        case .internal, .platform: PlatformProvider()
        case .platformForOurs: InternalProvider()
        }
    }

    var testDescription: String { rawValue }
}

/// How a handshake of a test is set up.
struct Setup {
    var server: TLSServerConfiguration
    var client = TLSClientConfiguration(serverName: "a.example")
    var serving: Serving

    init(_ serving: Serving = .platform) throws {
        self.serving = serving
        server = TLSServerConfiguration(identities: [try Identities.server()])
    }

    /// Both ends, before anything is exchanged.
    func pair() throws -> Pair {
        try Pair(serving.provider.makeServerContext(server), serving.clientProvider.makeClientContext(client))
    }

    /// Both ends, after as much of the handshake as goes by itself.
    func shaken() throws -> Pair {
        let pair = try pair()
        pair.exchange()
        return pair
    }

    /// Both ends, established.
    func established() throws -> Pair {
        let pair = try shaken()
        try #require(pair.client.isEstablished, "\(String(describing: pair.client.error))")
        try #require(pair.server.isEstablished, "\(String(describing: pair.server.error))")
        return pair
    }
}

/// Both ends of a connection, with a transport of arrays between them.
final class Pair {
    let server: ServerBench
    let client: ServerBench
    /// What each has sent in all.
    private(set) var fromServer: [UInt8] = []
    private(set) var fromClient: [UInt8] = []
    /// Whether bytes are given one at a time.
    var bytewise = false

    init(_ server: any TLSServerContext, _ client: any TLSClientContext) {
        self.server = ServerBench(server)
        self.client = ServerBench(client.makeSession())
    }

    /// Hands over what waits, both ways, until nothing does.
    func exchange() {
        while true {
            let sent = client.take()
            fromClient += sent
            give(sent, to: server)
            let answered = server.take()
            fromServer += answered
            give(answered, to: client)
            if sent.isEmpty, answered.isEmpty { return }
        }
    }

    private func give(_ bytes: [UInt8], to bench: ServerBench) {
        if bytewise {
            for byte in bytes { bench.give([byte]) }
        } else if !bytes.isEmpty {
            bench.give(bytes)
        }
    }

    func sendFromClient(_ data: [UInt8]) throws {
        server.give(try client.session.seal(data))
        exchange()
    }

    func sendFromServer(_ data: [UInt8]) throws {
        client.give(try server.session.seal(data))
        exchange()
    }
}

/// Lines of a key log, sessions: what callbacks hand over.
final class Collected<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])

    var all: [Value] { values.withLock { $0 } }

    func append(_ value: Value) { values.withLock { $0.append(value) } }
}
