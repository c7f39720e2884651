import TLSMessages
import TLSPrimitives
import TLSRecordLayer
import TestSupport
import Testing

extension RecordWriter {
    /// Writes `content` into `room` bytes at most.
    fileprivate func written(
        _ type: ContentType, _ content: [UInt8], room: Int? = nil
    ) throws(RecordFault) -> (bytes: [UInt8], taken: Int) {
        var taken = 0
        let bytes = try [UInt8](capacity: room ?? sealedCount(of: content.count)) { output throws(RecordFault) in
            taken = try write(type, content.span.bytes, into: &output)
        }
        return (bytes, taken)
    }
}

@Suite("What we send is framed, cut, padded and sealed. RFC 9846 §5")
struct RecordWriterTests {
    @Test("Before keys, records are in the clear, with the version of the RFC")
    func plaintext() throws {
        let writer = RecordWriter()
        #expect(try writer.written(.handshake, [1, 2, 3]).bytes == [22, 3, 3, 0, 3, 1, 2, 3])
        #expect(try writer.written(.alert, [2, 40]).bytes == [21, 3, 3, 0, 2, 2, 40])
        #expect(!writer.isProtecting)
    }

    @Test("Content is cut at 2^14 bytes", arguments: [1, 16_383, 16_384, 16_385, 40_000])
    func cut(_ count: Int) throws {
        let writer = RecordWriter()
        let content = [UInt8](repeating: 5, count: count)
        let (bytes, taken) = try writer.written(.handshake, content)
        #expect(taken == count)
        let records = split(bytes)
        #expect(records.map(\.count) == sizes(count, 16_384).map { $0 + 5 })
        #expect(records.flatMap { $0.dropFirst(5) } == content)
    }

    @Test("Our own limit and the peer's hold both, whichever comes first, and ours can be raised again")
    func ownLimit() throws {
        func lengths(_ writer: RecordWriter) throws -> [Int] {
            let (bytes, taken) = try writer.written(.handshake, [UInt8](repeating: 5, count: 1000))
            #expect(taken == 1000)
            return split(bytes).map { $0.count - 5 }
        }
        let writer = RecordWriter()
        writer.preferPlaintext(upTo: 400)
        #expect(try lengths(writer) == [400, 400, 200])
        writer.limitRecords(to: 601)
        #expect(try lengths(writer) == [400, 400, 200])
        writer.preferPlaintext(upTo: 16_384)
        #expect(try lengths(writer) == [600, 400])
        writer.limitPlaintext(to: 500)
        writer.limitPlaintext(to: 900)
        #expect(try lengths(writer) == [500, 500])
    }

    @Test("Sealed records open, in order, with type and content", arguments: AEADAlgorithm.records)
    func sealed(_ algorithm: AEADAlgorithm) throws {
        let bench = try RecordBench(algorithm)
        let writer = RecordWriter()
        writer.install(try bench.recordSealer())
        var bytes = try writer.written(.handshake, [1, 2]).bytes
        bytes += try writer.written(.applicationData, [UInt8](repeating: 9, count: 20_000)).bytes
        bytes += try writer.written(.alert, [1, 0]).bytes
        let records = try bench.opened(bytes)
        #expect(records.map(\.outer) == [23, 23, 23, 23])
        #expect(records.map(\.inner.count) == [3, 16_385, 3_617, 3])
        #expect(records.map(\.inner.last) == [22, 23, 23, 21])
    }

    @Test("change_cipher_spec is never protected. RFC 9846 §5")
    func changeCipherSpec() throws {
        let writer = RecordWriter()
        writer.install(try RecordBench().recordSealer())
        #expect(try writer.written(.changeCipherSpec, [1]).bytes == [20, 3, 3, 0, 1, 1])
    }

    @Test("Padding fills the inner plaintext up to a multiple. RFC 9846 §5.4", arguments: [2, 16, 256, 1000, 16_384])
    func padding(_ multiple: Int) throws {
        for count in [1, 2, multiple - 1, multiple, multiple + 1, 16_384, 20_000] {
            let bench = try RecordBench()
            let writer = RecordWriter()
            writer.padRecords(toMultipleOf: multiple)
            writer.install(try bench.recordSealer())
            let content = [UInt8](repeating: 0x61, count: count)
            let (bytes, taken) = try writer.written(.applicationData, content)
            let inners = try bench.opened(bytes).map(\.inner)
            #expect(taken == count)
            #expect(inners.allSatisfy { $0.count % multiple == 0 || $0.count == 16_385 }, "\(count)")
            #expect(inners.flatMap { $0.prefix { $0 == 0x61 } } == content)
            #expect(inners.allSatisfy { $0.drop { $0 == 0x61 }.first == 23 })
            #expect(inners.allSatisfy { $0.drop { $0 == 0x61 }.dropFirst().allSatisfy { $0 == 0 } })
        }
    }

    @Test(
        "The peer's record_size_limit bounds content, type and padding together. RFC 8449 §4",
        arguments: [64, 65, 1000])
    func recordSizeLimit(_ limit: Int) throws {
        for multiple in [0, 16, 4096] {
            let bench = try RecordBench()
            let writer = RecordWriter()
            if multiple > 0 { writer.padRecords(toMultipleOf: multiple) }
            writer.limitRecords(to: limit)
            writer.install(try bench.recordSealer())
            let (bytes, taken) = try writer.written(.applicationData, [UInt8](repeating: 1, count: 5000))
            #expect(taken == 5000)
            #expect(try bench.opened(bytes).allSatisfy { $0.inner.count <= limit })
        }
    }

