import TLSMessages
import TLSRecordLayer
import Testing

@Suite("A hello in the form of SSL 2 is taken where it is allowed, as the first of a connection. RFC 5246 §E.2")
struct SSL2HelloReadingTests {
    private let body: [UInt8] = [1, 3, 3, 0, 3, 0, 0, 0, 16, 0, 0, 0x2f] + [UInt8](repeating: 9, count: 16)

    private func framed(_ body: [UInt8]) -> [UInt8] {
        [0x80 | UInt8(body.count >> 8), UInt8(body.count & 0xff)] + body
    }

    private func reader() -> RecordReader {
        let reader = RecordReader()
        reader.acceptsSSL2Hello = true
        return reader
    }

    @Test("It is asked for until it is whole, and lies behind its length")
    func whole() throws {
        let hello = framed(body)
        for count in 0..<hello.count {
            #expect(try reader().look(Array(hello.prefix(count))).read == .needs(count < 5 ? 5 : hello.count))
        }
        #expect(try reader().look(hello + [22, 3]).read == .ssl2Hello(content: 2..<30, consumed: 30))
    }

    @Test("Without leave it is refused")
    func notAllowed() {
        #expect(RecordReader().fault(framed(body)) == .sslv2Hello)
    }

    @Test("One that claims more than 1024 bytes is refused on its length alone")
    func tooLong() throws {
        #expect(try reader().look([0x84, 0, 1, 3, 3]).read == .needs(1026))
        #expect(reader().fault([0x84, 1, 1, 3, 3]) == .tooLong(1025))
        #expect(reader().fault([0xff, 0xff, 1, 3, 3]) == .tooLong(0x7fff))
    }

    @Test("Behind any record, another hello among them, it is no record")
    func onlyFirst() throws {
        for first in [RecordBench.plain(22, [1, 0, 0, 0]), RecordBench.plain(21, [1, 90]), framed(body)] {
            let reader = reader()
            _ = try reader.look(first)
            #expect(reader.fault(framed(body)) == .wrongVersion(0x1c01))
        }
    }

    @Test("Other messages of SSL 2 are not TLS, and records of TLS are read as ever")
    func others() throws {
        for type: UInt8 in [0, 2, 3, 4, 255] {
            #expect(reader().fault(framed([type] + body.dropFirst())) == .notTLS(firstByte: 0x80))
        }
        // A header of three bytes, with padding, was never for hellos.
        #expect(reader().fault([0, 28, 0, 1, 3, 3]) == .notTLS(firstByte: 0))
        let record = RecordBench.plain(22, [1, 0, 0, 1, 9])
        #expect(try reader().look(record).read == .record(.handshake, content: 5..<10, consumed: 10))
    }
}
