import TLSCertificates
import TLSPrimitives
import TestSupport
import Testing

private let made = VectorFile("certificates/openssl.ini").cases
private let collected = VectorFile("certificates/cryptography.ini").cases
private let served = VectorFile("certificates/public-servers.ini").cases

/// A name as OpenSSL prints it, in our spelling of state and e-mail address.
private func ourSpelling(_ name: String) -> String {
    name.replacing(", ST=", with: ", S=").replacing("emailAddress=", with: "E=")
}

private func ourTime(_ time: String) -> String { time.dropLast() + " UTC" }

@Suite("Reading certificates: RFC 5280 §4.1")
struct CertificateReadingTests {
    @Test("The fields of certificates made by OpenSSL are what it printed", arguments: made)
    func fields(_ expected: VectorFile.Case) throws {
        let certificate = try X509Certificate(derBytes: expected.bytes("der"))
        #expect("\(certificate.version)" == expected["version"])
        #expect(certificate.subject.description == ourSpelling(expected["subject"]))
        #expect(certificate.issuer.description == ourSpelling(expected["issuer"]))
        #expect(certificate.notBefore.description == ourTime(expected["notBefore"]))
        #expect(certificate.notAfter.description == ourTime(expected["notAfter"]))
        // OpenSSL leaves out the octet that stands for the sign.
        let serial = certificate.serialNumberText
        #expect(serial == expected["serial"] || serial == "00" + expected["serial"])
        #expect(try certificate.fingerprint(.md5).uppercased() == expected["md5"])
        #expect(try certificate.fingerprint(.sha1).uppercased() == expected["sha1"])
        #expect(try certificate.fingerprint(.sha256).uppercased() == expected["sha256"])
    }

    @Test("Extensions of certificates made by OpenSSL say what it printed", arguments: made)
    func extensions(_ expected: VectorFile.Case) throws {
        let certificate = try X509Certificate(derBytes: expected.bytes("der"))
        let authority = try certificate.basicConstraints.map { constraints in
            (constraints.isAuthority ? "CA:TRUE" : "CA:FALSE") + (constraints.pathLength.map { ", pathlen:\($0)" } ?? "")
        }
        #expect((authority ?? "") == expected["basicConstraints"])
        let usage = try certificate.keyUsage?.description ?? ""
        #expect(
            usage
                == expected["keyUsage"].replacing("Non Repudiation", with: "Non-Repudiation")
                .replacing("Key CertSign", with: "Certificate Signing")
                .replacing("Certificate Sign,", with: "Certificate Signing,").replacing("CRL Sign,", with: "CRL Signing,")
                .replacing(/CRL Sign$/, with: "CRL Signing"))
        let identifier = try certificate.subjectKeyIdentifier.map { HexText.text($0, separator: ":", uppercase: true) }
        #expect((identifier ?? "") == expected["subjectKeyIdentifier"])
        let hosts = try certificate.subjectAlternativeNames.filter { if case .dnsName = $0 { true } else { false } }
        #expect(hosts.count == expected["subjectAltName"].split(separator: "DNS:").count - (hosts.isEmpty ? 0 : 0)
            || hosts.allSatisfy { expected["subjectAltName"].contains("DNS:\($0)") })
    }
}
