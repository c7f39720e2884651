import Dispatch
import Foundation
import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("Threads use the same keys at the same time and end without leaving anything")
struct ThreadTests {
    @Test(
        "One key signs on several threads; every signature verifies", arguments: [KeyType.ec(.p256), .rsa(bits: 2048)])
    func sharedKey(type: KeyType) throws {
        let key = try PrivateKey.generate(type)
        let algorithm: SignatureAlgorithm = type == .ec(.p256) ? .ecdsa(.sha256) : .rsaPSS(.sha256)
        let failures = Lock(0)
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for round in 0..<25 {
                let message = [UInt8](repeating: UInt8(thread), count: round)
                let isValid = try? Self.signAndVerify(key, algorithm, message)
                if isValid != true { failures.withLock { $0 += 1 } }
            }
        }
        #expect(failures.withLock { $0 } == 0)
    }

    private static func signAndVerify(
        _ key: PrivateKey, _ algorithm: SignatureAlgorithm, _ message: [UInt8]
    ) throws -> Bool {
        let signature = try key.sign(algorithm, message.span.bytes)
        return try key.publicKey.verify(algorithm, signature: signature.span.bytes, of: message.span.bytes)
    }

    @Test("Threads that come and go hash, derive and agree, each with contexts of its own")
    func shortThreads() throws {
        let expected = try HKDF.extract(.sha256, salt: RawSpan(), inputKey: RawSpan())
        let bytes = [UInt8](copying: expected.span)
        let peer = try KeyAgreementKey(generating: .x25519).share
        let failures = Lock(0)
        let finished = DispatchGroup()
        for _ in 0..<32 {
            finished.enter()
            Thread.detachNewThread {
                defer { finished.leave() }
                do {
                    let secret = try HKDF.extract(.sha256, salt: RawSpan(), inputKey: RawSpan())
                    let response = try KeyAgreement.respond(.x25519, peerShare: peer.span.bytes)
                    guard [UInt8](copying: secret.span) == bytes, response.secret.count == 32 else {
                        return failures.withLock { $0 += 1 }
                    }
                } catch {
                    failures.withLock { $0 += 1 }
                }
            }
        }
        finished.wait()
        #expect(failures.withLock { $0 } == 0)
    }
}
