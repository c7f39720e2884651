import RecordReference
import TLSMessages
import TLSPrimitives
import TLSRecordLayer

/// Both ends of one direction of a TLS 1.2 connection, and by the book what stands between them.
struct RecordBench12: CustomStringConvertible {
    let cipher: RecordCipher
    let macKey: [UInt8]
    let key: [UInt8]
    let iv: [UInt8]

    init(_ cipher: RecordCipher) {
        self.cipher = cipher
        macKey = [UInt8](0..<UInt8(cipher.macKeyLength))
        key = [UInt8](64..<64 + UInt8(cipher.keyLength))
        iv = [UInt8](128..<128 + UInt8(cipher.fixedIVLength))
    }

    var description: String { "\(cipher)" }

    func sealer(startingAt sequence: UInt64 = 0) throws -> RecordSealer12 {
        try RecordSealer12(
            cipher, macKey: macKey.span.bytes, key: key.span.bytes, iv: iv.span.bytes, startingAt: sequence)
    }

    func opener(startingAt sequence: UInt64 = 0) throws -> RecordOpener12 {
        try RecordOpener12(
            cipher, macKey: macKey.span.bytes, key: key.span.bytes, iv: iv.span.bytes, startingAt: sequence)
    }

    func writer(startingAt sequence: UInt64 = 0) throws -> RecordWriter {
        let writer = RecordWriter()
        writer.install(try sealer(startingAt: sequence))
        return writer
    }

    func reader(startingAt sequence: UInt64 = 0) throws -> RecordReader {
        let reader = try RecordBench.begunReader()
        reader.install(try opener(startingAt: sequence))
        return reader
    }

    /// The same keys by the book; for block ciphers alone.
    func reference(_ block: BlockCipher, _ mac: HashAlgorithm, encryptsThenMACs: Bool) -> ReferenceBlockRecord {
        ReferenceBlockRecord(block, mac, encryptsThenMACs: encryptsThenMACs, macKey: macKey, key: key)
    }

    /// A record's header in front of its body.
    static func framed(_ body: [UInt8], type: UInt8 = 23) -> [UInt8] {
        RecordBench.header(type, length: body.count) + body
    }
}

extension RecordWriter {
    /// Records of `content`.
    func records(_ type: ContentType, _ content: [UInt8]) throws(RecordFault) -> [UInt8] {
        try [UInt8](capacity: sealedCount(of: content.count)) { output throws(RecordFault) in
            _ = try write(type, content.span.bytes, into: &output)
        }
    }
}

extension RecordSealer12 {
    /// One record, which may be empty.
    func record(_ type: ContentType, _ content: [UInt8]) throws(RecordFault) -> [UInt8] {
        try [UInt8](capacity: content.count + 256) { output throws(RecordFault) in
            try seal(type, content.span.bytes, into: &output)
        }
    }
}

extension RecordCipher {
    /// Every cipher with every MAC that TLS 1.2's suites join it to.
    static let all: [RecordCipher] =
        AEADAlgorithm.allCases.map { .aead($0) } + blocks + [.rc4(mac: .md5), .rc4(mac: .sha1)]

    static let blocks: [RecordCipher] = [false, true].flatMap { encryptsThenMACs in
        BlockSuite.all.map { .block($0.cipher, mac: $0.mac, encryptsThenMACs: encryptsThenMACs) }
    }
}

/// A block cipher with its MAC.
struct BlockSuite: CustomStringConvertible {
    let cipher: BlockCipher
    let mac: HashAlgorithm

    var description: String { "\(cipher) \(mac)" }

    static let all: [BlockSuite] =
        [BlockCipher.aes128, .aes256].flatMap { cipher in
            [HashAlgorithm.sha1, .sha256, .sha384].map { BlockSuite(cipher: cipher, mac: $0) }
        } + [BlockSuite(cipher: .tripleDES, mac: .sha1), BlockSuite(cipher: .des, mac: .sha1)]

    /// Every cipher with every hash, whether a suite has the two or not: the padding's and the MAC's lengths meet in
    /// every way.
    static let pairs: [BlockSuite] = [BlockCipher.aes128, .aes256, .tripleDES].flatMap { cipher in
        [HashAlgorithm.sha1, .sha256, .sha384].map { BlockSuite(cipher: cipher, mac: $0) }
    }

    func bench(encryptsThenMACs: Bool = false) -> (RecordBench12, ReferenceBlockRecord) {
        let bench = RecordBench12(.block(cipher, mac: mac, encryptsThenMACs: encryptsThenMACs))
        return (bench, bench.reference(cipher, mac, encryptsThenMACs: encryptsThenMACs))
    }
}
