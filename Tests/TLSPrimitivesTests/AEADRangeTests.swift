import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("Nonces, ranges and sizes around the AEADs")
struct AEADRangeTests {
    @Test("A record number is combined with the end of the IV, RFC 9846 §5.3")
    func nonce() throws {
        let iv = try #require([UInt8](hexadecimal: "5d313eb2671276ee13000b30"))
        let base = AEADNonce(iv.span.bytes)
        #expect(base.bytes == iv)
        #expect(base.xored(with: 0).bytes == iv)
        #expect(base.xored(with: 1).bytes.hexadecimal == "5d313eb2671276ee13000b31")
        #expect(base.xored(with: 0x0102_0304_0506_0708).bytes.hexadecimal == "5d313eb2661075ea16060c38")
        #expect(base.xored(with: .max).bytes.hexadecimal == "5d313eb298ed8911ecfff4cf")
        #expect(AEADNonce(salt: 0x0102_0304, explicit: 5).bytes.hexadecimal == "010203040000000000000005")
        let short = iv.dropLast()
        #expect(AEADNonce(exactly: short.span.bytes) == nil)
    }

    @Test("A key of another length is refused", arguments: AEADAlgorithm.allCases)
    func keyLength(algorithm: AEADAlgorithm) {
        for count in [0, algorithm.keyLength - 1, algorithm.keyLength + 1] {
            let key = [UInt8](repeating: 0, count: count)
            #expect(throws: CryptoError.self) { try AEADSealer(algorithm, key: key.span.bytes) }
            #expect(throws: CryptoError.self) { try AEADOpener(algorithm, key: key.span.bytes) }
        }
    }

    @Test("Sealing into too little room throws and appends nothing", arguments: AEADAlgorithm.allCases)
    func room(algorithm: AEADAlgorithm) throws {
        let sealer = try Self.sealer(algorithm)
        let plaintext = [UInt8](repeating: 1, count: 10)
        let needed = 10 + 1 + 5 + algorithm.tagLength
        for room in 0...needed {
            var hasThrown = false
            let written = [UInt8](capacity: room) { output in
                do throws(CryptoError) {
                    try sealer.seal(
                        plaintext.span.bytes, suffix: 23, padding: 5, nonce: Self.nonce, additionalData: RawSpan(),
                        into: &output)
                } catch {
                    hasThrown = true
                }
            }
            #expect(hasThrown == (room < needed))
            #expect(written.count == (room == needed ? needed : 0))
        }
        #expect(throws: CryptoError.self) {
            try [UInt8](capacity: 100) { output throws(CryptoError) in
                try sealer.seal(
                    plaintext.span.bytes, suffix: nil, padding: -1, nonce: Self.nonce, additionalData: RawSpan(),
                    into: &output)
            }
        }
    }

    @Test("Ranges outside the buffer throw, ranges shorter than a tag do not open", arguments: AEADAlgorithm.allCases)
    func ranges(algorithm: AEADAlgorithm) throws {
        let opener = try AEADOpener(algorithm, key: Self.key(algorithm).span.bytes)
        var buffer = [UInt8](repeating: 1, count: 64)
        var span = buffer.mutableSpan
        var bytes = span.mutableBytes
        for (ciphertext, additional) in [(5..<65, 0..<5), (-1..<64, 0..<5), (5..<64, -1..<5), (5..<64, 60..<65)] {
            #expect(throws: CryptoError.self) {
                try opener.open(&bytes, ciphertext: ciphertext, additionalData: additional, nonce: Self.nonce)
            }
        }
        for count in 0...algorithm.tagLength {
            let opened = try opener.open(&bytes, ciphertext: 5..<5 + count, additionalData: 0..<5, nonce: Self.nonce)
            #expect(!opened)
            #expect(CryptoError.isQueueEmpty)
        }
    }

    @Test("A refused record leaves the opener usable", arguments: AEADAlgorithm.allCases)
    func afterRefusal(algorithm: AEADAlgorithm) throws {
        let sealer = try Self.sealer(algorithm)
        let opener = try AEADOpener(algorithm, key: Self.key(algorithm).span.bytes)
        let plaintext = [UInt8](repeating: 9, count: 100)
        let sealed = try [UInt8](capacity: 200) { output throws(CryptoError) in
            try sealer.seal(
                plaintext.span.bytes, suffix: nil, padding: 0, nonce: Self.nonce, additionalData: RawSpan(),
                into: &output)
        }
        for flipped in [0, 50, 99, 100, sealed.count - 1] {
            for damage in [UInt8(1), 0] {
                var buffer = sealed
                buffer[flipped] ^= damage
                var span = buffer.mutableSpan
                var bytes = span.mutableBytes
                let opened = try opener.open(
                    &bytes, ciphertext: 0..<sealed.count, nonce: Self.nonce, additionalData: RawSpan())
                #expect(opened == (damage == 0))
                #expect(Array(buffer[..<100]) == (opened ? plaintext : [UInt8](repeating: 0, count: 100)))
                #expect(CryptoError.isQueueEmpty)
            }
        }
    }

    private static var nonce: AEADNonce { AEADNonce(salt: 1, explicit: 2) }

    private static func key(_ algorithm: AEADAlgorithm) -> [UInt8] {
        [UInt8](repeating: 3, count: algorithm.keyLength)
    }

    private static func sealer(_ algorithm: AEADAlgorithm) throws -> AEADSealer {
        let key = key(algorithm)
        return try AEADSealer(algorithm, key: key.span.bytes)
    }
}
