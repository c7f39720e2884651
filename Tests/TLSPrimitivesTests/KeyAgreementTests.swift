import Testing

@testable import TLSPrimitives

@Suite("Two sides agree on a secret")
struct KeyAgreementTests {
    @Test(
        "Every group: responder and initiator get the same secret of the group's length",
        arguments: KeyAgreementAlgorithm.allCases)
    func agree(algorithm: KeyAgreementAlgorithm) throws {
        let initiator = try KeyAgreementKey(generating: algorithm)
        let share = initiator.share
        #expect(share.count == algorithm.shareLength)
        let response = try KeyAgreement.respond(algorithm, peerShare: share.span.bytes)
        let answer = response.share
        let secret = try initiator.sharedSecret(peerShare: answer.span.bytes)
        #expect(secret.count == algorithm.secretLength)
        let isSame = ConstantTime.equal(secret.span, response.secret.span)
        #expect(isSame)
    }
}
