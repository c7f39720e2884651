import TLSCertificates
import TLSPrimitives
import TestSupport
import Testing

private let made = VectorFile("certificates/openssl.ini").cases
private let collected = VectorFile("certificates/cryptography.ini").cases
private let served = VectorFile("certificates/public-servers.ini").cases

@Suite("Reading certificates: RFC 5280 §4.1")
struct CertificateReadingTests {
    @Test("The vectors are there")
    func vectors() {
        #expect(made.count == 27)
        #expect(collected.count > 60)
        #expect(served.count > 15)
    }

    @Test("The fields of certificates made by OpenSSL are what it printed", arguments: made)
    func fields(_ expected: VectorFile.Case) throws {
        let certificate = try X509Certificate(derBytes: expected.bytes("der"))
        #expect("\(certificate.version)" == expected["version"])
        #expect(certificate.subject.description == OpenSSLText.name(expected["subject"]))
        #expect(certificate.issuer.description == OpenSSLText.name(expected["issuer"]))
        #expect(certificate.notBefore.description == OpenSSLText.time(expected["notBefore"]))
        #expect(certificate.notAfter.description == OpenSSLText.time(expected["notAfter"]))
        #expect(certificate.signatureAlgorithmName == OpenSSLText.signature(expected["signature"]))
        // OpenSSL leaves out the octet that stands for the sign.
        let serial = certificate.serialNumberText
        #expect(serial == expected["serial"] || serial == "00" + expected["serial"])
        #expect(try certificate.fingerprint(.md5).uppercased() == expected["md5"])
        #expect(try certificate.fingerprint(.sha1).uppercased() == expected["sha1"])
        #expect(try certificate.fingerprint(.sha256).uppercased() == expected["sha256"])
        let key = try certificate.subjectPublicKeyInfo.fingerprint(.sha256)
        #expect(key.replacing(":", with: "") == expected["spki"])
    }

    @Test("The extensions of certificates made by OpenSSL say what it printed", arguments: made)
    func extensions(_ expected: VectorFile.Case) throws {
        let certificate = try X509Certificate(derBytes: expected.bytes("der"))
        let authority = try certificate.basicConstraints.map { constraints in
            (constraints.isAuthority ? "CA:TRUE" : "CA:FALSE")
                + (constraints.pathLength.map { ", pathlen:\($0)" } ?? "")
        }
        #expect(authority ?? "" == expected["basicConstraints"])
        #expect(try certificate.keyUsage?.description ?? "" == OpenSSLText.keyUsage(expected["keyUsage"]))
        #expect(try certificate.extendedKeyUsage ?? [] == OpenSSLText.purposes(expected["extendedKeyUsage"]))
        let identifier = try certificate.subjectKeyIdentifier.map { HexText.text($0, separator: ":", uppercase: true) }
        #expect(identifier ?? "" == expected["subjectKeyIdentifier"])
        let names = try certificate.subjectAlternativeNames.filter(OpenSSLText.hasPlainForm)
        #expect(names == OpenSSLText.plainNames(expected["subjectAltName"]))
    }

    @Test("Every kind of alternative name is read")
    func alternativeNames() throws {
        let leaf = try X509Certificate(derBytes: #require(VectorFile("certificates/openssl.ini")["leaf"]).bytes("der"))
        let names = try leaf.subjectAlternativeNames
        #expect(names.contains(.ipAddress(try #require(IPAddress("2001:db8::8:800:200c:417a")))))
        #expect(names.contains(.registeredID(try #require(OID("1.2.3.4")))))
        #expect(names.contains(.directoryName(try DistinguishedName(text: "C=DE, O=Directory"))))
        #expect(names.contains { if case .other(0xa0, _) = $0 { true } else { false } })
        let issuer = try #require(try leaf.authorityKeyIdentifier)
        let intermediate = try X509Certificate(
            derBytes: #require(VectorFile("certificates/openssl.ini")["intermediate"]).bytes("der"))
        #expect(try issuer.keyIdentifier == intermediate.subjectKeyIdentifier)
    }

    @Test("Extensions are found by their identifiers, with their criticality")
    func rawExtensions() throws {
        let leaf = try X509Certificate(
            derBytes: #require(VectorFile("certificates/openssl.ini")["rsa2048"]).bytes("der"))
        #expect(leaf.extensions.count == 5)
        #expect(leaf.extension(.keyUsage)?.isCritical == true)
        #expect(leaf.extension(.keyUsage)?.value == [0x03, 0x02, 0x05, 0xa0])
        #expect(leaf.extension(.subjectAltName)?.isCritical == false)
        #expect(leaf.extension(.authorityKeyIdentifier) == nil)
    }

    @Test("Certificates of a library's test suite give the values it reads, or are refused", arguments: collected)
    func collection(_ expected: VectorFile.Case) throws {
        // Refused on purpose: a version that does not exist, and algorithms outside that are not those inside.
        let refused: Set<String> = [
            "custom-invalid_version", "v1_cert", "custom-rsa_pss_cert_invalid_mgf",
            "custom-rsa_pss_cert_unsupported_mgf_hash",
        ]
        guard let certificate = try? X509Certificate(derBytes: expected.bytes("der")) else {
            #expect(expected["expect"] != "ok" || refused.contains(expected.name))
            return
        }
        #expect(!refused.contains(expected.name))
        guard !expected["sha256"].isEmpty else { return }
        #expect(try certificate.fingerprint(.sha256).replacing(":", with: "") == expected["sha256"])
        let serial = String(certificate.serialNumberText.lowercased().drop { $0 == "0" })
        #expect(serial == expected["serial"].drop { $0 == "0" })
        let time = String(expected["notAfter"].prefix(19)).replacing("T", with: " ")
        #expect(certificate.notAfter.description == time + " UTC")
    }

    @Test("Certificates of public servers are read, and match their hosts", arguments: served)
    func publicServers(_ expected: VectorFile.Case) throws {
        let certificate = try X509Certificate(derBytes: expected.bytes("der"))
        // OpenSSL was asked not to quote.
        #expect(certificate.subject.description.replacing("\"", with: "") == OpenSSLText.name(expected["subject"]))
        #expect(certificate.serialNumberText.hasSuffix(expected["serial"]))
        #expect(certificate.notAfter.description == OpenSSLText.time(expected["notAfter"]))
        #expect(certificate.matches(serverName: expected["host"]) == (expected.name == expected["host"] + "-1"))
        _ = try certificate.publicKey
        _ = try certificate.keyUsage
        _ = try certificate.extendedKeyUsage
        _ = try certificate.authorityKeyIdentifier
    }
}
