import CLibcrypto
import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("ML-KEM's arithmetic is what its definitions say, for every number")
struct MLKEMArithmeticTests {
    private func residue(_ number: Int) -> Int { (number % 3329 + 3329) % 3329 }

    @Test("Barrett's and Montgomery's reductions, FIPS 203 §2.4")
    func reductions() {
        var failures = 0
        for number in Int(Int16.min)...Int(Int16.max) {
            let centered = Int(FieldArithmetic.center(Int16(number)))
            let canonical = Int(FieldArithmetic.canonical(Int16(number)))
            if abs(centered) > 1664 || residue(centered) != residue(number) { failures += 1 }
            if canonical != residue(number) { failures += 1 }
            for factor in [-1664, -1, 1, 17, 1353, 1441, 1664] {
                let product = Int(FieldArithmetic.multiply(Int16(number), Int16(factor)))
                if abs(product) >= 3329 || residue(product * 65_536) != residue(number * factor) { failures += 1 }
            }
            let sum = number * 3328
            let reduced = Int(FieldArithmetic.reduce(Int32(sum)))
            if abs(reduced) > 3329 || residue(reduced * 65_536) != residue(sum) { failures += 1 }
        }
        #expect(failures == 0)
    }

    @Test("Compression without a division, FIPS 203 §4.2.1, (4.7) and (4.8)", arguments: [1, 4, 5, 10, 11])
    func compression(bits: Int) {
        let power = 1 << bits
        var failures = 0
        for number in 0..<3329 {
            let expected = (2 * power * number + 3329) / (2 * 3329) % power
            if Int(FieldArithmetic.compress(Int16(number), bits)) != expected { failures += 1 }
        }
        for number in 0..<power {
            let expected = (2 * 3329 * number + power) / (2 * power)
            if Int(FieldArithmetic.decompress(UInt16(number), bits)) != expected { failures += 1 }
        }
        #expect(failures == 0)
    }

    @Test("The transform and back, and products against multiplication by hand, FIPS 203 §4.3")
    func products() {
        let workspace = MLKEMWorkspace(.mlkem768)
        var random = SeededRandom(0x6e74_74)
        for _ in 0..<50 {
            let left = random.bytes(512), right = random.bytes(512)
            func coefficient(_ bytes: [UInt8], _ index: Int) -> Int {
                (Int(bytes[2 * index]) << 8 | Int(bytes[2 * index + 1])) % 3329
            }
            for index in 0..<256 {
                workspace.matrixEntry[index] = Int16(coefficient(left, index))
                workspace.vector(0)[index] = Int16(coefficient(right, index))
            }
            workspace.matrixEntry.transform()
            workspace.vector(0).transform()
            ProductSum.twist(workspace.vector(0), into: workspace.twist(0))
            workspace.sum.clear()
            workspace.sum.add(workspace.matrixEntry, workspace.vector(0), workspace.twist(0))
            workspace.sum.reduce(into: workspace.result)
            workspace.result.transformBack()
            workspace.result.makeCanonical()
            // X^256 is -1.
            var expected = [Int](repeating: 0, count: 256)
            for i in 0..<256 {
                for j in 0..<256 {
                    let product = coefficient(left, i) * coefficient(right, j)
                    expected[(i + j) % 256] += i + j < 256 ? product : -product
                }
            }
            #expect((0..<256).map { Int(workspace.result[$0]) } == expected.map(residue))
        }
    }

    @Test("SHA-3 and SHAKE of every length up to two blocks are libcrypto's, FIPS 202 §6")
    func hashes() throws {
        let workspace = MLKEMWorkspace(.mlkem768)
        var random = SeededRandom(0x7368_61)
        let functions: [(SpongeFunction, String, Int)] = [
            (.sha3_256, "SHA3-256", 32), (.sha3_512, "SHA3-512", 64), (.shake128, "SHAKE128", 168),
            (.shake256, "SHAKE256", 136),
        ]
        for (function, name, count) in functions {
            for length in 0..<340 {
                let input = random.bytes(length), split = length / 3
                let bytes = input.span.bytes
                let ours = [UInt8](filling: count) {
                    workspace.hash(
                        function, bytes.extracting(first: split), bytes.extracting(droppingFirst: split), count,
                        into: &$0)
                }
                #expect(try ours == LibcryptoHash.digest(name, input, count))
            }
        }
    }
}

/// Hash functions by libcrypto, in one call each.
private enum LibcryptoHash {
    static func digest(_ name: String, _ input: [UInt8], _ count: Int) throws -> [UInt8] {
        let algorithm = unsafe EVP_MD_fetch(nil, name, nil)
        let context = unsafe EVP_MD_CTX_new()
        defer {
            unsafe EVP_MD_free(algorithm)
            unsafe EVP_MD_CTX_free(context)
        }
        var output = [UInt8](repeating: 0, count: count)
        // SAFETY: the digests of the two SHA-3 functions are as long as the output; SHAKE writes as many bytes as asked for.
        let done =
            unsafe EVP_DigestInit_ex(context, algorithm, nil) == 1
            && EVP_DigestUpdate(context, input, input.count) == 1
            && (name.hasPrefix("SHAKE")
                ? EVP_DigestFinalXOF(context, &output, count) == 1 : EVP_DigestFinal_ex(context, &output, nil) == 1)
        try #require(done)
        return output
    }
}
