package import TLSMessages
package import TLSPrimitives

/// Frames and protects what we send. RFC 9846 §5.
package final class RecordWriter {
    private enum Protection {
        case none
        case tls13(RecordSealer13)
        case tls12(RecordSealer12)
    }

    private var protection = Protection.none
    /// What we want at most in a record, what the peer takes, and the lesser of both.
    private var ownLimit = RecordLimits.plaintext
    private var peerLimit = RecordLimits.plaintext
    private var fragmentLimit = RecordLimits.plaintext
    private var paddingMultiple = 0
    /// Nothing but the client's first hello is sent with the version of TLS 1.0.
    private var isBeforeHello = false

    package init() {}

    /// Protects everything from here on with these keys.
    package func install(_ sealer: RecordSealer13) {
        protection = .tls13(sealer)
    }

    /// Protects everything from here on with these keys of TLS 1.2.
    package func install(_ sealer: RecordSealer12) {
        protection = .tls12(sealer)
    }

    /// Protects everything from here on with a key and IV of this algorithm; what protected so far takes them over.
    package func install(_ algorithm: AEADAlgorithm, key: RawSpan, iv: RawSpan) throws(CryptoError) {
        if case .tls13(let sealer) = protection, sealer.algorithm == algorithm {
            try sealer.rekey(key, iv: iv)
        } else {
            protection = .tls13(try RecordSealer13(algorithm, key: key, iv: iv))
        }
    }

    /// Protects everything from here on with these keys of TLS 1.2. RFC 5246 §6.3.
    package func install(
        _ cipher: RecordCipher, macKey: RawSpan, key: RawSpan, iv: RawSpan
    ) throws(CryptoError) {
        protection = .tls12(try RecordSealer12(cipher, macKey: macKey, key: key, iv: iv))
    }

    /// Protects nothing from here on: what follows early data that was not taken. RFC 9846 §4.2.4.
    package func stopProtecting() {
        protection = .none
    }

    package var isProtecting: Bool {
        if case .none = protection { false } else { true }
    }

    /// Whether a KeyUpdate is due. RFC 9846 §5.5.
    package var wantsNewKeys: Bool {
        if case .tls13(let sealer) = protection { sealer.wantsNewKeys } else { false }
    }

    /// Whether the connection should close: its key of TLS 1.2 has protected nearly as much as is safe, and there is no
    /// other. What is still written is refused soon.
    package var mustClose: Bool {
        if case .tls12(let sealer) = protection { sealer.isNearLimit } else { false }
    }

    /// The peer's record_size_limit: plaintext and type together. RFC 8449 §4.
    package func limitRecords(to recordSizeLimit: Int) {
        limitPlaintext(to: recordSizeLimit - 1)
    }

    /// The most plaintext in a record of TLS 1.2: max_fragment_length, or the peer's record_size_limit. RFC 6066 §4,
    /// RFC 8449 §4.
    package func limitPlaintext(to count: Int) {
        peerLimit = max(1, min(peerLimit, count))
        fragmentLimit = min(ownLimit, peerLimit)
    }

    /// The most plaintext that we want in a record; the peer's limit holds beside it.
    package func preferPlaintext(upTo count: Int) {
        ownLimit = max(1, min(RecordLimits.plaintext, count))
        fragmentLimit = min(ownLimit, peerLimit)
    }

    /// Fills protected records up to a multiple of `count` bytes of inner plaintext. RFC 9846 §5.4.
    package func padRecords(toMultipleOf count: Int) {
        paddingMultiple = count
    }

    /// What is written first is an initial ClientHello: old servers want to see TLS 1.0 in its record. RFC 9846 §5.1.
    package func startWithClientHello() {
        isBeforeHello = true
    }

    /// The room that `count` bytes need, whole: every record's header, type, padding and tag.
    package func sealedCount(of count: Int) -> Int {
        let records = max(1, (count + fragmentLimit - 1) / fragmentLimit)
        return count + records * (RecordLimits.header + overhead)
    }

    /// The most that protection adds to a record.
    private var overhead: Int {
        switch protection {
        case .tls13(let sealer): sealer.overhead + max(0, paddingMultiple - 1)
        case .tls12(let sealer): sealer.overhead
        case .none: 0
        }
    }

    /// Appends records of `type` until `content` or the room in `output` is used up.
    ///
    /// - Returns: how many bytes of `content` were taken.
    package func write(
        _ type: ContentType, _ content: RawSpan, into output: inout OutputRawSpan
    ) throws(RecordFault) -> Int {
        var taken = 0
        while taken < content.byteCount {
            // What closes the connection must find room under its key.
            if taken > 0, type == .applicationData, mustClose { break }
            let wanted = min(fragmentLimit, content.byteCount - taken)
            let count = sealedCount(of: wanted) <= output.freeCapacity ? wanted : partThatFits(output.freeCapacity)
            guard count > 0 else { break }
            try writeRecord(type, content.extracting(taken..<taken + count), into: &output)
            taken += count
        }
        isBeforeHello = false
        return taken
    }

    private func partThatFits(_ room: Int) -> Int {
        min(fragmentLimit, room - sealedCount(of: 0))
    }

    private func writeRecord(
        _ type: ContentType, _ content: RawSpan, into output: inout OutputRawSpan
    ) throws(RecordFault) {
        switch protection {
        case .tls13(let sealer) where type != .changeCipherSpec:
            try sealer.seal(type, content, padding: padding(for: content.byteCount), into: &output)
        case .tls12(let sealer):
            try sealer.seal(type, content, into: &output)
        case .tls13, .none:
            let header = RecordHeader.bytes(type, minorVersion: isBeforeHello ? 1 : 3, length: content.byteCount)
            output.append(header.span.bytes)
            output.append(content)
        }
    }

    private func padding(for count: Int) -> Int {
        guard paddingMultiple > 1 else { return 0 }
        let excess = (count + 1) % paddingMultiple
        return excess == 0 ? 0 : min(paddingMultiple - excess, fragmentLimit - count)
    }
}
