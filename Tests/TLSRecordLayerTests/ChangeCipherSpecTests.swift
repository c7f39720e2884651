import TLSMessages
import TLSRecordLayer
import Testing

@Suite("change_cipher_spec is dropped where middleboxes want it, and refused elsewhere. RFC 9846 §5, §E.4")
struct ChangeCipherSpecTests {
    private let good = RecordBench.plain(20, [1])

    /// A reader that has read its first record.
    private func begunReader(tolerates: Bool = true) throws -> RecordReader {
        let reader = try RecordBench.begunReader()
        reader.toleratesChangeCipherSpec = tolerates
        return reader
    }

    @Test("Two pass, the third is refused")
    func twoPass() throws {
        let reader = try begunReader()
        #expect(try reader.look(good).read == .skipped(consumed: 6))
        #expect(try reader.look(good).read == .skipped(consumed: 6))
        #expect(reader.fault(good) == .tooManyChangeCipherSpecs)
    }

    @Test("Before the ClientHello and after Finished, none passes")
    func notTolerated() throws {
        #expect(try begunReader(tolerates: false).fault(good) == .unexpectedChangeCipherSpec)
    }

    @Test("Only the one byte 1 passes", arguments: [[], [0], [2], [0xff], [1, 1], [1, 0]] as [[UInt8]])
    func badValue(_ content: [UInt8]) throws {
        #expect(try begunReader().fault(RecordBench.plain(20, content)) == .badChangeCipherSpec)
    }

    @Test("It passes in the clear between protected records, and only so")
    func betweenProtectedRecords() throws {
        var bench = try RecordBench()
        let reader = try bench.reader()
        reader.toleratesChangeCipherSpec = true
        #expect(try reader.look(try bench.sealed(22, [1])).content == [1])
        #expect(try reader.look(good).read == .skipped(consumed: 6))
        #expect(try reader.look(try bench.sealed(22, [2])).content == [2])
        #expect(reader.fault(try bench.sealed(20, [1])) == .unexpectedType(20))
    }

    @Test("All of it is unexpected_message")
    func alerts() {
        for fault in [RecordFault.badChangeCipherSpec, .tooManyChangeCipherSpecs, .unexpectedChangeCipherSpec] {
            #expect(fault.alert == .unexpectedMessage)
        }
    }
}
