import TLSMessages
import TLSPrimitives
import TLSRecordLayer
import TestSupport
import Testing

@Suite("Protected records open in place, or end the connection. RFC 9846 §5.2, §5.4")
struct ProtectedReadingTests {
    @Test("Each kind of content opens under each AEAD", arguments: AEADAlgorithm.records)
    func opens(_ algorithm: AEADAlgorithm) throws {
        var bench = try RecordBench(algorithm)
        let reader = try bench.reader()
        for type in [ContentType.applicationData, .handshake, .alert] {
            for count in [1, 2, 100, 16_384] {
                let content = [UInt8](repeating: 0x61, count: count)
                let record = try bench.sealed(type.rawValue, content)
                let found = try reader.look(record)
                #expect(found.read == .record(type, content: 5..<5 + count, consumed: record.count))
                #expect(found.content == content)
            }
        }
        #expect(reader.isProtected)
    }

    @Test("Padding is taken off, up to a full record")
    func padding() throws {
        var bench = try RecordBench()
        let reader = try bench.reader()
        for (count, padding) in [(1, 1), (3, 255), (0, 16_384), (16_384, 0), (16_000, 384)] {
            let content = [UInt8](repeating: 7, count: count)
            #expect(try reader.look(try bench.sealed(23, content, padding: padding)).content == content)
        }
    }

    @Test("Content may end in zeros: the type marks its end")
    func zerosInContent() throws {
        var bench = try RecordBench()
        #expect(try bench.reader().look(try bench.sealed(23, [1, 0, 0], padding: 2)).content == [1, 0, 0])
    }

    @Test("An inner plaintext above 2^14 + 1 bytes is too long. RFC 9846 §5.4")
    func innerOverflow() throws {
        for (count, padding) in [(16_385, 0), (0, 16_385), (1, 16_384), (16_384, 1)] {
            var bench = try RecordBench()
            let record = try bench.sealed(23, [UInt8](repeating: 7, count: count), padding: padding)
            #expect(try bench.reader().fault(record) == .tooMuchPlaintext)
        }
        #expect(RecordFault.tooMuchPlaintext.alert == .recordOverflow)
    }

    @Test("A record above 2^14 + 256 bytes is refused on its header alone", arguments: [16_641, 20_000, 65_535])
    func outerOverflow(_ length: Int) throws {
        let reader = try RecordBench().reader()
        #expect(reader.fault(RecordBench.header(23, length: length)) == .tooLong(length))
        #expect(try RecordBench().reader().look(RecordBench.header(23, length: 16_640)).read == .needs(16_645))
    }

    @Test("Zeros alone are no record", arguments: [1, 2, 100, 16_385])
    func onlyPadding(_ count: Int) throws {
        var bench = try RecordBench()
        let record = try bench.sealed(inner: [UInt8](repeating: 0, count: count))
        #expect(try bench.reader().fault(record) == .onlyPadding)
    }

    @Test("An inner type that is none is refused", arguments: [1, 19, 20, 24, 25, 255] as [UInt8])
    func unknownInnerType(_ type: UInt8) throws {
        var bench = try RecordBench()
        #expect(try bench.reader().fault(try bench.sealed(type, [1])) == .unexpectedType(type))
    }

    @Test("Empty handshake and alert content is refused, padded or not", arguments: [ContentType.handshake, .alert])
    func emptyContent(_ type: ContentType) throws {
        for padding in [0, 1, 300] {
            var bench = try RecordBench()
            #expect(
                try bench.reader().fault(try bench.sealed(type.rawValue, [], padding: padding)) == .emptyRecord(type))
        }
    }

    @Test("Empty data records pass 32 in a row, and data starts the count anew")
    func emptyData() throws {
        var bench = try RecordBench()
        let reader = try bench.reader()
        for round in 0..<3 {
            for index in 0..<32 { #expect(try reader.look(try bench.sealed(23, [], padding: index % 2)).content == []) }
            if round < 2 { #expect(try reader.look(try bench.sealed(23, [1])).content == [1]) }
        }
        #expect(reader.fault(try bench.sealed(23, [])) == .tooManyEmptyRecords)
        #expect(RecordFault.tooManyEmptyRecords.alert == .unexpectedMessage)
    }

    @Test("A single changed bit anywhere in a record is bad_record_mac", arguments: AEADAlgorithm.records)
    func tampering(_ algorithm: AEADAlgorithm) throws {
        var bench = try RecordBench(algorithm)
        let record = try bench.sealed(23, Array("attack at dawn".utf8), padding: 3)
        // The type and length lead elsewhere; version and body are authenticated.
        for index in [2] + Array(5..<record.count) {
            for bit in 0..<8 {
                var changed = record
                changed[index] ^= 1 << bit
                #expect(try bench.reader().fault(changed) == .badMAC)
            }
        }
        #expect(RecordFault.badMAC.alert == .badRecordMAC)
    }

    @Test("Records replayed, dropped or swapped do not open. RFC 9846 §5.3")
    func sequence() throws {
        var bench = try RecordBench()
        let first = try bench.sealed(23, [1])
        let second = try bench.sealed(23, [2])
        let replay = try bench.reader()
        _ = try replay.look(first)
        #expect(replay.fault(first) == .badMAC)
        #expect(try bench.reader().fault(second) == .badMAC)
    }

    @Test("A record too short for type and tag is bad_record_mac", arguments: [0, 1, 15, 16])
    func tooShort(_ length: Int) throws {
        let record = RecordBench.plain(23, [UInt8](repeating: 0, count: length))
        #expect(try RecordBench().reader().fault(record) == .badMAC)
    }

    @Test("After keys are on, nothing else than data comes in the clear", arguments: [0, 22, 24, 255] as [UInt8])
    func plaintextAfterKeys(_ type: UInt8) throws {
        #expect(try RecordBench().reader().fault(RecordBench.plain(type, [1, 0, 0, 0])) == .unexpectedType(type))
    }

    @Test("An alert in the clear is heard until the first protected record has come. RFC 9846 §6")
    func plaintextAlert() throws {
        var bench = try RecordBench()
        let reader = try bench.reader()
        let alert = RecordBench.plain(21, [2, 40])
        #expect(try reader.look(alert).content == [2, 40])
        #expect(try RecordBench().reader().fault(RecordBench.plain(21, [2])) == .unexpectedType(21))
        _ = try reader.look(try bench.sealed(22, [1]))
        #expect(reader.fault(alert) == .unexpectedType(21))
    }

    @Test("The number of the last record is never passed. RFC 9846 §5.3")
    func lastSequence() throws {
        var bench = try RecordBench(.chaCha20Poly1305)
        let last = UInt64.max - 65_537
        bench.sequence = last
        let reader = try bench.reader(startingAt: last)
        #expect(try reader.look(try bench.sealed(23, [1])).content == [1])
        #expect(reader.fault(try bench.sealed(23, [2])) == .keyExhausted)
        #expect(RecordFault.keyExhausted.alert == .internalError)
    }

    @Test("Reading is not bounded where sealing is: the peer's count is the peer's. RFC 9846 §5.5")
    func readingPastTheSealingLimit() throws {
        var bench = try RecordBench(.aes128GCM)
        bench.sequence = 1 << 24
        let reader = try bench.reader(startingAt: 1 << 24)
        #expect(try reader.look(try bench.sealed(23, [1])).content == [1])
    }
}

extension AEADAlgorithm {
    /// Those that TLS 1.3's suites of ours use.
    static let records: [AEADAlgorithm] = [.aes128GCM, .aes256GCM, .chaCha20Poly1305]
}
