import TLSWire
import TestSupport
import Testing

/// One kind of read, and how many bytes it needs.
private struct Read: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let needs: Int
    let run: @Sendable (inout ByteReader) throws -> UInt64

    static let all = [
        Read(testDescription: "readUInt8", needs: 1) { UInt64(try $0.readUInt8("x")) },
        Read(testDescription: "readUInt16", needs: 2) { UInt64(try $0.readUInt16("x")) },
        Read(testDescription: "readUInt24", needs: 3) { UInt64(try $0.readUInt24("x")) },
        Read(testDescription: "readUInt32", needs: 4) { UInt64(try $0.readUInt32("x")) },
        Read(testDescription: "readUInt64", needs: 8) { try $0.readUInt64("x") },
        Read(testDescription: "readBytes", needs: 5) {
            try $0.readBytes(5, "x").reduce(0) { $0 << 8 | UInt64($1) }
        },
    ]
}

@Suite("A byte reader never runs past its end")
struct ByteReaderTests {
    @Test("Numbers are big-endian and use exactly their bytes", arguments: Read.all)
    private func reads(_ read: Read) throws {
        var reader = ByteReader((1...9).map { UInt8($0) })
        let expected = (1...read.needs).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        #expect(try read.run(&reader) == expected)
        #expect(reader.position == read.needs)
        #expect(reader.remaining == 9 - read.needs)
    }

    @Test("Too few bytes are an error of the form", arguments: Read.all)
    private func refusesTruncation(_ read: Read) {
        for count in 0..<read.needs {
            var reader = ByteReader([UInt8](repeating: 0xff, count: count))
            #expect(throws: WireError(.truncated, in: "x")) { try read.run(&reader) }
        }
    }

    @Test("A count that is negative or too large is refused, whatever asks")
    func refusesBadCounts() {
        for count in [-1, Int.min, 4, Int.max] {
            var reader = ByteReader([1, 2, 3])
            #expect(throws: WireError(.truncated, in: "x")) { try reader.readBytes(count, "x") }
            #expect(throws: WireError(.truncated, in: "x")) { try reader.skip(count, "x") }
            #expect(throws: WireError(.truncated, in: "x")) { _ = try reader.subReader(count, "x") }
            #expect(reader.remaining == 3)
        }
    }

    @Test("A vector is read within its bounds only", arguments: [LengthPrefix.u8, .u16, .u24])
    func vectorBounds(_ prefix: LengthPrefix) throws {
        for length in 0...6 {
            var bytes = [UInt8](repeating: 0, count: prefix.rawValue - 1) + [UInt8(length)]
            bytes += [UInt8](repeating: 7, count: length)
            var reader = ByteReader(bytes)
            if (2...4).contains(length) {
                #expect(try reader.opaque(prefix, 2...4, "x").count == length)
                #expect(reader.isAtEnd)
            } else {
                #expect(throws: WireError(.lengthOutOfRange(length), in: "x")) { try reader.opaque(prefix, 2...4, "x") }
            }
        }
    }

    @Test("A vector that claims more than there is, is refused", arguments: [LengthPrefix.u8, .u16, .u24])
    func vectorClaim(_ prefix: LengthPrefix) {
        var reader = ByteReader([UInt8](repeating: 0xff, count: prefix.rawValue) + [1, 2, 3])
        #expect(throws: WireError(.truncated, in: "x")) { try reader.opaque(prefix, 0...prefix.maximum, "x") }
    }

    @Test("A vector's reader sees the vector alone")
    func subReaderIsolation() throws {
        var reader = ByteReader([2, 0xa, 0xb, 0xc])
        var inner = try reader.vector(.u8, 0...255, "x")
        #expect(inner.remaining == 2)
        #expect(inner.readRest() == [0xa, 0xb])
        #expect(throws: WireError(.truncated, in: "y")) { try inner.readUInt8("y") }
        #expect(reader.readRest() == [0xc])
    }

    @Test("Left-over bytes are named with their count")
    func expectEnd() throws {
        var reader = ByteReader([1, 2, 3])
        #expect(throws: WireError(.trailingBytes(3), in: "x")) { try reader.expectEnd("x") }
        try reader.skip(3, "x")
        try reader.expectEnd("x")
    }

    @Test("A reader over a slice starts at the slice")
    func slice() throws {
        let bytes: [UInt8] = [1, 2, 3, 4]
        var reader = ByteReader(bytes[2...])
        #expect(try reader.readUInt8("x") == 3)
        #expect(reader.remaining == 1)
    }

    @Test("No sequence of reads leaves the reader outside its bytes")
    func randomReads() {
        var random = SeededRandom(0x7154)
        for _ in 0..<2000 {
            let bytes = random.bytes(random.below(24))
            var reader = ByteReader(bytes)
            for _ in 0..<8 {
                switch random.below(5) {
                case 0: _ = try? Read.all[random.below(Read.all.count)].run(&reader)
                case 1: _ = try? reader.opaque(.u8, 0...255, "x")
                case 2: _ = try? reader.skip(random.below(9), "x")
                case 3: if let inner = try? reader.subReader(random.below(9), "x") { reader = inner }
                default: _ = try? reader.vector(.u16, 0...9, "x")
                }
                #expect(reader.position <= reader.end && reader.end <= bytes.count)
            }
        }
    }
}
