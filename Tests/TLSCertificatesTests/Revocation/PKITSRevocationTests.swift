import TLSCertificates
import TestSupport
import Testing

private let file = VectorFile("revocation/pkits.ini")
private let cases = file.cases.filter { !$0["title"].isEmpty }

/// Valid cases that need what is refused: nothing is known of them.
private let needsWhatIsRefused: [String: String] = [
    "4.14.22": "the only list is indirect", "4.14.24": "the only list is indirect",
    "4.14.28": "the list of the end entity is an indirect one", "4.14.30": "the list of the end entity is indirect",
    "4.15.5": "a delta list takes the certificate off hold",
]

/// The path of a case by signatures alone, and what the lists say of each certificate in it.
private struct PKITSCase {
    let certificates: [X509Certificate]
    let lists: RevocationLists
    static let time = CertificateTime(year: 2015, month: 1, day: 1)

    init(_ vector: VectorFile.Case) throws {
        certificates = try vector["certificates"].split(separator: " ").map { name in
            try X509Certificate(derBytes: try #require(file["certificate \(name)"]).bytes("der"))
        }
        lists = RevocationLists(
            vector["lists"].split(separator: " ").compactMap { name in
                try? CertificateRevocationList(derBytes: file["list \(name)"]?.bytes("der") ?? [])
            })
    }

    /// Whether a certificate and all that vouch for it, the trust anchor left out, are good.
    func status(of certificate: X509Certificate, depth: Int = 0) throws -> RevocationStatus {
        let time = try #require(Self.time)
        guard certificate != certificates.first else { return .good(until: nil) }
        guard depth < 4 else { return .unknown("the path is too long") }
        var last = RevocationStatus.unknown("nobody has issued it")
        for issuer in certificates where issuer != certificate && issuer.subject == certificate.issuer {
            guard try issuer.keyUsage?.contains(.keyCertSign) ?? true, try certificate.isSigned(by: issuer.publicKey)
            else { continue }
            last = try status(of: issuer, depth: depth + 1)
            guard last.isGood else { continue }
            last = lists.status(of: certificate, issuer: try IssuingAuthority(issuer), at: time) { name in
                // Those of this name, with a path of their own, whose own status does not hang on themselves.
                certificates.filter { signer in
                    signer.subject == name && signer != issuer && signer != certificate
                        && ((try? status(of: signer, depth: depth + 1).isGood) ?? false)
                }
            }
            if last.isGood { return last }
        }
        return last
    }
}

@Suite("NIST PKITS: revocation lists")
struct PKITSRevocationTests {
    @Test("A case comes out as NIST says, or is not known for a reason", arguments: cases)
    func outcome(_ vector: VectorFile.Case) throws {
        let sample = try PKITSCase(vector)
        let status = try sample.status(of: try #require(sample.certificates.last))
        if vector["valid"] == "no" {
            #expect(!status.isGood, "\(vector["title"])")
        } else if needsWhatIsRefused[vector.name] != nil {
            #expect(!status.isGood, "\(vector["title"]) is not expected to work")
        } else {
            #expect(status.isGood, "\(vector["title"]): \(status)")
        }
    }

    @Test("All of the cases are there, and all of the lists are read")
    func inventory() {
        #expect(cases.count == 37)
        let lists = file.cases.filter { $0.name.hasPrefix("list ") }
        #expect(lists.count > 30)
        for list in lists {
            #expect(throws: Never.self, "\(list.name)") { try CertificateRevocationList(derBytes: list.bytes("der")) }
        }
    }
}
