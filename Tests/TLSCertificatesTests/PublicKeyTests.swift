import TLSCertificates
import TLSPrimitives
import TestSupport
import Testing

private let made = VectorFile("certificates/openssl.ini")

/// A SubjectPublicKeyInfo with an RSA key of these numbers.
private func rsaKey(_ modulus: [UInt8], _ exponent: [UInt8]) throws -> SubjectPublicKeyInfo {
    var writer = DERWriter()
    writer.sequence { key in
        key.unsignedInteger(modulus)
        key.unsignedInteger(exponent)
    }
    return SubjectPublicKeyInfo(rsaPublicKey: writer.bytes)
}

private func modulus(bits: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0xff, count: (bits + 7) / 8)
    bytes[0] = 0xff >> UInt8((8 - bits % 8) % 8)
    return bytes
}

/// A SubjectPublicKeyInfo of any algorithm.
private func key(_ algorithm: OID, parameters: (inout DERWriter) -> Void = { _ in }, bits: [UInt8]) throws
    -> SubjectPublicKeyInfo
{
    var writer = DERWriter()
    writer.sequence { info in
        info.sequence { identifier in
            identifier.objectIdentifier(algorithm)
            parameters(&identifier)
        }
        info.bitString(bits)
    }
    return try SubjectPublicKeyInfo(derBytes: writer.bytes)
}

private func code(_ body: () throws(CertificateError) -> PublicKey) -> CertificateError.Code? {
    do throws(CertificateError) {
        _ = try body()
        return nil
    } catch {
        return error.code
    }
}

@Suite("Public keys of certificates")
struct PublicKeyTests {
    static let usable = [
        ("rsa2048", KeyType.rsa(bits: 2048), "RSA", 2048), ("rsa3072", .rsa(bits: 3072), "RSA", 3072),
        ("rsapss", .rsaPSS(bits: 2048), "RSASSA-PSS", 2048), ("rsapss-sha256", .rsaPSS(bits: 2048), "RSASSA-PSS", 2048),
        ("p256", .ec(.p256), "EC", 256), ("p384", .ec(.p384), "EC", 384), ("p521", .ec(.p521), "EC", 521),
        ("ed25519", .ed25519, "Ed25519", 256), ("ed448", .ed448, "Ed448", 456),
        ("dsa", .dsa(bits: 2048), "DSA", 2048),
    ]

