import TLSCertificates
import TLSKeyStores
import TLSPrimitives
import TestSupport
import Testing

private let bundles = VectorFile("keys/bundles.ini")
private let made = VectorFile("keys/openssl.ini")

@Suite("Describing what a file holds")
struct FileInspectionTests {
    @Test("Certificates, keys, requests and what is unreadable are items of their own", arguments: bundles.cases)
    func items(_ sample: VectorFile.Case) throws {
        let inspection = try FileInspection(bytes: sample.bytes("file"))
        let certificates = inspection.items.compactMap { item -> X509Certificate? in
            if case .certificate(let certificate) = item.content { certificate } else { nil }
        }
        let found = try certificates.map { try $0.fingerprint(.sha256).replacing(":", with: "") }
        let expected = sample["certificates"].split(separator: ",").map { String($0) }
        #expect(expected.isEmpty || found == expected)
        let keys = try inspection.items.compactMap { item -> String? in
            switch item.content {
            case .privateKey(let key), .publicKey(let key): try key.fingerprint(.sha256).replacing(":", with: "")
            default: nil
            }
        }
        let isEncrypted = sample["encrypted"] == "yes"
        let isOther = sample["entries"] == "csr" || sample["entries"] == "crl"
        #expect(keys == (isEncrypted || isOther || sample["spki"].isEmpty ? [] : [sample["spki"]]))
        let unreadable = inspection.items.contains { if case .unreadable = $0.content { true } else { false } }
        #expect(unreadable == isEncrypted)
        #expect(inspection.description.split(separator: "\n").allSatisfy { !$0.isEmpty })
    }

    @Test("A bundle is told in full, and which key belongs to which certificate")
    func text() throws {
        let sample = try #require(VectorFile("certificates/openssl.ini")["rsa3072"])
        let certificate = try X509Certificate(derBytes: sample.bytes("der"))
        let key = String(decoding: try #require(made["rsa3072-pkcs8-pem"]).bytes("file"), as: UTF8.self)
        let other = String(decoding: try #require(made["ed25519-pkcs8-pem"]).bytes("file"), as: UTF8.self)
        let inspection = try FileInspection(bytes: Array((certificate.pemText + key + other).utf8))
        let lines = inspection.description.split(separator: "\n", omittingEmptySubsequences: false)
        let fields = lines.prefix { !$0.isEmpty }
        #expect(lines.first == "Certificate, PEM block 1 (CERTIFICATE, line 1)")
        for (name, value) in [
            ("Subject", "CN=rsa3072.example.test, O=Example, OU=Unit, L=Town, S=Land, C=DE, E=a@example.test"),
            ("Serial number", sample["serial"]), ("Valid from", sample["notBefore"].dropLast() + " UTC"),
            ("Valid until", sample["notAfter"].dropLast() + " UTC"), ("Key", "RSA, 3072 bits"),
            ("Signature", "sha384RSA"),
            ("Names", "localhost, *.example.test, 127.0.0.1, ::1"), ("Authority", "no"),
            ("Key usage", "Digital Signature, Key Encipherment"),
            (
                "Extended key usage",
                "1.3.6.1.5.5.7.3.1 (server authentication), 1.3.6.1.5.5.7.3.2 (client authentication)"
            ), ("SHA-256", sample["sha256"].lowercased()), ("SHA-1", sample["sha1"].lowercased()),
        ] {
            let field = fields.first { $0.hasPrefix("  \(name):") }
            #expect(field.map { String($0.drop { $0 != ":" }.dropFirst().drop { $0 == " " }) } == value)
        }
        #expect(fields.last?.hasPrefix("  Private key:") == true)
        #expect(fields.last?.contains("PEM block 2 (PRIVATE KEY") == true)
        #expect(inspection.items.count == 3)
        #expect(inspection.items[1].lines.contains { $0.hasSuffix("PEM block 1 (CERTIFICATE, line 1)") })
        #expect(inspection.items[2].lines.contains { $0.hasSuffix("none in this file") })
    }

    @Test("Nothing private is told")
    func nothingPrivate() throws {
        for sample in made.cases where sample["expect"] == "ok" && sample.name.hasSuffix("-pem") {
            let text = String(decoding: sample.bytes("file"), as: UTF8.self)
            let description = try FileInspection(bytes: sample.bytes("file")).description
            for line in text.split(separator: "\n") where !line.hasPrefix("-") {
                #expect(!description.contains(line.prefix(8)))
            }
        }
    }

    @Test("A damaged block is an item that says what is wrong, and the others are told")
    func damagedBlock() throws {
        let sample = try #require(VectorFile("certificates/openssl.ini")["p256"])
        let certificate = try X509Certificate(derBytes: sample.bytes("der"))
        let damaged = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"
        let inspection = try FileInspection(bytes: Array((damaged + certificate.pemText).utf8))
        #expect(inspection.items.count == 2)
        #expect(inspection.items[0].lines.first?.hasPrefix("malformed: PEM block 1 (CERTIFICATE, line 1)") == true)
        #expect(throws: KeyStoreError.self) { try FileInspection(bytes: [1, 2, 3]) }
        #expect(throws: KeyStoreError.self) { try FileInspection(bytes: []) }
    }

    @Test("A certificate of thousands of names is told in bounds")
    func manyNames() throws {
        let names = (0..<10_000).map { "host\($0).example.test" }
        let identity = try TLSIdentity.selfSigned(
            names: names, notBefore: CertificateTime(secondsSinceEpoch: 0),
            notAfter: CertificateTime(secondsSinceEpoch: 2_000_000_000))
        let inspection = try FileInspection(bytes: identity.certificateChain[0].derBytes)
        #expect(inspection.description.utf8.count < 8000)
        #expect(inspection.description.contains("host99.example.test and 9900 more"))
    }
}
