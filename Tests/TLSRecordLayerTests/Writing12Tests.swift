import TLSMessages
import TLSPrimitives
import TLSRecordLayer
import Testing

@Suite("What is written once TLS 1.2's keys are in use. RFC 5246 §6.2")
struct Writing12Tests {
    /// The content of each record in `bytes`.
    private static func contents(_ bytes: [UInt8], _ reader: RecordReader) throws -> [[UInt8]] {
        var rest = bytes
        var contents: [[UInt8]] = []
        while !rest.isEmpty {
            let found = try reader.look(rest)
            guard case .record(_, _, let consumed) = found.read else { break }
            contents.append(found.content)
            rest.removeFirst(consumed)
        }
        return contents
    }

    @Test("Content is cut at 2^14 bytes, and `sealedCount` is enough room", arguments: RecordCipher.all)
    func cut(_ cipher: RecordCipher) throws {
        let bench = RecordBench12(cipher)
        for count in [1, 15, 16, 17, 16_383, 16_384, 16_385, 40_000] {
            let content = [UInt8](repeating: 5, count: count)
            let writer = try bench.writer()
            let bytes = try writer.records(.applicationData, content)
            #expect(bytes.count <= writer.sealedCount(of: count))
            let contents = try Self.contents(bytes, bench.reader())
            #expect(contents.allSatisfy { $0.count <= 16_384 })
            #expect(contents.flatMap { $0 } == content)
            #expect(contents.count == (count + 16_383) / 16_384)
        }
    }

    @Test("Less room takes less content, and too little takes none", arguments: RecordCipher.all)
    func room(_ cipher: RecordCipher) throws {
        let bench = RecordBench12(cipher)
        let content = [UInt8](repeating: 5, count: 1000)
        for room in stride(from: 0, through: 1200, by: 7) {
            let writer = try bench.writer()
            var taken = 0
            let bytes = try [UInt8](capacity: room) { output throws(RecordFault) in
                taken = try writer.write(.applicationData, content.span.bytes, into: &output)
            }
            #expect(try Self.contents(bytes, bench.reader()).flatMap { $0 } == Array(content[..<taken]))
            #expect(taken == 1000 || taken >= room - 5 - 2 * 16 - 64)
        }
    }

    @Test("max_fragment_length and record_size_limit cut all that is sent", arguments: [512, 1024, 2048, 4096, 64])
    func limit(_ limit: Int) throws {
        let bench = RecordBench12(.block(.aes128, mac: .sha1, encryptsThenMACs: false))
        let writer = try bench.writer()
        writer.limitPlaintext(to: limit)
        let content = [UInt8](repeating: 5, count: 10_000)
        let contents = try Self.contents(try writer.records(.applicationData, content), bench.reader())
        #expect(contents.map(\.count).max() == limit)
        #expect(contents.flatMap { $0 } == content)
    }

    @Test("Padding of TLS 1.3 is none of TLS 1.2")
    func noPadding() throws {
        let writer = try RecordBench12(.aead(.aes128GCM)).writer()
        writer.padRecords(toMultipleOf: 4096)
        #expect(try writer.records(.applicationData, [1]).count == 5 + 8 + 1 + 16)
    }

    @Test("Too little room for a sealer is an error, and nothing is written", arguments: RecordCipher.all)
    func noRoom(_ cipher: RecordCipher) throws {
        let sealer = try RecordBench12(cipher).sealer()
        for room in [5, 6, 20] {
            #expect(throws: RecordFault.self) {
                _ = try [UInt8](capacity: room) { output throws(RecordFault) in
                    try sealer.seal(.applicationData, [UInt8](repeating: 1, count: 10).span.bytes, into: &output)
                }
            }
        }
    }
}
