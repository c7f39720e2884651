import Foundation
import TLSCertificates
import TLSPrimitives
import TestSupport
import Testing

private let start = CertificateTime(secondsSinceEpoch: 1_767_225_600)
private let end = CertificateTime(secondsSinceEpoch: 4_102_444_800)

/// One key of each kind, made once; those for DSA are of the vectors.
private let keys: [(type: KeyType, key: PrivateKey?)] = {
    let types: [KeyType] = [
        .rsa(bits: 2048), .rsa(bits: 3072), .rsaPSS(bits: 2048), .ec(.p256), .ec(.p384), .ec(.p521), .ed25519, .ed448,
    ]
    let made = types.map { ($0, try? PrivateKey.generate($0)) }
    let dsa = (try? DSASample.all()) ?? []
    return made + dsa.map { (.dsa(bits: $0.bits), try? $0.key()) }
}()

@Suite("Issuing certificates: RFC 5280 §4")
struct CertificateIssuerTests {
    @Test("A self-signed certificate says what it was told and verifies", arguments: keys.indices)
    func selfSigned(_ index: Int) throws {
        let key = try #require(keys[index].key)
        let contents = try CertificateContents.server(
            names: ["example.test", "*.example.test"], ipAddresses: ["192.0.2.1", "2001:db8::1"], notBefore: start,
            notAfter: end)
        let certificate = try CertificateIssuer.selfSigned(contents, key: key)
        #expect(certificate.version == 3)
        #expect(certificate.subject.description == "CN=example.test")
        #expect(certificate.isSelfIssued)
        #expect(certificate.notBefore == start)
        #expect(certificate.notAfter == end)
        #expect(certificate.serialNumber.count == 16)
        #expect(try certificate.publicKey == key.publicKey)
        #expect(try certificate.isSigned(by: key.publicKey))
        #expect(certificate.matches(key))
        #expect(try certificate.subjectAlternativeNames == contents.alternativeNames)
        #expect(try certificate.keyUsage == [.digitalSignature, .keyEncipherment])
        #expect(try certificate.extendedKeyUsage == [.serverAuthentication, .clientAuthentication])
        #expect(try certificate.basicConstraints == BasicConstraints(isAuthority: false))
        #expect(try certificate.subjectKeyIdentifier?.count == 20)
        #expect(try certificate.authorityKeyIdentifier?.keyIdentifier == certificate.subjectKeyIdentifier)
        for host in ["example.test", "www.example.test", "192.0.2.1", "2001:db8::1"] {
            #expect(certificate.matches(serverName: host))
        }
    }

    @Test("Serial numbers are random, or the ones that were chosen")
    func serialNumbers() throws {
        let key = try #require(keys[3].key)
        var contents = try CertificateContents.server(names: ["example.test"], notBefore: start, notAfter: end)
        let serials = try (0..<50).map { _ in try CertificateIssuer.selfSigned(contents, key: key).serialNumber }
        #expect(Set(serials).count == 50)
        #expect(serials.allSatisfy { (0x40...0x7f).contains($0[0]) })
        for (chosen, written) in [([1], [1]), ([0, 0xff], [0, 0xff]), ([0xff], [0, 0xff])] as [([UInt8], [UInt8])] {
            contents.serialNumber = chosen
            #expect(try CertificateIssuer.selfSigned(contents, key: key).serialNumber == written)
        }
        for refused in [[], [0], [UInt8](repeating: 1, count: 21)] {
            contents.serialNumber = refused
            #expect(throws: CertificateError.self) { try CertificateIssuer.selfSigned(contents, key: key) }
        }
    }

