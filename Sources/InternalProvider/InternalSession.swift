import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSPrimitives
import TLSProvider
import TLSRecordLayer

/// A connection, server or client: the record layer joined to the handshake's states.
final class InternalSession: TLSSession {
    /// user_canceled alerts, and TLS 1.2's warnings: they say nothing and cost a decryption each.
    static let warningAlerts = 4

    /// A server's, whose answers to a hello may need it.
    let serverContext: InternalServerContext?
    /// Those of `core`, reached without access to it: each record passes through one of them.
    private let reader: RecordReader
    private let writer: RecordWriter
    var core: SessionCore
    var failure: TLSError?
    var warnings = 0
    var isReadClosed = false
    /// As the core has it, which a record of data does not look at.
    private(set) var isHandshakeComplete = false
    /// Since the last handshake message.
    private var hasReceivedData = false
    /// Application data flows, and nothing else is under way: neither what waits to be sent, nor part of a message, nor a
    /// close. Kept so that a record of data is not looked at the session for; false when in doubt.
    var isSteady = false
    /// The handshake was given up by `close`: what still comes is passed over.
    var isAbandoned = false
    /// The end of the peer's key is told: what follows the record that used it up is not the application's.
    var isReadExhausted = false

    /// Awaits a ClientHello.
    init(_ context: InternalServerContext, at now: UnixTime?) {
        serverContext = context
        reader = RecordReader()
        writer = RecordWriter()
        core = SessionCore(
            reader, writer, context.connectionChoices, .server(.readHello(ReadClientHello(context.settings))), at: now)
    }

    /// Starts by itself: the ClientHello waits. What fails here is thrown by the first call, and nothing is sent.
    init(_ context: InternalClientContext, at now: UnixTime?) {
        serverContext = nil
        reader = RecordReader()
        writer = RecordWriter()
        core = SessionCore(reader, writer, context.connectionChoices, .failed(.aborted), at: now)
        writer.startWithClientHello()
        let settings = context.settings
        if let session = settings.session, session.isOfTLS12 { core.sessions12 = [session] }
        advance { _, core throws(HandshakeFault) in .client(try Client13.start(settings, into: &core)) }
        core.flushFlight()
        if let fault = core.writeFault { _ = fail(TLSError(fault), sending: nil) }
        if failure != nil { core.outgoing = OutputBuffer() }
    }

    var question: HandshakeQuestion? { core.question }
    var isPaused: Bool { question != nil }
    var negotiated: NegotiatedParameters? { core.negotiated }
    var peerStatements: TLSCertificateStatements? { core.peerStatements }
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
            guard let error = refusal(of: error) else { return ReceivedRecord(consumed: input.count) }
            throw error
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
            return ReceivedRecord(
                consumed: consumed, applicationData: try acceptData(content), isEarly: !isHandshakeComplete)
        case .record(.handshake, let content, let consumed):
            isSteady = false
            try core.reassembler.append(content, of: input)
            try runHandshake()
            return ReceivedRecord(consumed: consumed)
        case .ssl2Hello(let content, let consumed):
            try receiveSSL2Hello([UInt8](copying: input.bytes.extracting(content)))
            return ReceivedRecord(consumed: consumed)
        case .record(.changeCipherSpec, _, let consumed):
            try receiveChangeCipherSpec()
            return ReceivedRecord(consumed: consumed)
        case .record(_, let content, let consumed):
            isSteady = false
            try receiveAlert(content, input)
            return ReceivedRecord(consumed: consumed)
        }
    }

    /// TLS 1.2's: part of the handshake. RFC 5246 §7.1.
    private func receiveChangeCipherSpec() throws(RecordFault) {
        core.trace(.changeCipherSpec, isReceived: true)
        advance { state, core throws(HandshakeFault) in try state.changeCipherSpec(into: &core) }
        core.flushFlight()
        if let fault = core.writeFault { throw fault }
    }

    /// RFC 5246 §E.2.
    private func receiveSSL2Hello(_ bytes: [UInt8]) throws(RecordFault) {
        core.trace(.ssl2ClientHello, isReceived: true)
        advance { state, core throws(HandshakeFault) in try state.ssl2Hello(bytes, into: &core) }
        core.flushFlight()
        if let fault = core.writeFault { throw fault }
    }

    /// - Returns: what of it is the application's.
    private func acceptData(_ content: Range<Int>) throws(RecordFault) -> Range<Int> {
        if !isSteady {
            guard core.reassembler.isAligned else { throw .interleavedHandshake }
            guard isHandshakeComplete else {
                try acceptEarlyData(content.count)
                return content
            }
            if isReadExhausted { return 0..<0 }
            isSteady = isSettled
        }
        if !content.isEmpty {
            hasReceivedData = true
            warnings = 0
        }
        if reader.mustClose { closeForExhaustedKeys(received: true) }
        return content
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
    func runHandshake() throws(RecordFault) {
        if !isPaused, failure == nil {
            isSteady = false
            do throws(RecordFault) {
                noteProgress(try core.handleMessages(afterData: exchange(&hasReceivedData, with: false)))
            } catch {
                noteProgress(nil)
                throw error
            }
        }
        core.flushFlight()
        if let fault = core.writeFault { throw fault }
    }

    /// Moves the state through one step; a throw leaves it failed.
    func advance(
        _ step: (consuming SessionState, inout SessionCore) throws(HandshakeFault) -> SessionState
    ) {
        isSteady = false
        noteProgress(core.advance(step))
    }

    private func noteProgress(_ fault: HandshakeFault?) {
        isHandshakeComplete = core.isEstablished
        if let fault { _ = fail(TLSError(fault), sending: fault.alert) }
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
            let taken = try writer.write(.applicationData, plaintext.bytes, into: &output)
            if writer.mustClose { closeForExhaustedKeys(received: false) }
            return taken
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
        guard negotiated?.version == .tls13 else { throw TLSError(.wrongState, "TLS 1.2 cannot update its keys") }
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
}
