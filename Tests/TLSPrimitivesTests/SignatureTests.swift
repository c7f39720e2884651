import Testing

@testable import TLSPrimitives

@Suite("Signatures made by a key verify with its public half and with nothing else")
struct SignatureTests {
    static let cases: [(KeyType, [SignatureAlgorithm])] = [
        (
            .rsa(bits: 2048),
            [.rsaPKCS1(.sha256), .rsaPKCS1(.sha1), .rsaPSS(.sha256), .rsaPSS(.sha384), .rsaPSS(.sha512)]
        ),
        (.rsaPSS(bits: 2048), [.rsaPSS(.sha256), .rsaPSS(.sha384)]),
        (.ec(.p256), [.ecdsa(.sha256), .ecdsa(.sha512), .ecdsa(.sha1)]),
        (.ec(.p384), [.ecdsa(.sha384)]),
        (.ec(.p521), [.ecdsa(.sha512)]),
        (.ed25519, [.ed25519]),
        (.ed448, [.ed448]),
    ]

    @Test(
        "Each key type, each algorithm: the signature verifies; changed, of another message or by another key it does not",
        arguments: cases)
    func signAndVerify(type: KeyType, algorithms: [SignatureAlgorithm]) throws {
        let key = try PrivateKey.generate(type)
        let other = try PrivateKey.generate(type)
        #expect(key.keyType == type)
        #expect(key.publicKey != other.publicKey)
        let message = [UInt8]("message".utf8)
        for algorithm in algorithms {
            // Twice, so that the second uses the context that the first has left.
            for _ in 0..<2 {
                var signature = try key.sign(algorithm, message.span.bytes)
                #expect(try key.publicKey.verify(algorithm, signature: signature.span.bytes, of: message.span.bytes))
                #expect(try !key.publicKey.verify(algorithm, signature: signature.span.bytes, of: RawSpan()))
                #expect(try !other.publicKey.verify(algorithm, signature: signature.span.bytes, of: message.span.bytes))
                #expect(try !key.publicKey.verify(algorithm, signature: RawSpan(), of: message.span.bytes))
                signature[signature.count - 1] ^= 1
                #expect(try !key.publicKey.verify(algorithm, signature: signature.span.bytes, of: message.span.bytes))
            }
        }
    }
}
