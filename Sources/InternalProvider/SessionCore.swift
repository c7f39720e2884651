import TLSCertificates
import TLSHandshake
import TLSMessages
import TLSPrimitives
import TLSProvider
import TLSRecordLayer

/// What a session keeps besides its handshake state: both halves of the record layer, and what waits to go out.
struct SessionCore: ~Copyable {
    let reader: RecordReader
    let writer: RecordWriter
    private var state: SessionState
    /// What the state waits for an answer to.
    private(set) var question: HandshakeQuestion?
    /// Application data may flow, or could until a failure.
    private(set) var isEstablished = false
    private var postHandshakeMessages = 0
    var reassembler: HandshakeReassembler
    var outgoing = OutputBuffer()
    var events: [TLSEvent] = []
    /// What was agreed, once all is.
    private(set) var negotiated: NegotiatedParameters?
    /// A ClientHello has come, or ours has gone out.
    var hasHello = false
    /// A libcrypto failure while protecting our own messages; thrown at the next chance.
    var writeFault: RecordFault?
    /// close_notify or a fatal alert is sent: nothing may follow it. RFC 9846 §6.1.
    private(set) var isWriteClosed = false
    var now: UnixTime?
    /// TLS 1.2 is spoken or can still be agreed on: its warnings do not end the connection. RFC 5246 §7.2.
    private(set) var toleratesWarnings: Bool
    /// How much early data the peer may still send; nil when none is taken.
    var earlyDataAllowance: Int?
    /// Our client's early data is taken: it may be answered before the handshake is complete. RFC 9846 §2.3.
    private(set) var answersEarlyData = false
    /// How much early data we may still send.
    var earlyDataRoom = 0
    private(set) var earlyExporter: EarlyExporter?
    /// What came beside the peer's chain.
    private(set) var peerStatements: TLSCertificateStatements?
    /// The peer's chain, as it was shown for the verdict.
    private var peerCertificates: [X509Certificate] = []
    /// The path that the verdict over the peer came with.
    var verifiedPath: VerifiedPath?
    /// A client's sessions of TLS 1.2 that belong to this connection: the one it offers, and those it is given.
    var sessions12: [ClientSession] = []
    /// The one that our server keeps of it.
    private var keptSession: KeptSession?
    private(set) var traceMessages: (@Sendable (TLSMessageTrace) -> Void)?
    private var logSecret: (@Sendable (String) -> Void)?
    private var receiveSession: (@Sendable (TLSResumableSession) -> Void)?
    /// Handshake messages that share a record until keys change or the step ends.
    private var flight: [UInt8] = []
    /// The bytes of a flight behind its second message, in most handshakes: room made once.
    private static let usualRest = 256
    /// Handshake messages after the handshake without application data between them: each costs us a key derivation.
    private static let consecutivePostHandshakeMessages = 32

    init(
        _ reader: RecordReader, _ writer: RecordWriter, _ choices: ConnectionChoices, _ state: consuming SessionState,
        at now: UnixTime?
    ) {
        self.reader = reader
        self.writer = writer
        self.state = state
        self.now = now
        toleratesWarnings = false
        reassembler = HandshakeReassembler(certificateLimit: choices.limits.maximumCertificateMessage)
        adopt(choices)
    }

    /// Does as these choices say from here on.
    mutating func adopt(_ choices: ConnectionChoices) {
        reassembler.certificateLimit = choices.limits.maximumCertificateMessage
        logSecret = choices.logSecret
        traceMessages = choices.traceMessages
        reader.acceptsSSL2Hello = choices.acceptsSSL2Hello
        receiveSession = choices.receiveSession
        toleratesWarnings = choices.speaksTLS12
        writer.preferPlaintext(upTo: choices.maximumRecordPlaintext)
        switch choices.recordPadding {
        case .none: writer.padRecords(toMultipleOf: 0)
        case .multiple(let count): writer.padRecords(toMultipleOf: count)
        }
    }

    // MARK: The handshake