    @Test("Keys of all supported kinds are made, described and written as they were", arguments: usable)
    func kinds(_ name: String, _ type: KeyType, _ algorithm: String, _ bits: Int) throws {
        let certificate = try X509Certificate(derBytes: #require(made[name]).bytes("der"))
        let key = try certificate.publicKey
        #expect(key.keyType == type)
        #expect(certificate.subjectPublicKeyInfo.keyDescription.algorithm == algorithm)
        #expect(certificate.subjectPublicKeyInfo.keyDescription.bits == bits)
        // The parameters that bind an RSA-PSS key to a hash are the certificate's, not the key's.
        if name != "rsapss-sha256" { #expect(SubjectPublicKeyInfo(key) == certificate.subjectPublicKeyInfo) }
        #expect(try SubjectPublicKeyInfo(key).publicKey == key)
    }

    @Test(
        "Keys that are too small, on other curves or of other kinds are refused, and described",
        arguments: [
            ("rsa1024", CertificateError.Code.invalidKey, "RSA", 1024), ("secp256k1", .unsupportedAlgorithm, "EC", 0),
            ("p256-explicit", .unsupportedAlgorithm, "EC", 0),
        ] as [(String, CertificateError.Code, String, Int)])
    func refused(_ name: String, _ expected: CertificateError.Code, _ algorithm: String, _ bits: Int) throws {
        let info = try X509Certificate(derBytes: #require(made[name]).bytes("der")).subjectPublicKeyInfo
        #expect(code { () throws(CertificateError) in try info.publicKey } == expected)
        #expect(info.keyDescription.algorithm == algorithm)
        #expect(info.keyDescription.bits == bits)
    }

    @Test("RSA keys of 2048 to 8192 bits are taken; 1024 bits for those who ask")
    func rsaSizes() throws {
        for (bits, isTaken) in [
            (1023, false), (1024, false), (2047, false), (2048, true), (8192, true), (8193, false), (16_384, false),
        ] {
            let info = try rsaKey(modulus(bits: bits), [1, 0, 1])
            #expect(code { () throws(CertificateError) in try info.publicKey } == (isTaken ? nil : .invalidKey))
            let legacy = code { () throws(CertificateError) in try info.legacyPublicKey }
            #expect(legacy == ((1024...8192).contains(bits) ? nil : .invalidKey))
            #expect(info.keyDescription.bits == bits)
        }
    }

    @Test("RSA numbers are odd and the exponent is between 3 and 2^33")
    func rsaNumbers() throws {
        for exponent in [[], [1], [2], [4], [2, 0, 0, 0, 1], [1, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0, 1]] as [[UInt8]]
        {
            let info = try rsaKey(modulus(bits: 2048), exponent)
            #expect(code { () throws(CertificateError) in try info.publicKey } == .invalidKey)
        }
        for exponent in [[3], [1, 0, 1], [1, 0, 0, 0, 1], [1, 0xff, 0xff, 0xff, 0xff]] as [[UInt8]] {
            let info = try rsaKey(modulus(bits: 2048), exponent)
            #expect(code { () throws(CertificateError) in try info.publicKey } == nil)
        }
        let even = try rsaKey(modulus(bits: 2047) + [0], [1, 0, 1])
        #expect(code { () throws(CertificateError) in try even.publicKey } == .invalidKey)
    }

    @Test("Points are uncompressed, of their curve's length and on it")
    func points() throws {
        let good = try X509Certificate(derBytes: #require(made["p256"]).bytes("der")).subjectPublicKeyInfo.keyBits
        func info(_ bits: [UInt8]) throws -> SubjectPublicKeyInfo {
            try key(.ecPublicKey, parameters: { $0.objectIdentifier(.secp256r1) }, bits: bits)
        }
        var offCurve = good
        offCurve[64] ^= 1
        let compressed = [2 + (good[64] & 1)] + good[1...32]
        let hybrid = [6 + (good[64] & 1)] + good.dropFirst()
        for bits in [offCurve, compressed, hybrid, Array(good.dropLast()), good + [0], [0], []] {
            let found = try info(bits)
            #expect(code { () throws(CertificateError) in try found.publicKey } == .invalidKey)
        }
        let found = try info(good)
        #expect(code { () throws(CertificateError) in try found.publicKey } == nil)
    }

    @Test("Ed25519 and Ed448 keys have their length and no parameters")
    func edwards() throws {
        for (algorithm, size) in [(OID.ed25519, 32), (.ed448, 57)] {
            for count in [0, 31, 32, 33, 56, 57, 58] {
                let info = try key(algorithm, bits: [UInt8](repeating: 1, count: count))
                #expect((code { () throws(CertificateError) in try info.publicKey } == nil) == (count == size))
            }
            let info = try key(algorithm, parameters: { $0.null() }, bits: [UInt8](repeating: 1, count: size))
            #expect(code { () throws(CertificateError) in try info.publicKey } == .malformed)
        }
    }
}

extension PublicKeyTests {
    @Test("Self-signed certificates of all kinds verify with their own key and no other")
    func selfSignatures() throws {
        let names = [
            "rsa2048", "rsa3072", "rsa2048-pss", "rsa2048-pss512", "rsapss", "rsapss-sha256", "p256", "p384", "p521",
            "ed25519", "ed448", "rsa2048-sha1", "rsa2048-md5", "root",
        ]
        let certificates = try names.map { try X509Certificate(derBytes: #require(made[$0]).bytes("der")) }
        for signed in certificates {
            for signer in certificates {
                let isOwn = signed.subjectPublicKeyInfo == signer.subjectPublicKeyInfo
                #expect(try signed.isSigned(by: signer.publicKey) == isOwn)
            }
        }
    }

    @Test("A chain verifies link by link, and not when a byte is changed")
    func chain() throws {
        let chain = try ["leaf", "intermediate", "root"].map {
            try X509Certificate(derBytes: #require(made[$0]).bytes("der"))
        }
        #expect(try chain[0].isSigned(by: chain[1].publicKey))
        #expect(try chain[1].isSigned(by: chain[2].publicKey))
        #expect(try !chain[0].isSigned(by: chain[2].publicKey))
        var bytes = chain[0].derBytes
        bytes[bytes.count - 1] ^= 1
        #expect(try !X509Certificate(derBytes: bytes).isSigned(by: chain[1].publicKey))
    }

    @Test("The chains of public servers verify link by link")
    func publicServers() throws {
        let served = VectorFile("certificates/public-servers.ini").cases
        let certificates = try served.map { ($0["host"], try X509Certificate(derBytes: $0.bytes("der"))) }
        var links = 0
        for (host, certificate) in certificates {
            let issuer = certificates.first { $0.0 == host && $0.1.subject == certificate.issuer }
            guard let issuer else { continue }
            #expect(try certificate.isSigned(by: issuer.1.publicKey))
            links += 1
        }
        #expect(links >= served.count - 1)
    }
}
