import TLSNegotiation
import TLSPrimitives

/// Seals or opens the records of one direction, byte by byte, with nothing of the record layer under test.
package final class ClientProtection {
    package let secret: [UInt8]
    private let suite: CipherSuiteRow
    private let iv: AEADNonce
    private let sealer: AEADSealer
    private let opener: AEADOpener
    private var sequence: UInt64 = 0

    package init(_ schedule: ClientSchedule, _ secret: [UInt8]) throws {
        let suite = schedule.suite
        let key = try schedule.expand(secret, "key", [], suite.aead.keyLength)
        let iv = try schedule.expand(secret, "iv", [], 12)
        let sealer = try AEADSealer(suite.aead, key: key.span.bytes)
        let opener = try AEADOpener(suite.aead, key: key.span.bytes)
        self.secret = secret
        self.suite = suite
        self.iv = AEADNonce(iv.span.bytes)
        self.sealer = sealer
        self.opener = opener
    }

    /// One record of this inner plaintext.
    package func seal(inner: [UInt8]) throws -> [UInt8] {
        let count = inner.count + suite.aead.tagLength
        let header: [UInt8] = [23, 3, 3, UInt8(count >> 8 & 0xff), UInt8(count & 0xff)]
        let nonce = iv.xored(with: sequence)
        sequence += 1
        return header + (try sealed(inner, nonce, header))
    }

    private func sealed(_ inner: [UInt8], _ nonce: AEADNonce, _ header: [UInt8]) throws(CryptoError) -> [UInt8] {
        let sealer = sealer
        return try [UInt8](capacity: inner.count + suite.aead.tagLength) { output throws(CryptoError) in
            try sealer.seal(
                inner.span.bytes, suffix: nil, padding: 0, nonce: nonce, additionalData: header.span.bytes,
                into: &output)
        }
    }

    /// The inner plaintext of a whole record; nil when it does not open.
    package func open(_ record: [UInt8]) throws -> [UInt8]? {
        var record = record
        let end = record.count
        guard end > 5 + suite.aead.tagLength else { return nil }
        let isGood = try open(&record, end)
        sequence += 1
        return isGood ? Array(record[5..<end - suite.aead.tagLength]) : nil
    }

    private func open(_ record: inout [UInt8], _ end: Int) throws -> Bool {
        var span = record.mutableSpan
        var bytes = span.mutableBytes
        return try opener.open(&bytes, ciphertext: 5..<end, additionalData: 0..<5, nonce: iv.xored(with: sequence))
    }
}
