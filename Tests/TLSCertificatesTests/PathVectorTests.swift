import TLSCertificates
import TestSupport
import Testing

@Suite("The vectors of certificate paths")
struct PathVectorTests {
    @Test(
        "Every certificate is read: what is wrong with some lies above their structure",
        arguments: [
            ("pkits", 250), ("chains", 177), ("limbo", 205), ("bettertls", 1650), ("real-chains", 20),
            ("mozilla-roots", 117),
        ])
    func certificates(_ file: String, _ count: Int) throws {
        let certificates = try PathCases(file).certificates
        #expect(certificates.count == count)
        for item in certificates {
            #expect(try X509Certificate(derBytes: item.der).derBytes == item.der, "\(item)")
        }
    }

    @Test("Every CRL is one DER sequence of three", arguments: [("pkits", 126), ("limbo", 2)])
    func lists(_ file: String, _ count: Int) throws {
        let crls = try PathCases(file).crls
        #expect(crls.count == count)
        for item in crls {
            var outer = DERReader(item.der.span)
            var list = try outer.sequence("CertificateList")
            try outer.expectEnd("CertificateList")
            for _ in 0..<3 { _ = try list.element("CertificateList") }
            try list.expectEnd("CertificateList")
        }
    }

    @Test(
        "Every case has a chain, a root, a time and a verdict", arguments: ["pkits", "chains", "limbo", "real-chains"])
    func cases(_ file: String) throws {
        for one in try PathCases(file).cases {
            #expect(!one.chain.isEmpty && !one.roots.isEmpty, "\(one)")
            let time = CertificateTime(secondsSinceEpoch: one.time)
            #expect((2012...2026).contains(time.year), "\(one)")
        }
    }

    @Test("The settings of a case are read")
    func settings() throws {
        let pkits = try #require(try PathCases("pkits").cases.first { $0.id == "4.8.1 part 2" })
        #expect(CertificateTime(secondsSinceEpoch: pkits.time).description == "2015-06-01 12:00:00 UTC")
        #expect(pkits.features == ["crl"])
        let chain = try #require(
            try PathCases("chains").cases.first { $0.id == "target-selfsigned::trusted_leaf_require_self_signed" })
        #expect(chain.rootTrust == .leafRequireSelfSigned && chain.isValid && chain.chain == chain.roots)
        let limbo = try #require(try PathCases("limbo").cases.first { $0.id == "pathlen::max-chain-depth-0" })
        #expect(limbo.maximumDepth == 0)
        let mail = try #require(try PathCases("limbo").cases.first { !$0.names.isEmpty })
        #expect(mail.names.map(\.kind) == [.mail] && mail.names.map(\.value) == ["*@subdomain.example.com"])
        #expect(mail.purpose == .client || mail.purpose == .server)
    }
}
