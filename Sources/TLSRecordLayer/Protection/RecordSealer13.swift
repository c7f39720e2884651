import TLSMessages
package import TLSPrimitives

/// Seals the records of one direction under one key. RFC 9846 §5.2.
package final class RecordSealer13 {
    package let algorithm: AEADAlgorithm
    private let aead: AEADSealer
    private var iv: AEADNonce
    private let tagLength: Int
    private let hasRecordLimit: Bool
    private var sequence: UInt64

    /// - Parameter sequence: the first record's number; other than 0 only where a test starts near a limit.
    package init(
        _ algorithm: AEADAlgorithm, key: RawSpan, iv: RawSpan, startingAt sequence: UInt64 = 0
    ) throws(CryptoError) {
        self.algorithm = algorithm
        aead = try AEADSealer(algorithm, key: key)
        self.iv = AEADNonce(iv)
        tagLength = algorithm.tagLength
        hasRecordLimit = algorithm != .chaCha20Poly1305
        self.sequence = sequence
    }

    /// Takes the keys of the next epoch, of the same algorithm, and counts from 0 again. RFC 9846 §5.3.
    package func rekey(_ key: RawSpan, iv: RawSpan) throws(CryptoError) {
        try aead.rekey(key)
        self.iv = AEADNonce(iv)
        sequence = 0
    }

    /// Whether new keys should be installed before more is sealed. RFC 9846 §5.5.
    var wantsNewKeys: Bool { hasRecordLimit && sequence >= RecordLimits.rekeyAfterRecords }

    /// Type, padding and tag: what a record adds to its plaintext besides the header.
    var overhead: Int { 1 + tagLength }

    /// Appends one record: header, then content ‖ type ‖ padding sealed. The caller has made room.
    func seal(
        _ type: ContentType, _ plaintext: RawSpan, padding: Int, into output: inout OutputRawSpan
    ) throws(RecordFault) {
        guard sequence < RecordLimits.lastSequence, !hasRecordLimit || sequence < RecordLimits.stopAfterRecords else {
            throw .keyExhausted
        }
        let header = RecordHeader.bytes(
            .applicationData, length: plaintext.byteCount + padding + overhead)
        output.append(header.span.bytes)
        do {
            try aead.seal(
                plaintext, suffix: type.rawValue, padding: padding, nonce: iv.xored(with: sequence),
                additionalData: header.span.bytes, into: &output)
        } catch {
            throw .crypto(error)
        }
        sequence &+= 1
    }
}
