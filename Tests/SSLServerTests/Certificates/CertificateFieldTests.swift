import TLSCertificates
import TLSKeyStores
import TestSupport
import Testing

@testable import SSLServer

private let made = VectorFile("certificates/openssl.ini").cases

@Suite("The fields of a certificate")
struct CertificateFieldTests {
    private static func certificate(_ name: String) throws -> Certificate {
        try Certificate(encoded: try #require(VectorFile("certificates/openssl.ini")[name]).bytes("der"))
    }

    @Test("are empty, 0 or false for an empty certificate")
    func empty() {
        let empty = Certificate()
        let texts = [
            empty.effectiveDate, empty.expirationDate, empty.extendedKeyUsage, empty.fingerprint, empty.fingerprintSHA1,
            empty.fingerprintSHA256, empty.issuer, empty.keyPassword, empty.privateKey, empty.privateKeyContainer,
            empty.publicKey, empty.publicKeyAlgorithm, empty.serialNumber, empty.signatureAlgorithm,
            empty.storePassword,
            empty.subjectAltNames, empty.thumbprintMD5, empty.thumbprintSHA1, empty.thumbprintSHA256, empty.usage,
            empty.version, empty.subject, empty.encoded,
        ]
        #expect(texts.joined().isEmpty)
        #expect(empty.encodedB.isEmpty && empty.usageFlags == 0 && empty.publicKeyLength == 0)
        #expect(!empty.privateKeyAvailable && empty.isEmpty)
        #expect(empty.store == "MY" && empty.storeB == Array("MY".utf8) && empty.storeType == .cstUser)
    }

    @Test("are what OpenSSL printed of the certificate", arguments: made)
    func values(_ expected: VectorFile.Case) throws {
        let certificate = try Certificate(encoded: expected.bytes("der"))
        #expect(certificate.version == "V" + expected["version"])
        // OpenSSL leaves out the octet that stands for the sign.
        let serial = certificate.serialNumber
        #expect(serial == expected["serial"] || serial == "00" + expected["serial"])
        #expect(certificate.fingerprint.uppercased() == expected["md5"])
        #expect(certificate.fingerprintSHA1.uppercased() == expected["sha1"])
        #expect(certificate.fingerprintSHA256.uppercased() == expected["sha256"])
        #expect(certificate.thumbprintMD5 == expected["md5"].replacing(":", with: ""))
        #expect(certificate.thumbprintSHA1 == expected["sha1"].replacing(":", with: ""))
        #expect(certificate.thumbprintSHA256 == expected["sha256"].replacing(":", with: ""))
        #expect(Self.printed(certificate.effectiveDate { _ in 0 }) == expected["notBefore"].dropLast())
        #expect(Self.printed(certificate.expirationDate { _ in 0 }) == expected["notAfter"].dropLast())
        #expect(!certificate.privateKeyAvailable && certificate.privateKey.isEmpty)
    }

    /// `23-Jan-2000 15:00:00` as `2000-01-23 15:00:00`.
    private static func printed(_ text: String) -> String {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = text.split(whereSeparator: { "- ".contains($0) }).map(String.init)
        guard parts.count == 4, let month = months.firstIndex(of: parts[1]) else { return "not a date: \(text)" }
        return "\(parts[2])-\(month < 9 ? "0" : "")\(month + 1)-\(parts[0]) \(parts[3])"
    }

    @Test(
        "are what the openssl command prints: PEM, public key", .enabled(if: OpenSSLCommand.isAvailable),
        arguments: made)
    func command(_ expected: VectorFile.Case) throws {
        let certificate = try Certificate(encoded: expected.bytes("der"))
        let file = try TemporaryFile(certificate.encodedB)
        #expect(try OpenSSLCommand.run("x509", "-in", file.path) == certificate.encoded)
        #expect(try OpenSSLCommand.run("x509", "-in", file.path, "-noout", "-pubkey") == certificate.publicKey)
    }

    @Test("of usage are the names and the first octet of the extension")
    func usage() throws {
        let leaf = try Self.certificate("leaf")
        #expect(leaf.usageFlags == 0xff)
        #expect(
            leaf.usage
                == "Digital Signature, Non-Repudiation, Key Encipherment, Data Encipherment, Key Agreement, "
                + "Certificate Signing, CRL Signing, Encipher Only")
        #expect(leaf.extendedKeyUsage == "1.3.6.1.5.5.7.3.1,1.2.3.4.5.6")
        let server = try Self.certificate("rsa2048")
        #expect(server.usageFlags == 0xa0 && server.usage == "Digital Signature, Key Encipherment")
        #expect(server.extendedKeyUsage == "1.3.6.1.5.5.7.3.1,1.3.6.1.5.5.7.3.2")
    }

