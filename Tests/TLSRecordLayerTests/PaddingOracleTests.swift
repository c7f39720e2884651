import RecordReference
import TLSMessages
import TLSRecordLayer
import Testing

@testable import TLSPrimitives

/// What a reader makes of a record: all that a peer could tell two of them apart by.
private struct Outcome: Hashable {
    let fault: String
    let alert: String
    /// The record's bytes afterwards.
    let isWiped: Bool
    let isQueueEmpty: Bool

    /// One look by a fresh reader.
    init(_ bench: RecordBench12, body: [UInt8]) throws {
        let reader = try bench.reader()
        var record = RecordBench12.framed(body)
        var span = record.mutableSpan
        do throws(RecordFault) {
            _ = try reader.read(&span)
            fault = "none"
            alert = "none"
        } catch {
            fault = "\(error)"
            alert = "\(error.alert.rawValue)"
        }
        isWiped = record[5...].allSatisfy { $0 == 0 }
        isQueueEmpty = CryptoError.isQueueEmpty
    }

    static let refused = Set([Outcome(refused: ())])

    private init(refused: Void) {
        fault = "\(RecordFault.badMAC)"
        alert = "20"
        isWiped = true
        isQueueEmpty = true
    }
}

@Suite("A record that is wrong is wrong in one way, wherever it is wrong. RFC 5246 §6.2.3.2")
struct PaddingOracleTests {
    private static func iv(_ suite: BlockSuite) -> [UInt8] {
        [UInt8](repeating: 0x49, count: suite.cipher.blockLength)
    }

    /// Content for which padding of this length fills the last block, and its MAC.
    private static func inner(
        _ suite: BlockSuite, _ reference: ReferenceBlockRecord, padding: Int
    ) -> (content: [UInt8], mac: [UInt8]) {
        let block = suite.cipher.blockLength
        let excess = (suite.mac.digestLength + padding + 1) % block
        let content = [UInt8](repeating: 0x63, count: 2 * block - excess)
        return (content, reference.code(content, sequence: 0, type: 23))
    }

    private static func padding(_ length: Int) -> [UInt8] {
        [UInt8](repeating: UInt8(truncatingIfNeeded: length), count: length + 1)
    }

    @Test("Padding of every length from 0 to 255 opens when it is right", arguments: BlockSuite.pairs)
    func rightPadding(_ suite: BlockSuite) throws {
        let (bench, reference) = suite.bench()
        for length in 0...255 {
            let (content, mac) = Self.inner(suite, reference, padding: length)
            let body = reference.encrypt(content + mac + Self.padding(length), iv: Self.iv(suite))
            #expect(try bench.reader().look(RecordBench12.framed(body)).content == content, "\(suite) \(length)")
        }
    }

    @Test("Padding of every length with any byte wrong, or behind a wrong MAC", arguments: BlockSuite.pairs)
    func wrongPadding(_ suite: BlockSuite) throws {
        let (bench, reference) = suite.bench()
        var outcomes: Set<Outcome> = []
        for length in 0...255 {
            let (content, mac) = Self.inner(suite, reference, padding: length)
            var wrongMAC = mac
            wrongMAC[length % mac.count] ^= 0x10
            outcomes.insert(
                try Outcome(
                    bench,
                    body: reference.encrypt(content + wrongMAC + Self.padding(length), iv: Self.iv(suite))))
            guard length > 0 else { continue }
            for index in Set([0, length / 2, length - 1]) {
                var padding = Self.padding(length)
                padding[index] ^= 1
                let body = reference.encrypt(content + mac + padding, iv: Self.iv(suite))
                outcomes.insert(try Outcome(bench, body: body))
            }
        }
        #expect(outcomes == Outcome.refused)
    }

    @Test("A last byte of every value where the padding is as long as the block wants", arguments: BlockSuite.pairs)
    func everyLastByte(_ suite: BlockSuite) throws {
        let (bench, reference) = suite.bench()
        var outcomes: Set<Outcome> = []
        let (content, mac) = Self.inner(suite, reference, padding: 4)
        for value in 0...UInt8.max where value != 4 {
            let inner = content + mac + [4, 4, 4, 4, value]
            outcomes.insert(try Outcome(bench, body: reference.encrypt(inner, iv: Self.iv(suite))))
        }
        #expect(outcomes == Outcome.refused)
    }

