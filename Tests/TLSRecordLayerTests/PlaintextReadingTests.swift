import TLSMessages
import TLSRecordLayer
import TestSupport
import Testing

@Suite("Records in the clear are read whole, bounded and of the right kind. RFC 9846 §5.1")
struct PlaintextReadingTests {
    private let hello = RecordBench.plain(22, [1, 0, 0, 1, 9], version: 0x0301)

    @Test("A record is asked for, header first, until it is whole")
    func needs() throws {
        for count in 0..<hello.count {
            let read = try RecordReader().look(Array(hello.prefix(count))).read
            #expect(read == .needs(count < 5 ? 5 : hello.count))
        }
        let (read, content) = try RecordReader().look(hello + [0xff, 0xff])
        #expect(read == .record(.handshake, content: 5..<10, consumed: 10))
        #expect(content == [1, 0, 0, 1, 9])
    }

    @Test("A record that claims too much is refused on its header alone", arguments: [16_385, 16_640, 65_535])
    func overflow(_ length: Int) {
        for type: UInt8 in [21, 22] {
            #expect(RecordReader().fault(RecordBench.header(type, length: length)) == .tooLong(length))
        }
    }

    @Test("A record of exactly the limit is taken")
    func largest() throws {
        let record = RecordBench.plain(22, [UInt8](repeating: 1, count: 16_384))
        #expect(try RecordReader().look(record).read == .record(.handshake, content: 5..<16_389, consumed: 16_389))
        #expect(try RecordReader().look(Array(record.prefix(5))).read == .needs(16_389))
    }

    @Test(
        "Empty handshake and alert records are refused. RFC 9846 §5.1, §5.4",
        arguments: [ContentType.alert, .handshake])
    func empty(_ type: ContentType) {
        #expect(RecordReader().fault(RecordBench.plain(type.rawValue, [])) == .emptyRecord(type))
    }

    @Test("After the first record, any other type is refused", arguments: [0, 19, 23, 24, 25, 255] as [UInt8])
    func unexpectedType(_ type: UInt8) throws {
        let reader = RecordReader()
        _ = try reader.look(hello)
        #expect(reader.fault(RecordBench.plain(type, [1])) == .unexpectedType(type))
    }

    @Test(
        "What is not TLS is named for what it is, from its first five bytes",
        arguments: [
            ("GET / HTTP/1.1\r\n", RecordFault.plainHTTP), ("POST /x HTTP/1.1\r\n", .plainHTTP),
            ("PRI * HTTP/2.0\r\n", .plainHTTP), ("HEAD /", .plainHTTP), ("OPTIONS *", .plainHTTP),
            ("SSH-2.0-x\r\n", .notTLS(firstByte: 0x53)), ("EHLO x\r\n", .notTLS(firstByte: 0x45)),
            ("GETTY", .notTLS(firstByte: 0x47)),
        ])
    func notTLS(_ text: String, _ fault: RecordFault) throws {
        let bytes = Array(text.utf8)
        #expect(RecordReader().fault(bytes) == fault)
        #expect(RecordReader().fault(Array(bytes.prefix(5))) == fault)
        #expect(try RecordReader().look(Array(bytes.prefix(4))).read == .needs(5))
    }

    @Test("An SSL 2 hello is told the version is too old. RFC 9846 §E.5")
    func sslv2() {
        #expect(RecordReader().fault([0x80, 0x2e, 1, 0, 2, 0, 0x15]) == .sslv2Hello)
        #expect(RecordFault.sslv2Hello.alert == .protocolVersion)
        #expect(RecordReader().fault([0x80, 0x2e, 4, 0, 2]) == .notTLS(firstByte: 0x80))
    }

    @Test("A connection starts with a handshake or an alert", arguments: [0, 20, 23, 24, 255] as [UInt8])
    func firstType(_ type: UInt8) {
        #expect(RecordReader().fault(RecordBench.plain(type, [1])) == .notTLS(firstByte: type))
    }

    @Test(
        "Every version of SSL 3 and TLS may stand on a record. RFC 9846 §5.1",
        arguments: [0x0300, 0x0301, 0x0304, 0x03ff])
    func versions(_ version: Int) throws {
        let record = RecordBench.plain(22, [1], version: UInt16(version))
        #expect(try RecordReader().look(record).read == .record(.handshake, content: 5..<6, consumed: 6))
    }

    @Test("Another protocol's version is refused", arguments: [0x0000, 0x0200, 0x0403, 0xfeff, 0xffff])
    func wrongVersion(_ version: Int) {
        let record = RecordBench.plain(22, [1], version: UInt16(version))
        #expect(RecordReader().fault(record) == .wrongVersion(UInt16(version)))
        #expect(RecordFault.wrongVersion(0).alert == .protocolVersion)
    }

    @Test("No bytes whatever make the reader fail in another way than by a fault")
    func garbage() {
        var random = SeededRandom(0x6172)
        for _ in 0..<5000 {
            let reader = RecordReader()
            reader.toleratesChangeCipherSpec = random.below(2) == 0
            if random.below(2) == 0 { reader.skipEarlyData() }
            var bytes = random.bytes(random.below(64))
            if bytes.count > 3 { bytes.replaceSubrange(1...3, with: [3, 3, 0]) }
            if let first = bytes.indices.first { bytes[first] = UInt8(19 + random.below(6)) }
            _ = reader.fault(bytes)
        }
    }
}