    @Test("of names are the bare host names and addresses")
    func names() throws {
        #expect(
            try Self.certificate("leaf").subjectAltNames
                == "a.example.test, *.b.example.test, 192.0.2.7, 2001:db8::8:800:200c:417a")
        let leaf = try Self.certificate("leaf")
        #expect(leaf.subject == "CN=leaf.example.test, O=Example")
        #expect(leaf.issuer == "CN=Example Intermediate, O=Example")
    }

    @Test(
        "of the key and the signature are named as the class names them",
        arguments: [
            ("rsa2048", "RSA", 2048, "sha256RSA"), ("rsa2048-pss", "RSA", 2048, "RSASSA-PSS"),
            ("rsapss", "RSASSA-PSS", 2048, "RSASSA-PSS"), ("p256", "EC", 256, "sha256ECDSA"),
            ("p384", "EC", 384, "sha384ECDSA"), ("p521", "EC", 521, "sha512ECDSA"),
            ("ed25519", "Ed25519", 256, "Ed25519"),
            ("ed448", "Ed448", 456, "Ed448"), ("dsa", "DSA", 2048, "sha256DSA"),
        ])
    func algorithms(_ name: String, _ algorithm: String, _ bits: Int, _ signature: String) throws {
        let certificate = try Self.certificate(name)
        #expect(certificate.publicKeyAlgorithm == algorithm)
        #expect(certificate.publicKeyLength == bits)
        #expect(certificate.signatureAlgorithm == signature)
    }

    @Test("of validity are in the system's time zone as it is at that moment")
    func timeZone() throws {
        let certificate = try Self.certificate("rsa2048")
        // From 2026-11-23 23:06:16 UTC to 2036-11-20 23:06:16 UTC.
        #expect(certificate.effectiveDate { _ in 0 } == "23-Nov-2026 23:06:16")
        #expect(certificate.effectiveDate { _ in 3600 } == "24-Nov-2026 00:06:16")
        #expect(certificate.effectiveDate { _ in -5 * 3600 } == "23-Nov-2026 18:06:16")
        let start = try #require(CertificateTime(year: 2030, month: 1, day: 1)).secondsSinceEpoch
        #expect(certificate.expirationDate { $0 < start ? 0 : 20_700 } == "21-Nov-2036 04:51:16")
        #expect(certificate.effectiveDate { $0 < start ? 0 : 20_700 } == "23-Nov-2026 23:06:16")
        // A day of one digit has two.
        #expect(certificate.effectiveDate { _ in 8 * 86_400 } == "01-Dec-2026 23:06:16")
    }

    @Test(
        "of certificates that public servers sent are there",
        arguments: VectorFile("certificates/public-servers.ini").cases)
    func served(_ sample: VectorFile.Case) throws {
        let certificate = try Certificate(encoded: sample.bytes("der"))
        #expect(certificate.version == "V3" && !certificate.subject.isEmpty && !certificate.publicKeyAlgorithm.isEmpty)
        #expect(certificate.publicKeyLength >= 256 && certificate.effectiveDate.utf8.count == 20)
    }
}
