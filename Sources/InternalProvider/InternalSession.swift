import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSPrimitives
import TLSProvider
import TLSRecordLayer

/// A connection, server or client: the record layer joined to the handshake's states.
final class InternalSession: TLSSession {
    /// Handshake messages after the handshake without application data between them: each costs us a key derivation.
    private static let consecutivePostHandshakeMessages = 32
    /// user_canceled alerts: they say nothing and cost a decryption each.
    private static let warningAlerts = 4

    /// A server's, whose answers to a hello may need it.
    private let serverContext: InternalServerContext?
    /// Those of `core`, reached without access to it: each record passes through one of them.
    private let reader: RecordReader
    private let writer: RecordWriter
    private var core: SessionCore
    private var state: SessionState
    private var failure: TLSError?
    private var postHandshakeMessages = 0
    private var warnings = 0
    private(set) var isReadClosed = false
    private(set) var negotiated: NegotiatedParameters?
    private var question: HandshakeQuestion?
    private var isHandshakeComplete = false
    /// Application data flows, and nothing else is under way: neither what waits to be sent, nor part of a message, nor a
    /// close. Kept so that a record of data is not looked at the session for; false when in doubt.
    private var isSteady = false
    /// The handshake was given up by `close`: what still comes is passed over.
    private var isAbandoned = false

    /// Awaits a ClientHello.
    init(_ context: InternalServerContext, at now: UnixTime?) {
        serverContext = context
        core = SessionCore(ConnectionChoices(context.configuration), at: now)
        reader = core.reader
        writer = core.writer
        state = .server(.readHello(ReadClientHello(context.settings)))
    }

    /// Starts by itself: the ClientHello waits to be sent. What fails here is thrown by the first call, and nothing is
    /// sent.
    init(_ context: InternalClientContext, at now: UnixTime?) {
        serverContext = nil
        core = SessionCore(ConnectionChoices(context.configuration), at: now)
        reader = core.reader
        writer = core.writer
        state = .failed(.aborted)
        writer.startWithClientHello()
        let settings = context.settings
        advance { _, core throws(HandshakeFault) in .client(try Client13.start(settings, into: &core)) }
        core.flushFlight()
        if let fault = core.writeFault { _ = fail(TLSError(fault), sending: nil) }
        if failure != nil { core.outgoing = OutputBuffer() }
    }

    var isPaused: Bool { question != nil }
    var isWriteClosed: Bool { core.isWriteClosed }
    var isEstablished: Bool { isHandshakeComplete && !isWriteClosed && failure == nil }
    var canSeal: Bool { (isHandshakeComplete || answersEarlyData) && !isWriteClosed && failure == nil }
    /// RFC 9846 §2.3: behind our Finished, and once nothing is to be judged any more.
    private var answersEarlyData: Bool { core.answersEarlyData && question == nil }

    func setTime(_ now: UnixTime) { core.now = now }

    // MARK: Receiving

    func receive(_ input: inout MutableSpan<UInt8>) throws(TLSError) -> ReceivedRecord {
        if !isSteady {
            if let failure { throw failure }
            if isPaused { return ReceivedRecord(needing: 0) }
            // RFC 9846 §6.1: what follows close_notify is ignored.
            if isReadClosed || isAbandoned { return ReceivedRecord(consumed: input.count) }
        }
        let received: ReceivedRecord
        do throws(RecordFault) {
            received = try receiveRecord(&input)
        } catch {
            throw fail(TLSError(error), sending: error.alert)
        }
        if !isSteady, let failure { throw failure }
        return received
    }

