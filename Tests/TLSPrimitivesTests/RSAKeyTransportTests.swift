import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("RSA key transport gives a secret whatever comes. RFC 5246 §7.4.7.1")
struct RSAKeyTransportTests {
    private static let key = Result { try PrivateKey.generate(.rsa(bits: 2048)) }

    private static func premaster(_ version: [UInt8] = [3, 3]) -> [UInt8] {
        version + (0..<46).map { UInt8($0) }
    }

    /// The ciphertext of a block that is encrypted as it is, without padding of its own.
    private static func encrypt(block: [UInt8], _ key: PublicKey) throws -> [UInt8] {
        let modulus = try #require(key.rsaModulus), exponent = try #require(key.rsaExponent)
        let arithmetic = try BigNumber.Arithmetic()
        return try BigNumber(block.span.bytes)
            .raised(to: BigNumber(exponent.span.bytes), modulo: BigNumber(modulus.span.bytes), arithmetic)
            .bytes(padded: modulus.count)
    }

    /// PKCS #1 v1.5 around a message, as an honest client makes it or nearly so.
    private static func block(_ message: [UInt8], type: UInt8 = 2, first: UInt8 = 0, separator: UInt8 = 0) -> [UInt8] {
        [first, type] + [UInt8](repeating: 0xA5, count: 256 - 3 - message.count) + [separator] + message
    }

    private static func decrypt(_ ciphertext: [UInt8], version: UInt16 = 0x0303) throws -> [UInt8] {
        let secret = try key.get().decryptPremaster(ciphertext.span.bytes, clientVersion: version)
        #expect(CryptoError.isQueueEmpty)
        return [UInt8](copying: secret.span)
    }

    @Test("What a client encrypts, the server decrypts", arguments: [0x0303, 0x0304, 0x0302, 0xFEFF] as [UInt16])
    func agree(_ version: UInt16) throws {
        let premaster = Self.premaster([UInt8(version >> 8), UInt8(truncatingIfNeeded: version)])
        let ciphertext = try Self.key.get().publicKey.encryptPremaster(premaster.span.bytes)
        #expect(ciphertext.count == 256)
        #expect(try Self.decrypt(ciphertext, version: version) == premaster)
        #expect(try Self.key.get().publicKey.encryptPremaster(premaster.span.bytes) != ciphertext)
        let byHand = try Self.encrypt(block: Self.block(premaster), Self.key.get().publicKey)
        #expect(try Self.decrypt(byHand, version: version) == premaster)
    }

    /// What Bleichenbacher's attack and those after it send.
    private static var wrongBlocks: [(String, [UInt8])] {
        let right = premaster()
        var early = block(right)
        early[4] = 0
        var zeroInPadding = block(right)
        zeroInPadding[20] = 0
        return [
            ("another block type", block(right, type: 1)), ("no leading zero", block(right, first: 1)),
            ("no separator", block(right, separator: 7)), ("a separator among the first eight bytes", early),
            ("a separator in the padding", zeroInPadding),
            ("a premaster secret too short", block(Array(right.dropLast()))),
            ("a premaster secret too long", block(right + [0])), ("nothing", block([])),
            ("another version", block(premaster([3, 1]))), ("a version of zeros", block(premaster([0, 0]))),
            ("zeros alone", [UInt8](repeating: 0, count: 256)),
            ("the number one", [UInt8](repeating: 0, count: 255) + [1]),
        ]
    }

    @Test("Wrong padding, a wrong length and a wrong version make a random secret, another one each time")
    func wrong() throws {
        for (what, block) in Self.wrongBlocks {
            let ciphertext = try Self.encrypt(block: block, Self.key.get().publicKey)
            let first = try Self.decrypt(ciphertext), second = try Self.decrypt(ciphertext)
            #expect(first.count == 48 && second.count == 48, "\(what)")
            #expect(first != second, "\(what)")
            #expect(first != Self.premaster() && !block.suffix(46).elementsEqual(first.suffix(46)), "\(what)")
        }
    }

    @Test("So does a ciphertext of a length or value that anybody can see is wrong")
    func publicLengths() throws {
        let good = try Self.key.get().publicKey.encryptPremaster(Self.premaster().span.bytes)
        let modulus = try #require(Self.key.get().publicKey.rsaModulus)
        for ciphertext in [
            [], [1], Array(good.dropLast()), good + [0], [0] + good, good + good, modulus,
            [UInt8](repeating: 255, count: 256), [UInt8](repeating: 0, count: 65_535),
        ] {
            let first = try Self.decrypt(ciphertext), second = try Self.decrypt(ciphertext)
            #expect(first.count == 48)
            // A zero in front does not change the number.
            if ciphertext == [0] + good { continue }
            #expect(first != second && first != Self.premaster(), "\(ciphertext.count) bytes")
        }
    }

    @Test("Ciphertexts of Wycheproof that hold no premaster secret make random ones")
    func wycheproof() throws {
        let file = try CaseFile("wycheproof/rsa_pkcs1_2048.txt")
        var key: PrivateKey?
        for vector in file.cases {
            if key == nil {
                func number(_ name: String) throws -> [UInt8] { try vector.bytes(name) }
                let (n, e, d) = (try number("modulus"), try number("publicExponent"), try number("privateExponent"))
                let (p, q) = (try number("prime1"), try number("prime2"))
                let (dP, dQ, qInv) = (try number("exponent1"), try number("exponent2"), try number("coefficient"))
                key = try PrivateKey(
                    rsaModulus: n.span.bytes, publicExponent: e.span.bytes, privateExponent: d.span.bytes,
                    prime1: p.span.bytes, prime2: q.span.bytes, exponent1: dP.span.bytes, exponent2: dQ.span.bytes,
                    coefficient: qInv.span.bytes, isPSS: false)
            }
            let ciphertext = try vector.bytes("ct")
            let first = try #require(key).decryptPremaster(ciphertext.span.bytes, clientVersion: 0x0303)
            let second = try #require(key).decryptPremaster(ciphertext.span.bytes, clientVersion: 0x0303)
            let isSame = ConstantTime.equal(first.span, second.span)
            #expect(first.count == 48 && !isSame, "\(vector)")
        }
        #expect(file.cases.count == file.count)
    }

    @Test("Keys for signatures alone and keys of other kinds are refused")
    func otherKeys() throws {
        for type in [KeyType.rsaPSS(bits: 2048), .ec(.p256), .ed25519] {
            let key = try PrivateKey.generate(type)
            let ciphertext = [UInt8](repeating: 1, count: 256)
            #expect(throws: CryptoError.self) {
                try key.decryptPremaster(ciphertext.span.bytes, clientVersion: 0x0303).count
            }
            #expect(throws: CryptoError.self) {
                try key.publicKey.encryptPremaster(Self.premaster().span.bytes)
            }
        }
    }

    @Test("Keys of 1024 to 4096 bits agree", arguments: [1024, 3072, 4096])
    func sizes(_ bits: Int) throws {
        let key = try PrivateKey.generate(.rsa(bits: bits))
        let ciphertext = try key.publicKey.encryptPremaster(Self.premaster().span.bytes)
        let secret = try key.decryptPremaster(ciphertext.span.bytes, clientVersion: 0x0303)
        #expect([UInt8](copying: secret.span) == Self.premaster())
    }
}
