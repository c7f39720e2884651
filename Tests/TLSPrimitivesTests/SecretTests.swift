import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("Secrets are copied on purpose only, wiped, and compared in constant time")
struct SecretTests {
    @Test("Taking over an array leaves zeros behind")
    func wipesTheSource() {
        var source: [UInt8] = [1, 2, 3]
        let secret = Secret(wiping: &source)
        #expect(source == [0, 0, 0])
        #expect([UInt8](copying: secret.span) == [1, 2, 3])
    }

    @Test("A secret is as long as what was written into it, and nothing when that failed")
    func writesWhatIsWritten() throws {
        let secret = Secret(count: 8) { output in
            output.append(1)
            output.append(2)
        }
        #expect(secret.count == 2)
        #expect([UInt8](copying: secret.copy().span) == [1, 2])
        #expect(throws: CryptoError.self) {
            try Secret(count: 8) { _ throws(CryptoError) in throw CryptoError("test", reason: "none") }.count
        }
        let none = Secret(count: -1) { _ in }
        #expect(none.count == 0)
        let empty = Secret(copying: RawSpan())
        #expect(empty.count == 0)
    }

    @Test("The memory of a secret is zero once it has ended")
    func wipesItself() {
        let pattern = [UInt8](repeating: 0xC3, count: 4096)
        var previous: UnsafeRawPointer?
        for _ in 0..<8 {
            // The allocator often hands out the block just freed; its own words stand in the first bytes.
            let secret = Secret(count: pattern.count) { output in
                // SAFETY: reads within the allocation; that it was written before is known when its address is.
                let isReused = unsafe output.withUnsafeMutableBytes { buffer, _ in
                    unsafe UnsafeRawPointer(buffer.baseAddress) == previous
                }
                if isReused {
                    let leftovers = unsafe output.withUnsafeMutableBytes { buffer, _ in
                        unsafe buffer.dropFirst(32).filter { $0 != 0 }.count
                    }
                    #expect(leftovers == 0)
                }
                for byte in pattern { output.append(byte) }
            }
            unsafe secret.span.withUnsafeBytes { unsafe previous = $0.baseAddress }
        }
    }

    @Test("Equality in constant time is equality")
    func constantTime() {
        let left: [UInt8] = [1, 2, 3], same: [UInt8] = [1, 2, 3], other: [UInt8] = [1, 2, 4],
            longer: [UInt8] = [1, 2, 3, 4]
        let results = [
            ConstantTime.equal(left.span.bytes, same.span.bytes), ConstantTime.equal(left.span.bytes, other.span.bytes),
            ConstantTime.equal(left.span.bytes, longer.span.bytes), ConstantTime.equal(RawSpan(), RawSpan()),
        ]
        #expect(results == [true, false, false, true])
    }

    @Test("The system's randomness fills what it is given, differently each time")
    func random() throws {
        let source = SystemRandom()
        let first = try source.bytes(32), second = try source.bytes(32)
        #expect(first.count == 32)
        #expect(first != second)
        #expect(try source.bytes(0).isEmpty)
        let secret = try source.secret(48)
        #expect(secret.count == 48)
    }

    @Test("libcrypto's version is told at run time")
    func version() {
        #expect(LibcryptoVersion.text.contains("3."))
        #expect(LibcryptoVersion.number >= 0x3000_0000)
    }
}
