import TLSMessages
import TLSPrimitives
package import TLSRecordLayer

/// Builds records byte by byte, independently of the writer, so that a reader can be given anything.
struct RecordBench {
    let algorithm: AEADAlgorithm
    let key: [UInt8]
    let iv: [UInt8]
    var sequence: UInt64 = 0
    private let sealer: AEADSealer

    init(_ algorithm: AEADAlgorithm = .aes128GCM) throws {
        self.algorithm = algorithm
        let key = [UInt8](repeating: 0x4b, count: algorithm.keyLength)
        self.key = key
        iv = [UInt8](0..<12)
        sealer = try AEADSealer(algorithm, key: key.span.bytes)
    }

    func opener(startingAt sequence: UInt64 = 0) throws -> RecordOpener13 {
        try RecordOpener13(algorithm, key: key.span.bytes, iv: iv.span.bytes, startingAt: sequence)
    }

    func recordSealer(startingAt sequence: UInt64 = 0) throws -> RecordSealer13 {
        try RecordSealer13(algorithm, key: key.span.bytes, iv: iv.span.bytes, startingAt: sequence)
    }

    /// A reader that opens what this bench seals.
    func reader(startingAt sequence: UInt64 = 0) throws -> RecordReader {
        let reader = try Self.begunReader()
        reader.install(try opener(startingAt: sequence))
        return reader
    }

    /// A reader that has read its first record and has no keys yet.
    static func begunReader() throws -> RecordReader {
        let reader = RecordReader()
        _ = try reader.look(plain(22, [1]))
        return reader
    }

    /// One protected record with this inner plaintext: content, type and padding, or anything else.
    mutating func sealed(inner: [UInt8], outerType: UInt8 = 23, version: UInt16 = 0x0303) throws -> [UInt8] {
        let header = Self.header(outerType, length: inner.count + algorithm.tagLength, version: version)
        let nonce = AEADNonce(iv.span.bytes).xored(with: sequence)
        sequence += 1
        let body = try [UInt8](capacity: inner.count + algorithm.tagLength) { output throws(CryptoError) in
            try sealer.seal(
                inner.span.bytes, suffix: nil, padding: 0, nonce: nonce, additionalData: header.span.bytes,
                into: &output)
        }
        return header + body
    }

    mutating func sealed(_ type: UInt8, _ content: [UInt8], padding: Int = 0) throws -> [UInt8] {
        try sealed(inner: content + [type] + [UInt8](repeating: 0, count: padding))
    }

    /// The inner plaintexts of the records in `bytes`, and each record's outer type.
    func opened(_ bytes: [UInt8], startingAt first: UInt64 = 0) throws -> [(outer: UInt8, inner: [UInt8])] {
        let opener = try AEADOpener(algorithm, key: key.span.bytes)
        var records: [(outer: UInt8, inner: [UInt8])] = []
        var rest = bytes
        var sequence = first
        while rest.count >= 5 {
            let length = Int(rest[3]) << 8 | Int(rest[4])
            var record = Array(rest.prefix(5 + length))
            rest.removeFirst(min(rest.count, 5 + length))
            let nonce = AEADNonce(iv.span.bytes).xored(with: sequence)
            guard try open(&record, opener, nonce) else { return records }
            records.append((record[0], Array(record[5..<record.count - algorithm.tagLength])))
            sequence += 1
        }
        return records
    }

    private func open(_ record: inout [UInt8], _ opener: AEADOpener, _ nonce: AEADNonce) throws -> Bool {
        let end = record.count
        var span = record.mutableSpan
        var bytes = span.mutableBytes
        return try opener.open(&bytes, ciphertext: 5..<end, additionalData: 0..<5, nonce: nonce)
    }

    static func plain(_ type: UInt8, _ content: [UInt8], version: UInt16 = 0x0303) -> [UInt8] {
        header(type, length: content.count, version: version) + content
    }

    static func header(_ type: UInt8, length: Int, version: UInt16 = 0x0303) -> [UInt8] {
        [
            type, UInt8(version >> 8), UInt8(truncatingIfNeeded: version), UInt8(truncatingIfNeeded: length >> 8),
            UInt8(truncatingIfNeeded: length),
        ]
    }
}

extension RecordReader {
    /// One look at `bytes`, and the content it found.
    func look(_ bytes: [UInt8]) throws(RecordFault) -> (read: RecordRead, content: [UInt8]) {
        var bytes = bytes
        var span = bytes.mutableSpan
        let read = try self.read(&span)
        guard case .record(_, let content, _) = read else { return (read, []) }
        return (read, Array(bytes[content]))
    }

    /// What is wrong with `bytes`; nil when nothing is.
    func fault(_ bytes: [UInt8]) -> RecordFault? {
        do throws(RecordFault) {
            _ = try look(bytes)
            return nil
        } catch {
            return error
        }
    }
}

extension RecordFault: Equatable {
    /// Their texts name the case and its values.
    package static func == (left: RecordFault, right: RecordFault) -> Bool {
        left.description == right.description && left.alert == right.alert
    }
}
