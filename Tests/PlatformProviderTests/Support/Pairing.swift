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
    func pair() throws -> SessionPair {
        try SessionPair(serving.provider.makeServerContext(server), serving.clientProvider.makeClientContext(client))
    }

    /// Both ends, after as much of the handshake as goes by itself.
    func shaken() throws -> SessionPair {
        let pair = try pair()
        pair.exchange()
        return pair
    }

    /// Both ends, established.
    func established() throws -> SessionPair {
        let pair = try shaken()
        try #require(pair.client.isEstablished, "\(String(describing: pair.client.error))")
        try #require(pair.server.isEstablished, "\(String(describing: pair.server.error))")
        return pair
    }
}

extension SessionPair {
    convenience init(_ server: any TLSServerContext, _ client: any TLSClientContext) {
        self.init(server: server.makeSession(), client: client.makeSession())
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
