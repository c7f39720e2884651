import HandshakeBench
import InternalProvider
import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

/// How a handshake of our client with our server is set up.
struct ClientSetup {
    var server: TLSServerConfiguration
    var client = TLSClientConfiguration(serverName: "a.example")
    var serverOptions: @Sendable (inout ServerOptions) -> Void = { _ in }
    var adjustments = ClientAdjustments()
    var clientRandomness: any HandshakeRandomness = SystemHandshakeRandomness()
    /// What time it is for both ends; without it nothing is resumed.
    var now: UnixTime?

    init() throws {
        server = TLSServerConfiguration(identities: [try Identities.server()])
    }

    func clientContext() throws -> any TLSClientContext {
        try InternalProvider(randomness: clientRandomness, adjustingClient: adjustments).makeClientContext(client)
    }

    /// Both ends, before anything is exchanged.
    func pair() throws -> SessionPair {
        let provider = InternalProvider(randomness: SystemHandshakeRandomness(), adjustingOptions: serverOptions)
        return SessionPair(
            server: try provider.makeServerContext(server).makeSession(at: now),
            client: try clientContext().makeSession(at: now))
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
    /// Data both ways, in one record and in many.
    func echo(sourceLocation: SourceLocation = #_sourceLocation) throws {
        for count in [1, 16_384, 50_000] {
            let data = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            for (one, other) in [(client, server), (server, client)] {
                let before = other.data.count
                other.give(try one.session.seal(data))
                #expect(other.data.dropFirst(before).elementsEqual(data), sourceLocation: sourceLocation)
            }
        }
    }
}
