import Testing

@testable import TLSPrimitives

@Suite("Hashes, running and at once")
struct HashTests {
    @Test(
        "The digest of abc by each algorithm",
        arguments: [
            (HashAlgorithm.md5, "900150983cd24fb0d6963f7d28e17f72"),
            (.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (.sha224, "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"),
            (.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                .sha384,
                "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
            ),
            (
                .sha512,
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
            ),
        ])
    func abc(algorithm: HashAlgorithm, expected: String) throws {
        let message = [UInt8]("abc".utf8)
        let running = try RunningHash(algorithm)
        var collected = ""
        for byte in message {
            try running.update([byte].span.bytes)
            collected = try hexadecimal(running.snapshot().bytes)
        }
        #expect(collected == expected)
        #expect(try hexadecimal(algorithm.digest(of: message.span.bytes).bytes) == expected)
        #expect(try algorithm.digest(of: message.span.bytes) == running.snapshot())
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
