import TLSMessages
import TLSPrimitives
import TLSRecordLayer
import Testing

@Suite("No nonce comes twice, and no key of TLS 1.2 protects more than it may")
struct KeyLimit12Tests {
    @Test(
        "The nonce in each record is one more than the one before. RFC 5288 §3",
        arguments: AEADAlgorithm.allCases.filter { $0 != .chaCha20Poly1305 })
    func nonces(_ algorithm: AEADAlgorithm) throws {
        let sealer = try RecordBench12(.aead(algorithm)).sealer()
        for index in 0..<(1 << 16) as Range<UInt64> {
            let record = try sealer.record(.applicationData, [])
            let nonce = record[5..<13].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            guard nonce == index else {
                Issue.record("\(algorithm): record \(index) has the nonce \(nonce)")
                return
            }
        }
    }

    @Test("ChaCha20-Poly1305 sends no nonce. RFC 7905 §2")
    func noNonce() throws {
        let sealer = try RecordBench12(.aead(.chaCha20Poly1305)).sealer()
        #expect(try sealer.record(.applicationData, [1, 2, 3]).count == 5 + 3 + 16)
    }

    @Test(
        "AES-GCM asks to close near 2^24 records, and seals none more",
        arguments: [AEADAlgorithm.aes128GCM, .aes256GCM])
    func recordLimit(_ algorithm: AEADAlgorithm) throws {
        let bench = RecordBench12(.aead(algorithm))
        let last = RecordLimits.stopAfterRecords
        let start = last - RecordLimits.recordsForClosing - 1
        let (writer, reader) = (try bench.writer(startingAt: start), try bench.reader(startingAt: start))
        #expect(!writer.mustClose && !reader.mustClose)
        for _ in start..<last {
            #expect(try reader.look(writer.records(.applicationData, [1])).content == [1])
            #expect(writer.mustClose && !reader.mustClose)
        }
        #expect(throws: RecordFault.keyExhausted) { try writer.records(.alert, [1, 0]) }
        #expect(!writer.wantsNewKeys)
        let beyond = try RecordBench12(.aead(.chaCha20Poly1305)).writer(startingAt: last)
        #expect(!beyond.mustClose)
    }

    @Test("Opening is not bounded so: the peer's count is the peer's")
    func openingLimit() throws {
        let cipher = RecordCipher.aead(.aes128GCM)
        let sequence = RecordLimits.stopAfterRecords + 5
        let reader = try RecordBench12(cipher).reader(startingAt: sequence)
        #expect(!reader.mustClose)
        #expect(reader.fault(RecordBench12.framed([UInt8](repeating: 0, count: 30))) == .badMAC)
    }

    @Test("No record number comes twice", arguments: RecordCipher.all)
    func lastSequence(_ cipher: RecordCipher) throws {
        let bench = RecordBench12(cipher)
        for sequence in [RecordLimits.lastSequence, .max - 1, .max] {
            let sealer = try bench.sealer(startingAt: sequence)
            #expect(throws: RecordFault.keyExhausted) { try sealer.record(.alert, [1, 0]) }
            let reader = try bench.reader(startingAt: sequence)
            #expect(reader.mustClose)
            #expect(reader.fault(RecordBench12.framed([UInt8](repeating: 0, count: 30))) == .keyExhausted)
        }
    }

    @Test("A cipher of 64-bit blocks asks to close before 8 MiB, and protects no more", arguments: BlockSuite.small)
    func byteLimit(_ suite: BlockSuite) throws {
        let bench = suite.bench().0
        let (writer, reader) = (try bench.writer(), try bench.reader())
        let content = [UInt8](repeating: 7, count: 16_384)
        var sent = 0
        while !writer.mustClose {
            #expect(!reader.mustClose)
            var record = try writer.records(.applicationData, content)
            sent += record.count - 5
            var span = record.mutableSpan
            _ = try reader.read(&span)
        }
        #expect(reader.mustClose)
        #expect(sent <= RecordLimits.bytesOfSmallBlocks)
        #expect(sent > RecordLimits.bytesOfSmallBlocks - 2 * RecordLimits.ciphertext12)
        // What closes the connection is still protected.
        #expect(try reader.look(writer.records(.alert, [1, 0])).content == [1, 0])
        _ = try writer.records(.applicationData, [1])
        #expect(throws: RecordFault.keyExhausted) {
            for _ in 0..<3 { _ = try writer.records(.applicationData, content) }
        }
    }

    @Test(
        "Larger blocks and streams have no such limit", arguments: [RecordCipher.rc4(mac: .sha1)] + RecordCipher.blocks)
    func noByteLimit(_ cipher: RecordCipher) throws {
        if case .block(let block, _, _) = cipher, block.blockLength == 8 { return }
        let writer = try RecordBench12(cipher).writer(startingAt: 1 << 40)
        let content = [UInt8](repeating: 7, count: 16_384)
        for _ in 0..<520 { _ = try writer.records(.applicationData, content) }
        #expect(!writer.mustClose)
    }
}

extension BlockSuite {
    fileprivate static let small = [BlockCipher.tripleDES, .des].map { BlockSuite(cipher: $0, mac: .sha1) }
}
