import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("Signatures of the published vectors")
struct SignatureVectorTests {
    private static let rsaFiles = [
        "2048_sha224", "2048_sha256", "2048_sha384", "2048_sha512", "3072_sha256", "4096_sha512",
    ]
    private static let pssFiles = [
        "2048_sha256_mgf1_32", "2048_sha384_mgf1_48", "3072_sha256_mgf1_32", "4096_sha384_mgf1_48",
        "4096_sha512_mgf1_64", "misc",
    ]
    private static let ecdsaFiles = [
        "secp256r1_sha256", "secp256r1_sha512", "secp384r1_sha256", "secp384r1_sha384", "secp384r1_sha512",
        "secp521r1_sha512",
    ]

    @Test("RSASSA-PKCS1-v1_5: every case", arguments: rsaFiles)
    func rsaPKCS1(name: String) throws {
        try everyCase("rsa_signature_\(name)") { vector in
            (try Self.rsaKey(vector, isPSS: false), .rsaPKCS1(try Self.hash(vector)))
        }
    }

    @Test("RSASSA-PSS: every case", arguments: pssFiles)
    func rsaPSS(name: String) throws {
        try everyCase("rsa_pss_\(name)") { vector in
            (try Self.rsaKey(vector, isPSS: false), .rsaPSS(try Self.hash(vector)))
        }
    }

    @Test(
        "RSASSA-PSS with keys for nothing else: every case", arguments: ["2048_sha256_mgf1_32", "4096_sha512_mgf1_64"])
    func rsaPSSKeys(name: String) throws {
        try everyCase("rsa_pss_\(name)_params") { vector in
            (try Self.rsaKey(vector, isPSS: true), .rsaPSS(try Self.hash(vector)))
        }
    }

    @Test("ECDSA: every case", arguments: ecdsaFiles)
    func ecdsa(name: String) throws {
        try everyCase("ecdsa_\(name)") { vector in
            let curves: [String: EllipticCurve] = ["secp256r1": .p256, "secp384r1": .p384, "secp521r1": .p521]
            let curve = try #require(curves[vector.text("curve")])
            let point = try vector.bytes("point")
            return (try PublicKey(curve: curve, point: point.span.bytes), .ecdsa(try Self.hash(vector)))
        }
    }

    @Test("DSA: every case", arguments: ["2048_224_sha224", "2048_224_sha256", "2048_256_sha256", "3072_256_sha256"])
    func dsa(name: String) throws {
        try everyCase("dsa_\(name)") { vector in
            let p = try vector.bytes("p"), q = try vector.bytes("q"), g = try vector.bytes("g")
            let parameters = DSAParameters(prime: p.span.bytes, subprime: q.span.bytes, generator: g.span.bytes)
            let value = try vector.bytes("y")
            return (try PublicKey(dsa: parameters, value: value.span.bytes), .dsa(try Self.hash(vector)))
        }
    }

    @Test("Ed25519 and Ed448: every case", arguments: ["ed25519", "ed448"])
    func edwards(name: String) throws {
        try everyCase(name) { vector in
            let key = try vector.bytes("key")
            return name == "ed448"
                ? (try PublicKey(ed448: key.span.bytes), .ed448) : (try PublicKey(ed25519: key.span.bytes), .ed25519)
        }
    }

    @Test("RFC 8032 section 7: public keys and signatures from the seeds")
    func rfc8032() throws {
        let file = try CaseFile("rfc/rfc8032.txt")
        for vector in file.cases {
            let seed = try vector.bytes("seed"), message = try vector.bytes("msg")
            let is448 = try vector.text("algorithm") == "ed448"
            let key =
                is448 ? try PrivateKey(ed448Seed: seed.span.bytes) : try PrivateKey(ed25519Seed: seed.span.bytes)
            #expect(try key.publicKey.rawBytes == vector.bytes("key"), "\(vector)")
            let signature = try key.sign(is448 ? .ed448 : .ed25519, message.span.bytes)
            #expect(try signature == vector.bytes("sig"), "\(vector)")
        }
        #expect(file.cases.count == file.count)
    }

    /// Runs a file.
    private func everyCase(
        _ name: String, _ key: (VectorCase) throws -> (PublicKey, SignatureAlgorithm)
    ) throws {
        let file = try CaseFile("wycheproof/\(name).txt")
        for vector in file.cases {
            let (key, algorithm) = try key(vector)
            let signature = try vector.bytes("sig"), message = try vector.bytes("msg")
            let isValid = try key.verify(algorithm, signature: signature.span.bytes, of: message.span.bytes)
            if vector.result != .acceptable { #expect(isValid == (vector.result == .valid), "\(vector)") }
            #expect(CryptoError.isQueueEmpty)
        }
        #expect(file.cases.count == file.count)
    }

    private static func rsaKey(_ vector: VectorCase, isPSS: Bool) throws -> PublicKey {
        let modulus = try vector.bytes("modulus"), exponent = try vector.bytes("exponent")
        return try PublicKey(rsaModulus: modulus.span.bytes, exponent: exponent.span.bytes, isPSS: isPSS)
    }

    private static func hash(_ vector: VectorCase) throws -> HashAlgorithm {
        try #require(HashAlgorithm(vectorName: vector.text("hash")))
    }
}
