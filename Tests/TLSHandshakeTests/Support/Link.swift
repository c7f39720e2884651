import TLSMessages
import TLSPrimitives
import Testing

@testable import TLSHandshake

/// A client and a server that pass messages and change_cipher_spec to each other, in order, without records.
final class Link {
    let client: ClientEnd
    let server: ServerEnd
    /// What is under way.
    private(set) var toServer: [Wire] = []
    private(set) var toClient: [Wire] = []
    /// What became of something under way; nothing for what gets lost.
    var changeForClient: (Wire) throws -> [Wire] = { [$0] }
    var changeForServer: (Wire) throws -> [Wire] = { [$0] }
    /// All that each end has sent.
    private(set) var sentByClient: [Wire] = []
    private(set) var sentByServer: [Wire] = []

    init(client: ClientSettings, server: ServerSettings, now: UnixTime? = Link.now) {
        self.client = ClientEnd(client, now: now)
        self.server = ServerEnd(server, now: now)
    }

    static let now = UnixTime(milliseconds: 1_800_000_000_000)

    /// Passes on until nothing is under way, or what is next is what is waited for.
    func run(
        untilClientGets isAwaited: (Wire) -> Bool = { _ in false },
        untilServerGets isAwaitedByServer: (Wire) -> Bool = { _ in false }
    ) throws {
        while true {
            try collect()
            if let next = toServer.first {
                if isAwaitedByServer(next) { return }
                toServer.removeFirst()
                server.give(next)
            } else if let next = toClient.first {
                if isAwaited(next) { return }
                toClient.removeFirst()
                client.give(next)
            } else {
                return
            }
        }
    }

    /// Passes on until nothing is under way, whatever keys it is under: for what was changed under way.
    func runLoosely() throws {
        try collect()
        while !toServer.isEmpty || !toClient.isEmpty {
            if !toServer.isEmpty {
                let next = toServer.removeFirst()
                if server.fault == nil { server.take(next.content) }
            } else {
                let next = toClient.removeFirst()
                if client.fault == nil { client.take(next.content) }
            }
            try collect()
        }
    }

    /// Puts what was sent under way.
    func collect() throws {
        for wire in exchange(&client.sink.sent, with: []) {
            sentByClient.append(wire)
            toServer += try changeForServer(wire)
        }
        for wire in exchange(&server.sink.sent, with: []) {
            sentByServer.append(wire)
            toClient += try changeForClient(wire)
        }
    }

    /// The first session that the client was given.
    var session: ClientSession {
        get throws { try #require(client.sink.sessions.first) }
    }

    /// Checks that both ends are established and agree.
    func expectEstablished(sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(client.fault == nil && server.fault == nil, sourceLocation: sourceLocation)
        try #require(client.isEstablished && server.isEstablished, sourceLocation: sourceLocation)
        let one = try #require(client.sink.outcome, sourceLocation: sourceLocation)
        let other = try #require(server.sink.outcome, sourceLocation: sourceLocation)
        #expect(one.version == other.version && one.cipherSuite == other.cipherSuite, sourceLocation: sourceLocation)
        #expect(one.group == other.group, sourceLocation: sourceLocation)
        #expect(one.signatureScheme == other.signatureScheme, sourceLocation: sourceLocation)
        #expect(one.applicationProtocol == other.applicationProtocol, sourceLocation: sourceLocation)
        #expect(one.isResumed == other.isResumed, sourceLocation: sourceLocation)
        #expect(one.usesExtendedMasterSecret == other.usesExtendedMasterSecret, sourceLocation: sourceLocation)
        #expect(one.encryptsThenMACs == other.encryptsThenMACs, sourceLocation: sourceLocation)
        #expect(client.sink.reading == server.sink.writing, sourceLocation: sourceLocation)
        #expect(client.sink.writing == server.sink.reading, sourceLocation: sourceLocation)
        #expect(client.sink.reading != client.sink.writing, sourceLocation: sourceLocation)
        #expect(client.sink.cipher == server.sink.cipher, sourceLocation: sourceLocation)
        #expect(client.sink.keyLog == server.sink.keyLog, sourceLocation: sourceLocation)
    }
}

extension HandshakeFault {
    var misbehaviour: Misbehaviour? {
        if case .misbehaved(let misbehaviour) = self { misbehaviour } else { nil }
    }

    var incompatibility: Incompatibility? {
        if case .incompatible(let incompatibility) = self { incompatibility } else { nil }
    }

    var certificateFault: CertificateFault? {
        if case .certificate(let fault) = self { fault } else { nil }
    }
}
