import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("A certificate's key on a curve agrees on secrets. RFC 8422 §2")
struct StaticECDHTests {
    @Test("With a client's ephemeral key", arguments: EllipticCurve.allCases)
    func agree(_ curve: EllipticCurve) throws {
        let key = try PrivateKey.generate(.ec(curve))
        let point = try #require(key.publicKey.point)
        let client = try KeyAgreement.respond(KeyAgreementAlgorithm(curve), peerShare: point.span.bytes)
        let share = client.share
        let secret = try key.sharedSecret(peerPoint: share.span.bytes)
        let isSame = ConstantTime.equal(secret.span, client.secret.span)
        #expect(isSame && secret.count == curve.coordinateLength)
    }

    @Test("A point that is none of the curve is refused, and the key goes on", arguments: EllipticCurve.allCases)
    func invalidPoints(_ curve: EllipticCurve) throws {
        let key = try PrivateKey.generate(.ec(curve))
        let share = try KeyAgreementKey(generating: KeyAgreementAlgorithm(curve)).share
        let half = curve.coordinateLength
        var offCurve = share
        offCurve[share.count - 1] ^= 1
        var otherX = share
        otherX[5] ^= 1
        var hybrid = share
        hybrid[0] = 6 | share[share.count - 1] & 1
        let compressed = [2 | share[share.count - 1] & 1] + share[1...half]
        let points: [[UInt8]] = [
            [], [0], [4], offCurve, otherX, hybrid, compressed, Array(share.dropLast()), share + [0],
            [4] + [UInt8](repeating: 0, count: 2 * half), [4] + [UInt8](repeating: 0xFF, count: 2 * half),
        ]
        for point in points {
            do throws(KeyAgreementError) {
                _ = try key.sharedSecret(peerPoint: point.span.bytes).count
                Issue.record("\(curve): \(point.count) bytes")
            } catch {
                guard case .invalidPeerKey = error else {
                    Issue.record("\(curve): \(error)")
                    continue
                }
            }
            #expect(CryptoError.isQueueEmpty)
        }
        #expect(try key.sharedSecret(peerPoint: share.span.bytes).count == half)
    }

    @Test(
        "Points of Wycheproof, right and wrong",
        arguments: [("secp256r1", EllipticCurve.p256), ("secp384r1", .p384), ("secp521r1", .p521)])
    func wycheproof(_ name: String, _ curve: EllipticCurve) throws {
        let file = try CaseFile("wycheproof/ecdh_\(name)_ecpoint.txt")
        for vector in file.cases {
            let scalar = try vector.bytes("private"), point = try vector.bytes("public")
            let key = try PrivateKey(curve: curve, privateScalar: scalar.span.bytes, publicPoint: nil)
            do throws(KeyAgreementError) {
                let secret = try key.sharedSecret(peerPoint: point.span.bytes)
                #expect(vector.result != .invalid, "\(vector)")
                #expect([UInt8](copying: secret.span) == (try? vector.bytes("shared")), "\(vector)")
            } catch {
                #expect(vector.result != .valid, "\(vector)")
            }
        }
        #expect(file.cases.count == file.count)
    }

    @Test("Keys of other kinds agree on nothing")
    func otherKeys() throws {
        for type in [KeyType.rsa(bits: 2048), .ed25519] {
            let key = try PrivateKey.generate(type)
            #expect(throws: KeyAgreementError.self) { try key.sharedSecret(peerPoint: RawSpan()).count }
        }
    }
}
