import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("The PRF of TLS 1.2 gives the published values. RFC 5246 §5")
struct PRF12Tests {
    @Test("Every case, with the seed in one piece and cut in two")
    func vectors() throws {
        let file = try CaseFile("tls12/prf.txt")
        for vector in file.cases {
            let algorithm = try #require(HashAlgorithm(vectorName: vector.text("hash")))
            let secret = try vector.bytes("secret"), label = try vector.bytes("label"), seed = try vector.bytes("seed")
            let expected = try vector.bytes("output")
            for cut in [0, seed.count / 2, seed.count] {
                let output = try PRF12.derive(
                    algorithm, secret: secret.span.bytes, label: label, seed.span.bytes.extracting(0..<cut),
                    seed.span.bytes.extracting(cut..<seed.count), count: expected.count)
                #expect([UInt8](copying: output.span) == expected, "\(vector)")
            }
        }
        #expect(file.cases.count == file.count)
    }

    @Test("Less output is the beginning of more, whatever the length")
    func lengths() throws {
        let secret = [UInt8](repeating: 7, count: 48), seed = [UInt8](repeating: 8, count: 64)
        for algorithm in [HashAlgorithm.sha256, .sha384] {
            let longest = try PRF12.derive(
                algorithm, secret: secret.span.bytes, label: "key expansion", seed.span.bytes, count: 300)
            let whole = [UInt8](copying: longest.span)
            for count in 0...300 {
                let output = try PRF12.derive(
                    algorithm, secret: secret.span.bytes, label: "key expansion", seed.span.bytes, count: count)
                #expect([UInt8](copying: output.span) == Array(whole.prefix(count)), "\(count)")
            }
        }
    }

    @Test(
        "It is P_hash over HMAC, for keys shorter and longer than a block and any label",
        arguments: HashAlgorithm.allCases)
    func reference(_ algorithm: HashAlgorithm) throws {
        for (keyCount, seedCount, count) in [(0, 0, 1), (1, 1, 64), (64, 13, 65), (128, 77, 128), (129, 200, 190)] {
            let secret = (0..<keyCount).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            let label = Array("a label".utf8), seed = (0..<seedCount).map { UInt8(truncatingIfNeeded: $0 &* 3) }
            var a = label + seed, expected: [UInt8] = []
            while expected.count < count {
                a = try HMAC.authenticate(algorithm, key: secret.span.bytes, a.span.bytes).bytes
                let input = a + label + seed
                expected += try HMAC.authenticate(algorithm, key: secret.span.bytes, input.span.bytes).bytes
            }
            let output = try PRF12.derive(
                algorithm, secret: secret.span.bytes, label: label, seed.span.bytes, count: count)
            #expect([UInt8](copying: output.span) == Array(expected.prefix(count)))
        }
    }
}
