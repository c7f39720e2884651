import TLSWire
import Testing

@Suite("The codec combinators refuse what their declaration does not allow")
struct CodecTests {
    private struct Three: Hashable, Sendable {
        let a: UInt8
        let b: UInt16
        let c: [UInt8]

        static let codec = record(
            Three.init, field(\.a, .uint8), field(\.b, .uint16), field(\.c, .opaque(.u8, 1...3)))
    }

    private struct Wide: RawRepresentable, Hashable, Sendable {
        let rawValue: UInt16
    }

    /// Only even values exist.
    private struct Even: RawRepresentable, Hashable, Sendable {
        let rawValue: UInt16

        init?(rawValue: UInt16) {
            guard rawValue.isMultiple(of: 2) else { return nil }
            self.rawValue = rawValue
        }
    }

    @Test("A structure is its fields in order, in both directions")
    func structure() throws {
        let bytes: [UInt8] = [1, 2, 3, 2, 8, 9]
        let value = try Three.codec.decode(bytes)
        #expect(value == Three(a: 1, b: 0x0203, c: [8, 9]))
        #expect(Three.codec.encode(value) == bytes)
    }

    @Test("A whole message uses every byte")
    func trailing() {
        #expect(throws: WireError(.trailingBytes(2), in: "x")) { try Codec.uint8.decode([1, 2, 3], "x") }
    }

    @Test("The bounds of an opaque are part of it", arguments: [([0], 0), ([4, 1, 2, 3, 4], 4)] as [([UInt8], Int)])
    func opaqueBounds(_ bytes: [UInt8], _ length: Int) {
        #expect(throws: WireError(.lengthOutOfRange(length), in: "x")) {
            try Codec.opaque(.u8, 1...3).decode(bytes)
        }
    }

    @Test("A list holds whole elements")
    func list() throws {
        let codec = Codec<[UInt16]>.list(.uint16, .u8, 2...6, "list")
        #expect(try codec.decode([4, 0, 1, 0, 2]) == [1, 2])
        #expect(codec.encode([1, 2]) == [4, 0, 1, 0, 2])
        #expect(throws: WireError(.truncated, in: "list")) { try codec.decode([3, 0, 1, 0]) }
        #expect(throws: WireError(.lengthOutOfRange(0), in: "list")) { try codec.decode([0]) }
        #expect(throws: WireError(.lengthOutOfRange(8), in: "list")) { try codec.decode([8, 0, 1, 0, 2, 0, 3, 0, 4]) }
    }

    @Test("A fixed opaque has its size, and the rest is the rest")
    func fixedAndRest() throws {
        #expect(try Codec.fixed(3).decode([1, 2, 3]) == [1, 2, 3])
        #expect(throws: WireError(.truncated, in: "x")) { try Codec.fixed(3).decode([1, 2]) }
        #expect(try Codec.rest.decode([]) == [])
        #expect(try Codec.rest.decode([5, 6]) == [5, 6])
        #expect(try Codec.uint32.decode([1, 2, 3, 4]) == 0x0102_0304)
        #expect(try Codec.uint24.decode([1, 2, 3]) == 0x01_0203)
        #expect(Codec.uint24.encode(0x01_0203) == [1, 2, 3])
    }

    @Test("An open code point takes every value; a closed one names the value it refuses")
    func codePoints() throws {
        for raw in [UInt16.min, 1, 0x0a0a, .max] {
            let bytes = [UInt8(raw >> 8), UInt8(truncatingIfNeeded: raw)]
            #expect(try Codec<Wide>.codePoint().decode(bytes).rawValue == raw)
        }
        #expect(throws: WireError(.invalidValue(3), in: "x")) { try Codec<Even>.codePoint().decode([0, 3]) }
    }

    @Test("An error says what was read and what was wrong with it")
    func descriptions() {
        let cases: [(WireError.Kind, String)] = [
            (.truncated, "Thing: the bytes end too early"),
            (.trailingBytes(2), "Thing: 2 bytes follow the end"),
            (.lengthOutOfRange(9), "Thing: a length of 9 is not allowed"),
            (.invalidValue(7), "Thing: the value 7 is not allowed"),
            (.duplicateExtension(5), "Thing: extension 5 stands twice"),
            (.forbiddenExtension(6), "Thing: extension 6 may not stand here"),
        ]
        for (kind, text) in cases {
            #expect(WireError(kind, in: "Thing").description == text)
            #expect(WireError(kind, in: "Thing").hashValue == WireError(kind, in: "Other").hashValue)
        }
    }
}
