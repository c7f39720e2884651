internal import CLibssl
import TLSCertificates
import TLSMessages
import TLSPrimitives
import TLSProvider

/// A connection by libssl, server or client.
// SAFETY: what libssl is lent of a span is lent inside the span's own call, and taken back before it ends.
@safe final class PlatformSession: TLSSession {
    /// What the application is asked.
    enum Question {
        case clientHello, peerCertificates
    }

    private(set) var context: LibsslContext
    /// Nil only when libssl could not make one; `failure` then says so.
    private(set) var connection: Connection?
    var failure: TLSError?
    var question: Question?
    var events: [TLSEvent] = []
    var observed = Observations()
    var hello = HelloProgress()
    /// The application's verdict over the peer, once it has come.
    var verdict: PeerVerdict?
    /// The path that the verdict came with.
    var verifiedPath: VerifiedPath?
    /// The alert that libssl is to send for us.
    var owedAlert: AlertDescription?
    var isHandshakeComplete = false
    /// The handshake was given up by `close`: what still comes is passed over.
    var isAbandoned = false
    var isReadClosed = false
    var isWriteClosed = false
    var negotiated: NegotiatedParameters?
    private var overhead = SessionLimits.overhead12
    private var recordsUnderKey = 0
    /// What records are sealed and opened with, once the handshake is complete.
    private(set) var records: RecordCalls?
    /// The longest record of that time, header included.
    private var longestTotal = 0

    init(_ context: LibsslContext) {
        self.context = context
        do throws(TLSError) {
            try connect(context)
        } catch {
            _ = end(error, sending: nil)
        }
    }

    /// Starts over, or for the first time, with a connection of this context.
    func connect(_ context: LibsslContext) throws(TLSError) {
        self.context = context
        observed = Observations()
        let connection = try Connection(context)
        connection.setOwner(self)
        self.connection = connection
        guard !context.settings.isServer else { return }
        try connection.setServer(context.settings)
        try runHandshake()
    }

    var isPaused: Bool { question != nil }
    var isEstablished: Bool { isHandshakeComplete && !isWriteClosed && failure == nil }

    func nextEvent() -> TLSEvent? {
        events.isEmpty ? nil : events.removeFirst()
    }

    // MARK: Receiving

    func receive(_ input: inout MutableSpan<UInt8>) throws(TLSError) -> ReceivedRecord {
        if let failure { throw failure }
        if isPaused { return ReceivedRecord(needing: 0) }
        // RFC 9846 §6.1: what follows close_notify is ignored.
        if isReadClosed || isAbandoned { return ReceivedRecord(consumed: input.count) }
        guard input.count >= SessionLimits.header else { return ReceivedRecord(needing: SessionLimits.header) }
        let total = SessionLimits.header + Int(input[3]) << 8 + Int(input[4])
        if let records, input[1] == 3, total <= longestTotal, total <= input.count {
            return try takeRecord(&input, total, records)
        }
        if total - SessionLimits.header > longestRecord || !isLikeTLS(input) { try refuseRecord(&input) }
        guard input.count >= total else { return ReceivedRecord(needing: total) }
        try takeHandshakeRecord(&input, total)
        return ReceivedRecord(consumed: total)
    }

    /// Gives one record to libssl once the handshake is complete.
    func takeRecord(
        _ input: inout MutableSpan<UInt8>, _ total: Int, _ records: RecordCalls
    ) throws(TLSError) -> ReceivedRecord {
        // An empty record has no place for content, and none to be put there.
        let start = total > SessionLimits.header ? SessionLimits.header : 0
        guard let count = records.open(&input, total, from: start) else {
            try settleRead(records)
            return ReceivedRecord(consumed: total)
        }
        observed.consecutiveMessages = 0
        return ReceivedRecord(consumed: total, applicationData: start..<start + count)
    }

    /// The record had no application data: it was an alert, a message of the handshake's protocol, or bad.
    ///
    /// `SSL_get_error` would look at the error queue, which is not emptied before each record and may hold what others
    /// have left there.
    private func settleRead(_ records: RecordCalls) throws(TLSError) {
        guard let connection else { throw closed() }
        if records.isStarved {
            // libssl fails only over what it has read: it is through with the record.
            clibssl_clear_errors()
            try checkPostHandshakeMessages()
            try answerKeyUpdate(connection)
        } else if records.isEnded, observed.receivedFatal == nil, observed.sentFatal == nil {
            clibssl_clear_errors()
            isReadClosed = true
            events.append(.closeNotify)
        } else {
            throw endByLibrary()
        }
    }

    /// libssl would put its answer in front of the next data, and into the room that was reckoned for the data alone.
    private func answerKeyUpdate(_ connection: Connection) throws(TLSError) {
        guard !isWriteClosed, unsafe SSL_get_key_update_type(connection.ssl) != SSL_KEY_UPDATE_NONE else { return }
        try updateKeys(requestingPeer: false)
    }

