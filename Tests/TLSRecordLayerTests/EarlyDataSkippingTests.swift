import TLSMessages
import TLSRecordLayer
import Testing

@Suite("Early data that was not accepted is passed over, up to a limit. RFC 9846 §4.3.10")
struct EarlyDataSkippingTests {
    /// A record of `count` bytes under keys we do not have.
    private func foreign(_ count: Int) -> [UInt8] {
        RecordBench.plain(23, [UInt8](repeating: 0xee, count: count))
    }

    @Test("Records that do not open pass until one does")
    func passes() throws {
        var bench = try RecordBench()
        let reader = try bench.reader()
        reader.skipEarlyData()
        #expect(try reader.look(foreign(1000)).read == .skipped(consumed: 1005))
        #expect(try reader.look(foreign(20)).read == .skipped(consumed: 25))
        #expect(try reader.look(try bench.sealed(22, [1])).content == [1])
        #expect(reader.fault(foreign(20)) == .badMAC)
    }

    @Test("The limit is bytes in all", arguments: [true, false])
    func limit(_ isProtected: Bool) throws {
        let reader = isProtected ? try RecordBench().reader() : try RecordBench.begunReader()
        reader.skipEarlyData()
        #expect(try reader.look(foreign(16_383)).read == .skipped(consumed: 16_388))
        #expect(try reader.look(foreign(1)).read == .skipped(consumed: 6))
        #expect(reader.fault(foreign(1)) == .tooMuchSkippedEarlyData)
        #expect(RecordFault.tooMuchSkippedEarlyData.alert == .unexpectedMessage)
    }

    @Test("One record of the limit passes; one above it does not", arguments: [true, false])
    func oneRecord(_ isProtected: Bool) throws {
        let reader = isProtected ? try RecordBench().reader() : try RecordBench.begunReader()
        reader.skipEarlyData()
        #expect(try reader.look(foreign(16_384)).read == .skipped(consumed: 16_389))
        let other = isProtected ? try RecordBench().reader() : try RecordBench.begunReader()
        other.skipEarlyData()
        #expect(other.fault(foreign(16_385)) == .tooMuchSkippedEarlyData)
    }

    @Test("Empty records are bounded too, though they use up no bytes", arguments: [true, false])
    func emptyRecords(_ isProtected: Bool) throws {
        let reader = isProtected ? try RecordBench().reader() : try RecordBench.begunReader()
        reader.skipEarlyData()
        for _ in 0..<32 { #expect(try reader.look(foreign(0)).read == .skipped(consumed: 5)) }
        #expect(reader.fault(foreign(0)) == .tooManyEmptyRecords)
    }

    @Test("Data in the clear passes only while it is skipped: between two hellos")
    func inTheClear() throws {
        let reader = try RecordBench.begunReader()
        #expect(reader.fault(foreign(10)) == .unexpectedType(23))
        let skipping = try RecordBench.begunReader()
        skipping.skipEarlyData()
        #expect(try skipping.look(foreign(16_384)).read == .skipped(consumed: 16_389))
        #expect(try skipping.look(RecordBench.plain(22, [1])).content == [1])
        skipping.expectNoEarlyData()
        #expect(skipping.fault(foreign(10)) == .unexpectedType(23))
    }

    @Test("A skipped record is bounded as protected ones are")
    func overflow() throws {
        let reader = try RecordBench.begunReader()
        reader.skipEarlyData()
        #expect(reader.fault(RecordBench.header(23, length: 16_641)) == .tooLong(16_641))
    }

    @Test("A handshake record is bounded as in the clear, also while early data is skipped")
    func handshakeBound() throws {
        let reader = try RecordBench.begunReader()
        reader.skipEarlyData()
        #expect(reader.fault(RecordBench.header(22, length: 16_385)) == .tooLong(16_385))
    }
}
