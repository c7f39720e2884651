import TLSWire
import Testing

@Suite("A byte writer computes every length itself")
struct ByteWriterTests {
    @Test("Numbers are written big-endian")
    func numbers() {
        var writer = ByteWriter(reservingCapacity: 32)
        writer.writeUInt8(0x01)
        writer.writeUInt16(0x0203)
        writer.writeUInt24(0x040506)
        writer.writeUInt32(0x0708_090a)
        writer.writeUInt64(0x0b0c_0d0e_0f10_1112)
        #expect(writer.bytes == (1...18).map { UInt8($0) })
        #expect(writer.count == 18)
    }

    @Test("A vector carries the length of what was written in it", arguments: [LengthPrefix.u8, .u16, .u24])
    func vector(_ prefix: LengthPrefix) {
        for count in [0, 1, 255, 256, 65_535, 65_536, 70_000] where count <= prefix.maximum {
            var writer = ByteWriter()
            writer.opaque(prefix, [UInt8](repeating: 9, count: count))
            let length = writer.bytes.prefix(prefix.rawValue).reduce(0) { $0 << 8 | Int($1) }
            #expect(length == count)
            #expect(writer.count == prefix.rawValue + count)
        }
    }

    @Test("Vectors nest")
    func nested() {
        var writer = ByteWriter()
        writer.writeUInt8(0xff)
        writer.vector(.u16) { writer in
            writer.vector(.u8) { $0.writeBytes([1, 2]) }
            writer.vector(.u24) { $0.writeBytes([3][...]) }
        }
        #expect(writer.bytes == [0xff, 0, 7, 2, 1, 2, 0, 0, 1, 3])
    }

    @Test("What the writer wrote, the reader reads")
    func roundTrip() throws {
        var writer = ByteWriter()
        writer.writeUInt24(0xabcdef)
        writer.opaque(.u16, [1, 2, 3])
        writer.writeUInt64(.max)
        var reader = ByteReader(writer.bytes)
        #expect(try reader.readUInt24("x") == 0xabcdef)
        #expect(try reader.opaque(.u16, 3...3, "x") == [1, 2, 3])
        #expect(try reader.readUInt64("x") == .max)
        try reader.expectEnd("x")
    }

    @Test(
        "A prefix reaches as far as its width",
        arguments: [(LengthPrefix.u8, 255), (.u16, 65_535), (.u24, 16_777_215)])
    func maximum(_ prefix: LengthPrefix, _ maximum: Int) {
        #expect(prefix.maximum == maximum)
    }
}
