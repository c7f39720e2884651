import Testing

@testable import TLSPrimitives

@Suite("What is sealed opens in place, and nothing else does")
struct AEADTests {
    @Test("Every algorithm, sizes around the copy limit and the record limit", arguments: AEADAlgorithm.allCases)
    func roundTrip(algorithm: AEADAlgorithm) throws {
        let key = [UInt8](repeating: 7, count: algorithm.keyLength)
        let iv = [UInt8](0..<12)
        let sealer = try AEADSealer(algorithm, key: key.span.bytes)
        let opener = try AEADOpener(algorithm, key: key.span.bytes)
        let header: [UInt8] = [23, 3, 3, 64, 17]
        var sequence: UInt64 = 0
        for count in [0, 1, 15, 16, 64, 1023, 1024, 1025, 16384] {
            for (suffix, padding) in [(nil, 0), (23, 0), (23, 100), (nil, 3)] as [(UInt8?, Int)] {
                let plaintext = [UInt8](repeating: 0xA5, count: count)
                let nonce = AEADNonce(iv.span.bytes).xored(with: sequence)
                sequence += 1
                let sealed = try Secret(count: 5 + count + 1 + padding + 16) { output throws(CryptoError) in
                    for byte in header { output.append(byte) }
                    try sealer.seal(
                        plaintext.span.bytes, suffix: suffix, padding: padding, nonce: nonce,
                        additionalData: header.span.bytes, into: &output)
                }
                var record = [UInt8](copying: sealed.span)
                let inner = plaintext + (suffix.map { [$0] } ?? []) + [UInt8](repeating: 0, count: padding)
                #expect(record.count == 5 + inner.count + algorithm.tagLength)
                var tampered = record
                tampered[tampered.count - 1] ^= 1
                #expect(try open(opener, &record, nonce))
                #expect(Array(record[5..<5 + inner.count]) == inner)
                #expect(try !open(opener, &tampered, nonce))
                #expect(tampered[5...].allSatisfy { $0 == 0 })
            }
        }
    }

    private func open(_ opener: AEADOpener, _ record: inout [UInt8], _ nonce: AEADNonce) throws -> Bool {
        let count = record.count
        var span = record.mutableSpan
        var bytes = span.mutableBytes
        return try opener.open(&bytes, ciphertext: 5..<count, additionalData: 0..<5, nonce: nonce)
    }
}
