import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("Keys read from their components, and components that are no key")
struct KeyImportTests {
    @Test(
        "A key written out and read again is the same key",
        arguments: [
            KeyType.rsa(bits: 2048), .rsaPSS(bits: 2048), .ec(.p256), .ec(.p384), .ec(.p521), .ed25519, .ed448,
        ])
    func roundTrip(type: KeyType) throws {
        let key = try PrivateKey.generate(type)
        let copy = try Self.copy(key)
        #expect(copy.keyType == type)
        #expect(copy.publicKey == key.publicKey)
        #expect(copy.publicKey.hashValue == key.publicKey.hashValue)
        let message: [UInt8] = [1, 2, 3]
        let algorithm = Self.algorithm(type)
        let signature = try copy.sign(algorithm, message.span.bytes)
        #expect(try key.publicKey.verify(algorithm, signature: signature.span.bytes, of: message.span.bytes))
    }

    @Test("An EC scalar of 0, of the order and above, and one with another's point, RFC 5915 §3")
    func scalars() throws {
        let order = try #require(
            [UInt8](hexadecimal: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"))
        let zero = [UInt8](repeating: 0, count: 32), above = [UInt8](repeating: 0xFF, count: 32)
        let long = [UInt8](repeating: 0, count: 34)
        for scalar in [[], zero, order, above, long] {
            #expect(throws: CryptoError.self) {
                try PrivateKey(curve: .p256, privateScalar: scalar.span.bytes, publicPoint: nil)
            }
        }
        let last: [UInt8] = order.dropLast() + [0x50]
        #expect(
            try PrivateKey(curve: .p256, privateScalar: last.span.bytes, publicPoint: nil).keyType == .ec(.p256))
        let other = try #require(PrivateKey.generate(.ec(.p256)).publicKey.point)
        #expect(throws: CryptoError.self) {
            try PrivateKey(curve: .p256, privateScalar: last.span.bytes, publicPoint: other.span.bytes)
        }
        #expect(CryptoError.isQueueEmpty)
    }

    @Test("Public keys: points off the curve or in another form, strings of another length")
    func publicKeys() throws {
        let point = try #require(PrivateKey.generate(.ec(.p256)).publicKey.point)
        var offCurve = point
        offCurve[64] ^= 1
        let compressed = [2 | point[64] & 1] + point[1...32]
        for wrong in [[], offCurve, compressed, Array(point.dropLast())] {
            #expect(throws: CryptoError.self) { try PublicKey(curve: .p256, point: wrong.span.bytes) }
        }
        #expect(throws: CryptoError.self) { try PublicKey(curve: .p384, point: point.span.bytes) }
        #expect(throws: CryptoError.self) { try PublicKey(ed25519: point.span.bytes) }
        #expect(throws: CryptoError.self) { try PublicKey(ed448: point.span.bytes) }
        #expect(throws: CryptoError.self) { try PrivateKey(ed25519Seed: point.span.bytes) }
        #expect(throws: CryptoError.self) { try PrivateKey(ed448Seed: point.span.bytes) }
        #expect(CryptoError.isQueueEmpty)
    }

    @Test("RSA: moduli of 1024 to 8192 bits, odd exponents from 3 to below 2^33")
    func rsaLimits() throws {
        let exponent: [UInt8] = [1, 0, 1]
        for (bits, isAccepted) in [
            (1023, false), (1024, true), (1025, true), (8192, true), (8193, false), (40_000, false),
        ] {
            let modulus = [UInt8](0..<UInt8(1)) + Self.oddModulus(bits)
            let key = try? PublicKey(rsaModulus: modulus.span.bytes, exponent: exponent.span.bytes, isPSS: false)
            #expect((key != nil) == isAccepted, "\(bits)")
            if isAccepted { #expect(key?.keyType == .rsa(bits: bits)) }
        }
        let modulus = Self.oddModulus(2048)
        let exponents: [([UInt8], Bool)] = [
            ([], false), ([0], false), ([1], false), ([2], false), ([3], true), ([4], false),
            ([0, 0, 0, 0, 0, 0, 3], true),
            ([1, 0xFF, 0xFF, 0xFF, 0xFF], true), ([2, 0, 0, 0, 1], false),
            ([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], false),
            ([UInt8](repeating: 0xFF, count: 256), false),
        ]
        for (exponent, isAccepted) in exponents {
            let key = try? PublicKey(rsaModulus: modulus.span.bytes, exponent: exponent.span.bytes, isPSS: false)
            #expect((key != nil) == isAccepted, "\(exponent)")
        }
        let even = Array(modulus.dropLast()) + [0]
        #expect(throws: CryptoError.self) {
            try PublicKey(rsaModulus: even.span.bytes, exponent: exponent.span.bytes, isPSS: false)
        }
        #expect(throws: CryptoError.self) { try PrivateKey.generate(.rsa(bits: 512)) }
        #expect(throws: CryptoError.self) { try PrivateKey.generate(.rsa(bits: 16384)) }
    }

    @Test("RSA: any number changed makes the key unusable and is refused")
    func rsaConsistency() throws {
        let step = try RFC8448.section(2).steps[0]
        let names = step.items.map(\.name)
        for name in names where name != "public exponent" {
            let items = step.items.map { item in
                guard item.name == name else { return item }
                var bytes = item.bytes
                bytes[bytes.count / 2] ^= 0x10
                return RFC8448.Item(name: name, bytes: bytes)
            }
            let changed = RFC8448.Step(section: 2, actor: "-", operation: "private key", items: items)
            #expect(throws: CryptoError.self, "\(name)") { try RFC8448DerivationTests.rsaKey(changed) }
        }
    }

    @Test("An RSA key without the Chinese remainder form signs; one with half of it is refused")
    func rsaWithoutRemainders() throws {
        let step = try RFC8448.section(2).steps[0]
        let modulus = try step.bytes("modulus (public)"), exponent = try step.bytes("public exponent")
        let secret = try step.bytes("private exponent"), prime = try step.bytes("prime1")
        let key = try PrivateKey(
            rsaModulus: modulus.span.bytes, publicExponent: exponent.span.bytes, privateExponent: secret.span.bytes,
            prime1: RawSpan(), prime2: RawSpan(), exponent1: RawSpan(), exponent2: RawSpan(), coefficient: RawSpan(),
            isPSS: false)
        #expect(key.keyType == .rsa(bits: 1024))
        #expect(throws: CryptoError.self) {
            try PrivateKey(
                rsaModulus: modulus.span.bytes, publicExponent: exponent.span.bytes,
                privateExponent: secret.span.bytes, prime1: prime.span.bytes, prime2: RawSpan(), exponent1: RawSpan(),
                exponent2: RawSpan(), coefficient: RawSpan(), isPSS: false)
        }
        #expect(throws: CryptoError.self) {
            try PrivateKey(
                rsaModulus: modulus.span.bytes, publicExponent: exponent.span.bytes,
                privateExponent: exponent.span.bytes, prime1: RawSpan(), prime2: RawSpan(), exponent1: RawSpan(),
                exponent2: RawSpan(), coefficient: RawSpan(), isPSS: false)
        }
    }

    /// An odd number of this many bits; no product of two primes, which a public key's import does not ask for.
    private static func oddModulus(_ bits: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0x5A, count: (bits + 7) / 8)
        bytes[0] = 1 << UInt8((bits - 1) % 8)
        bytes[bytes.count - 1] |= 1
        return bytes
    }

    private static func algorithm(_ type: KeyType) -> SignatureAlgorithm {
        switch type {
        case .rsa: .rsaPKCS1(.sha256)
        case .rsaPSS: .rsaPSS(.sha256)
        case .ec: .ecdsa(.sha256)
        case .dsa: .dsa(.sha256)
        case .ed25519: .ed25519
        case .ed448: .ed448
        }
    }

    private static func copy(_ key: PrivateKey) throws -> PrivateKey {
        switch key.keyType {
        case .rsa, .rsaPSS:
            guard let parts = try key.rsaComponents() else { throw Vectors.Failure("no components") }
            let modulus = parts.modulus, exponent = parts.publicExponent
            return try PrivateKey(
                rsaModulus: modulus.span.bytes, publicExponent: exponent.span.bytes,
                privateExponent: parts.privateExponent.span, prime1: parts.prime1.span, prime2: parts.prime2.span,
                exponent1: parts.exponent1.span, exponent2: parts.exponent2.span, coefficient: parts.coefficient.span,
                isPSS: key.keyType.isPSS)
        case .ec(let curve):
            guard let scalar = try key.ecScalar() else { throw Vectors.Failure("no scalar") }
            let point = key.publicKey.point ?? []
            return try PrivateKey(curve: curve, privateScalar: scalar.span, publicPoint: point.span.bytes)
        case .dsa:
            guard let value = try key.dsaPrivateValue(), let parameters = key.publicKey.dsaParameters else {
                throw Vectors.Failure("no private value")
            }
            return try PrivateKey(dsa: parameters, privateValue: value.span, publicValue: nil)
        case .ed25519, .ed448:
            guard let seed = try key.edwardsSeed() else { throw Vectors.Failure("no seed") }
            return try key.keyType == .ed448 ? PrivateKey(ed448Seed: seed.span) : PrivateKey(ed25519Seed: seed.span)
        }
    }
}