    private func checkPostHandshakeMessages() throws(TLSError) {
        guard observed.consecutiveMessages > SessionLimits.consecutivePostHandshakeMessages else { return }
        let error = TLSError(
            .peerMisbehaved, "too many handshake messages without data between them", alert: .unexpectedMessage)
        throw end(error, sending: .unexpectedMessage)
    }

    func receiveEndOfTransport() throws(TLSError) {
        if let failure { throw failure }
        guard !isReadClosed, !isAbandoned else { return }
        let reason =
            isHandshakeComplete
            ? "the transport ended without close_notify" : "the transport ended during the handshake"
        throw end(TLSError(.truncated, reason), sending: nil)
    }

    // MARK: Sending

    var outgoingCount: Int { unsafe connection?.queue.pointee.outgoing.count ?? 0 }

    func drainOutgoing(into output: inout OutputRawSpan) {
        guard let connection else { return }
        unsafe connection.queue.pointee.outgoing.drain(into: &output)
    }

    func sealedCount(of count: Int) -> Int {
        let records = max(1, (count + SessionLimits.plaintext - 1) / SessionLimits.plaintext)
        // A KeyUpdate that falls due goes out in front.
        let keyUpdate = recordsUnderKey >= SessionLimits.rekeyAfterRecords ? sealedRecord(of: 5) : 0
        return outgoingCount + keyUpdate + count + records * sealedRecord(of: 0)
    }

    /// The most that one record of so much content takes.
    private func sealedRecord(of count: Int) -> Int { count + overhead }

    func seal(_ plaintext: Span<UInt8>, into output: inout OutputRawSpan) throws(TLSError) -> Int {
        let count = plaintext.count
        // Most often it is one record, it fits, and nothing is in its way.
        if let records, !isWriteClosed, recordsUnderKey < SessionLimits.rekeyAfterRecords, !records.isPreceded,
            count > 0, count <= SessionLimits.plaintext, sealedRecord(of: count) <= output.freeCapacity
        {
            guard records.seal(plaintext, count, into: &output) else { throw sealingFailed }
            recordsUnderKey += 1
            return count
        }
        return try sealWhatFits(plaintext, into: &output)
    }

    @inline(never) private func sealWhatFits(
        _ plaintext: Span<UInt8>, into output: inout OutputRawSpan
    ) throws(TLSError) -> Int {
        guard let records, !isWriteClosed else { throw sealingRefused }
        if recordsUnderKey >= SessionLimits.rekeyAfterRecords { try renewKeys() }
        if records.isPreceded {
            drainOutgoing(into: &output)
            guard outgoingCount == 0 else { return 0 }
        }
        let count = fittingCount(plaintext.count, output.freeCapacity)
        guard count > 0 else { return 0 }
        guard records.seal(plaintext, count, into: &output) else { throw sealingFailed }
        recordsUnderKey += (count + SessionLimits.plaintext - 1) / SessionLimits.plaintext
        return count
    }

    private var sealingFailed: TLSError { end(LibsslErrors.failure("a record cannot be sealed"), sending: nil) }

    private var sealingRefused: TLSError {
        failure ?? TLSError(.wrongState, isWriteClosed ? "close_notify is sent" : "the handshake is not complete")
    }

    /// How much content fits into the room as whole records.
    private func fittingCount(_ count: Int, _ room: Int) -> Int {
        let whole = sealedRecord(of: SessionLimits.plaintext)
        let full = room / whole * SessionLimits.plaintext
        let rest = max(0, min(SessionLimits.plaintext, room % whole - sealedRecord(of: 0)))
        return min(count, full + rest)
    }

    /// RFC 9846 §5.5: new keys before the old ones have protected too much.
    private func renewKeys() throws(TLSError) {
        recordsUnderKey = 0
        if negotiated?.version == .tls13 { try updateKeys(requestingPeer: false) }
    }

    func updateKeys(requestingPeer: Bool) throws(TLSError) {
        if let failure { throw failure }
        guard isHandshakeComplete, !isWriteClosed, negotiated?.version == .tls13, let connection else {
            throw TLSError(.wrongState, "keys are updated with TLS 1.3, once the handshake is complete, before close")
        }
        clibssl_clear_errors()
        let kind = requestingPeer ? SSL_KEY_UPDATE_REQUESTED : SSL_KEY_UPDATE_NOT_REQUESTED
        guard unsafe SSL_key_update(connection.ssl, kind) == 1, connection.advanceHandshake() == SSL_ERROR_NONE else {
            throw endByLibrary()
        }
        recordsUnderKey = 0
    }

    // MARK: Completing

    func complete(_ parameters: NegotiatedParameters) {
        isHandshakeComplete = true
        records = connection.map(RecordCalls.init)
        longestTotal = SessionLimits.header + longestRecord
        negotiated = parameters
        observed.clientHello = []
        observed.peerCertificates = []
        overhead = parameters.version == .tls13 ? SessionLimits.overhead13 : SessionLimits.overhead12
        overhead += context.settings.padding
        events.append(.handshakeCompleted(parameters))
    }

    /// For a session that libssl gave no connection; it has failed with the reason already.
    func closed() -> TLSError {
        failure ?? TLSError(.wrongState, "there is no connection")
    }
}
