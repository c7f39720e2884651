import RecordReference
import TLSMessages
import TLSPrimitives
import TLSRecordLayer
import Testing

@Suite("What a reader takes once TLS 1.2 is agreed on. RFC 5246 §6.2")
struct Reading12Tests {
    private static let bench = RecordBench12(.aead(.aes128GCM))

    /// A reader that has read a hello, with keys or without.
    private static func reader(isProtected: Bool) throws -> RecordReader {
        if isProtected { return try bench.reader() }
        let reader = try RecordBench.begunReader()
        reader.useTLS12()
        return reader
    }

    @Test("Any version of TLS before, 1.2's alone after. RFC 5246 §6.2.1", arguments: [0x0300, 0x0301, 0x0302, 0x0304])
    func version(_ version: UInt16) throws {
        let reader = RecordReader()
        #expect(reader.fault(RecordBench.plain(22, [1], version: version)) == nil)
        reader.useTLS12()
        #expect(reader.fault(RecordBench.plain(22, [1], version: version)) == .wrongVersion(version))
        #expect(RecordFault.wrongVersion(version).alert == .protocolVersion)
        #expect(reader.fault(RecordBench.plain(22, [1])) == nil)
        #expect(try Self.bench.reader().fault(RecordBench.plain(22, [1], version: version)) == .wrongVersion(version))
    }

    @Test("The header alone tells that a record is too long. RFC 5246 §6.2.1, §6.2.3")
    func tooLong() throws {
        for (isProtected, limit) in [(false, 16_384), (true, 16_384 + 2048)] {
            for length in [limit + 1, 20_000, 65_535] {
                let reader = try Self.reader(isProtected: isProtected)
                #expect(reader.fault(RecordBench.header(22, length: length)) == .tooLong(length))
            }
            let reader = try Self.reader(isProtected: isProtected)
            #expect(try reader.look(RecordBench.header(22, length: limit)).read == .needs(limit + 5))
        }
        #expect(RecordFault.tooLong(1).alert == .recordOverflow)
    }

    @Test("Plaintext above 2^14 bytes is too much. RFC 5246 §6.2.1", arguments: BlockSuite.all)
    func tooMuchPlaintext(_ suite: BlockSuite) throws {
        let (bench, reference) = suite.bench()
        let iv = [UInt8](repeating: 1, count: suite.cipher.blockLength)
        for (count, fault) in [
            (16_384, nil), (16_385, .tooMuchPlaintext), (18_000, .tooMuchPlaintext),
        ] as [(Int, RecordFault?)] {
            let content = [UInt8](repeating: 7, count: count)
            let body = reference.seal(content, sequence: 0, type: 23, iv: iv)
            #expect(try bench.reader().fault(RecordBench12.framed(body)) == fault)
        }
        #expect(RecordFault.tooMuchPlaintext.alert == .recordOverflow)
    }

    @Test("A smaller limit holds for what is received, once agreed on. RFC 6066 §4, RFC 8449 §4")
    func agreedLimit() throws {
        for inTheClear in [false, true] {
            let reader = try Self.reader(isProtected: false)
            reader.limitPlaintext(to: 512, inTheClear: inTheClear)
            #expect(reader.fault(RecordBench.plain(22, [UInt8](repeating: 1, count: 512))) == nil)
            let longer = RecordBench.plain(22, [UInt8](repeating: 1, count: 513))
            #expect(reader.fault(longer) == (inTheClear ? .tooMuchPlaintext : nil))
            reader.install(try Self.bench.opener())
            let writer = try Self.bench.writer()
            #expect(reader.fault(try writer.records(.handshake, [UInt8](repeating: 1, count: 512))) == nil)
            let sealed = try writer.records(.handshake, [UInt8](repeating: 1, count: 513))
            #expect(reader.fault(sealed) == .tooMuchPlaintext)
        }
    }

    @Test("Before the keys no application data may come")
    func dataInTheClear() throws {
        #expect(try Self.reader(isProtected: false).fault(RecordBench.plain(23, [1])) == .unexpectedType(23))
        #expect(try Self.reader(isProtected: false).fault(RecordBench.plain(23, [])) == .unexpectedType(23))
    }

