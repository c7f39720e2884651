import TLSMessages
package import TLSPrimitives

// MARK: - TLS 1.2

extension RecordReader {
    /// TLS 1.2 is agreed on: from here on its rules hold. RFC 5246 §6.2.
    package func useTLS12() {
        isTLS12 = true
    }

    /// Opens everything from here on with these keys of TLS 1.2.
    package func install(_ opener: RecordOpener12) {
        isTLS12 = true
        protection = .tls12(opener)
    }

    /// Opens everything from here on with these keys of TLS 1.2. RFC 5246 §6.3.
    package func install(
        _ cipher: RecordCipher, macKey: RawSpan, key: RawSpan, iv: RawSpan
    ) throws(CryptoError) {
        install(try RecordOpener12(cipher, macKey: macKey, key: key, iv: iv))
    }

    /// The most plaintext in a record of TLS 1.2 from here on: max_fragment_length, which holds for what is sent in the
    /// clear as well, or our record_size_limit, which does not. RFC 6066 §4, RFC 8449 §4.
    package func limitPlaintext(to count: Int, inTheClear: Bool) {
        plaintextLimit = min(plaintextLimit, max(1, count))
        if inTheClear { clearLimit = min(clearLimit, max(1, count)) }
    }

    /// Whether the connection should close: the peer's key of TLS 1.2 has protected nearly as much as is safe.
    package var mustClose: Bool {
        if case .tls12(let opener) = protection { opener.isNearLimit } else { false }
    }

    func read12(_ header: RecordHeader, _ input: inout MutableSpan<UInt8>) throws(RecordFault) -> RecordRead {
        // RFC 5246 §6.2.1: the version is the one that was agreed on.
        guard header.version == 0x0303 else { throw .wrongVersion(header.version) }
        // RFC 5246 §6.2.1, §6.2.3: the length alone decides; the body is never waited for.
        guard header.length <= (isProtected ? RecordLimits.ciphertext12 : clearLimit) else {
            throw isProtected || header.length > RecordLimits.plaintext ? .tooLong(header.length) : .tooMuchPlaintext
        }
        let total = RecordLimits.header + header.length
        guard input.count >= total else { return .needs(total) }
        hasSeenRecord = true
        var content = RecordLimits.header..<total
        if case .tls12(let opener) = protection {
            guard let opened = try opener.open(&input, header) else { throw .badMAC }
            content = opened
            guard content.count <= plaintextLimit else { throw .tooMuchPlaintext }
        }
        try check12(header.type, content, input)
        return .record(header.type, content: content, consumed: total)
    }

    private func check12(
        _ type: ContentType, _ content: Range<Int>, _ input: borrowing MutableSpan<UInt8>
    ) throws(RecordFault) {
        switch type {
        case .applicationData where isProtected:
            try countEmpty(content.isEmpty)
        case .handshake, .alert:
            // RFC 5246 §6.2.1: only application data may be empty.
            guard !content.isEmpty else { throw .emptyRecord(type) }
        case .changeCipherSpec:
            // RFC 5246 §7.1. Whether it may come is the handshake's to say.
            guard content.count == 1, input[content.lowerBound] == 1 else { throw .badChangeCipherSpec }
        default:
            throw .unexpectedType(type.rawValue)
        }
    }
}
