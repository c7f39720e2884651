import Testing

@testable import SSLServerCommand

@Suite("Ranges are taken by the letter or not at all")
struct ByteRangeTests {
    static let table: [(value: String, size: Int, range: ByteRange)] = [
        ("bytes=0-0", 10, .part(0..<1)),
        ("bytes=0-9", 10, .part(0..<10)),
        ("bytes=0-10", 10, .part(0..<10)),
        ("bytes=9-", 10, .part(9..<10)),
        ("bytes=0-", 10, .part(0..<10)),
        ("bytes=3-5", 10, .part(3..<6)),
        ("Bytes= 3-5 ", 10, .part(3..<6)),
        ("bytes=-1", 10, .part(9..<10)),
        ("bytes=-10", 10, .part(0..<10)),
        ("bytes=-11", 10, .part(0..<10)),
        ("bytes=3-99999999999999999999999", 10, .part(3..<10)),
        ("bytes=-99999999999999999999999", 10, .part(0..<10)),
        ("bytes=3-9223372036854775807", 10, .part(3..<10)),
        ("bytes=10-", 10, .unsatisfiable),
        ("bytes=10-20", 10, .unsatisfiable),
        ("bytes=99999999999999999999999-", 10, .unsatisfiable),
        ("bytes=-0", 10, .unsatisfiable),
        ("bytes=0-", 0, .unsatisfiable),
        ("bytes=-5", 0, .unsatisfiable),
        ("bytes=5-3", 10, .whole),
        ("bytes=0-1,3-4", 10, .whole),
        ("bytes=", 10, .whole),
        ("bytes=-", 10, .whole),
        ("bytes=a-b", 10, .whole),
        ("bytes=+1-2", 10, .whole),
        ("bytes=1--2", 10, .whole),
        ("bytes=1", 10, .whole),
        ("bytes 0-1", 10, .whole),
        ("lines=0-1", 10, .whole),
        ("", 10, .whole),
    ]

    @Test("One value of the field", arguments: table)
    func reads(value: String, size: Int, range: ByteRange) {
        #expect(ByteRange([value], size: size) == range)
    }

    @Test("No field, or several, ask for all of it")
    func readsOthers() {
        #expect(ByteRange([], size: 10) == .whole)
        #expect(ByteRange(["bytes=0-1", "bytes=0-1"], size: 10) == .whole)
    }
}
