import CLibcrypto
import Testing

@testable import TLSPrimitives

@Suite("HMAC is libcrypto's HMAC, RFC 2104")
struct HMACTests {
    private static let lengths = [
        0, 1, 31, 32, 47, 48, 55, 56, 63, 64, 65, 111, 112, 119, 127, 128, 129, 200, 256, 300,
    ]

    @Test("For keys and messages around every block's end", arguments: HashAlgorithm.allCases)
    func matches(_ algorithm: HashAlgorithm) throws {
        for keyLength in Self.lengths {
            let key = bytes(keyLength, 3)
            for length in Self.lengths {
                let message = bytes(length, 7)
                let expected = try reference(algorithm, key, message)
                let code = try HMAC.authenticate(algorithm, key: key.span.bytes, message.span.bytes)
                #expect(code.bytes == expected, "key of \(keyLength), message of \(length)")
            }
        }
    }

    @Test("In two pieces, wherever they are parted", arguments: HashAlgorithm.allCases)
    func pieces(_ algorithm: HashAlgorithm) throws {
        let key = bytes(40, 1)
        let message = bytes(260, 9)
        let expected = try reference(algorithm, key, message)
        for cut in 0...message.count {
            let code = try HMAC.authenticate(
                algorithm, key: key.span.bytes, message.span.extracting(0..<cut).bytes,
                message.span.extracting(cut..<message.count).bytes)
            #expect(code.bytes == expected, "parted at \(cut)")
        }
    }

    @Test("With a byte behind the message, as HKDF-Expand wants it", arguments: HashAlgorithm.allCases)
    func counter(_ algorithm: HashAlgorithm) throws {
        let key = bytes(algorithm.digestLength, 5)
        for length in Self.lengths {
            let info = bytes(length, 2)
            let output = try HKDF.expand(
                algorithm, secret: key.span.bytes, info: info.span.bytes, count: 2 * algorithm.digestLength)
            let first = try reference(algorithm, key, info + [1])
            let second = try reference(algorithm, key, first + info + [2])
            #expect([UInt8](copying: output.span) == first + second, "info of \(length)")
        }
    }

    /// RFC 5246 §5.
    @Test(
        "Over and over with one key, as the PRF of TLS 1.2 wants it",
        arguments: [HashAlgorithm.sha256, .sha384, .sha512, .sha1], [0, 32, 48, 64, 65, 128, 129, 256])
    func repeated(_ algorithm: HashAlgorithm, _ secretLength: Int) throws {
        let secret = bytes(secretLength, 4)
        let seed = bytes(64, 8)
        let output = try PRF12.derive(
            algorithm, secret: secret.span.bytes, label: "key expansion", seed.span.bytes, count: 150)
        let whole = Array("key expansion".utf8) + seed
        var a = whole
        var expected: [UInt8] = []
        while expected.count < 150 {
            a = try reference(algorithm, secret, a)
            expected += try reference(algorithm, secret, a + whole)
        }
        #expect([UInt8](copying: output.span) == Array(expected.prefix(150)))
    }

    @Test("SHA-2 takes the short way, the hashes of old do not")
    func ways() throws {
        let key = bytes(32, 0)
        for algorithm in HashAlgorithm.allCases {
            var keyed = HMACKey()
            let isTaken = try keyed.take(key.span.bytes, algorithm)
            #expect(isTaken == [.sha256, .sha384, .sha512].contains(algorithm), "\(algorithm)")
        }
    }

    private func bytes(_ count: Int, _ seed: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ seed) }
    }

    private func reference(_ algorithm: HashAlgorithm, _ key: [UInt8], _ message: [UInt8]) throws -> [UInt8] {
        var code = [UInt8](repeating: 0, count: 64)
        var length = 0
        // Its own copy: a null pointer would mean no key at all.
        let key = key.isEmpty ? [UInt8](repeating: 0, count: 1) : key
        // SAFETY: each length is that of its array. A key of one zero is the empty key: both are padded with zeros.
        let made = unsafe EVP_Q_mac(
            nil, "HMAC", nil, algorithm.name, nil, key, key.count, message, message.count, &code, code.count, &length)
        try #require(unsafe made != nil)
        return Array(code.prefix(length))
    }
}
