import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("TLS 1.2 does not tie a hash to a key. RFC 5246 §7.4.1.4.1")
struct SignatureHashTests {
    private static let hashes: [HashAlgorithm] = [.sha1, .sha224, .sha256, .sha384, .sha512]

    private static func roundTrip(_ key: PrivateKey, _ algorithm: SignatureAlgorithm) throws {
        let message: [UInt8] = [1, 2, 3], other: [UInt8] = [1, 2, 4]
        let signature = try key.sign(algorithm, message.span.bytes)
        #expect(try key.publicKey.verify(algorithm, signature: signature.span.bytes, of: message.span.bytes))
        #expect(try !key.publicKey.verify(algorithm, signature: signature.span.bytes, of: other.span.bytes))
    }

    @Test("Every curve signs with every hash", arguments: EllipticCurve.allCases, hashes)
    func ecdsa(_ curve: EllipticCurve, _ hash: HashAlgorithm) throws {
        try Self.roundTrip(try PrivateKey.generate(.ec(curve)), .ecdsa(hash))
    }

    private static let rsa = Result { try PrivateKey.generate(.rsa(bits: 2048)) }

    @Test("RSA signs with every hash", arguments: hashes)
    func rsa(_ hash: HashAlgorithm) throws {
        try Self.roundTrip(try Self.rsa.get(), .rsaPKCS1(hash))
        let signature = try Self.rsa.get().sign(.rsaPKCS1(hash), RawSpan())
        for other in Self.hashes where other != hash {
            let isValid = try Self.rsa.get().publicKey.verify(
                .rsaPKCS1(other), signature: signature.span.bytes, of: RawSpan())
            #expect(!isValid)
        }
    }
}
