package import TLSPrimitives

/// Opens the records of one direction under one key. RFC 9846 §5.2.
package final class RecordOpener13 {
    package let algorithm: AEADAlgorithm
    private let aead: AEADOpener
    private var iv: AEADNonce
    private let tagLength: Int
    private var sequence: UInt64

    /// - Parameter sequence: the first record's number; other than 0 only where a test starts near a limit.
    package init(
        _ algorithm: AEADAlgorithm, key: RawSpan, iv: RawSpan, startingAt sequence: UInt64 = 0
    ) throws(CryptoError) {
        self.algorithm = algorithm
        aead = try AEADOpener(algorithm, key: key)
        self.iv = AEADNonce(iv)
        tagLength = algorithm.tagLength
        self.sequence = sequence
    }

    /// Takes the keys of the next epoch, of the same algorithm, and counts from 0 again. RFC 9846 §5.3.
    package func rekey(_ key: RawSpan, iv: RawSpan) throws(CryptoError) {
        try aead.rekey(key)
        self.iv = AEADNonce(iv)
        sequence = 0
    }

    /// Opens the record in `input[0 ..< 5 + length]` in place.
    ///
    /// - Returns: the end of the inner plaintext, which starts at 5; nil when it does not authenticate.
    func open(_ input: inout MutableSpan<UInt8>, length: Int) throws(RecordFault) -> Int? {
        let end = RecordLimits.header + length
        guard length > tagLength else { return nil }
        guard sequence < RecordLimits.lastSequence else { throw .keyExhausted }
        var bytes = input.mutableBytes
        do {
            guard
                try aead.open(
                    &bytes, ciphertext: RecordLimits.header..<end, additionalData: 0..<RecordLimits.header,
                    nonce: iv.xored(with: sequence))
            else { return nil }
        } catch {
            throw .crypto(error)
        }
        sequence &+= 1
        return end - tagLength
    }
}
