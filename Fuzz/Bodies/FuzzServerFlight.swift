import HandshakeBench
import InternalProvider
import TLSCertificates
import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSPrimitives
import TLSProvider

/// A client that has sent its hello is given steps of a server that has the right keys: the right messages in any order, and
/// any others. It completes the handshake only on the right sequence, and gives out data only after it.
///
/// Input: a byte that says which client, then steps: a kind, and for some a length and bytes.
func fuzzServerFlight(_ bytes: RawSpan) {
    var input = FuzzInput(bytes)
    let contexts = FuzzClient.contexts
    let number = Int(input.byte()) % max(1, contexts.count)
    guard let identity = FuzzServer.identity, number < contexts.count else { return }
    let proof = ScriptedServer.Proof(
        chain: identity.certificateChain.map(\.derBytes), key: identity.privateKey, scheme: .ed25519)
    let server = ScriptedServer(proof)
    let client = ServerBench(contexts[number].makeSession())
    if number & 4 != 0 { client.verdict = .reject(.unknownCA, reason: "not you") }
    var run = ServerFlightRun(
        client: client, server: server, isAccepting: number & 4 == 0, offersCompression: number & 2 != 0)
    do {
        try server.receive(client.take())
        while !input.isEmpty, run.steps < 64 { try run.step(&input) }
    } catch {
        preconditionFailure("the client broke the protocol: \(error)")
    }
    FuzzServer.checkPromises(client, given: run.given)
    run.checkEnd()
}

/// The clients that are fuzzed, with randomness fixed.
enum FuzzClient {
    /// Contexts by number: with and without a certificate, with protocols and compressed certificates; a number of 4 and more
    /// refuses servers.
    static let contexts: [any TLSClientContext] = (0..<8).compactMap { number in
        var configuration = TLSClientConfiguration(serverName: "a.example")
        configuration.groups = [.x25519, .secp256r1]
        if number & 1 != 0, let identity = FuzzServer.identity { configuration.identities = [identity] }
        if number & 2 != 0 { configuration.applicationProtocols = ["h2", "http/1.1"] }
        configuration.compressesCertificates = number & 2 != 0
        return try? InternalProvider(randomness: FixedRandomness()).makeClientContext(configuration)
    }
}

/// One connection, and what its server has done right so far.
private struct ServerFlightRun {
    let client: ServerBench
    let server: ScriptedServer
    let isAccepting: Bool
    let offersCompression: Bool
    private(set) var steps = 0
    private(set) var given = 0
    /// Whether the known steps up to here were those of a right server.
    private var isRight = true
    /// Whether anything else was sent, which may or may not be harmless.
    private var isUnsure = false
    private var isRetried = false
    private var stage = Stage.hello

    private enum Stage: Equatable {
        case hello, extensions, certificateOrRequest, certificate, verify, finished, established
    }

    init(client: ServerBench, server: ScriptedServer, isAccepting: Bool, offersCompression: Bool) {
        self.client = client
        self.server = server
        self.isAccepting = isAccepting
        self.offersCompression = offersCompression
    }

    mutating func step(_ input: inout FuzzInput) throws {
        steps += 1
        let kind = input.byte()
        let isGood = kind & 0x10 == 0
        switch kind % 11 {
        case 0: try any(ContentType(rawValue: 20 + input.byte() % 6), input.bytes(Int(input.byte())), kind)
        case 1: try sendHello()
        case 2:
            try pass([.extensions], to: .certificateOrRequest)
            try send(server.record(server.encryptedExtensionsMessage()))
        case 3:
            try pass([.certificateOrRequest], to: .certificate)
            try send(server.record(server.certificateRequestMessage()))
        case 4: try sendCertificate(isGood, isCompressed: kind & 0x20 != 0)
        case 5: try sendVerify(isGood)
        case 6: try sendFinished(isGood)
        case 7:
            try pass([.established], to: .established)
            try send(server.record(.applicationData, input.bytes(Int(input.byte()))))
        case 8: try any(.handshake, input.bytes(Int(input.byte())), kind | 1)
        case 9:
            isUnsure = true
            guard server.schedule != nil, stage == .established else { return }
            try send(server.keyUpdate(isGood ? .updateNotRequested : .updateRequested))
        default: try closeOrRetry(isGood)
        }
        try server.receive(client.take())
    }

    // MARK: Steps

    private mutating func any(_ type: ContentType, _ content: [UInt8], _ kind: UInt8) throws {
        isUnsure = true
        try send(kind & 0x20 == 0 ? try server.record(type, content) : server.plain(type, content))
    }

    private mutating func pass(_ stages: [Stage], to next: Stage) throws {
        isRight = isRight && stages.contains(stage)
        stage = next
    }

    private mutating func sendHello() throws {
        guard server.schedule == nil else { return }
        isRight = isRight && stage == .hello
        stage = .extensions
        try send(server.sendServerHello())
    }

    private mutating func closeOrRetry(_ isClosing: Bool) throws {
        if isClosing {
            isUnsure = true
            client.session.close()
        } else if stage == .hello, server.schedule == nil {
            isRight = isRight && !isRetried
            isRetried = true
            try send(server.record(server.retryMessage(group: .secp256r1)))
        }
    }

    private mutating func sendCertificate(_ isGood: Bool, isCompressed: Bool) throws {
        isRight = isRight && isGood && (offersCompression || !isCompressed)
        try pass([.certificateOrRequest, .certificate], to: .verify)
        let chain: [[UInt8]]? = isGood ? nil : []
        let message =
            isCompressed ? try server.compressedCertificateMessage(chain) : server.certificateMessage(chain)
        try send(server.record(message))
    }

    private mutating func sendVerify(_ isGood: Bool) throws {
        guard server.schedule != nil else { return }
        isRight = isRight && isGood && stage == .verify
        stage = .finished
        if !isGood { server.note(HandshakeMessage(type: .finished, bytes: [20, 0, 0, 0])) }
        try send(server.record(server.certificateVerifyMessage()))
    }

    private mutating func sendFinished(_ isGood: Bool) throws {
        guard server.schedule != nil, stage != .established else { return }
        let wasCompleted = client.completed != nil
        isRight = isRight && isGood && isAccepting && stage == .finished
        stage = .established
        var bytes = try server.finishedMessage().bytes
        if !isGood { bytes[bytes.count - 1] ^= 1 }
        try send(server.record(.handshake, bytes))
        try server.useApplicationKeys()
        precondition(wasCompleted || client.completed == nil || isRight, "the handshake was completed wrongly")
        precondition(client.completed != nil || !isRight || isUnsure, "a right server was refused")
    }

    private mutating func send(_ bytes: [UInt8]) throws {
        given += bytes.count
        client.give(bytes)
        try server.receive(client.take())
    }

    // MARK: Checks

    func checkEnd() {
        precondition(server.alerts.filter { $0.first == 2 }.count <= 1, "more than one fatal alert")
        precondition(client.completed != nil || client.data.isEmpty, "data before the handshake was complete")
        precondition(client.completed == nil || isAccepting, "a server was taken against the verdict")
        precondition(server.isFinished == (client.completed != nil), "Finished goes out with the handshake's end alone")
    }
}
