import CLibcrypto
import Foundation
import Testing

@testable import TLSPrimitives

@Suite("DES and RC4 come from libcrypto's legacy provider, when they are asked for")
struct LegacyProviderTests {
    private static let legacy: [RecordCipher] = [
        .rc4(mac: .md5), .rc4(mac: .sha1), .block(.des, mac: .sha1, encryptsThenMACs: false),
        .block(.des, mac: .sha1, encryptsThenMACs: true),
    ]
    private static let others: [RecordCipher] =
        AEADAlgorithm.allCases.map { .aead($0) }
        + [BlockCipher.aes128, .aes256, .tripleDES].map { .block($0, mac: .sha1, encryptsThenMACs: false) }

    @Test("Without it they are refused with its name, and all else is there")
    func missing() async {
        // In a process of its own, as the provider is loaded once.
        await #expect(processExitsWith: .success) {
            unsafe setenv("OPENSSL_MODULES", FileManager.default.temporaryDirectory.path + "/none-such", 1)
            for cipher in Self.others { #expect(cipher.isAvailable, "\(cipher)") }
            for cipher in Self.legacy {
                #expect(!cipher.isAvailable, "\(cipher)")
                do throws(CryptoError) {
                    try cipher.requireAvailable()
                    Issue.record("\(cipher) is there")
                } catch {
                    #expect(error.reason.contains("legacy provider"))
                }
            }
            let key = [UInt8](repeating: 1, count: 16), macKey = [UInt8](repeating: 2, count: 20)
            #expect(throws: CryptoError.self) { try RC4(mac: .sha1, macKey: macKey.span.bytes, key: key.span.bytes) }
            #expect(CryptoError.isQueueEmpty)
        }
    }

    @Test("It is not loaded for who does not ask")
    func notLoaded() async {
        await #expect(processExitsWith: .success) {
            for cipher in Self.others { #expect(cipher.isAvailable, "\(cipher)") }
            let library = try unsafe Libcrypto.shared.requireContext()
            #expect(unsafe OSSL_PROVIDER_available(library, "legacy") == 0)
            #expect(RecordCipher.rc4(mac: .sha1).isAvailable)
            #expect(unsafe OSSL_PROVIDER_available(library, "legacy") == 1)
        }
    }
}