    @Test("A MAC with any one bit wrong", arguments: BlockSuite.pairs, [false, true])
    func wrongMAC(_ suite: BlockSuite, encryptsThenMACs: Bool) throws {
        let (bench, reference) = suite.bench(encryptsThenMACs: encryptsThenMACs)
        var outcomes: Set<Outcome> = []
        for bit in 0..<suite.mac.digestLength * 8 {
            if encryptsThenMACs {
                var body = reference.seal([1, 2, 3], sequence: 0, type: 23, iv: Self.iv(suite))
                body[body.count - suite.mac.digestLength + bit / 8] ^= UInt8(1 << (bit % 8))
                outcomes.insert(try Outcome(bench, body: body))
            } else {
                let (content, right) = Self.inner(suite, reference, padding: 3)
                var mac = right
                mac[bit / 8] ^= UInt8(1 << (bit % 8))
                let inner = content + mac + Self.padding(3)
                outcomes.insert(try Outcome(bench, body: reference.encrypt(inner, iv: Self.iv(suite))))
            }
        }
        #expect(outcomes == Outcome.refused)
    }

    @Test("The five cases by which servers with this fault were found", arguments: BlockSuite.pairs)
    func knownCases(_ suite: BlockSuite) throws {
        let (bench, reference) = suite.bench()
        let block = suite.cipher.blockLength, macLength = suite.mac.digestLength
        let (content, mac) = Self.inner(suite, reference, padding: 0)
        var wrongMAC = mac
        wrongMAC[0] ^= 0x80
        // A wrong MAC behind padding of length 0.
        let wrongBehindZero = content + wrongMAC + [0]
        // No MAC at all: nothing but padding, shorter than it says it is.
        let onlyPadding = [UInt8](repeating: 255, count: 5 * block)
        // Wrong bytes, then the right length, with a right MAC (POODLE).
        let long = Self.inner(suite, reference, padding: block - 1)
        let onlyLength = long.content + long.mac + [UInt8](repeating: 0, count: block - 1) + [UInt8(block - 1)]
        // Every byte 0x80, which overflows for who adds in a byte.
        let every80 = [UInt8](repeating: 0x80, count: 5 * block)
        // An empty record with right padding and a wrong MAC.
        let excess = block - 1 - macLength % block
        let empty = [UInt8](repeating: 0x5A, count: macLength) + Self.padding(excess)
        var outcomes: Set<Outcome> = []
        for inner in [wrongBehindZero, onlyPadding, onlyLength, every80, empty] {
            #expect(inner.count % block == 0)
            outcomes.insert(try Outcome(bench, body: reference.encrypt(inner, iv: Self.iv(suite))))
        }
        #expect(outcomes == Outcome.refused)
    }

    @Test("A length that cannot be right, which everybody sees", arguments: BlockSuite.pairs, [false, true])
    func publicLengths(_ suite: BlockSuite, encryptsThenMACs: Bool) throws {
        let (bench, _) = suite.bench(encryptsThenMACs: encryptsThenMACs)
        var outcomes: Set<Outcome> = []
        for count in 1...200 {
            outcomes.insert(try Outcome(bench, body: [UInt8](repeating: 0x21, count: count)))
        }
        #expect(outcomes == Outcome.refused)
        #expect(try bench.reader().fault(RecordBench12.framed([])) == .badMAC)
    }

    @Test("Encrypt-then-MAC with a right MAC over wrong padding. RFC 7366 §3", arguments: BlockSuite.pairs)
    func authenticWrongPadding(_ suite: BlockSuite) throws {
        let (bench, reference) = suite.bench(encryptsThenMACs: true)
        let block = suite.cipher.blockLength
        var outcomes: Set<Outcome> = []
        for inner in [
            [UInt8](repeating: 0, count: block - 1) + [2], [UInt8](repeating: UInt8(block), count: block),
            [UInt8](repeating: 255, count: 2 * block), [UInt8](repeating: 9, count: block - 1) + [UInt8(block - 1)],
        ] {
            let body = reference.encrypt(inner, iv: Self.iv(suite))
            outcomes.insert(try Outcome(bench, body: body + reference.code(body, sequence: 0, type: 23)))
        }
        #expect(outcomes == Outcome.refused)
    }

    @Test("A record made the other way round never opens. RFC 7366 §3", arguments: BlockSuite.pairs, [false, true])
    func otherConstruction(_ suite: BlockSuite, encryptsThenMACs: Bool) throws {
        let (bench, _) = suite.bench(encryptsThenMACs: encryptsThenMACs)
        let (_, other) = suite.bench(encryptsThenMACs: !encryptsThenMACs)
        var outcomes: Set<Outcome> = []
        for count in [0, 1, 11, 12, 100] {
            let content = [UInt8](repeating: 1, count: count)
            outcomes.insert(
                try Outcome(bench, body: other.seal(content, sequence: 0, type: 23, iv: Self.iv(suite))))
        }
        #expect(outcomes == Outcome.refused)
    }
}
