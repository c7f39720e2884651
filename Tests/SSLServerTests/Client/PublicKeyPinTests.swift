import ProviderTesting
import SSLServer
import TLSCertificates
import TLSKeyStores
import Testing

@Suite("A pin of a public key")
struct PublicKeyPinTests {
    private static let base64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    private static let hex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

    private static let forms = [
        base64, "sha256/" + base64, "sha256//" + base64, "sha256:" + base64, "SHA256/" + base64, hex,
        hex.uppercased(), "sha256:" + hex,
        stride(from: 0, to: 64, by: 2).map { String(hex.dropFirst($0).prefix(2)) }.joined(separator: ":"),
    ]

    @Test("is read in every form that is in use", arguments: forms)
    func reading(text: String) throws {
        let pin = try #require(PublicKeyPin(text))
        #expect(pin.sha256 == Array(0..<32))
        #expect(pin.description == "sha256/" + Self.base64)
    }

    @Test(
        "is not read from anything else",
        arguments: [
            "", "sha256/", String(base64.dropLast()), base64 + "AAAA", String(hex.dropLast()), hex + "00",
            "sha1/" + base64, "sha256/" + String(repeating: "z", count: 64), String(repeating: "+1", count: 32),
        ])
    func refusal(text: String) {
        #expect(PublicKeyPin(text) == nil)
    }

    @Test("of a certificate is the hash of its key")
    func certificate() throws {
        let certificate = try TestIdentity.identity.certificateChain[0]
        let pin = try PublicKeyPin(of: certificate)
        #expect(PublicKeyPin(try certificate.subjectPublicKeyInfo.fingerprint(.sha256)) == pin)
    }
}