    private func receiveRecord(_ input: inout MutableSpan<UInt8>) throws(RecordFault) -> ReceivedRecord {
        switch try reader.read(&input) {
        case .needs(let count):
            return ReceivedRecord(needing: count)
        case .skipped(let consumed):
            guard core.reassembler.isAligned else { throw .interleavedHandshake }
            return ReceivedRecord(consumed: consumed)
        case .record(.applicationData, let content, let consumed):
            try acceptData(content)
            return ReceivedRecord(consumed: consumed, applicationData: content, isEarly: !isHandshakeComplete)
        case .record(.handshake, let content, let consumed):
            isSteady = false
            try core.reassembler.append(content, of: input)
            try runHandshake()
            return ReceivedRecord(consumed: consumed)
        case .record(_, let content, let consumed):
            isSteady = false
            try receiveAlert(content, input)
            return ReceivedRecord(consumed: consumed)
        }
    }

    private func acceptData(_ content: Range<Int>) throws(RecordFault) {
        if !isSteady {
            guard core.reassembler.isAligned else { throw .interleavedHandshake }
            guard isHandshakeComplete else { return try acceptEarlyData(content.count) }
            isSteady = isSettled
        }
        if !content.isEmpty { postHandshakeMessages = 0 }
    }

    /// RFC 9846 §4.3.10.
    private func acceptEarlyData(_ count: Int) throws(RecordFault) {
        guard let allowance = core.earlyDataAllowance else {
            throw .unexpectedType(ContentType.applicationData.rawValue)
        }
        guard count <= allowance else { throw .tooMuchEarlyData }
        core.earlyDataAllowance = allowance - count
    }

    private var isSettled: Bool {
        isEstablished && !isReadClosed && !isPaused && core.outgoing.isEmpty && core.reassembler.isAligned
    }

    /// Gives every whole message to the state, until one must wait for the application.
    private func runHandshake() throws(RecordFault) {
        while !isPaused, failure == nil {
            guard let message = try core.reassembler.next() else { break }
            advance { state, core throws(HandshakeFault) in try state.handle(message, into: &core) }
            if isHandshakeComplete, failure == nil { countPostHandshakeMessage(message) }
        }
        core.flushFlight()
        if let fault = core.writeFault { throw fault }
    }

    /// Moves the state through one step; a throw leaves it failed.
    private func advance(
        _ step: (consuming SessionState, inout SessionCore) throws(HandshakeFault) -> SessionState
    ) {
        isSteady = false
        let current = exchange(&state, with: .failed(.aborted))
        do throws(HandshakeFault) {
            state = try step(current, &core)
            question = state.question
            if !isHandshakeComplete, state.isEstablished { completeHandshake() }
        } catch {
            state = .failed(error)
            _ = fail(TLSError(error), sending: error.alert)
        }
    }

    private func completeHandshake() {
        isHandshakeComplete = true
        for case .handshakeCompleted(let parameters) in core.events { negotiated = parameters }
    }

    private func countPostHandshakeMessage(_ message: HandshakeMessage) {
        guard message.type != .finished else { return }
        postHandshakeMessages += 1
        if postHandshakeMessages > Self.consecutivePostHandshakeMessages {
            let fault = HandshakeFault.misbehaved(.tooManyPostHandshakeMessages)
            _ = fail(TLSError(fault), sending: fault.alert)
        }
    }

    /// RFC 9846 §6: close_notify and user_canceled are not errors; every other alert ends the connection.
    private func receiveAlert(_ content: Range<Int>, _ input: borrowing MutableSpan<UInt8>) throws(RecordFault) {
        guard core.reassembler.isAligned else { throw .interleavedHandshake }
        guard content.count == 2,
            let alert = Alert(level: input[content.lowerBound], description: input[content.lowerBound + 1])
        else { throw .malformedAlert }
        switch alert.description {
        case .closeNotify where isHandshakeComplete:
            isReadClosed = true
            core.events.append(.closeNotify)
        case .userCanceled:
            warnings += 1
            guard warnings <= Self.warningAlerts else { throw .unexpectedType(ContentType.alert.rawValue) }
            core.events.append(.warning(.userCanceled))
        default:
            let error = TLSError(
                .alertReceived, "the peer ended the connection", alert: alert.description, direction: .received)
            _ = fail(error, sending: nil)
        }
    }