    /// Gives every whole message to the state, until one must wait for the application. Returns why it ends, if it does.
    ///
    /// - Parameter afterData: whether application data has come since the last call.
    mutating func handleMessages(afterData: Bool) throws(RecordFault) -> HandshakeFault? {
        if afterData { postHandshakeMessages = 0 }
        while question == nil, let message = try reassembler.next() {
            trace(.handshake(type: message.type.rawValue), isReceived: true)
            let fault = advance { state, core throws(HandshakeFault) in try state.handle(message, into: &core) }
            if let fault { return fault }
            guard isEstablished, message.type != .finished else { continue }
            postHandshakeMessages += 1
            if postHandshakeMessages > Self.consecutivePostHandshakeMessages {
                return .misbehaved(.tooManyPostHandshakeMessages)
            }
        }
        return nil
    }

    /// Moves the state through one step. Returns why it failed, if it did, and it stays so.
    mutating func advance(
        _ step: (consuming SessionState, inout SessionCore) throws(HandshakeFault) -> SessionState
    ) -> HandshakeFault? {
        let current = exchange(&state, with: .failed(.aborted))
        do throws(HandshakeFault) {
            state = try step(current, &self)
            question = state.question
            if !isEstablished { isEstablished = state.isEstablished }
            return nil
        } catch {
            abandon(error)
            return error
        }
    }

    /// Nothing comes of the handshake any more.
    mutating func abandon(_ fault: HandshakeFault) {
        state = .failed(fault)
        question = nil
    }

    /// Keying material of an established connection.
    func export(label: [UInt8], context: [UInt8]?, count: Int) throws(HandshakeFault) -> Secret {
        try state.export(label: label, context: context, count: count)
    }

    // MARK: What goes out

    /// Protects the messages that wait to share a record.
    mutating func flushFlight() {
        guard !flight.isEmpty else { return }
        let messages = flight
        flight = []
        write(.handshake, messages)
    }

    mutating func send(_ alert: AlertDescription) {
        flushFlight()
        let alert = Alert(alert)
        trace(.alert(alert.description, isFatal: alert.isFatal), isReceived: false)
        write(.alert, alert.bytes)
    }

    mutating func closeWriting() {
        isWriteClosed = true
        flight = []
    }

    /// RFC 5246 §7.2.2: what ends with a fatal alert is not resumed; a client holds the same of a transport that just ends,
    /// as whoever cut it would know.
    mutating func forgetSessions(isAlert: Bool) {
        for session in sessions12 { session.forget() }
        sessions12 = []
        guard isAlert else { return }
        keptSession?.forget()
        keptSession = nil
    }

    private mutating func write(_ type: ContentType, _ content: [UInt8]) {
        guard !isWriteClosed else { return }
        let writer = writer
        do throws(RecordFault) {
            try outgoing.append(writer.sealedCount(of: content.count)) { output throws(RecordFault) in
                _ = try writer.write(type, content.span.bytes, into: &output)
            }
        } catch {
            writeFault = writeFault ?? error
        }
    }
}

extension SessionCore: HandshakeSink {
    mutating func send(_ message: HandshakeMessage) {
        trace(.handshake(type: message.type.rawValue), isReceived: false)
        // A message alone is not copied.
        guard !flight.isEmpty else { return flight = message.bytes }
        let count = flight.count + message.bytes.count
        if flight.capacity < count { flight.reserveCapacity(count + Self.usualRest) }
        flight.append(contentsOf: message.bytes)
    }

    mutating func sendChangeCipherSpec() {
        flushFlight()
        trace(.changeCipherSpec, isReceived: false)
        write(.changeCipherSpec, [1])
    }

    mutating func aligned() throws(HandshakeFault) -> ReadAlignment {
        guard reassembler.isAligned else { throw .misbehaved(.handshakeAcrossKeyChange) }
        return ReadAlignment()
    }

    mutating func installReading(
        _ keys: consuming TrafficKeys, _ alignment: consuming ReadAlignment
    ) throws(HandshakeFault) {
        toleratesWarnings = false
        let keys = keys
        do {
            try reader.install(keys.aead, key: keys.key.span, iv: keys.iv.span)
        } catch {
            throw .crypto(error)
        }
    }

