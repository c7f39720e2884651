import HandshakeBench
import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSProvider
import TLSRecordLayer
import TLSWire
import Testing

/// One end of TLS 1.2 with RSA key transport in the hands of a test, and the session of ours that it talks to.
class Scripted12 {
    let bench: ServerBench
    let row: CipherSuiteRow12
    let isClient: Bool
    /// Whether it takes part in extended_master_secret. RFC 7627.
    let isExtended: Bool
    var transcript: [UInt8] = []
    var clientRandom: [UInt8] = []
    var serverRandom: [UInt8] = []
    var schedule: Schedule12?
    /// The master secret of a session, when the peer is to resume it.
    var secretOfSession: [UInt8]?
    private(set) var messages: [HandshakeType] = []
    private(set) var alerts: [[UInt8]] = []
    private(set) var data: [UInt8] = []
    /// What came at once, each time that something came.
    private(set) var writes: [[UInt8]] = []
    private(set) var changeCipherSpecs = 0
    private(set) var isFinished = false
    private(set) var ticket: [UInt8]?
    private let writer = RecordWriter()
    private let reader = RecordReader()
    private var pending: [UInt8] = []

    init(_ session: any TLSSession, _ suite: CipherSuite, isClient: Bool, isExtended: Bool) throws {
        bench = ServerBench(session)
        row = try #require(CipherSuiteTable12.row(of: suite))
        self.isClient = isClient
        self.isExtended = isExtended
    }

    /// Goes on with a session of this secret.
    func resume(_ master: [UInt8]) {
        secretOfSession = nil
        schedule = Schedule12(row, clientRandom: clientRandom, serverRandom: serverRandom, master: master)
    }

    // MARK: Sending

    func record(_ type: ContentType, _ content: [UInt8]) throws -> [UInt8] {
        let writer = writer
        return try [UInt8](capacity: writer.sealedCount(of: content.count)) { output throws(RecordFault) in
            _ = try writer.write(type, content.span.bytes, into: &output)
        }
    }

    /// Gives bytes to the session and takes its answer.
    func give(_ bytes: [UInt8]) throws {
        bench.give(bytes)
        try takeAnswer()
    }

    func takeAnswer() throws {
        let answer = bench.take()
        guard !answer.isEmpty else { return }
        writes.append(answer)
        try receive(answer)
    }

    func send(_ type: ContentType, _ content: [UInt8]) throws { try give(try record(type, content)) }

    func send(_ message: HandshakeMessage) throws {
        transcript += message.bytes
        try send(.handshake, message.bytes)
    }

    func sendChangeCipherSpec() throws {
        try send(.changeCipherSpec, [1])
        guard let schedule else { return }
        writer.install(try schedule.sealer(ofClient: isClient))
    }

    func sendFinished(_ change: (inout [UInt8]) -> Void = { _ in }) throws {
        let label: StaticString = isClient ? "client finished" : "server finished"
        var data = try #require(schedule).verifyData(label, transcript)
        change(&data)
        try send(HandshakeMessage(.finished, data, .rest))
    }

    // MARK: Receiving

    private func receive(_ bytes: [UInt8]) throws {
        pending += bytes
        while !pending.isEmpty {
            guard case .record(let type, let content, let consumed) = try read(&pending) else { return }
            let bytes = Array(pending[content])
            pending.removeFirst(consumed)
            try take(type, bytes)
        }
    }

    private func read(_ input: inout [UInt8]) throws -> RecordRead {
        var span = input.mutableSpan
        return try reader.read(&span)
    }

    private func take(_ type: ContentType, _ content: [UInt8]) throws {
        #expect(!alerts.contains { $0.first == 2 }, "a record follows a fatal alert")
        switch type {
        case .handshake: try take(handshake: content)
        case .alert: alerts.append(content)
        case .applicationData: data += content
        default:
            changeCipherSpecs += 1
            if let secretOfSession { resume(secretOfSession) }
            reader.install(try #require(schedule).opener(ofClient: !isClient))
        }
    }

    private func take(handshake content: [UInt8]) throws {
        var rest = content[...]
        while let first = rest.first {
            let length = 4 + Int(rest[rest.startIndex + 2]) << 8 + Int(rest[rest.startIndex + 3])
            let message = HandshakeMessage(type: HandshakeType(rawValue: first), bytes: Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
            messages.append(message.type)
            if message.type == .finished { try check(finished: message) }
            if message.type == .newSessionTicket {
                ticket = try message.decode(NewSessionTicket12.codec, "NewSessionTicket").ticket
            }
            if message.type != .helloRequest { transcript += message.bytes }
            try take(message)
        }
        // Records of TLS 1.2 keep its rules from the first hello on.
        reader.useTLS12()
    }

    private func check(finished message: HandshakeMessage) throws {
        let label: StaticString = isClient ? "server finished" : "client finished"
        let expected = try #require(schedule).verifyData(label, transcript)
        #expect(Array(message.bytes.dropFirst(4)) == expected)
        isFinished = true
    }

    /// What the role makes of a message that is already in the transcript.
    func take(_ message: HandshakeMessage) throws {}

    func expectEstablished(sourceLocation: SourceLocation = #_sourceLocation) throws {
        try #require(bench.isEstablished, "\(String(describing: bench.error))", sourceLocation: sourceLocation)
        #expect(isFinished && alerts.isEmpty, sourceLocation: sourceLocation)
        let before = (data.count, bench.data.count)
        try send(.applicationData, [1, 2, 3])
        try receive(try bench.session.seal([4, 5]))
        #expect(bench.data.dropFirst(before.1).elementsEqual([1, 2, 3]), sourceLocation: sourceLocation)
        #expect(data.dropFirst(before.0).elementsEqual([4, 5]), sourceLocation: sourceLocation)
    }
}
