package import TLSMessages
package import TLSPrimitives

/// Frames and protects what we send. RFC 9846 §5.
package final class RecordWriter {
    private var sealer: RecordSealer13?
    private var fragmentLimit = RecordLimits.plaintext
    private var paddingMultiple = 0
    /// Nothing but the client's first hello is sent with the version of TLS 1.0.
    private var isBeforeHello = false

    package init() {}

    /// Protects everything from here on with these keys.
    package func install(_ sealer: RecordSealer13) {
        self.sealer = sealer
    }

    /// Protects everything from here on with a key and IV of this algorithm; what protected so far takes them over.
    package func install(_ algorithm: AEADAlgorithm, key: RawSpan, iv: RawSpan) throws(CryptoError) {
        if let sealer, sealer.algorithm == algorithm {
            try sealer.rekey(key, iv: iv)
        } else {
            sealer = try RecordSealer13(algorithm, key: key, iv: iv)
        }
    }

    /// Protects nothing from here on: what follows early data that was not taken. RFC 9846 §4.2.4.
    package func stopProtecting() {
        sealer = nil
    }

    package var isProtecting: Bool { sealer != nil }

    /// Whether a KeyUpdate is due. RFC 9846 §5.5.
    package var wantsNewKeys: Bool { sealer?.wantsNewKeys ?? false }

    /// The peer's record_size_limit: plaintext and type together. RFC 8449 §4.
    package func limitRecords(to recordSizeLimit: Int) {
        fragmentLimit = max(1, min(fragmentLimit, recordSizeLimit - 1))
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
        let overhead = RecordLimits.header + (sealer?.overhead ?? 0) + max(0, paddingMultiple - 1)
        return count + records * overhead
    }

    /// Appends records of `type` until `content` or the room in `output` is used up.
    ///
    /// - Returns: how many bytes of `content` were taken.
    package func write(
        _ type: ContentType, _ content: RawSpan, into output: inout OutputRawSpan
    ) throws(RecordFault) -> Int {
        var taken = 0
        while taken < content.byteCount {
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
        if let sealer, type != .changeCipherSpec {
            try sealer.seal(type, content, padding: padding(for: content.byteCount), into: &output)
        } else {
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
