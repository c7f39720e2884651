import TLSPrimitives
import TestSupport
import Testing

@Suite("zlib's streams are inflated to just what they were said to hold. RFC 1950")
struct ZlibTests {
    private func inflate(_ stream: [UInt8], _ count: Int) throws(Zlib.Failure) -> [UInt8] {
        try Zlib.inflate(stream.span.bytes, count: count)
    }

    private func deflate(_ bytes: [UInt8], limit: Int) -> [UInt8]? {
        Zlib.deflate(bytes.span.bytes, limit: limit)
    }

    private func deflate(_ bytes: [UInt8]) throws -> [UInt8] {
        try #require(deflate(bytes, limit: bytes.count + 1000))
    }

    /// Bytes that deflate a little: one of four values each.
    private func bytes(_ count: Int) -> [UInt8] {
        var random = SeededRandom(0x7a6c)
        return (0..<count).map { _ in UInt8(random.below(4)) }
    }

    @Test("What is deflated inflates to what it was", arguments: [0, 1, 2, 255, 4096, 70_000])
    func roundTrip(_ count: Int) throws {
        let bytes = bytes(count)
        #expect(try inflate(try deflate(bytes), count) == bytes)
    }

    @Test("A stream made elsewhere is read: a stored block and a fixed one. RFC 1951 §3.2")
    func others() throws {
        let stored = try hex("78 01 01 03 00 fc ff 61 62 63 02 4d 01 27")
        #expect(try inflate(stored, 3) == Array("abc".utf8))
        let fixed = try hex("78 9c 4b 4c 4a 06 00 02 4d 01 27")
        #expect(try inflate(fixed, 3) == Array("abc".utf8))
    }

    @Test(
        "A stream that holds more or less than was said is refused",
        arguments: [-70_001, -70_000, -2, -1, 1, 2, 70_000])
    func otherLength(_ difference: Int) throws {
        let stream = try deflate(bytes(70_000))
        #expect(throws: Zlib.Failure.otherLength) { try inflate(stream, 70_000 + difference) }
        let empty = try deflate([])
        #expect(throws: Zlib.Failure.otherLength) { try inflate(empty, 1) }
    }

    @Test("A stream that ends too early is refused, wherever it ends")
    func cut() throws {
        let stream = try deflate(bytes(300))
        for count in 0..<stream.count {
            #expect(throws: Zlib.Failure.corrupt) { try inflate(Array(stream.prefix(count)), 300) }
        }
    }

    @Test("Bytes behind the end are refused", arguments: [1, 2, 5000])
    func trailing(_ count: Int) throws {
        let stream = try deflate(bytes(300)) + [UInt8](repeating: 0, count: count)
        #expect(throws: Zlib.Failure.trailingBytes(count)) { try inflate(stream, 300) }
    }

    @Test("A changed byte is refused, or is of no meaning: the checksum is over all that comes out")
    func changed() throws {
        let bytes = bytes(300)
        let stream = try deflate(bytes)
        var refusals = 0
        for index in stream.indices {
            var changed = stream
            changed[index] ^= 0x10
            do throws(Zlib.Failure) {
                #expect(try inflate(changed, 300) == bytes, "byte \(index)")
            } catch {
                refusals += 1
            }
        }
        // Bits are left over in front of the checksum alone.
        #expect(refusals >= stream.count - 1)
    }

    @Test(
        "gzip, deflate without a header, and a preset dictionary are other formats",
        arguments: [
            "1f 8b 08 00 00 00 00 00 00 03 4b 4c 4a 06 00 c2 41 24 35 03 00 00 00", "4b 4c 4a 06 00",
            "78 f9 02 4d 01 27 4b 4c 4a 06 00 02 4d 01 27",
        ])
    func formats(_ text: String) throws {
        let stream = try hex(text)
        #expect(throws: Zlib.Failure.corrupt) { try inflate(stream, 3) }
    }

    @Test("A stream that would grow to 16 MiB is read no further than it was said to be long")
    func bomb() throws {
        let bomb = try deflate([UInt8](repeating: 0, count: 16_777_216))
        #expect(bomb.count < 17_000)
        #expect(throws: Zlib.Failure.otherLength) { try inflate(bomb, 0) }
        #expect(throws: Zlib.Failure.otherLength) { try inflate(bomb, 102_400) }
    }

    @Test("What does not become shorter than the limit is not deflated")
    func limit() throws {
        let bytes = bytes(1000)
        let count = try deflate(bytes).count
        #expect(deflate(bytes, limit: count)?.count == count)
        #expect(deflate(bytes, limit: count - 1) == nil)
        #expect(deflate(bytes, limit: 0) == nil)
        #expect(deflate(bytes, limit: -1) == nil)
    }

    private func hex(_ text: String) throws -> [UInt8] { try #require([UInt8](hexadecimal: text)) }
}
