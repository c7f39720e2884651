import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("HMAC and HKDF give the published values")
struct DerivationVectorTests {
    @Test(
        "HMAC: every case, with the tag cut as it says",
        arguments: [
            ("wycheproof/hmac_sha256.txt", HashAlgorithm.sha256), ("wycheproof/hmac_sha384.txt", .sha384),
        ])
    func hmac(path: String, algorithm: HashAlgorithm) throws {
        let file = try CaseFile(path)
        for vector in file.cases {
            let key = try vector.bytes("key"), message = try vector.bytes("msg"), tag = try vector.bytes("tag")
            let length = try vector.integer("tagLength")
            let code = try HMAC.authenticate(algorithm, key: key.span.bytes, message.span.bytes)
            #expect((Array(code.bytes.prefix(length)) == tag) == (vector.result == .valid), "\(vector)")
        }
        #expect(file.cases.count == file.count)
    }

    @Test(
        "HKDF: every case; more output than the hash can give is refused",
        arguments: [
            ("wycheproof/hkdf_sha1.txt", HashAlgorithm.sha1), ("wycheproof/hkdf_sha256.txt", .sha256),
            ("wycheproof/hkdf_sha384.txt", .sha384), ("wycheproof/hkdf_sha512.txt", .sha512),
        ])
    func hkdf(path: String, algorithm: HashAlgorithm) throws {
        let file = try CaseFile(path)
        for vector in file.cases {
            switch vector.result {
            case .valid: #expect(try output(vector, algorithm).1 == vector.bytes("okm"), "\(vector)")
            case .invalid: #expect(throws: CryptoError.self, "\(vector)") { try output(vector, algorithm) }
            case .acceptable: break
            }
        }
        #expect(file.cases.count == file.count)
    }

    @Test("RFC 5869 appendix A: the pseudorandom key and the output")
    func rfc5869() throws {
        let file = try CaseFile("rfc/rfc5869.txt")
        for vector in file.cases {
            let algorithm = try #require(HashAlgorithm(vectorName: vector.text("hash")))
            let (key, output) = try output(vector, algorithm)
            #expect(try key == vector.bytes("prk"), "\(vector)")
            #expect(try output == vector.bytes("okm"), "\(vector)")
        }
        #expect(file.cases.count == file.count)
    }

    private func output(_ vector: VectorCase, _ algorithm: HashAlgorithm) throws -> ([UInt8], [UInt8]) {
        let salt = try vector.bytes("salt"), input = try vector.bytes("ikm"), info = try vector.bytes("info")
        let key = try HKDF.extract(algorithm, salt: salt.span.bytes, inputKey: input.span.bytes)
        let output = try HKDF.expand(
            algorithm, secret: key.span, info: info.span.bytes, count: try vector.integer("size"))
        return ([UInt8](copying: key.span), [UInt8](copying: output.span))
    }

    @Test("HKDF-Expand-Label refuses what its length fields cannot say, RFC 9846 §7.1")
    func labelLimits() throws {
        let secret = [UInt8](repeating: 1, count: 32)
        let long = [UInt8](repeating: 0x61, count: 250)
        let context = [UInt8](repeating: 0, count: 256)
        #expect(throws: CryptoError.self) {
            try HKDF.expandLabel(.sha256, secret: secret.span.bytes, label: long, context: RawSpan(), count: 32).count
        }
        #expect(throws: CryptoError.self) {
            try HKDF.expandLabel(.sha256, secret: secret.span.bytes, label: [], context: RawSpan(), count: 32).count
        }
        #expect(throws: CryptoError.self) {
            try HKDF.expandLabel(
                .sha256, secret: secret.span.bytes, label: "x", context: context.span.bytes, count: 32
            ).count
        }
        #expect(throws: CryptoError.self) {
            try HKDF.expandLabel(
                .sha256, secret: secret.span.bytes, label: "x", context: RawSpan(), count: 255 * 32 + 1
            )
            .count
        }
        let longest = try HKDF.expandLabel(
            .sha256, secret: secret.span.bytes, label: Array(long.dropLast()),
            context: context.span.bytes.extracting(1..<256),
            count: 255 * 32)
        #expect(longest.count == 255 * 32)
    }
}

extension HashAlgorithm {
    /// The name in vector files.
    init?(vectorName: String) {
        guard let match = Self.allCases.first(where: { "\($0)" == vectorName }) else { return nil }
        self = match
    }
}