    func receiveEndOfTransport() throws(TLSError) {
        if let failure { throw failure }
        guard !isReadClosed, !isAbandoned else { return }
        let reason =
            isHandshakeComplete
            ? "the transport ended without close_notify" : "the transport ended during the handshake"
        throw fail(TLSError(.truncated, reason), sending: nil)
    }

    // MARK: Answers of the application

    func resume(with decision: ClientHelloDecision) throws(TLSError) {
        if let failure { throw failure }
        guard question == .clientHello else { throw TLSError(.wrongState, "no choice about a hello is awaited") }
        let chosen = try settings(for: decision)
        try resume { state, core throws(HandshakeFault) in
            try state.proceed(with: chosen, into: &core)
        }
    }

    func resume(with verdict: PeerVerdict) throws(TLSError) {
        if let failure { throw failure }
        guard question == .peerCertificates else { throw TLSError(.wrongState, "no verdict is awaited") }
        try resume { state, _ throws(HandshakeFault) in
            switch verdict {
            case .accept: return try state.acceptPeer()
            case .reject(let alert, let reason): throw .certificate(.rejected(alert, reason: reason))
            }
        }
    }

    private func resume(
        _ step: (consuming SessionState, inout SessionCore) throws(HandshakeFault) -> SessionState
    ) throws(TLSError) {
        advance(step)
        do {
            try runHandshake()
        } catch {
            throw fail(TLSError(error), sending: error.alert)
        }
        if let failure { throw failure }
    }

    private func settings(for decision: ClientHelloDecision) throws(TLSError) -> ServerSettings? {
        switch decision {
        case .proceed:
            return nil
        case .present(let identities):
            for identity in identities { try checkChain(identity) }
            return serverContext?.settings.presenting(identities.map(Credential.init(identity:)))
        case .use(let other):
            guard let other = other as? InternalServerContext else {
                throw fail(
                    TLSError(
                        .invalidConfiguration, "the chosen context belongs to another provider", alert: .internalError),
                    sending: .internalError)
            }
            core.adopt(ConnectionChoices(other.configuration))
            return other.settings
        case .refuse(let alert):
            throw fail(
                TLSError(.applicationRefused, "the application refused the hello", alert: alert), sending: alert)
        }
    }

    /// What cannot be sent fails here, as the application presents it.
    private func checkChain(_ identity: TLSIdentity) throws(TLSError) {
        do {
            try ConfigurationRules.checkChain(identity)
        } catch {
            throw fail(TLSError(error.code, error.reason, alert: .internalError), sending: .internalError)
        }
    }

    // MARK: Sending

    var outgoingCount: Int { core.outgoing.count }

    func drainOutgoing(into output: inout OutputRawSpan) {
        core.outgoing.drain(into: &output)
    }

    func sealedCount(of count: Int) -> Int {
        // A KeyUpdate that falls due goes out in front: its message, header, type, tag and padding.
        let keyUpdate = writer.wantsNewKeys ? writer.sealedCount(of: 5) : 0
        return core.outgoing.count + keyUpdate + writer.sealedCount(of: count)
    }

    func seal(_ plaintext: Span<UInt8>, into output: inout OutputRawSpan) throws(TLSError) -> Int {
        if !isSteady || writer.wantsNewKeys, try !isReadyToSeal(&output) { return 0 }
        do {
            return try writer.write(.applicationData, plaintext.bytes, into: &output)
        } catch {
            throw fail(TLSError(error), sending: nil)
        }
    }

    /// Sends first what waits. Whether application data may follow it into the output.
    private func isReadyToSeal(_ output: inout OutputRawSpan) throws(TLSError) -> Bool {
        if let failure { throw failure }
        guard canSeal else {
            throw TLSError(.wrongState, isWriteClosed ? "close_notify is sent" : "the handshake is not complete")
        }
        // RFC 9846 §5.5: new keys before the old ones have protected too much.
        if isHandshakeComplete, writer.wantsNewKeys { try updateKeys(requestingPeer: false) }
        if !core.outgoing.isEmpty { core.outgoing.drain(into: &output) }
        isSteady = isSettled
        return core.outgoing.isEmpty
    }

