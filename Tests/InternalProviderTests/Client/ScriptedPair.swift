import HandshakeBench
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

/// Our client, and the scripted server it talks to.
struct ScriptedPair {
    let client: ServerBench
    let server: ScriptedServer

    /// Both ends, when the client's hello has come.
    init(_ setup: ClientSetup) throws {
        let identity = try Identities.server()
        client = ServerBench(try setup.clientContext().makeSession(at: setup.now))
        server = ScriptedServer(
            ScriptedServer.Proof(
                chain: identity.certificateChain.map(\.derBytes), key: identity.privateKey,
                scheme: .ecdsaSecp256r1SHA256))
        try server.receive(client.take())
    }

    /// Gives bytes to the client and its answer to the server.
    func send(_ bytes: [UInt8]) throws {
        client.give(bytes)
        try server.receive(client.take())
    }

    func send(_ messages: HandshakeMessage...) throws {
        try send(try server.record(.handshake, messages.flatMap(\.bytes)))
    }

    /// Both ends, established.
    static func established(_ setup: ClientSetup) throws -> ScriptedPair {
        let pair = try ScriptedPair(setup)
        try pair.send(try pair.server.flight())
        try #require(pair.client.isEstablished, "\(String(describing: pair.client.error))")
        try #require(pair.server.isFinished)
        return pair
    }

    /// Checks that the client has failed, once, and has told the server so with one fatal alert and nothing after it.
    func expectFailure(
        _ alert: AlertDescription, _ code: TLSError.Code? = nil, reason: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(server.alerts == [[2, alert.rawValue]], sourceLocation: sourceLocation)
        let error = try #require(client.error, sourceLocation: sourceLocation)
        #expect(error.alert == alert && error.alertDirection == .sent, "\(error)", sourceLocation: sourceLocation)
        if let code { #expect(error.code == code, "\(error)", sourceLocation: sourceLocation) }
        if let reason { #expect(error.reason == reason, sourceLocation: sourceLocation) }
        let session = client.session
        #expect(session.outgoingCount == 0 && session.isWriteClosed, sourceLocation: sourceLocation)
        #expect(!session.isEstablished && !session.isPaused, sourceLocation: sourceLocation)
        #expect(throws: error, sourceLocation: sourceLocation) { try session.seal([1]) }
        #expect(throws: error, sourceLocation: sourceLocation) { try session.resume(with: PeerVerdict.accept) }
        #expect(throws: error, sourceLocation: sourceLocation) { try session.receiveEndOfTransport() }
        session.close()
        #expect(session.outgoingCount == 0, sourceLocation: sourceLocation)
    }
}
