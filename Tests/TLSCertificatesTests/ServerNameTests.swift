import TLSCertificates
import Testing

/// A subjectAltName entry and a host: whether the first stands for the second.
private struct Sample: Sendable, CustomTestStringConvertible {
    let names: [GeneralName]
    let host: String
    let isMatch: Bool
    var testDescription: String { "\(names) \(host)" }

    static func dns(_ pattern: String, _ host: String, _ isMatch: Bool) -> Sample {
        Sample(names: [.dnsName(pattern)], host: host, isMatch: isMatch)
    }

    static func ip(_ address: String, _ host: String, _ isMatch: Bool) -> Sample {
        Sample(names: IPAddress(address).map { [.ipAddress($0)] } ?? [], host: host, isMatch: isMatch)
    }

    static let exact = [
        dns("example.test", "example.test", true), dns("example.test", "EXAMPLE.Test", true),
        dns("Example.TEST", "example.test", true), dns("example.test", "example.test.", true),
        dns("example.test", "example.test..", false), dns("example.test", "www.example.test", false),
        dns("www.example.test", "example.test", false), dns("example.test", "xexample.test", false),
        dns("example.test", "example.tes", false), dns("example.test", "", false), dns("example.test", ".", false),
        dns("localhost", "localhost", true), dns("a_b.example.test", "a_b.example.test", true),
        dns("xn--mller-kva.test", "xn--mller-kva.test", true), dns("example.test", "exämple.test", false),
        dns("example.test", "example.test\u{0}", false), dns("example.test", "example test", false),
        dns("example.test", "-example.test", false), dns("example.test", ".example.test", false),
        dns("example.test", "example..test", false), dns("example.test", "*.test", false),
        // U+212A KELVIN SIGN folds to k in Unicode, and not in DNS.
        dns("k.test", "\u{212a}.test", false),
    ]
    static let wildcards = [
        dns("*.example.test", "www.example.test", true), dns("*.example.test", "WWW.EXAMPLE.TEST.", true),
        dns("*.example.test", "example.test", false), dns("*.example.test", "a.b.example.test", false),
        dns("*.b.example.test", "a.b.example.test", true), dns("*.test", "example.test", false),
        dns("*.example.test", "*.example.test", false), dns("*.example.test", ".example.test", false),
        dns("*.example.test", "xn--mller-kva.example.test", true), dns("*.0.0.1", "127.0.0.1", false),
        dns("*.example.test", "a_b.example.test", false), dns("*.a_b.example.test", "x.a_b.example.test", false),
        dns("*.a-.example.test", "x.a-.example.test", false), dns("*.-a.example.test", "x.-a.example.test", false),
    ]
    static let addresses = [
        ip("127.0.0.1", "127.0.0.1", true), ip("127.0.0.1", "127.0.0.2", false), ip("::1", "::1", true),
        ip("::1", "0:0:0:0:0:0:0:1", true), ip("2001:db8::1", "2001:DB8:0::1", true), ip("::1", "[::1]", false),
        ip("127.0.0.1", "::ffff:127.0.0.1", false), ip("127.0.0.1", "127.1", false),
        ip("127.0.0.1", "0177.0.0.1", false),
        ip("127.0.0.1", "127.0.0.1.", false), ip("127.0.0.1", "localhost", false), ip("127.0.0.1", "2130706433", false),
        dns("example.test", "127.0.0.1", false),
    ]
}

private let validity = (CertificateTime(secondsSinceEpoch: 0), CertificateTime(secondsSinceEpoch: 2_000_000_000))