    @Test("A record_size_limit above ours changes nothing")
    func largeRecordSizeLimit() throws {
        let writer = RecordWriter()
        writer.limitRecords(to: 65_535)
        #expect(split(try writer.written(.handshake, [UInt8](repeating: 1, count: 20_000)).bytes).count == 2)
    }

    @Test("The room asked for is never too small, and exact where nothing is padded")
    func sealedCount() throws {
        var random = SeededRandom(0x726f_6f6d)
        for _ in 0..<400 {
            let algorithm = AEADAlgorithm.records[random.below(3)]
            let bench = try RecordBench(algorithm)
            let writer = RecordWriter()
            let multiple = [0, 0, 2, 3, 100, 16_384][random.below(6)]
            if multiple > 0 { writer.padRecords(toMultipleOf: multiple) }
            if random.below(2) == 0 { writer.limitRecords(to: 64 + random.below(20_000)) }
            let isSealing = random.below(4) > 0
            if isSealing { writer.install(try bench.recordSealer()) }
            let content = [UInt8](repeating: 1, count: 1 + random.below(random.below(2) == 0 ? 200 : 50_000))
            let promised = writer.sealedCount(of: content.count)
            let (bytes, taken) = try writer.written(.applicationData, content, room: promised)
            #expect(taken == content.count)
            #expect(bytes.count <= promised)
            if multiple == 0 { #expect(bytes.count == promised) }
        }
    }

    @Test("With less room, whole records are written and the rest is left")
    func lessRoom() throws {
        var random = SeededRandom(0x6c65_7373)
        for _ in 0..<400 {
            let bench = try RecordBench()
            let writer = RecordWriter()
            if random.below(2) == 0 { writer.padRecords(toMultipleOf: 2 + random.below(600)) }
            writer.install(try bench.recordSealer())
            let content = [UInt8](repeating: 1, count: 1 + random.below(40_000))
            let room = random.below(45_000)
            let (bytes, taken) = try writer.written(.applicationData, content, room: room)
            #expect(bytes.count <= room)
            let records = try bench.opened(bytes)
            #expect(records.reduce(0) { $0 + $1.inner.prefix { $0 == 1 }.count } == taken)
            #expect(records.reduce(0) { $0 + $1.inner.count + 21 } == bytes.count)
            if room >= writer.sealedCount(of: 1) { #expect(taken > 0, "room \(room)") }
        }
    }

    @Test("New keys are due after 2^23 records, and nothing is sealed after 2^24. RFC 9846 §5.5")
    func usageLimits() throws {
        let bench = try RecordBench(.aes256GCM)
        let writer = RecordWriter()
        writer.install(try bench.recordSealer(startingAt: (1 << 23) - 1))
        #expect(!writer.wantsNewKeys)
        _ = try writer.written(.applicationData, [1])
        #expect(writer.wantsNewKeys)
        writer.install(try bench.recordSealer())
        #expect(!writer.wantsNewKeys)

        writer.install(try bench.recordSealer(startingAt: (1 << 24) - 1))
        _ = try writer.written(.applicationData, [1])
        #expect(throws: RecordFault.keyExhausted) { try writer.written(.applicationData, [1]) }
    }

    @Test("ChaCha20-Poly1305 has no such limit but the record number's own. RFC 9846 §5.3, §5.5")
    func chaChaLimit() throws {
        let bench = try RecordBench(.chaCha20Poly1305)
        let writer = RecordWriter()
        writer.install(try bench.recordSealer(startingAt: 1 << 40))
        _ = try writer.written(.applicationData, [1])
        #expect(!writer.wantsNewKeys)
        writer.install(try bench.recordSealer(startingAt: UInt64.max - 65_537))
        _ = try writer.written(.applicationData, [1])
        #expect(throws: RecordFault.keyExhausted) { try writer.written(.applicationData, [1]) }
    }

    @Test("What the writer seals, the reader opens, in any pieces")
    func writerToReader() throws {
        var random = SeededRandom(0x7274)
        for _ in 0..<60 {
            let bench = try RecordBench(AEADAlgorithm.records[random.below(3)])
            let writer = RecordWriter()
            writer.install(try bench.recordSealer())
            let parts = (0..<1 + random.below(6)).map { _ in random.bytes(1 + random.below(20_000)) }
            var wire: [UInt8] = []
            for part in parts { wire += try writer.written(.applicationData, part).bytes }
            #expect(try read(random.pieces(wire, longest: 3000), bench) == Array(parts.joined()))
        }
    }

    /// Gives pieces to a reader as a transport would, and returns the data.
    private func read(_ pieces: [[UInt8]], _ bench: RecordBench) throws -> [UInt8] {
        let reader = try bench.reader()
        var pending: [UInt8] = []
        var data: [UInt8] = []
        for piece in pieces {
            pending += piece
            while true {
                let found = try reader.look(pending)
                guard case .record(_, _, let consumed) = found.read else { break }
                data += found.content
                pending.removeFirst(consumed)
            }
        }
        return data
    }

    private func split(_ bytes: [UInt8]) -> [[UInt8]] {
        var records: [[UInt8]] = []
        var rest = bytes[...]
        while rest.count >= 5 {
            let start = rest.startIndex
            let length = 5 + Int(rest[start + 3]) << 8 + Int(rest[start + 4])
            records.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return records
    }

    private func sizes(_ count: Int, _ limit: Int) -> [Int] {
        stride(from: 0, to: count, by: limit).map { min(limit, count - $0) }
    }
}
