import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("ML-KEM as a group of its own. draft-ietf-tls-mlkem")
struct MLKEMAgreementTests {
    private static let groups: [KeyAgreementAlgorithm] = [.mlkem768, .mlkem1024]

    @Test("Shares are the encapsulation key and the ciphertext, and nothing else", arguments: groups)
    func lengths(algorithm: KeyAgreementAlgorithm) throws {
        let parameters = try #require(algorithm.mlkemAlone)
        #expect(algorithm.initiatorShareLength == parameters.encapsulationKeyLength)
        #expect(algorithm.responderShareLength == parameters.ciphertextLength)
        #expect(algorithm.secretLength == 32 && algorithm.usesMLKEM && !algorithm.isHybrid)
    }

    @Test("Both sides get the same secret, which is ML-KEM's own", arguments: groups)
    func agrees(algorithm: KeyAgreementAlgorithm) throws {
        let parameters = try #require(algorithm.mlkemAlone)
        let key = try KeyAgreementKey(generating: algorithm)
        let share = key.share
        let response = try KeyAgreement.respond(algorithm, peerShare: share.span.bytes)
        let answer = response.share
        let secret = try key.sharedSecret(peerShare: answer.span.bytes)
        let isSame = ConstantTime.equal(secret.span, response.secret.span)
        #expect(isSame && secret.count == algorithm.secretLength)

        let pair = try parameters.generate()
        let published = pair.encapsulationKey
        let other = try KeyAgreement.respond(algorithm, peerShare: published.span.bytes)
        let ciphertext = other.share
        let opened = try parameters.decapsulate(ciphertext.span.bytes, with: pair.decapsulationKey.span)
        let isMLKEMs = ConstantTime.equal(opened.span, other.secret.span)
        #expect(isMLKEMs)
    }

    @Test("Keys and ciphertexts of other lengths, and keys that are not reduced, are refused", arguments: groups)
    func badShares(algorithm: KeyAgreementAlgorithm) throws {
        let key = try KeyAgreementKey(generating: algorithm)
        let share = key.share
        var notReduced = share
        notReduced.replaceSubrange(0..<2, with: [0x01, 0x0d])
        for wrong in [notReduced, Array(share.dropLast()), share + [0], []] {
            #expect(throws: KeyAgreementError.self) {
                try KeyAgreement.respond(algorithm, peerShare: wrong.span.bytes).share
            }
        }
        let response = try KeyAgreement.respond(algorithm, peerShare: share.span.bytes)
        let answer = response.share
        for wrong in [Array(answer.dropLast()), answer + [0], []] {
            #expect(throws: KeyAgreementError.self) { try key.sharedSecret(peerShare: wrong.span.bytes).count }
        }
        #expect(CryptoError.isQueueEmpty)
    }
}
