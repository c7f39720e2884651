import TLSCertificates
import TLSKeyStores
import TLSPrimitives
import TestSupport
import Testing

private let start = CertificateTime(secondsSinceEpoch: 1_767_225_600)
private let end = CertificateTime(secondsSinceEpoch: 4_102_444_800)
private let bundles = VectorFile("keys/bundles.ini")
private let made = VectorFile("keys/openssl.ini")
private let certificates = VectorFile("certificates/openssl.ini")

private func error(_ body: () throws(KeyStoreError) -> TLSIdentity) -> KeyStoreError? {
    do throws(KeyStoreError) {
        _ = try body()
        return nil
    } catch {
        return error
    }
}

@Suite("Identities: a chain and the key of its first certificate")
struct TLSIdentityTests {
    static let kinds = ["rsa2048", "rsa3072", "rsapss", "p256", "p384", "p521", "ed25519", "ed448"]

    @Test("A key fits its own certificate and no other; the error names both fingerprints")
    func matrix() throws {
        for name in Self.kinds {
            let certificate = try X509Certificate(derBytes: #require(certificates[name]).bytes("der"))
            for other in Self.kinds {
                let text = String(decoding: try #require(made["\(other)-pkcs8-pem"]).bytes("file"), as: UTF8.self)
                let found = error { () throws(KeyStoreError) in try TLSIdentity(pem: text + certificate.pemText) }
                #expect((found == nil) == (name == other))
                guard let found else { continue }
                #expect(found.code == .keyMismatch)
                #expect(found.reason.contains(try certificate.subjectPublicKeyInfo.fingerprint(.sha256)))
                let own = try #require(made["\(other)-pkcs8-pem"])["spki"]
                #expect(found.reason.replacing(":", with: "").contains(own))
            }
        }
    }

    @Test(
        "Bundles with key and chain in either order, other line ends and text around them are read",
        arguments: ["pem/bundle-key-first.pem", "pem/bundle-crlf-noise.pem", "pem/bag-attributes.pem"])
    func bundle(_ name: String) throws {
        let sample = try #require(bundles[name])
        let identity = try TLSIdentity(pem: sample.bytes("file"))
        #expect(
            try SubjectPublicKeyInfo(identity.privateKey.publicKey).fingerprint(.sha256).replacing(":", with: "")
                == sample["spki"])
        let expected = sample["certificates"].split(separator: ",")
        if !expected.isEmpty {
            let found = try identity.certificateChain.map { try $0.fingerprint(.sha256).replacing(":", with: "") }
            #expect(found == expected.map { String($0) })
        }
    }

    @Test("What is missing, double or in the wrong place is named, with what to do")
    func refusals() throws {
        let key = String(decoding: try #require(made["p256-pkcs8-pem"]).bytes("file"), as: UTF8.self)
        let own = try X509Certificate(derBytes: #require(certificates["p256"]).bytes("der"))
        let root = try X509Certificate(derBytes: #require(certificates["root"]).bytes("der"))
        let cases: [(String, KeyStoreError.Code)] = [
            (key, .missingCertificate), (own.pemText, .missingPrivateKey),
            (key + key + own.pemText, .severalPrivateKeys),
            (key + root.pemText + own.pemText, .keyMismatch), ("", .malformed), ("hello", .malformed),
        ]
        for (text, code) in cases {
            let found = error { () throws(KeyStoreError) in try TLSIdentity(pem: text) }
            #expect(found?.code == code)
        }
        let misplaced = error { () throws(KeyStoreError) in try TLSIdentity(pem: key + root.pemText + own.pemText) }
        #expect(misplaced?.advice == "certificate 2 of 2 has this key: put it first")
        #expect(
            error { () throws(KeyStoreError) in
                try TLSIdentity(certificateChain: [], privateKey: try NewKeyKind.p256.generate())
            }?.code == .missingCertificate)
    }

    @Test("Nothing of a private key is in an error about it")
    func noSecretsInErrors() throws {
        for sample in made.cases where sample.name.hasSuffix("-pem") {
            let text = String(decoding: sample.bytes("file"), as: UTF8.self)
            let lines = text.split(separator: "\n").dropFirst().dropLast()
            let damaged = text.replacing("END", with: "ENT")
            for attempt in [text, damaged, text.replacing("=", with: "")] {
                let found = error { () throws(KeyStoreError) in try TLSIdentity(pem: attempt) }
                let description = found?.description ?? ""
                #expect(!lines.contains { description.contains($0.prefix(8)) })
            }
        }
    }

    @Test("A self-signed identity of every kind is for its names and signs", arguments: quickKinds)
    func selfSigned(_ kind: NewKeyKind) throws {
        let identity = try TLSIdentity.selfSigned(
            names: ["localhost"], ipAddresses: ["127.0.0.1", "::1"], notBefore: start, notAfter: end, key: kind)
        #expect(identity.certificateChain.count == 1)
        let certificate = identity.certificateChain[0]
        #expect(certificate.matches(serverName: "localhost"))
        #expect(certificate.matches(serverName: "::1"))
        #expect(try certificate.isSigned(by: certificate.publicKey))
        let again = try TLSIdentity(pem: identity.privateKey.exportPEM() + certificate.pemText)
        #expect(again.certificateChain == identity.certificateChain)
    }

    @Test("A self-signed identity needs a name that can be one")
    func selfSignedRefusals() {
        for names in [[], ["not a name"], [""]] {
            let found = error { () throws(KeyStoreError) in
                try TLSIdentity.selfSigned(names: names, notBefore: start, notAfter: end)
            }
            #expect(found?.code == .invalidContents)
        }
    }
}
