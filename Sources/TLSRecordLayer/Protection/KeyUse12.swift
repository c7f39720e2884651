import TLSPrimitives

/// How much a key of TLS 1.2 has protected, which no KeyUpdate can start again: near its limit the connection has to close.
struct KeyUse12 {
    private(set) var sequence: UInt64
    private var bytes = 0
    private let records: UInt64
    /// nil where blocks are large enough for any amount.
    private let byteLimit: Int?

    /// - Parameters:
    ///   - sequence: the first record's number.
    ///   - isSealing: how many records of AES-GCM the peer seals is the peer's to bound, as in TLS 1.3; blocks that are too
    ///     small give away what both sides have said.
    init(_ cipher: RecordCipher, startingAt sequence: UInt64, isSealing: Bool) {
        self.sequence = sequence
        switch cipher {
        case .aead(.chaCha20Poly1305), .rc4:
            (records, byteLimit) = (RecordLimits.lastSequence, nil)
        case .aead:
            (records, byteLimit) = (isSealing ? RecordLimits.stopAfterRecords : RecordLimits.lastSequence, nil)
        case .block(let block, _, _):
            (records, byteLimit) = (
                RecordLimits.lastSequence, block.blockLength == 8 ? RecordLimits.bytesOfSmallBlocks : nil
            )
        }
    }

    /// Whether only what closes the connection should still be protected.
    var isNearLimit: Bool {
        if sequence >= records - RecordLimits.recordsForClosing { return true }
        guard let byteLimit else { return false }
        return bytes > byteLimit - RecordLimits.ciphertext12
    }

    /// Counts a record of this length, before it is sealed or opened; refuses one too many.
    mutating func count(_ length: Int) throws(RecordFault) {
        guard sequence < records else { throw .keyExhausted }
        if let byteLimit {
            bytes += length
            guard bytes <= byteLimit else { throw .keyExhausted }
        }
        sequence &+= 1
    }
}