    @Test("All uses, and every form of name, are written as they are read")
    func allExtensions() throws {
        let key = try #require(keys[6].key)
        var contents = CertificateContents(subject: .empty, notBefore: start, notAfter: end)
        contents.alternativeNames = [
            .dnsName("*.example.test"), .ipAddress(try #require(IPAddress("::1"))), .rfc822Name("a@example.test"),
            .uniformResourceIdentifier("https://example.test/"),
            .directoryName(try DistinguishedName(text: "C=DE, O=X")),
            .registeredID(try #require(OID("1.2.3"))), .other(tag: 0x83, content: []),
        ]
        for bit in 0..<9 {
            contents.keyUsage = KeyUsage(rawValue: bit < 8 ? 0x80 >> UInt16(bit) : 0x8000)
            #expect(try CertificateIssuer.selfSigned(contents, key: key).keyUsage == contents.keyUsage)
        }
        contents.keyUsage = []
        contents.extendedKeyUsage = [.anyExtendedKeyUsage, try #require(OID("1.2.3.4"))]
        let certificate = try CertificateIssuer.selfSigned(contents, key: key)
        #expect(certificate.subject.isEmpty)
        #expect(certificate.extension(.subjectAltName)?.isCritical == true)
        #expect(try certificate.subjectAlternativeNames == contents.alternativeNames)
        #expect(try certificate.extendedKeyUsage == contents.extendedKeyUsage)
        #expect(try certificate.basicConstraints == nil)
    }

    @Test("Names and times that cannot stand in a certificate are refused")
    func refusals() throws {
        let key = try #require(keys[3].key)
        for name in ["", "exa mple.test", "a..b", "éxample.test", "*.*.test", "a*.test", "x\u{0}.test"] {
            #expect(throws: CertificateError.self) {
                try CertificateIssuer.selfSigned(.server(names: [name], notBefore: start, notAfter: end), key: key)
            }
        }
        #expect(throws: CertificateError.self) {
            try CertificateContents.server(names: [], ipAddresses: ["example.test"], notBefore: start, notAfter: end)
        }
        #expect(throws: CertificateError.self) {
            try CertificateContents.server(names: [], notBefore: start, notAfter: end)
        }
        #expect(throws: CertificateError.self) {
            try CertificateIssuer.selfSigned(.server(names: ["a.test"], notBefore: end, notAfter: start), key: key)
        }
        let tooLate = CertificateTime(secondsSinceEpoch: 253_402_300_800)
        #expect(throws: CertificateError.self) {
            try CertificateIssuer.selfSigned(.server(names: ["a.test"], notBefore: start, notAfter: tooLate), key: key)
        }
    }

    @Test("An issuer's certificate and key belong together")
    func issuerMismatch() throws {
        let own = try #require(keys[3].key)
        let other = try #require(keys[4].key)
        let contents = CertificateContents.authority(
            subject: try DistinguishedName(commonName: "Root"), notBefore: start, notAfter: end)
        let certificate = try CertificateIssuer.selfSigned(contents, key: own)
        #expect(throws: CertificateError.self) { try CertificateIssuer(certificate: certificate, key: other) }
    }

    @Test("openssl verify accepts chains of all kinds of keys", .enabled(if: OpenSSLCommand.isAvailable))
    func opensslVerifies() throws {
        let directory = try OpenSSLCommand.temporaryDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        for (index, entry) in keys.enumerated() {
            let leafKey = try #require(keys[(index + 3) % keys.count].key)
            let rootKey = try #require(entry.key)
            let root = try CertificateIssuer.selfSigned(
                .authority(
                    subject: DistinguishedName(text: #"CN=Root, O="Example, Inc.", C=DE"#), pathLength: 0,
                    notBefore: start,
                    notAfter: end), key: rootKey, usesPSS: index == 0)
            var issuer = try CertificateIssuer(certificate: root, key: rootKey)
            issuer.usesPSS = index == 1
            let leaf = try issuer.issue(
                .server(names: ["example.test"], ipAddresses: ["127.0.0.1"], notBefore: start, notAfter: end),
                for: leafKey.publicKey)
            try Data(root.derBytes).write(to: URL(filePath: "\(directory)/root.der"))
            try Data(leaf.derBytes).write(to: URL(filePath: "\(directory)/leaf.der"))
            for name in ["root", "leaf"] {
                _ = try OpenSSLCommand.run(
                    "x509", "-inform", "DER", "-in", "\(directory)/\(name).der", "-out", "\(directory)/\(name).pem")
            }
            let verdict = try OpenSSLCommand.run(
                "verify", "-x509_strict", "-check_ss_sig", "-purpose", "sslserver", "-verify_hostname", "example.test",
                "-attime", "1800000000", "-CAfile", "\(directory)/root.pem", "\(directory)/leaf.pem")
            #expect(verdict.hasSuffix("leaf.pem: OK\n"), "\(entry.type): \(verdict)")
            let text = try OpenSSLCommand.run(
                "x509", "-in", "\(directory)/leaf.pem", "-noout", "-issuer", "-nameopt",
                "sep_comma_plus_space,sname,use_quote")
            #expect(text.contains("CN=Root"))
        }
    }
}
