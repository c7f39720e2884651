import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("X25519 and X448 on the ladder: RFC 7748 §5")
struct MontgomeryLadderTests {
    private static let algorithms: [KeyAgreementAlgorithm] = [.x25519, .x448]

    @Test("agree with a pair that libcrypto generates, each time with another scalar", arguments: algorithms)
    func agrees(algorithm: KeyAgreementAlgorithm) throws {
        let ladder = try #require(MontgomeryLadder.of(algorithm), "this libcrypto is expected to have it")
        var shares: Set<[UInt8]> = []
        for _ in 0..<20 {
            let peer = try KeyAgreementKey(generating: algorithm)
            let peerShare = peer.share
            let response = try ladder.respond(peerShare: peerShare.span.bytes)
            let share = response.share
            let theirs = try peer.sharedSecret(peerShare: share.span.bytes)
            let isSame = ConstantTime.equal(theirs.span, response.secret.span)
            #expect(isSame)
            shares.insert(share)
        }
        #expect(shares.count == 20)
        #expect(CryptoError.isQueueEmpty)
    }

    @Test("refuse a share of another length or of small order, and go on: RFC 9846 §7.4.2", arguments: algorithms)
    func refuses(algorithm: KeyAgreementAlgorithm) throws {
        let ladder = try #require(MontgomeryLadder.of(algorithm))
        var one = [UInt8](repeating: 0, count: algorithm.shareLength)
        one[0] = 1
        let zeros = [UInt8](repeating: 0, count: algorithm.shareLength)
        for bad in [[], [9], zeros, one, zeros + [0]] {
            #expect(throws: KeyAgreementError.self) { _ = try ladder.respond(peerShare: bad.span.bytes).share }
            #expect(CryptoError.isQueueEmpty)
        }
        let good = try KeyAgreementKey(generating: algorithm).share
        _ = try ladder.respond(peerShare: good.span.bytes)
    }

    @Test("are for no other group")
    func others() {
        for algorithm in KeyAgreementAlgorithm.allCases where !Self.algorithms.contains(algorithm) {
            #expect(MontgomeryLadder.of(algorithm) == nil)
        }
    }
}

@Suite("Random bytes for the wire")
struct PublicRandomnessTests {
    @Test("never repeat, whatever the sizes asked for")
    func distinct() throws {
        var seen: Set<[UInt8]> = []
        for _ in 0..<100 { seen.insert(try SystemRandom().publicBytes(32)) }
        #expect(seen.count == 100)
        #expect(try SystemRandom().publicBytes(1024).count == 1024)
        #expect(throws: CryptoError.self) { try SystemRandom().publicBytes(1025) }
    }
}
