import RecordReference
import TLSMessages
import TLSPrimitives
import TLSRecordLayer
import TestSupport
import Testing

@Suite("What opens by the book opens here, and nothing else. RFC 5246 §6.2.3.2, RFC 7366")
struct BlockRecordComparisonTests {
    /// A record as a peer could make it who has the keys, or does not care for them.
    private static func body(_ reference: ReferenceBlockRecord, _ random: inout SeededRandom) -> [UInt8] {
        let block = reference.cipher.blockLength
        let iv = random.bytes(block)
        let content = [UInt8](repeating: 0x78, count: random.below(101))
        var body: [UInt8]
        switch random.below(4) {
        case 0:
            body = random.bytes(random.below(13) * block)
        case 1:
            // Whole blocks of a plaintext that ends in plausible padding.
            let last = UInt8(random.below(41))
            body = reference.encrypt([UInt8](repeating: last, count: 4 * block), iv: iv)
        default:
            let most = (255 - block) / block
            body = reference.seal(
                content, sequence: 0, type: 23, iv: iv, blocks: random.below(most + 1))
        }
        if random.below(2) == 0, !body.isEmpty {
            body[random.below(body.count)] ^= UInt8(1 << random.below(8))
        }
        return body
    }

    @Test("Thousands of records, right and wrong", arguments: BlockSuite.pairs, [false, true])
    func compare(_ suite: BlockSuite, encryptsThenMACs: Bool) throws {
        let (bench, reference) = suite.bench(encryptsThenMACs: encryptsThenMACs)
        var random = SeededRandom(12)
        var opened = 0
        for _ in 0..<2000 {
            let body = Self.body(reference, &random)
            let expected = reference.open(body, sequence: 0, type: 23)
            let reader = try bench.reader()
            do throws(RecordFault) {
                let found = try reader.look(RecordBench12.framed(body))
                #expect(found.content == expected)
                opened += 1
            } catch {
                #expect(expected == nil)
                #expect(error == .badMAC)
            }
        }
        #expect((400...1600).contains(opened), "\(opened)")
    }
}
