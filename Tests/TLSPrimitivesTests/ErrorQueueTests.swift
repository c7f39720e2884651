import CLibcrypto
import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("Failures are told apart and leave libcrypto's error queue empty")
struct ErrorQueueTests {
    @Test("Failures between successes: each is thrown with its own reason, and none shows in what follows")
    func interleaved() throws {
        let good = try KeyAgreementKey(generating: .p256)
        let share = good.share
        var offCurve = share
        offCurve[64] ^= 1
        let key = try PrivateKey.generate(.ec(.p256))
        for _ in 0..<3 {
            #expect(throws: KeyAgreementError.self) { try good.sharedSecret(peerShare: offCurve.span.bytes).count }
            #expect(CryptoError.isQueueEmpty)
            let signature = try key.sign(.ecdsa(.sha256), share.span.bytes)
            let refused = try key.publicKey.verify(.ecdsa(.sha256), signature: share.span.bytes, of: share.span.bytes)
            #expect(!refused)
            #expect(CryptoError.isQueueEmpty)
            #expect(
                try key.publicKey.verify(.ecdsa(.sha256), signature: signature.span.bytes, of: share.span.bytes))
            #expect(throws: CryptoError.self) { try key.sign(.ed25519, share.span.bytes) }
            #expect(throws: CryptoError.self) { try PublicKey(curve: .p256, point: offCurve.span.bytes) }
            #expect(CryptoError.isQueueEmpty)
            #expect(try good.sharedSecret(peerShare: share.span.bytes).count == 32)
            #expect(CryptoError.isQueueEmpty)
        }
    }

    @Test("What somebody else has left in the queue is not taken for our reason")
    func leftovers() throws {
        let seed = [UInt8](repeating: 1, count: 31)
        let point = [4] + [UInt8](repeating: 1, count: 64)
        let clean = #expect(throws: CryptoError.self) { try PublicKey(curve: .p256, point: point.span.bytes) }
        // SAFETY: libcrypto's own context and a name it does not know: an error is left behind, nothing else.
        unsafe EVP_MD_free(EVP_MD_fetch(nil, "no such hash", nil))
        #expect(!CryptoError.isQueueEmpty)
        let after = #expect(throws: CryptoError.self) { try PublicKey(curve: .p256, point: point.span.bytes) }
        #expect(after?.reason == clean?.reason)
        #expect(clean?.reason.isEmpty == false)
        #expect(CryptoError.isQueueEmpty)

        unsafe EVP_MD_free(EVP_MD_fetch(nil, "no such hash", nil))
        #expect(try HashAlgorithm.sha256.digest(of: seed.span.bytes).count == 32)
        #expect(throws: CryptoError.self) { try PrivateKey(ed25519Seed: seed.span.bytes) }
        #expect(CryptoError.isQueueEmpty)
    }

    @Test("An error says what was being done and why it failed")
    func description() {
        let error = CryptoError("seal", reason: "the output is too small")
        #expect("\(error)" == "seal: the output is too small")
    }
}
