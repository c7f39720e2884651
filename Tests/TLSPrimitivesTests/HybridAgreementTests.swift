import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("Hybrid groups join the two parts as RFC 10024 says")
struct HybridAgreementTests {
    /// A group, its parts, and the lengths of the initiator's share, the responder's and the secret.
    private static let groups: [(KeyAgreementAlgorithm, [Int])] = [
        (.x25519MLKEM768, [1216, 1120, 64]), (.secp256r1MLKEM768, [1249, 1153, 64]),
        (.secp384r1MLKEM1024, [1665, 1665, 80]),
    ]

    @Test("Lengths of shares and secrets", arguments: groups)
    func lengths(algorithm: KeyAgreementAlgorithm, lengths: [Int]) {
        #expect([algorithm.initiatorShareLength, algorithm.responderShareLength, algorithm.secretLength] == lengths)
        #expect(algorithm.isHybrid && !algorithm.traditional.isHybrid)
    }

    @Test("The order of the parts: ML-KEM first with X25519, last with the curves of NIST", arguments: groups)
    func order(algorithm: KeyAgreementAlgorithm, lengths: [Int]) throws {
        let mlkem = try #require(HybridAgreement(algorithm)).mlkem
        let traditional = algorithm.traditional
        let isFirst = algorithm == .x25519MLKEM768
        let pair = try mlkem.generate()
        let published = pair.encapsulationKey
        let point = try KeyAgreementKey(generating: traditional)
        let share = isFirst ? published + point.share : point.share + published
        let response = try KeyAgreement.respond(algorithm, peerShare: share.span.bytes)
        let answer = response.share
        let ciphertext = Array(isFirst ? answer.prefix(mlkem.ciphertextLength) : answer.suffix(mlkem.ciphertextLength))
        let peer = Array(isFirst ? answer.suffix(32) : answer.prefix(traditional.responderShareLength))
        let one = try mlkem.decapsulate(ciphertext.span.bytes, with: pair.decapsulationKey.span)
        let other = try point.sharedSecret(peerShare: peer.span.bytes)
        let (first, second) = ([UInt8](copying: one.span), [UInt8](copying: other.span))
        #expect([UInt8](copying: response.secret.span) == (isFirst ? first + second : second + first))
    }

    @Test("Either part is checked in the initiator's share", arguments: groups)
    func badShares(algorithm: KeyAgreementAlgorithm, lengths: [Int]) throws {
        let share = try KeyAgreementKey(generating: algorithm).share
        let isFirst = algorithm == .x25519MLKEM768
        let count = algorithm.traditional.initiatorShareLength
        let pointStart = isFirst ? share.count - count : 0, keyStart = isFirst ? 0 : count
        var badPoint = share, badKey = share
        badPoint.replaceSubrange(pointStart..<pointStart + count, with: [UInt8](repeating: 0, count: count))
        badKey.replaceSubrange(keyStart..<keyStart + 2, with: [0x01, 0x0d])
        for wrong in [badPoint, badKey, Array(share.dropLast()), share + [0], []] {
            do {
                let response = try KeyAgreement.respond(algorithm, peerShare: wrong.span.bytes)
                Issue.record("\(algorithm) took \(wrong.count) bytes: \(response.secret.count)")
            } catch .invalidPeerKey {
                #expect(CryptoError.isQueueEmpty)
            } catch .crypto(let error) {
                Issue.record("\(algorithm): \(error)")
            }
        }
    }

    @Test(
        "The responder's share: lengths and points are checked, and a changed ciphertext changes the secret",
        arguments: groups)
    func badAnswers(algorithm: KeyAgreementAlgorithm, lengths: [Int]) throws {
        let key = try KeyAgreementKey(generating: algorithm)
        let share = key.share
        let response = try KeyAgreement.respond(algorithm, peerShare: share.span.bytes)
        let answer = response.share
        let isFirst = algorithm == .x25519MLKEM768
        let count = algorithm.traditional.responderShareLength
        var badPoint = answer, badCiphertext = answer
        let pointStart = isFirst ? answer.count - count : 0
        badPoint.replaceSubrange(pointStart..<pointStart + count, with: [UInt8](repeating: 0, count: count))
        badCiphertext[isFirst ? 0 : answer.count - 1] ^= 1
        for wrong in [badPoint, Array(answer.dropLast()), answer + [0], []] {
            #expect(throws: KeyAgreementError.self) { try key.sharedSecret(peerShare: wrong.span.bytes).count }
        }
        let other = try key.sharedSecret(peerShare: badCiphertext.span.bytes)
        let isSame = ConstantTime.equal(other.span, response.secret.span)
        #expect(!isSame && other.count == algorithm.secretLength)
    }

    @Test("Private keys with ML-KEM cannot be given", arguments: [KeyAgreementAlgorithm.x25519MLKEM768, .mlkem768])
    func privateKey(algorithm: KeyAgreementAlgorithm) {
        let bytes = [UInt8](repeating: 1, count: 32)
        #expect(throws: CryptoError.self) { try KeyAgreementKey(algorithm, privateKey: bytes.span.bytes).share }
    }
}
