import HandshakeBench
import InternalProvider
import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

/// How a handshake of a test is set up: both ends, and the tests' hand in them.
struct Setup {
    var configuration: TLSServerConfiguration
    var options: @Sendable (inout ServerOptions) -> Void = { _ in }
    var randomness: any HandshakeRandomness = SystemHandshakeRandomness()
    var offer = ClientOffer()
    /// What time it is for the server; without it nothing is resumed.
    var now: UnixTime?

    /// A server with one identity, and a client that offers the usual.
    init() throws {
        configuration = TLSServerConfiguration(identities: [try Identities.server()])
    }

    func context() throws -> any TLSServerContext {
        try InternalProvider(randomness: randomness, adjustingOptions: options).makeServerContext(configuration)
    }

    /// Both ends, before the hello.
    func pair() throws -> Pair {
        Pair(client: try ScriptedClient(offer), server: ServerBench(try context().makeSession(at: now)))
    }

    /// Both ends, when the server's flight has come.
    func pairAfterServerFlight() throws -> Pair {
        let pair = try pair()
        try pair.sendHello()
        try #require(pair.client.flight.isFinished)
        return pair
    }

    /// Both ends, established.
    func establishedPair() throws -> Pair {
        let pair = try pairAfterServerFlight()
        pair.server.give(try pair.client.finish())
        try #require(pair.server.isEstablished)
        return pair
    }
}

/// A scripted client and the server session it talks to.
struct Pair {
    let client: ScriptedClient
    let server: ServerBench

    /// Gives bytes to the server and its answer to the client.
    func send(_ bytes: [UInt8]) throws {
        server.give(bytes)
        try client.receive(server.take())
    }

    /// Sends the hello as it stands, and a second one if that is asked for.
    func sendHello() throws {
        try send(client.helloRecord())
        if client.flight.retry != nil, client.flight.serverHello == nil, server.error == nil {
            try client.correctHello()
            try send(client.plain(.handshake, client.helloMessage().bytes))
        }
    }

    /// Seals data at the server and opens it at the client.
    func sendFromServer(_ data: [UInt8]) throws {
        try client.receive(try server.session.seal(data))
    }

    /// Checks that the server has failed, once, and has told the client so with one fatal alert and nothing after it.
    func expectFailure(
        _ alert: AlertDescription, _ code: TLSError.Code? = nil, reason: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(client.flight.alerts == [[2, alert.rawValue]], sourceLocation: sourceLocation)
        let error = try #require(server.error, sourceLocation: sourceLocation)
        #expect(error.alert == alert, sourceLocation: sourceLocation)
        #expect(error.alertDirection == .sent, sourceLocation: sourceLocation)
        if let code { #expect(error.code == code, "\(error)", sourceLocation: sourceLocation) }
        if let reason { #expect(error.reason == reason, sourceLocation: sourceLocation) }
        expectStaysFailed(error, sourceLocation: sourceLocation)
    }

    /// Checks that a failed session says and does nothing more.
    func expectStaysFailed(_ error: TLSError, sourceLocation: SourceLocation = #_sourceLocation) {
        let session = server.session
        #expect(session.outgoingCount == 0, sourceLocation: sourceLocation)
        #expect(session.isWriteClosed && !session.isEstablished && !session.isPaused, sourceLocation: sourceLocation)
        #expect(throws: error, sourceLocation: sourceLocation) { try session.seal([1]) }
        #expect(throws: error, sourceLocation: sourceLocation) { try session.updateKeys(requestingPeer: true) }
        #expect(throws: error, sourceLocation: sourceLocation) { try session.resume(with: PeerVerdict.accept) }
        #expect(throws: error, sourceLocation: sourceLocation) { try session.resume(with: ClientHelloDecision.proceed) }
        #expect(throws: error, sourceLocation: sourceLocation) { try session.receiveEndOfTransport() }
        #expect(throws: error, sourceLocation: sourceLocation) {
            try session.exportKeyingMaterial(label: "x", context: nil, count: 1)
        }
        session.close()
        session.fail(TLSError(.applicationRefused, "x", alert: .accessDenied))
        let again = ServerBench(session)
        again.give([22, 3, 3, 0, 1, 0])
        #expect(again.error == error && again.events.isEmpty && again.data.isEmpty, sourceLocation: sourceLocation)
        #expect(session.outgoingCount == 0, sourceLocation: sourceLocation)
    }
}
