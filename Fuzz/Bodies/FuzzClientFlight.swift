import HandshakeBench
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSPrimitives
import TLSProvider

/// A server that has answered the hello is given steps of a client that has the right keys: the right messages in any order,
/// and any others. It completes the handshake only on the right sequence, and gives out data only after it.
///
/// Input: a byte that says which server, then steps: a kind, and for some a length and bytes.
func fuzzClientFlight(_ bytes: RawSpan) {
    var input = FuzzInput(bytes)
    let contexts = FuzzServer.contexts
    let number = Int(input.byte()) % max(1, contexts.count)
    guard
        let client = try? ScriptedClient(
            offer, random: [UInt8](repeating: 0x33, count: 32), privateKey: [UInt8](2...33))
    else { return }
    let server = ServerBench(contexts[number])
    var run = FlightRun(
        client: client, server: server, asksForCertificate: number & 1 == 1, offersCompression: number & 2 != 0)
    do {
        try run.sayHello()
        while !input.isEmpty, run.steps < 64 { try run.step(&input) }
    } catch {
        preconditionFailure("the server broke the protocol: \(error)")
    }
    FuzzServer.checkPromises(server, given: run.given)
    run.checkEnd()
}

private let offer: ClientOffer = {
    var offer = ClientOffer()
    offer.serverName = "a.example"
    offer.protocols = ["h2"]
    return offer
}()

/// One connection, and what its client has done right so far.
private struct FlightRun {
    let client: ScriptedClient
    let server: ServerBench
    let asksForCertificate: Bool
    let offersCompression: Bool
    private(set) var steps = 0
    private(set) var given = 0
    /// Whether the known steps up to here were those of a right client.
    private var isRight = true
    /// Whether anything else was sent, which may or may not be harmless.
    private var isUnsure = false
    private var changeCipherSpecs = 0
    private var stage: Stage
    private var sentData: [UInt8] = []
    private var keyUpdates = 0

    private enum Stage { case certificate, verify, finished, established }

    init(client: ScriptedClient, server: ServerBench, asksForCertificate: Bool, offersCompression: Bool) {
        self.client = client
        self.server = server
        self.asksForCertificate = asksForCertificate
        self.offersCompression = offersCompression
        stage = asksForCertificate ? .certificate : .finished
    }

    mutating func sayHello() throws {
        try send(client.helloRecord())
        if client.flight.retry != nil {
            try client.correctHello()
            try send(client.plain(.handshake, client.helloMessage().bytes))
        }
        precondition(client.flight.isFinished, "a good hello was not answered")
    }

    mutating func step(_ input: inout FuzzInput) throws {
        steps += 1
        let kind = input.byte()
        switch kind % 10 {
        case 0: try any(ContentType(rawValue: 20 + input.byte() % 6), input.bytes(Int(input.byte())), kind)
        case 1: try sendCertificate(isEmpty: kind & 0x10 != 0, isCompressed: kind & 0x20 != 0)
        case 2: try sendVerify(isRight: kind & 0x10 == 0)
        case 3: try sendFinished(isRight: kind & 0x10 == 0)
        case 4: try sendData(input.bytes(Int(input.byte())))
        case 5: try sendKeyUpdate(kind & 0x10 == 0 ? .updateNotRequested : .updateRequested)
        case 6:
            changeCipherSpecs += 1
            isRight = isRight && stage != .established && changeCipherSpecs <= 2
            try send(client.plain(.changeCipherSpec, [1]))
        case 7: try any(.handshake, input.bytes(Int(input.byte())), kind | 1)
        case 8:
            try server.session.isEstablished ? client.receive(server.session.seal(input.bytes(Int(input.byte())))) : ()
        default: try closeOrUpdate(kind)
        }
        try client.receive(server.take())
    }

    // MARK: Steps

    private mutating func any(_ type: ContentType, _ content: [UInt8], _ kind: UInt8) throws {
        isUnsure = true
        try send(kind & 0x20 == 0 ? try client.record(type, content) : client.plain(type, content))
    }

    private mutating func sendCertificate(isEmpty: Bool, isCompressed: Bool) throws {
        isRight = isRight && stage == .certificate && (offersCompression || !isCompressed)
        stage = isEmpty ? .finished : .verify
        let chain = isEmpty ? [] : FuzzServer.identity?.certificateChain.map(\.derBytes) ?? []
        let message = isCompressed ? try client.compressedCertificateMessage(chain) : client.certificateMessage(chain)
        try send(try client.record(message))
    }

    private mutating func sendVerify(isRight isSigned: Bool) throws {
        guard let key = FuzzServer.identity?.privateKey else { return }
        isRight = isRight && isSigned && stage == .verify
        stage = .finished
        if !isSigned { client.note(HandshakeMessage(type: .finished, bytes: [20, 0, 0, 0])) }
        try send(try client.record(try client.certificateVerifyMessage(key, .ed25519)))
    }

    private mutating func sendFinished(isRight isSame: Bool) throws {
        // Once it is established, something sent before may be the start of a message that this one only goes on.
        let wasEstablishedUnsurely = server.isEstablished && isUnsure
        isRight = isRight && isSame && stage == .finished
        var bytes = try client.finishedMessage().bytes
        if !isSame { bytes[bytes.count - 1] ^= 1 }
        try send(try client.record(.handshake, bytes))
        if stage == .finished { try client.useApplicationKeys() }
        stage = .established
        precondition(!server.isEstablished || isRight || wasEstablishedUnsurely, "the handshake was completed wrongly")
        precondition(server.isEstablished || !isRight || isUnsure, "a right client was refused")
    }

    private mutating func sendData(_ data: [UInt8]) throws {
        let isTaken = isRight && stage == .established
        isRight = isTaken
        if isTaken {
            sentData += data
            if !data.isEmpty { keyUpdates = 0 }
        }
        try send(try client.record(.applicationData, data))
    }

    private mutating func sendKeyUpdate(_ update: KeyUpdate) throws {
        keyUpdates += 1
        isRight = isRight && stage == .established && keyUpdates <= 32
        try send(try client.keyUpdate(update))
    }

    private mutating func closeOrUpdate(_ kind: UInt8) throws {
        if kind & 0x10 == 0 {
            if server.session.isEstablished { try server.session.updateKeys(requestingPeer: kind & 0x20 != 0) }
        } else {
            isRight = isRight && stage == .established
            server.session.close()
        }
    }

    private mutating func send(_ bytes: [UInt8]) throws {
        given += bytes.count
        server.give(bytes)
        try client.receive(server.take())
    }

    // MARK: Checks

    func checkEnd() {
        precondition(client.flight.alerts.filter { $0.first == 2 }.count <= 1, "more than one fatal alert")
        precondition((server.completed != nil) || server.data.isEmpty, "data before the handshake was complete")
        guard isRight, !isUnsure else { return }
        precondition(server.error == nil, "a right client was refused")
        precondition(server.data == sentData, "the data is not what was sent")
    }
}
