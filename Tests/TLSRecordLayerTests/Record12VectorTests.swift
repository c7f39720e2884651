import RecordReference
import TLSMessages
import TLSPrimitives
import TLSRecordLayer
import TestSupport
import Testing

@Suite("Records of TLS 1.2 are those that another program makes. RFC 5246 §6.2.3")
struct Record12VectorTests {
    /// One direction of a connection, with its records in order.
    private struct Direction {
        let cipher: RecordCipher
        let macKey: [UInt8]
        let key: [UInt8]
        let iv: [UInt8]
        var records: [VectorCase] = []

        init(_ vector: VectorCase) throws {
            cipher = try Record12VectorTests.cipher(vector)
            macKey = try vector.bytes("macKey")
            key = try vector.bytes("key")
            iv = try vector.bytes("iv")
        }
    }

    private static func directions() throws -> [Direction] {
        let file = try CaseFile("own/records12.txt")
        #expect(file.cases.count == file.count)
        var directions: [Direction] = []
        for vector in file.cases {
            let key = try vector.bytes("key")
            if directions.last?.key != key { directions.append(try Direction(vector)) }
            directions[directions.count - 1].records.append(vector)
        }
        return directions
    }

    private static func cipher(_ vector: VectorCase) throws -> RecordCipher {
        if vector.has("aead") {
            let name = try vector.text("aead")
            return .aead(try #require(AEADAlgorithm.allCases.first { "\($0)" == name }))
        }
        if vector.has("rc4") { return .rc4(mac: try mac(vector.text("rc4"))) }
        let name = try vector.text("block")
        return .block(
            try #require(BlockCipher.allCases.first { "\($0)" == name }), mac: try mac(vector.text("mac")),
            encryptsThenMACs: try vector.integer("encryptsThenMACs") == 1)
    }

    private static func mac(_ name: String) throws -> HashAlgorithm {
        try #require(HashAlgorithm.allCases.first { "\($0)" == name })
    }

    @Test("Each opens, in order")
    func open() throws {
        let directions = try Self.directions()
        #expect(directions.count == RecordCipher.all.count)
        for direction in directions {
            let reader = try RecordBench.begunReader()
            try reader.install(
                direction.cipher, macKey: direction.macKey.span.bytes, key: direction.key.span.bytes,
                iv: direction.iv.span.bytes)
            for vector in direction.records {
                let found = try reader.look(vector.bytes("record"))
                #expect(found.content == (try vector.bytes("content")), "\(vector)")
                guard case .record(let type, _, let consumed) = found.read else {
                    Issue.record("\(vector)")
                    continue
                }
                #expect(Int(type.rawValue) == (try vector.integer("type")))
                #expect(consumed == (try vector.bytes("record").count))
            }
        }
    }

    @Test("Where nothing is left to chance we make the same: ChaCha20-Poly1305 and RC4. RFC 7905 §2")
    func same() throws {
        let withoutChance: [RecordCipher] = [.aead(.chaCha20Poly1305), .rc4(mac: .md5), .rc4(mac: .sha1)]
        for direction in try Self.directions() where withoutChance.contains(direction.cipher) {
            let sealer = try RecordSealer12(
                direction.cipher, macKey: direction.macKey.span.bytes, key: direction.key.span.bytes,
                iv: direction.iv.span.bytes)
            for vector in direction.records {
                let type = ContentType(rawValue: UInt8(try vector.integer("type")))
                #expect(try sealer.record(type, vector.bytes("content")) == vector.bytes("record"), "\(vector)")
            }
        }
    }

    @Test("What we make opens by the book, under every block cipher", arguments: BlockSuite.all, [false, true])
    func block(_ suite: BlockSuite, encryptsThenMACs: Bool) throws {
        let (bench, reference) = suite.bench(encryptsThenMACs: encryptsThenMACs)
        let sealer = try bench.sealer()
        for (sequence, count) in [0, 1, 7, 8, 15, 16, 17, 40, 200, 1023, 1024, 1025, 16_383, 16_384].enumerated() {
            let content = [UInt8](repeating: UInt8(truncatingIfNeeded: count), count: count)
            let record = try sealer.record(.applicationData, content)
            #expect(Array(record[..<5]) == RecordBench.header(23, length: record.count - 5))
            #expect(reference.open(Array(record[5...]), sequence: UInt64(sequence), type: 23) == content)
        }
    }

    @Test("The IV of each record is another", arguments: BlockSuite.all)
    func randomIV(_ suite: BlockSuite) throws {
        let sealer = try suite.bench().0.sealer()
        var ivs: Set<[UInt8]> = []
        for _ in 0..<1000 {
            ivs.insert(Array(try sealer.record(.applicationData, [1])[5..<5 + suite.cipher.blockLength]))
        }
        #expect(ivs.count == 1000)
    }
}