    @Test("A type that is none, heartbeats also, is refused", arguments: [0, 1, 19, 24, 25, 255] as [UInt8])
    func unknownType(_ type: UInt8) throws {
        #expect(try Self.reader(isProtected: false).fault(RecordBench.plain(type, [1])) == .unexpectedType(type))
        let record = try Self.bench.sealer().record(ContentType(rawValue: type), [1])
        #expect(try Self.reader(isProtected: true).fault(record) == .unexpectedType(type))
        #expect(RecordFault.unexpectedType(type).alert == .unexpectedMessage)
    }

    @Test("change_cipher_spec comes as a record, and is one byte 1. RFC 5246 §7.1", arguments: [false, true])
    func changeCipherSpec(_ isProtected: Bool) throws {
        func record(_ content: [UInt8]) throws -> [UInt8] {
            isProtected
                ? try Self.bench.sealer().record(.changeCipherSpec, content) : RecordBench.plain(20, content)
        }
        let good = try record([1])
        let found = try Self.reader(isProtected: isProtected).look(good)
        guard case .record(.changeCipherSpec, _, good.count) = found.read else {
            Issue.record("\(found.read)")
            return
        }
        #expect(found.content == [1])
        for content in [[], [0], [2], [1, 1], [1, 0]] as [[UInt8]] {
            let reader = try Self.reader(isProtected: isProtected)
            #expect(reader.fault(try record(content)) == .badChangeCipherSpec)
        }
        #expect(RecordFault.badChangeCipherSpec.alert == .unexpectedMessage)
    }

    @Test("Any number of change_cipher_spec records: it is the handshake that counts them")
    func manyChangeCipherSpecs() throws {
        let reader = try Self.reader(isProtected: false)
        for _ in 0..<5 { #expect(try reader.look(RecordBench.plain(20, [1])).content == [1]) }
    }

    @Test("Empty handshake and alert records are refused. RFC 5246 §6.2.1", arguments: [ContentType.handshake, .alert])
    func empty(_ type: ContentType) throws {
        let inTheClear = RecordBench.plain(type.rawValue, [])
        #expect(try Self.reader(isProtected: false).fault(inTheClear) == .emptyRecord(type))
        let sealed = try Self.bench.sealer().record(type, [])
        #expect(try Self.reader(isProtected: true).fault(sealed) == .emptyRecord(type))
        #expect(RecordFault.emptyRecord(type).alert == .unexpectedMessage)
    }

    @Test("32 empty records of data in a row, and no more", arguments: RecordCipher.all)
    func emptyData(_ cipher: RecordCipher) throws {
        let bench = RecordBench12(cipher)
        let (sealer, reader) = (try bench.sealer(), try bench.reader())
        for _ in 0..<32 { #expect(reader.fault(try sealer.record(.applicationData, [])) == nil) }
        #expect(try reader.look(sealer.record(.applicationData, [1])).content == [1])
        for _ in 0..<32 { #expect(reader.fault(try sealer.record(.applicationData, [])) == nil) }
        #expect(reader.fault(try sealer.record(.applicationData, [])) == .tooManyEmptyRecords)
    }

    @Test("An alert in the clear does not open once there are keys")
    func alertInTheClear() throws {
        #expect(try Self.bench.reader().fault(RecordBench.plain(21, [2, 40])) == .badMAC)
    }

    @Test("Bytes that come one by one make the same records")
    func byteByByte() throws {
        let bytes = try Self.bench.writer().records(.applicationData, [UInt8](repeating: 3, count: 100))
        let reader = try Self.bench.reader()
        for count in 0..<bytes.count {
            guard case .needs(let needed) = try reader.look(Array(bytes[..<count])).read else {
                Issue.record("\(count)")
                return
            }
            #expect(needed == (count < 5 ? 5 : bytes.count))
        }
        #expect(try reader.look(bytes).content.count == 100)
    }

    @Test("Keys can be replaced, and the numbers begin again: a renegotiation. RFC 5246 §6.1")
    func newKeys() throws {
        let (writer, reader) = (try Self.bench.writer(), try Self.bench.reader())
        #expect(try reader.look(writer.records(.applicationData, [1])).content == [1])
        let other = RecordBench12(.block(.aes256, mac: .sha384, encryptsThenMACs: true))
        try writer.install(
            other.cipher, macKey: other.macKey.span.bytes, key: other.key.span.bytes, iv: other.iv.span.bytes)
        let record = try writer.records(.handshake, [2])
        try reader.install(
            other.cipher, macKey: other.macKey.span.bytes, key: other.key.span.bytes, iv: other.iv.span.bytes)
        #expect(try reader.look(record).content == [2])
    }
}
