import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("Two sides agree on a secret, and bad shares are refused")
struct KeyAgreementTests {
    @Test(
        "Every group: responder and initiator get the same secret of the group's length",
        arguments: KeyAgreementAlgorithm.allCases)
    func agree(algorithm: KeyAgreementAlgorithm) throws {
        let initiator = try KeyAgreementKey(generating: algorithm)
        let share = initiator.share
        #expect(share.count == algorithm.initiatorShareLength)
        let response = try KeyAgreement.respond(algorithm, peerShare: share.span.bytes)
        let answer = response.share
        #expect(answer != share && answer.count == algorithm.responderShareLength)
        let secret = try initiator.sharedSecret(peerShare: answer.span.bytes)
        #expect(secret.count == algorithm.secretLength)
        let isSame = ConstantTime.equal(secret.span, response.secret.span)
        #expect(isSame)
    }

    @Test("Every group: a share of another length is refused", arguments: KeyAgreementAlgorithm.allCases)
    func lengths(algorithm: KeyAgreementAlgorithm) throws {
        let share = try KeyAgreementKey(generating: algorithm).share
        for wrong in [[], Array(share.dropLast()), share + [0], [0] + share, Array(share.dropFirst())] {
            try expectRefusal(algorithm, wrong)
        }
        // The group still works afterwards.
        let response = try KeyAgreement.respond(algorithm, peerShare: share.span.bytes)
        #expect(response.secret.count == algorithm.secretLength)
    }

    @Test("Curves: compressed, hybrid and infinite points, and points off the curve, RFC 9846 §4.3.8.2")
    func points() throws {
        for algorithm in [KeyAgreementAlgorithm.p256, .p384, .p521] {
            let share = try KeyAgreementKey(generating: algorithm).share
            let half = (share.count - 1) / 2
            let parity = share[share.count - 1] & 1
            var offCurve = share
            offCurve[share.count - 1] ^= 1
            var hybrid = share
            hybrid[0] = 6 | parity
            let compressed = [2 | parity] + share[1...half]
            let tooLarge = [4] + [UInt8](repeating: 0xFF, count: 2 * half)
            let zero = [4] + [UInt8](repeating: 0, count: 2 * half)
            for wrong in [offCurve, hybrid, compressed, tooLarge, zero, [0], [UInt8](repeating: 0, count: share.count)]
            {
                try expectRefusal(algorithm, wrong)
            }
        }
    }

    @Test("X25519 and X448: shares that make an all-zero secret, RFC 9846 §7.4.2")
    func smallOrder() throws {
        for algorithm in [KeyAgreementAlgorithm.x25519, .x448] {
            let zero = [UInt8](repeating: 0, count: algorithm.shareLength)
            var one = zero
            one[0] = 1
            try expectRefusal(algorithm, zero)
            try expectRefusal(algorithm, one)
        }
    }

    @Test("Finite fields: 0, 1, p - 1, p and above, RFC 9846 §4.3.8.1")
    func fieldElements() throws {
        let file = try CaseFile("rfc/rfc7919.txt")
        for vector in file.cases {
            let name = vector.description.split(separator: " ").last.map(String.init)
            let algorithm = try #require(KeyAgreementAlgorithm.allCases.first { "\($0)" == name })
            let prime = try vector.bytes("p")
            #expect(prime.count == algorithm.shareLength)
            let zero = [UInt8](repeating: 0, count: prime.count)
            let one = zero.dropLast() + [1], two = zero.dropLast() + [2]
            // The primes end in 64 one bits.
            let minusOne = prime.dropLast() + [0xFE], minusTwo = prime.dropLast() + [0xFD]
            for wrong in [zero, Array(one), Array(minusOne), prime, [UInt8](repeating: 0xFF, count: prime.count)] {
                try expectRefusal(algorithm, wrong)
            }
            for right in [Array(two), Array(minusTwo)] {
                let response = try KeyAgreement.respond(algorithm, peerShare: right.span.bytes)
                #expect(response.secret.count == prime.count)
            }
        }
        #expect(file.cases.count == file.count)
    }

    @Test("Finite fields: an exponent that is given makes the share, left-padded, and the padded secret")
    func fieldExponent() throws {
        let first: [UInt8] = [1], second: [UInt8] = [2], third: [UInt8] = [3]
        let one = try KeyAgreementKey(.ffdhe2048, privateKey: first.span.bytes)
        #expect(one.share == [UInt8](repeating: 0, count: 255) + [2])
        let three = try KeyAgreementKey(.ffdhe2048, privateKey: third.span.bytes)
        let share = three.share
        #expect(share == [UInt8](repeating: 0, count: 255) + [8])
        let secret = try KeyAgreementKey(.ffdhe2048, privateKey: second.span.bytes)
            .sharedSecret(peerShare: share.span.bytes)
        #expect([UInt8](copying: secret.span) == [UInt8](repeating: 0, count: 255) + [64])
    }

    private func expectRefusal(_ algorithm: KeyAgreementAlgorithm, _ share: [UInt8]) throws {
        do {
            let response = try KeyAgreement.respond(algorithm, peerShare: share.span.bytes)
            Issue.record("\(algorithm) took \(share.prefix(8)), \(share.count) bytes: \(response.secret.count)")
        } catch .invalidPeerKey {
            #expect(CryptoError.isQueueEmpty)
        } catch .crypto(let error) {
            Issue.record("\(algorithm): \(error)")
        }
    }
}