    var earlyDataRoom: Int { failure == nil && !isWriteClosed ? core.earlyDataRoom : 0 }

    func sealEarlyData(_ plaintext: Span<UInt8>, into output: inout OutputRawSpan) throws(TLSError) -> Int {
        if let failure { throw failure }
        guard earlyDataRoom > 0 else { throw TLSError(.wrongState, "no early data can be sent") }
        if !core.outgoing.isEmpty { core.outgoing.drain(into: &output) }
        guard core.outgoing.isEmpty else { return 0 }
        let wanted = plaintext.extracting(0..<min(plaintext.count, earlyDataRoom))
        do {
            let taken = try writer.write(.applicationData, wanted.bytes, into: &output)
            core.earlyDataRoom -= taken
            return taken
        } catch {
            throw fail(TLSError(error), sending: nil)
        }
    }

    func updateKeys(requestingPeer: Bool) throws(TLSError) {
        if let failure { throw failure }
        guard isHandshakeComplete, !isWriteClosed else {
            throw TLSError(.wrongState, "keys are updated once the handshake is complete and before close")
        }
        advance { state, core throws(HandshakeFault) in
            try state.withTraffic { traffic throws(HandshakeFault) in
                try traffic.updateOurKeys(requestingPeer: requestingPeer, into: &core)
            }
        }
        if let failure { throw failure }
    }

    func nextEvent() -> TLSEvent? {
        core.events.isEmpty ? nil : core.events.removeFirst()
    }

    // MARK: Closing

    func close() {
        guard !isWriteClosed, failure == nil else { return }
        isSteady = false
        // RFC 9846 §6.1: a handshake that is given up says so before it closes.
        if !isHandshakeComplete, core.hasHello { core.send(.userCanceled) }
        if isHandshakeComplete || core.hasHello { core.send(.closeNotify) }
        core.closeWriting()
        guard !isHandshakeComplete else { return }
        isAbandoned = true
        question = nil
        state = .failed(.aborted)
    }

    func fail(_ error: TLSError) {
        guard failure == nil else { return }
        _ = fail(error, sending: error.alertDirection == .sent ? error.alert : nil)
    }

    /// The connection's one end: the alert, if any, goes out exactly once.
    private func fail(_ error: TLSError, sending alert: AlertDescription?) -> TLSError {
        if let failure { return failure }
        isSteady = false
        failure = error
        if let alert { core.send(alert) }
        core.closeWriting()
        question = nil
        return error
    }

    // MARK: Exporters

    func exportKeyingMaterial(label: String, context: [UInt8]?, count: Int) throws(TLSError) -> [UInt8] {
        if let failure { throw failure }
        guard isHandshakeComplete else { throw TLSError(.wrongState, "the handshake is not complete") }
        try ConfigurationRules.checkExporter(label: label, count: count)
        var material: [UInt8] = []
        advance { state, _ throws(HandshakeFault) in
            try state.withTraffic { traffic throws(HandshakeFault) in
                let secret = try traffic.export(label: Array(label.utf8), context: context ?? [], count: count)
                material = secret.withBytes { [UInt8](copying: $0) }
            }
        }
        if let failure { throw failure }
        return material
    }

    func exportEarlyKeyingMaterial(label: String, context: [UInt8]?, count: Int) throws(TLSError) -> [UInt8] {
        if let failure { throw failure }
        guard let exporter = core.earlyExporter else {
            throw TLSError(.wrongState, "there is no early data on this connection")
        }
        try ConfigurationRules.checkExporter(label: label, count: count)
        do throws(HandshakeFault) {
            return try TLSHandshake.exportKeyingMaterial(
                exporter.secret, exporter.hash, label: Array(label.utf8), context: context ?? [], count: count
            ).withBytes { [UInt8](copying: $0) }
        } catch {
            throw TLSError(error)
        }
    }
}
