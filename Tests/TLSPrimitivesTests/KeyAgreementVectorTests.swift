import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("Key agreement gives the published secrets and refuses bad shares")
struct KeyAgreementVectorTests {
    static let files: [(String, KeyAgreementAlgorithm)] = [
        ("wycheproof/x25519.txt", .x25519),
        ("wycheproof/x448.txt", .x448),
        ("wycheproof/ecdh_secp256r1_ecpoint.txt", .p256),
        ("wycheproof/ecdh_secp384r1_ecpoint.txt", .p384),
        ("wycheproof/ecdh_secp521r1_ecpoint.txt", .p521),
    ]

    @Test(
        "Every case; all-zero secrets (RFC 9846 §7.4.2) and compressed points (§4.3.8.2) are refused", arguments: files)
    func everyCase(path: String, algorithm: KeyAgreementAlgorithm) throws {
        let file = try CaseFile(path)
        for vector in file.cases {
            let expected = try vector.bytes("shared")
            let secret = try secret(algorithm, private: vector.bytes("private"), public: vector.bytes("public"))
            switch vector.result {
            case .valid: #expect(secret == expected, "\(vector)")
            case .invalid: #expect(secret == nil, "\(vector)")
            case .acceptable:
                let mustRefuse = expected.allSatisfy { $0 == 0 } || algorithm.shareLength > 56
                #expect(secret == (mustRefuse ? nil : expected), "\(vector)")
            }
        }
        #expect(file.cases.count == file.count)
    }

    @Test("RFC 7748 sections 5.2 and 6: single, iterated 1000 times, and the public values")
    func rfc7748() throws {
        let file = try CaseFile("rfc/rfc7748.txt")
        for vector in file.cases {
            let algorithm: KeyAgreementAlgorithm = try vector.text("function") == "x25519" ? .x25519 : .x448
            let shared = try vector.bytes("shared")
            if vector.has("iterations") {
                #expect(try iterate(algorithm, vector.integer("iterations")) == shared, "\(vector)")
                continue
            }
            let scalar = try vector.bytes("private")
            #expect(try secret(algorithm, private: scalar, public: vector.bytes("public")) == shared, "\(vector)")
            if vector.has("ownPublic") {
                let key = try KeyAgreementKey(algorithm, privateKey: scalar.span.bytes)
                #expect(try key.share == vector.bytes("ownPublic"), "\(vector)")
            }
        }
        #expect(file.cases.count == file.count)
    }

    /// The secret, or nil when the share is refused as invalid.
    private func secret(
        _ algorithm: KeyAgreementAlgorithm, private scalar: [UInt8], public share: [UInt8]
    ) throws -> [UInt8]? {
        let key = try KeyAgreementKey(algorithm, privateKey: scalar.span.bytes)
        do {
            let secret = try key.sharedSecret(peerShare: share.span.bytes)
            return [UInt8](copying: secret.span)
        } catch .invalidPeerKey {
            #expect(CryptoError.isQueueEmpty)
            return nil
        }
    }

    /// The function on its own results, as RFC 7748 §5.2 describes.
    private func iterate(_ algorithm: KeyAgreementAlgorithm, _ count: Int) throws -> [UInt8]? {
        var scalar = [UInt8](repeating: 0, count: algorithm.shareLength)
        scalar[0] = algorithm == .x25519 ? 9 : 5
        var coordinate = scalar
        for _ in 0..<count {
            let result = try #require(try secret(algorithm, private: scalar, public: coordinate))
            (scalar, coordinate) = (result, scalar)
        }
        return scalar
    }
}
