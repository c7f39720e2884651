import TLSCertificates
import TLSPrimitives
import Testing

@Suite("Extensions that say where and how revocation is looked up")
struct RevocationExtensionTests {
    private let sample: RevocationSample

    init() throws {
        sample = try RevocationSample.shared.get()
    }

    private func leaf(_ identifier: OID, _ value: [UInt8]) throws -> X509Certificate {
        try sample.leaf(X509Extension(identifier: identifier, value: value))
    }

    @Test("TLS features: none, a list, a staple demanded: RFC 7633 §4")
    func features() throws {
        #expect(try sample.leaf.tlsFeatures == nil)
        #expect(try !sample.leaf.requiresStaple)
        for (features, requires) in [([5], true), ([17], false), ([], false), ([17, 5, 65535], true)]
            as [([UInt16], Bool)]
        {
            let leaf = try sample.leaf(.tlsFeatures(features))
            #expect(try leaf.tlsFeatures == features)
            #expect(try leaf.requiresStaple == requires)
        }
        for wrong: [UInt8] in [
            [], [0x02, 0x01, 0x05], [0x30, 0x02, 0x05, 0x00], [0x30, 0x03, 0x02, 0x01, 0xff],
            [0x30, 0x05, 0x02, 0x03, 0x01, 0x00, 0x00], [0x30, 0x03, 0x02, 0x01, 0x05, 0x05, 0x00],
        ] {
            let leaf = try leaf(.tlsFeature, wrong)
            #expect(throws: CertificateError.self) { try leaf.tlsFeatures }
            #expect(throws: CertificateError.self) { try leaf.requiresStaple }
        }
    }

    @Test("Access: addresses of responders and of issuers, in order: RFC 5280 §4.2.2.1")
    func access() throws {
        #expect(try sample.leaf.ocspResponders.isEmpty)
        let leaf = try sample.leaf(
            .accessLocations(ocsp: ["http://a.test/", "http://b.test/"], issuers: ["http://c.test/ca.der"]))
        #expect(try leaf.ocspResponders == ["http://a.test/", "http://b.test/"])
        #expect(try leaf.issuerLocations == ["http://c.test/ca.der"])
        // A location that is no address is passed over.
        let named: [UInt8] = [
            0x30, 0x10, 0x30, 0x0e, 0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x82, 0x02, 0x61, 0x62,
        ]
        #expect(try self.leaf(.authorityInfoAccess, named).ocspResponders.isEmpty)
        for wrong: [UInt8] in [
            [0x30, 0x00], [0x30, 0x02, 0x30, 0x00], named + [0x05, 0x00], Array(named.dropLast()),
        ] {
            let leaf = try self.leaf(.authorityInfoAccess, wrong)
            #expect(throws: CertificateError.self) { try leaf.ocspResponders }
        }
    }

    @Test("Distribution points: names, reasons, issuers: RFC 5280 §4.2.1.13")
    func distributionPoints() throws {
        #expect(try sample.leaf.crlDistributionPoints.isEmpty)
        let address = GeneralName.uniformResourceIdentifier("http://crl.test/a")
        let points = [
            CRLDistributionPoint(name: .fullName([address, .directoryName(sample.stranger.subject)])),
            CRLDistributionPoint(name: .fullName([address]), reasons: [.keyCompromise, .aaCompromise]),
            CRLDistributionPoint(name: nil, issuer: [.directoryName(sample.stranger.subject)]),
        ]
        #expect(try sample.leaf(.distributionPoints(points)).crlDistributionPoints == points)
        for reasons in 0..<9 {
            let flag = RevocationReasonFlags(rawValue: reasons < 8 ? 0x80 >> UInt16(reasons) : 0x8000)
            let point = CRLDistributionPoint(name: .fullName([address]), reasons: flag)
            let read = try sample.leaf(.distributionPoints([point])).crlDistributionPoints.first?.reasons
            #expect(read == flag.intersection(.all), "bit 0 has no meaning")
        }
        for wrong: [UInt8] in [
            [0x30, 0x00], [0x30, 0x02, 0x30, 0x00], [0x30, 0x06, 0x30, 0x04, 0x81, 0x02, 0x06, 0x40],
            [0x30, 0x04, 0x30, 0x02, 0xa2, 0x00],
        ] {
            let leaf = try leaf(.cRLDistributionPoints, wrong)
            #expect(throws: CertificateError.self) { try leaf.crlDistributionPoints }
            let status = try sample.status(sample.list(), of: leaf)
            #expect(status.unknownReason?.contains("cRLDistributionPoints") == true)
        }
        let many = [CRLDistributionPoint](repeating: points[0], count: 33)
        #expect(throws: CertificateError.self) { try sample.leaf(.distributionPoints(many)).crlDistributionPoints }
        let names = CRLDistributionPoint(name: .fullName([GeneralName](repeating: address, count: 17)))
        #expect(throws: CertificateError.self) { try sample.leaf(.distributionPoints([names])).crlDistributionPoints }
    }
}
