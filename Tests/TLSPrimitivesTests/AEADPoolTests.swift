import Dispatch
import Testing

@testable import TLSPrimitives

@Suite("A pool lends contexts of one key")
struct AEADPoolTests {
    private static let nonce = [UInt8](0..<12)

    private static func makePool() throws -> AEADPool {
        AEADPool(.aes256GCM, key: try Secret(random: 32))
    }

    private static func seal(_ plaintext: [UInt8], _ pool: AEADPool, _ nonce: [UInt8] = nonce) throws -> [UInt8] {
        try pool.withSealer { sealer throws(CryptoError) in
            try [UInt8](capacity: plaintext.count + 16) { output throws(CryptoError) in
                try sealer.seal(
                    plaintext.span.bytes, suffix: nil, padding: 0, nonce: AEADNonce(nonce.span.bytes),
                    additionalData: RawSpan(), into: &output)
            }
        }
    }

    /// nil for what it refuses.
    private static func open(_ sealed: [UInt8], _ pool: AEADPool, _ nonce: [UInt8] = nonce) throws -> [UInt8]? {
        var bytes = sealed
        let isGood = try pool.withOpener { opener throws(CryptoError) in
            var span = bytes.mutableSpan
            var raw = span.mutableBytes
            return try opener.open(
                &raw, ciphertext: 0..<raw.byteCount, nonce: AEADNonce(nonce.span.bytes), additionalData: RawSpan())
        }
        return isGood ? Array(bytes.dropLast(16)) : nil
    }

    @Test("A forgery in between spoils nothing")
    func forgery() throws {
        let pool = try Self.makePool()
        for round in 0..<20 {
            let plaintext = [UInt8](repeating: UInt8(round), count: round)
            var sealed = try Self.seal(plaintext, pool)
            #expect(try Self.open(sealed, pool) == plaintext)
            sealed[round] ^= 1
            #expect(try Self.open(sealed, pool) == nil)
        }
    }

    @Test("A key of a wrong length is refused each time")
    func wrongLength() throws {
        let pool = AEADPool(.aes256GCM, key: try Secret(random: 16))
        for _ in 0..<2 {
            #expect(throws: CryptoError.self) { try Self.seal([1], pool) }
        }
    }

    @Test("Threads seal and open beside each other")
    func threads() throws {
        let pool = try Self.makePool()
        let failures = Lock(0)
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for round in 0..<100 {
                let plaintext = [UInt8](repeating: UInt8(thread), count: round)
                let nonce = Array(Self.nonce.dropLast(2)) + [UInt8(thread), UInt8(round)]
                let opened = try? Self.open(try Self.seal(plaintext, pool, nonce), pool, nonce)
                if opened != plaintext { failures.withLock { $0 += 1 } }
            }
        }
        #expect(failures.withLock { $0 } == 0)
    }
}