    mutating func installWriting(_ keys: consuming TrafficKeys) throws(HandshakeFault) {
        flushFlight()
        let keys = keys
        do {
            try writer.install(keys.aead, key: keys.key.span, iv: keys.iv.span)
        } catch {
            throw .crypto(error)
        }
    }

    mutating func speakTLS12() {
        reader.useTLS12()
    }

    mutating func installReading(
        _ keys: consuming TrafficKeys12, _ alignment: consuming ReadAlignment
    ) throws(HandshakeFault) {
        let keys = keys
        do {
            try reader.install(keys.cipher, macKey: keys.macKey, key: keys.key, iv: keys.iv)
        } catch {
            throw .crypto(error)
        }
    }

    mutating func installWriting(_ keys: consuming TrafficKeys12) throws(HandshakeFault) {
        flushFlight()
        let keys = keys
        do {
            try writer.install(keys.cipher, macKey: keys.macKey, key: keys.key, iv: keys.iv)
        } catch {
            throw .crypto(error)
        }
    }

    mutating func sendWarning(_ alert: AlertDescription) {
        send(alert)
    }

    mutating func stopProtectingWriting() {
        flushFlight()
        writer.stopProtecting()
    }

    mutating func acceptEarlyData(_ limit: UInt32) {
        earlyDataAllowance = Int(limit)
        answersEarlyData = true
        events.append(.earlyData(isAccepted: true))
    }

    mutating func endEarlyData() { earlyDataAllowance = nil }

    mutating func openEarlyData(_ limit: UInt32) { earlyDataRoom = Int(limit) }

    mutating func keepEarlyExporter(_ secret: consuming Secret, _ hash: HashAlgorithm) {
        earlyExporter = EarlyExporter(secret, hash)
    }

    mutating func skipEarlyData(_ skips: Bool) {
        if skips { reader.skipEarlyData() } else { reader.expectNoEarlyData() }
    }

    mutating func tolerateChangeCipherSpec(_ tolerates: Bool) {
        hasHello = true
        reader.toleratesChangeCipherSpec = tolerates
    }

    mutating func limitRecords(to recordSizeLimit: Int) {
        writer.limitRecords(to: recordSizeLimit)
    }

    mutating func limitFragments(sending: Int, receiving: Int, inTheClear: Bool) {
        writer.limitPlaintext(to: sending)
        reader.limitPlaintext(to: receiving, inTheClear: inTheClear)
    }

    mutating func log(_ label: StaticString, clientRandom: [UInt8], _ secret: borrowing Secret) {
        guard let logSecret else { return }
        logSecret(keyLogLine(label, clientRandom: clientRandom, secret))
    }

    var hasUnsentOutput: Bool { isWriteClosed || !outgoing.isEmpty || !flight.isEmpty }

    mutating func report(_ report: HandshakeReport) {
        switch report {
        case .clientHello(let hello, let message):
            events.append(.clientHello(ClientHelloInfo(hello, message)))
        case .peerStatements(let statements):
            peerStatements = TLSCertificateStatements(statements)
        case .peerCertificates(let chain):
            peerCertificates = chain.compactMap(readCertificate)
            events.append(.peerCertificates(peerCertificates))
        case .established(let outcome):
            var parameters = NegotiatedParameters(outcome, read: peerCertificates)
            parameters.verifiedPath = verifiedPath
            events.append(.handshakeCompleted(parameters))
            negotiated = parameters
        case .earlyDataAnswered(let isAccepted):
            events.append(.earlyData(isAccepted: isAccepted))
        case .session(let session):
            if session.isOfTLS12 { sessions12.append(session) }
            receiveSession?(TLSResumableSession(storage: session))
        case .keptSession(let session):
            keptSession = session
        case .keysUpdated(let received):
            events.append(.keysUpdated(received: received))
        }
    }
}

/// What exporters of early data start from. RFC 9846 §7.5.
final class EarlyExporter {
    let secret: Secret
    let hash: HashAlgorithm

    init(_ secret: consuming Secret, _ hash: HashAlgorithm) {
        self.secret = secret
        self.hash = hash
    }
}
