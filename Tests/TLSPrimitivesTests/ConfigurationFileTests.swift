import CLibcrypto
import Foundation
import Testing

@testable import TLSPrimitives

@Suite("No configuration file has a say")
struct ConfigurationFileTests {
    @Test("A file that makes libcrypto's own context find nothing leaves ours as it is")
    func ignored() async {
        // In a process of its own, as libcrypto reads its file once.
        await #expect(processExitsWith: .success) {
            let path = FileManager.default.temporaryDirectory.appending(path: "libcrypto-\(UUID().uuidString).cnf")
            let text = """
                openssl_conf = start
                [start]
                alg_section = algorithms
                [algorithms]
                default_properties = provider=none-such
                """
            try text.write(to: path, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(at: path) }
            unsafe setenv("OPENSSL_CONF", path.path(percentEncoded: false), 1)

            // The file does what it should to whoever reads it.
            let digest = unsafe EVP_MD_fetch(nil, "SHA256", nil)
            try #require(unsafe digest == nil)

            for algorithm in HashAlgorithm.allCases {
                #expect(try algorithm.digest(of: RawSpan()).count == algorithm.digestLength)
            }
            for algorithm in AEADAlgorithm.allCases {
                let key = [UInt8](repeating: 0, count: algorithm.keyLength)
                _ = try AEADSealer(algorithm, key: key.span.bytes)
            }
            for algorithm in KeyAgreementAlgorithm.allCases {
                let share = try KeyAgreementKey(generating: algorithm).share
                _ = try KeyAgreement.respond(algorithm, peerShare: share.span.bytes)
            }
            for type in [KeyType.rsa(bits: 2048), .ec(.p256), .ed25519] {
                let key = try PrivateKey.generate(type)
                let algorithm: SignatureAlgorithm =
                    switch type {
                    case .ec: .ecdsa(.sha256)
                    case .ed25519: .ed25519
                    default: .rsaPSS(.sha256)
                    }
                _ = try key.sign(algorithm, RawSpan())
            }
            #expect(try SystemRandom().bytes(32).count == 32)
        }
    }
}
