import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("AEADs give the published ciphertexts and open nothing else")
struct AEADVectorTests {
    static let files: [(String, String)] = [
        ("rfc/rfc8439.txt", "chacha20"),
        ("wycheproof/chacha20_poly1305.txt", "chacha20"),
        ("wycheproof/aes_gcm.txt", "gcm"),
        ("wycheproof/aes_ccm.txt", "ccm"),
    ]

    @Test("Every case: valid ones seal to the ciphertext and open, invalid ones do not open", arguments: files)
    func everyCase(path: String, mode: String) throws {
        let file = try CaseFile(path)
        for vector in file.cases {
            let key = try vector.bytes("key")
            let iv = try vector.bytes("iv")
            let tag = try vector.bytes("tag")
            guard let nonce = AEADNonce(exactly: iv.span.bytes) else {
                #expect(vector.result == .invalid, "\(vector)")
                continue
            }
            let algorithm = try #require(Self.algorithm(mode, key.count, tag.count), "\(vector)")
            let ciphertext = try vector.bytes("ct") + tag
            let opened = try open(algorithm, key, nonce, try vector.bytes("aad"), ciphertext)
            switch vector.result {
            case .valid:
                #expect(opened == (try vector.bytes("msg")), "\(vector)")
                let sealed = try seal(algorithm, key, nonce, try vector.bytes("aad"), try vector.bytes("msg"))
                #expect(sealed == ciphertext, "\(vector)")
            case .invalid: #expect(opened == nil, "\(vector)")
            case .acceptable: break
            }
        }
        #expect(file.cases.count == file.count)
    }

    private static func algorithm(_ mode: String, _ keyLength: Int, _ tagLength: Int) -> AEADAlgorithm? {
        switch (mode, keyLength, tagLength) {
        case ("chacha20", 32, 16): .chaCha20Poly1305
        case ("gcm", 16, 16): .aes128GCM
        case ("gcm", 32, 16): .aes256GCM
        case ("ccm", 16, 16): .aes128CCM
        case ("ccm", 16, 8): .aes128CCM8
        case ("ccm", 32, 16): .aes256CCM
        case ("ccm", 32, 8): .aes256CCM8
        default: nil
        }
    }

    private func seal(
        _ algorithm: AEADAlgorithm, _ key: [UInt8], _ nonce: AEADNonce, _ additionalData: [UInt8], _ plaintext: [UInt8]
    ) throws -> [UInt8] {
        let sealer = try AEADSealer(algorithm, key: key.span.bytes)
        return try [UInt8](capacity: plaintext.count + algorithm.tagLength) { output throws(CryptoError) in
            try sealer.seal(
                plaintext.span.bytes, suffix: nil, padding: 0, nonce: nonce, additionalData: additionalData.span.bytes,
                into: &output)
        }
    }

    /// The plaintext, or nil when the tag is refused.
    private func open(
        _ algorithm: AEADAlgorithm, _ key: [UInt8], _ nonce: AEADNonce, _ additionalData: [UInt8],
        _ ciphertext: [UInt8]
    ) throws -> [UInt8]? {
        let opener = try AEADOpener(algorithm, key: key.span.bytes)
        var buffer = ciphertext
        var span = buffer.mutableSpan
        var bytes = span.mutableBytes
        let isAuthentic = try opener.open(
            &bytes, ciphertext: 0..<ciphertext.count, nonce: nonce, additionalData: additionalData.span.bytes)
        return isAuthentic ? Array(buffer.dropLast(algorithm.tagLength)) : nil
    }
}
