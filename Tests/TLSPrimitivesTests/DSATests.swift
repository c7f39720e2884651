import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("DSA keys and signatures. FIPS 186-4 §4")
struct DSATests {
    private static let hashes: [HashAlgorithm] = [.sha1, .sha224, .sha256, .sha384, .sha512]

    @Test("Signatures of another program verify, and no others")
    func vectors() throws {
        let file = try CaseFile("own/dsa.txt")
        for vector in file.cases {
            let key = try DSASample(vector).publicKey()
            let name = try vector.text("hash")
            let algorithm = SignatureAlgorithm.dsa(try #require(Self.hashes.first { "\($0)" == name }))
            let message = try vector.bytes("msg"), signature = try vector.bytes("sig")
            #expect(try key.verify(algorithm, signature: signature.span.bytes, of: message.span.bytes), "\(vector)")
            for wrong in [Array(signature.dropLast()), signature + [0], [], [0x30, 6, 2, 1, 0, 2, 1, 0]] {
                #expect(try !key.verify(algorithm, signature: wrong.span.bytes, of: message.span.bytes), "\(vector)")
            }
            #expect(try !key.verify(algorithm, signature: signature.span.bytes, of: RawSpan()), "\(vector)")
            #expect(CryptoError.isQueueEmpty)
        }
        #expect(file.cases.count == file.count)
    }

    @Test("Keys of every size sign with every hash")
    func sign() throws {
        for sample in try DSASample.all() {
            let key = try sample.key()
            #expect(key.keyType == .dsa(bits: sample.bits))
            #expect("\(key.keyType)" == "DSA-\(sample.bits)")
            #expect(try key.publicKey == sample.publicKey())
            for hash in Self.hashes {
                let message: [UInt8] = [1, 2, 3], other: [UInt8] = [1, 2]
                let signature = try key.sign(.dsa(hash), message.span.bytes)
                let again = try key.sign(.dsa(hash), message.span.bytes)
                #expect(signature != again)
                #expect(
                    try key.publicKey.verify(.dsa(hash), signature: signature.span.bytes, of: message.span.bytes))
                #expect(try !key.publicKey.verify(.dsa(hash), signature: signature.span.bytes, of: other.span.bytes))
            }
        }
    }

    @Test("A DSA key signs in no other way, and no other key in this one")
    func fits() throws {
        let sample = try #require(DSASample.all().first)
        let key = try sample.key()
        for algorithm in [SignatureAlgorithm.ecdsa(.sha256), .rsaPKCS1(.sha256), .rsaPSS(.sha256), .ed25519] {
            #expect(throws: CryptoError.self) { try key.sign(algorithm, RawSpan()) }
            #expect(throws: CryptoError.self) {
                try key.publicKey.verify(algorithm, signature: RawSpan(), of: RawSpan())
            }
        }
        #expect(throws: CryptoError.self) { try PrivateKey.generate(.ec(.p256)).sign(.dsa(.sha256), RawSpan()) }
        #expect(throws: CryptoError.self) { try PrivateKey.generate(.dsa(bits: 2048)) }
    }

    @Test("The private value comes out as it went in, as long as the subprime")
    func out() throws {
        for sample in try DSASample.all() {
            guard let secret = try sample.key().dsaPrivateValue() else {
                Issue.record("\(sample) has no private value")
                continue
            }
            let value = [UInt8](copying: secret.span)
            #expect(value.count == sample.parameters.subprime.count)
            #expect(Array(value.drop { $0 == 0 }) == sample.privateValue)
            let hasOthers = try sample.key().ecScalar() != nil || sample.key().edwardsSeed() != nil
            #expect(!hasOthers)
        }
        let isNone = try PrivateKey.generate(.ed25519).dsaPrivateValue() == nil
        #expect(isNone)
    }

    @Test("A private value of 0, of the subprime or above, and a public one of another key are refused")
    func privateValues() throws {
        let sample = try #require(DSASample.all().last)
        let subprime = sample.parameters.subprime
        var below = subprime
        below[below.count - 1] &= 0xFE
        for value in [[], [0], subprime, [1] + subprime, [UInt8](repeating: 0xFF, count: 400)] as [[UInt8]] {
            #expect(throws: CryptoError.self) {
                try PrivateKey(dsa: sample.parameters, privateValue: value.span.bytes, publicValue: nil)
            }
        }
        for value in [[1], below, [0] + sample.privateValue] as [[UInt8]] {
            _ = try PrivateKey(dsa: sample.parameters, privateValue: value.span.bytes, publicValue: nil)
        }
        var other = sample.publicValue
        other[9] ^= 1
        #expect(throws: CryptoError.self) {
            try PrivateKey(
                dsa: sample.parameters, privateValue: sample.privateValue.span.bytes, publicValue: other.span.bytes)
        }
    }

    /// The sample's numbers with some replaced.
    private static func code(
        _ sample: DSASample, p: [UInt8]? = nil, q: [UInt8]? = nil, g: [UInt8]? = nil, y: [UInt8]? = nil
    ) -> String {
        let p = p ?? sample.parameters.prime, q = q ?? sample.parameters.subprime
        let g = g ?? sample.parameters.generator, y = y ?? sample.publicValue
        let parameters = DSAParameters(prime: p.span.bytes, subprime: q.span.bytes, generator: g.span.bytes)
        do {
            _ = try PublicKey(dsa: parameters, value: y.span.bytes)
            return "taken"
        } catch {
            return error.reason
        }
    }

    @Test("Primes of other sizes are refused before libcrypto sees them")
    func sizes() throws {
        let sample = try #require(DSASample.all().first)
        #expect(Self.code(sample) == "taken")
        for bits in [8, 512, 1016, 3080, 10_000, 100_000] {
            let prime = [UInt8](repeating: 0xFF, count: bits / 8)
            #expect(Self.code(sample, p: prime).hasPrefix("the primes have \(bits) and"))
        }
        for bits in [8, 152, 168, 232, 264, 100_000] {
            let subprime = [UInt8](repeating: 0xFF, count: bits / 8)
            #expect(Self.code(sample, q: subprime).hasSuffix("and \(bits) bits"))
        }
    }

    @Test("Even primes, and numbers that are 0, 1 or too large, are refused")
    func numbers() throws {
        let sample = try #require(DSASample.all().first)
        var even = sample.parameters.prime
        even[even.count - 1] &= 0xFE
        var evenSubprime = sample.parameters.subprime
        evenSubprime[evenSubprime.count - 1] &= 0xFE
        let refused = "the numbers are none of a DSA key"
        #expect(Self.code(sample, p: even) == refused)
        #expect(Self.code(sample, q: evenSubprime) == refused)
        for number in [[], [0], [1], sample.parameters.prime, [1] + sample.parameters.prime] as [[UInt8]] {
            #expect(Self.code(sample, g: number) == refused)
            #expect(Self.code(sample, y: number) == refused)
        }
    }

    @Test("A domain in which nothing verifies makes no private key")
    func wrongDomain() throws {
        let sample = try #require(DSASample.all().first)
        let domain = sample.parameters, two: [UInt8] = [2]
        let wrong = DSAParameters(
            prime: domain.prime.span.bytes, subprime: domain.subprime.span.bytes, generator: two.span.bytes)
        #expect(throws: CryptoError.self) {
            try PrivateKey(dsa: wrong, privateValue: sample.privateValue.span.bytes, publicValue: nil)
        }
    }
}