/// A certificate with this subjectAltName value. What is signed and by whom does not matter here.
private func certificate(subjectAltName value: [UInt8], commonName: String = "cn.test") throws -> X509Certificate {
    let algorithm: [UInt8] = [0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70]
    let name = try DistinguishedName(commonName: commonName)
    var writer = DERWriter()
    writer.sequence { certificate in
        certificate.sequence { tbs in
            tbs.constructed(.contextConstructed(0)) { $0.integer(2) }
            tbs.integer(1)
            tbs.encoded(algorithm)
            tbs.encoded(name.derBytes)
            tbs.sequence { times in
                times.time(validity.0)
                times.time(validity.1)
            }
            tbs.encoded(name.derBytes)
            tbs.sequence { key in
                key.encoded(algorithm)
                key.bitString([UInt8](repeating: 1, count: 32))
            }
            tbs.constructed(.contextConstructed(3)) { wrapper in
                wrapper.sequence { list in
                    list.sequence { entry in
                        entry.objectIdentifier(.subjectAltName)
                        entry.value(.octetString, value)
                    }
                }
            }
        }
        certificate.encoded(algorithm)
        certificate.bitString([1])
    }
    return try X509Certificate(derBytes: writer.bytes)
}

private func value(_ names: [GeneralName]) -> [UInt8] {
    var writer = DERWriter()
    writer.sequence { list in
        for name in names {
            switch name {
            case .dnsName(let host): list.value(.context(2), host.utf8)
            case .ipAddress(let address): list.value(.context(7), address.bytes)
            default: break
            }
        }
    }
    return writer.bytes
}

@Suite("Choosing a certificate by host: RFC 9525 §6")
struct ServerNameTests {
    @Test("Host names match whole and without regard to case", arguments: Sample.exact)
    private func exactNames(_ sample: Sample) throws {
        #expect(try certificate(subjectAltName: value(sample.names)).matches(serverName: sample.host) == sample.isMatch)
    }

    @Test("A wildcard is one whole left-most label above two more: RFC 9525 §6.3", arguments: Sample.wildcards)
    private func wildcards(_ sample: Sample) throws {
        #expect(try certificate(subjectAltName: value(sample.names)).matches(serverName: sample.host) == sample.isMatch)
    }

    @Test("IP addresses match iPAddress alone, by their bytes", arguments: Sample.addresses)
    private func addresses(_ sample: Sample) throws {
        #expect(try certificate(subjectAltName: value(sample.names)).matches(serverName: sample.host) == sample.isMatch)
    }

    @Test(
        "Entries that are not host names match nothing",
        arguments: [
            "example.test\u{0}.evil.test", "example.test.", "exa mple.test", "", "*", "*.", "a*.example.test",
            "*a.example.test", "w*w.example.test", "www.*.test", "*.*.test", "example.test\n", "éxample.test",
            "127.0.0.1", "*.com",
        ])
    func strangePatterns(_ pattern: String) throws {
        let certificate = try certificate(subjectAltName: value([.dnsName(pattern)]))
        for host in ["example.test", "www.example.test", "a.com", "127.0.0.1", pattern, "com", "www.x.test"] {
            #expect(!certificate.matches(serverName: host) || host == "example.com")
        }
    }

    @Test("The common name does not count")
    func commonName() throws {
        let certificate = try certificate(subjectAltName: value([.dnsName("other.test")]), commonName: "example.test")
        #expect(!certificate.matches(serverName: "example.test"))
        #expect(certificate.matches(serverName: "other.test"))
    }

    @Test("Any of several names will do, and a malformed list is for none")
    func lists() throws {
        let many = (0..<10_000).map { GeneralName.dnsName("host\($0).example.test") }
        let certificate = try certificate(subjectAltName: value(many))
        #expect(certificate.matches(serverName: "host9999.example.test"))
        #expect(!certificate.matches(serverName: "host10000.example.test"))
        let first = value([.dnsName("example.test")])
        #expect(
            !(try TLSCertificatesTests.certificate(subjectAltName: first + [0]).matches(serverName: "example.test")))
        let damaged = Array(first.dropLast()) + [0x74, 0x82, 0x05]
        #expect(!(try TLSCertificatesTests.certificate(subjectAltName: damaged).matches(serverName: "example.test")))
    }

    @Test("An iPAddress of another size than 4 or 16 bytes is malformed")
    func addressSizes() throws {
        for count in [0, 3, 5, 8, 15, 17, 32] {
            var writer = DERWriter()
            writer.sequence { $0.value(.context(7), [UInt8](repeating: 1, count: count)) }
            let certificate = try certificate(subjectAltName: writer.bytes)
            #expect(throws: CertificateError.self) { try certificate.subjectAlternativeNames }
        }
    }
}
