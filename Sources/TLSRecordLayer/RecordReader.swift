package import TLSMessages
package import TLSPrimitives

/// What one look at the received bytes found.
package enum RecordRead: Equatable, Sendable {
    /// The bytes hold no whole record; this many are needed in all.
    case needs(Int)
    /// A record was taken: its content lies, opened, at `content` of the input.
    case record(ContentType, content: Range<Int>, consumed: Int)
    /// A record that has no content for us: compatibility change_cipher_spec, skipped early data.
    case skipped(consumed: Int)
    /// A hello in the form of SSL 2: the message lies, without its length, at `content`.
    case ssl2Hello(content: Range<Int>, consumed: Int)
}

/// Unframes and opens what we receive, in place, and refuses what may not come. RFC 9846 §5.
package final class RecordReader {
    enum Protection {
        case none
        case tls13(RecordOpener13)
        case tls12(RecordOpener12)
    }

    var protection = Protection.none
    /// TLS 1.2's rules hold.
    var isTLS12 = false
    /// The most plaintext in a protected record of TLS 1.2, and in one in the clear.
    var plaintextLimit = RecordLimits.plaintext
    var clearLimit = RecordLimits.plaintext
    var hasSeenRecord = false
    private var hasOpenedRecord = false
    private var emptyRecords = 0
    private var changeCipherSpecs = 0
    /// How much more early data is passed over; nil when none is expected.
    private var earlyDataToSkip: Int?

    /// Whether a change_cipher_spec may come: after the first ClientHello and before the peer's Finished.
    /// RFC 9846 §5.
    package var toleratesChangeCipherSpec = false
    /// Whether a connection may begin with a hello in the form of SSL 2.
    package var acceptsSSL2Hello = false

    package init() {}

    /// Opens everything from here on with these keys.
    package func install(_ opener: RecordOpener13) {
        protection = .tls13(opener)
    }

    /// Opens everything from here on with a key and IV of this algorithm; what opened so far takes them over.
    package func install(_ algorithm: AEADAlgorithm, key: RawSpan, iv: RawSpan) throws(CryptoError) {
        if case .tls13(let opener) = protection, opener.algorithm == algorithm {
            try opener.rekey(key, iv: iv)
        } else {
            protection = .tls13(try RecordOpener13(algorithm, key: key, iv: iv))
        }
    }

    package var isProtected: Bool {
        if case .none = protection { false } else { true }
    }

    /// The client sends early data that we did not accept: what does not open is passed over, up to a limit.
    /// RFC 9846 §4.3.10.
    package func skipEarlyData() {
        earlyDataToSkip = RecordLimits.skippedEarlyData
    }

    /// The second ClientHello is in: no early data can follow in the clear.
    package func expectNoEarlyData() {
        earlyDataToSkip = nil
    }

    package func read(_ input: inout MutableSpan<UInt8>) throws(RecordFault) -> RecordRead {
        guard input.count >= RecordLimits.header else { return .needs(RecordLimits.header) }
        let header = RecordHeader(input)
        if !hasSeenRecord {
            if acceptsSSL2Hello, isSSL2Hello(input) { return try readSSL2Hello(input) }
            try checkFirst(header, input)
        }
        if isTLS12 { return try read12(header, &input) }
        guard header.version >> 8 == 3 else { throw .wrongVersion(header.version) }
        // RFC 9846 §5.1, §5.2: the length alone decides; the body is never waited for.
        guard header.length <= limit(for: header.type) else { throw .tooLong(header.length) }
        return try takeWhole(header, &input)
    }

    /// Skipped early data is protected, though the keys are not ours.
    private func limit(for type: ContentType) -> Int {
        let isProtected = isProtected || (earlyDataToSkip != nil && type == .applicationData)
        return isProtected ? RecordLimits.ciphertext13 : RecordLimits.plaintext
    }

    private func takeWhole(_ header: RecordHeader, _ input: inout MutableSpan<UInt8>) throws(RecordFault) -> RecordRead
    {
        let total = RecordLimits.header + header.length
        guard input.count >= total else { return .needs(total) }
        hasSeenRecord = true
        if header.type == .changeCipherSpec { return try takeChangeCipherSpec(header, input) }
        if case .tls13(let opener) = protection { return try takeProtected(header, &input, opener) }
        return try takePlaintext(header)
    }

    /// The first bytes of a connection tell TLS from everything else that finds the port.
    private func checkFirst(_ header: RecordHeader, _ input: borrowing MutableSpan<UInt8>) throws(RecordFault) {
        switch header.type {
        case .handshake, .alert: return
        // A client may meet one before the ServerHello. RFC 9846 §5.
        case .changeCipherSpec where toleratesChangeCipherSpec: return
        default:
            if isSSL2Hello(input) { throw .sslv2Hello }
            if isHTTPMethod(input) { throw .plainHTTP }
            throw .notTLS(firstByte: input[0])
        }
    }

    /// RFC 5246 §E.2: it has the top bit set and its type third. No record of TLS looks so.
    private func isSSL2Hello(_ input: borrowing MutableSpan<UInt8>) -> Bool {
        input[0] & 0x80 != 0 && input[2] == 1
    }

    /// Only ever the first of a connection. RFC 5246 §E.2.
    private func readSSL2Hello(_ input: borrowing MutableSpan<UInt8>) throws(RecordFault) -> RecordRead {
        let length = Int(input[0] & 0x7f) << 8 | Int(input[1])
        guard length <= RecordLimits.ssl2Hello else { throw .tooLong(length) }
        let total = RecordLimits.ssl2Header + length
        guard input.count >= total else { return .needs(total) }
        hasSeenRecord = true
        return .ssl2Hello(content: RecordLimits.ssl2Header..<total, consumed: total)
    }

    private func isHTTPMethod(_ input: borrowing MutableSpan<UInt8>) -> Bool {
        let methods: [StaticString] = ["GET /", "POST ", "HEAD ", "PUT /", "OPTIO", "DELET", "CONNE", "PRI *", "PATCH"]
        let start = [input[0], input[1], input[2], input[3], input[4]]
        return methods.contains { Array($0.description.utf8) == start }
    }

    private func takePlaintext(_ header: RecordHeader) throws(RecordFault) -> RecordRead {
        let total = RecordLimits.header + header.length
        switch header.type {
        case .handshake, .alert:
            guard header.length > 0 else { throw .emptyRecord(header.type) }
            return .record(header.type, content: RecordLimits.header..<total, consumed: total)
        case .applicationData where earlyDataToSkip != nil:
            return try skip(header.length)
        default:
            throw .unexpectedType(header.type.rawValue)
        }
    }

    private func takeChangeCipherSpec(
        _ header: RecordHeader, _ input: borrowing MutableSpan<UInt8>
    ) throws(RecordFault) -> RecordRead {
        guard toleratesChangeCipherSpec else { throw .unexpectedChangeCipherSpec }
        guard header.length == 1, input[RecordLimits.header] == 1 else { throw .badChangeCipherSpec }
        changeCipherSpecs += 1
        guard changeCipherSpecs <= RecordLimits.changeCipherSpecs else { throw .tooManyChangeCipherSpecs }
        return .skipped(consumed: RecordLimits.header + 1)
    }

    private func takeProtected(
        _ header: RecordHeader, _ input: inout MutableSpan<UInt8>, _ opener: RecordOpener13
    ) throws(RecordFault) -> RecordRead {
        let total = RecordLimits.header + header.length
        guard header.type == .applicationData else {
            // An alert in the clear can only come from a peer that has not yet got our keys. RFC 9846 §6.
            if header.type == .alert, !hasOpenedRecord, header.length == 2 {
                return .record(.alert, content: RecordLimits.header..<total, consumed: total)
            }
            throw .unexpectedType(header.type.rawValue)
        }
        guard let end = try opener.open(&input, length: header.length) else {
            if earlyDataToSkip != nil { return try skip(header.length) }
            throw .badMAC
        }
        hasOpenedRecord = true
        earlyDataToSkip = nil
        return try takeInner(input, end: end, consumed: total)
    }

    /// Strips padding and type off an inner plaintext. It is public once it has authenticated. RFC 9846 §5.4.
    private func takeInner(
        _ input: borrowing MutableSpan<UInt8>, end: Int, consumed: Int
    ) throws(RecordFault) -> RecordRead {
        var last = end - 1
        while last >= RecordLimits.header, input[last] == 0 { last -= 1 }
        guard last >= RecordLimits.header else { throw .onlyPadding }
        guard end - RecordLimits.header <= RecordLimits.plaintext + 1 else { throw .tooMuchPlaintext }
        let type = ContentType(rawValue: input[last])
        let content = RecordLimits.header..<last
        switch type {
        case .applicationData:
            try countEmpty(content.isEmpty)
        case .handshake, .alert:
            guard !content.isEmpty else { throw .emptyRecord(type) }
        default:
            throw .unexpectedType(type.rawValue)
        }
        return .record(type, content: content, consumed: consumed)
    }

    func countEmpty(_ isEmpty: Bool) throws(RecordFault) {
        emptyRecords = isEmpty ? emptyRecords + 1 : 0
        guard emptyRecords <= RecordLimits.consecutiveEmptyRecords else { throw .tooManyEmptyRecords }
    }

    /// Passes over a record of early data, an empty one too only so often. RFC 9846 §4.3.10.
    private func skip(_ length: Int) throws(RecordFault) -> RecordRead {
        try countEmpty(length == 0)
        guard let budget = earlyDataToSkip, length <= budget else { throw .tooMuchSkippedEarlyData }
        earlyDataToSkip = budget - length
        return .skipped(consumed: RecordLimits.header + length)
    }
}
