import Foundation
import TLSCertificates
import TLSPrimitives
import TestSupport
import Testing

private typealias Sample = RevocationSample

/// A folder of files that openssl and we both read.
private struct Folder {
    let path: String

    init() throws {
        path = try OpenSSLCommand.temporaryDirectory()
    }

    func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: self(name)))) }

    func write(_ bytes: [UInt8], _ name: String) throws { try Data(bytes).write(to: URL(filePath: self(name))) }

    /// Writes a certificate or list as PEM, which is what openssl wants beside its main input.
    func writePEM(_ bytes: [UInt8], _ command: String, _ name: String) throws {
        try write(bytes, name + ".der")
        _ = try OpenSSLCommand.run(command, "-inform", "DER", "-in", self(name + ".der"), "-out", self(name))
    }

    func remove() { OpenSSLCommand.remove(path) }
}

@Suite("Revocation beside the openssl command", .enabled(if: OpenSSLCommand.isAvailable))
struct OpenSSLRevocationTests {
    private let sample: RevocationSample

    init() throws {
        sample = try RevocationSample.shared.get()
    }

    /// Lists, and whether the leaf is good by them; openssl must be of the same opinion.
    private func lists() throws -> [(what: String, lists: [CertificateRevocationList], isGood: Bool)] {
        let plain = try sample.list()
        let other = RevokedCertificate(serialNumber: [1], revocationDate: Sample.yesterday)
        let unknown = X509Extension(identifier: OID(1, 2, 3), isCritical: true, value: [0x05, 0x00])
        func scoped(
            _ change: (inout IssuingDistributionPoint) -> Void, entries: [RevokedCertificate] = []
        ) throws -> CertificateRevocationList {
            var point = IssuingDistributionPoint()
            change(&point)
            return try sample.list {
                $0.issuingDistributionPoint = point
                $0.entries = entries
            }
        }
        let compromise = try scoped { $0.onlySomeReasons = .keyCompromise }
        let rest = try scoped { $0.onlySomeReasons = RevocationReasonFlags.all.subtracting(.keyCompromise) }
        let forger = try CertificateIssuer(name: sample.authority.subject, key: sample.strangerKey)
        return [
            ("an empty list", [plain], true),
            ("a list of others", [try sample.list { $0.entries = [other] }], true),
            ("a list with the leaf", [try sample.list { $0.entries = [other, Sample.entry()] }], false),
            ("the leaf on hold", [try sample.list { $0.entries = [Sample.entry(.certificateHold)] }], false),
            ("an old list", [try sample.list { $0.nextUpdate = Sample.now - 1 }], false),
            ("a future list", [try sample.list { $0.thisUpdate = Sample.now + 1 }], false),
            ("a forged list", [try sample.list(by: forger)], false),
            ("a critical extension", [try sample.list { $0.additionalExtensions = [unknown] }], false),
            ("for users", [try scoped { $0.onlyContainsUserCertificates = true }], true),
            ("for authorities", [try scoped { $0.onlyContainsAuthorityCertificates = true }], false),
            ("for attributes", [try scoped { $0.onlyContainsAttributeCertificates = true }], false),
            ("elsewhere", [try scoped { $0.name = .fullName([.uniformResourceIdentifier("http://a.test/")]) }], false),
            ("some reasons", [compromise], false),
            ("all reasons in two", [compromise, rest], true),
            (
                "two, one with the leaf",
                [compromise, try scoped({ $0.onlySomeReasons = rest.reasons }, entries: [Sample.entry(.superseded)])],
                false
            ),
        ]
    }

    @Test("openssl verify is of our opinion about our lists")
    func verdictsOnLists() throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.writePEM(sample.authority.derBytes, "x509", "ca.pem")
        try folder.writePEM(sample.leaf.derBytes, "x509", "leaf.pem")
        for (what, lists, isGood) in try lists() {
            var text: [UInt8] = []
            for list in lists {
                try folder.writePEM(list.derBytes, "crl", "one.pem")
                text += try folder.bytes("one.pem")
            }
            try folder.write(text, "all.pem")
            let theirs = try? OpenSSLCommand.run(
                "verify", "-crl_check", "-extended_crl", "-attime", "\(Sample.now.secondsSinceEpoch)", "-CAfile",
                folder("ca.pem"), "-CRLfile", folder("all.pem"), folder("leaf.pem"))
            #expect((theirs != nil) == isGood, "openssl: \(what)")
            let ours = RevocationLists(lists).status(of: sample.leaf, issuer: try sample.issuing, at: Sample.now)
            #expect(ours.isGood == isGood, "\(what): \(ours)")
        }
    }

    @Test("openssl reads in our lists what we wrote")
    func listsRead() throws {
        let folder = try Folder()
        defer { folder.remove() }
        let list = try sample.list {
            $0.entries = [
                Sample.entry(),
                RevokedCertificate(
                    serialNumber: [0x00, 0xff], revocationDate: Sample.start, reason: .superseded,
                    invalidityDate: Sample.start),
            ]
            $0.number = 4711
        }
        try folder.write(list.derBytes, "list.der")
        let text = try OpenSSLCommand.run("crl", "-inform", "DER", "-in", folder("list.der"), "-noout", "-text")
        for part in [
            "Version 2", "CN = Authority", "Serial Number: 123456", "Serial Number: FF", "Key Compromise", "Superseded",
            "Invalidity Date", "Jan  1 00:00:00 2026 GMT", "4711",
        ] { #expect(text.contains(part), "\(part)") }
    }

    @Test("A list that openssl made, and what its responder answers to its requests and ours, are read and judged")
    func madeByOpenSSL() throws {
        let folder = try Folder()
        defer { folder.remove() }
        try makeAuthority(folder)
        _ = try OpenSSLCommand.run(
            "ca", "-gencrl", "-config", folder("ca.cnf"), "-cert", folder("ca.pem"), "-keyfile", folder("ca.key"),
            "-out", folder("list.pem"))
        _ = try OpenSSLCommand.run("crl", "-in", folder("list.pem"), "-outform", "DER", "-out", folder("list.der"))
        let list = try CertificateRevocationList(derBytes: folder.bytes("list.der"))
        let authority = try X509Certificate(derBytes: folder.bytes("ca.der"))
        let issuing = try IssuingAuthority(authority)
        #expect(list.entryCount == 2)
        #expect(list.entry(serialNumber: [0x56, 0x78])?.reason == .keyCompromise)
        #expect(list.crlNumber == [0x0a])
        #expect(try list.isSigned(by: authority.publicKey))
        for (name, isGood) in [("good", true), ("bad", false)] {
            let leaf = try X509Certificate(derBytes: folder.bytes("\(name).der"))
            let status = RevocationLists([list]).status(of: leaf, issuer: issuing, at: list.thisUpdate)
            #expect(status.isGood == isGood && status.isRevoked == !isGood)
            for hash in ["-sha1", "-sha256", nil] {
                if let hash {
                    _ = try OpenSSLCommand.run(
                        "ocsp", hash, "-issuer", folder("ca.pem"), "-cert", folder("\(name).pem"), "-reqout",
                        folder("request.der"))
                } else {
                    try folder.write(try OCSPRequest(for: leaf, issuer: authority).derBytes, "request.der")
                }
                _ = try OpenSSLCommand.run(
                    "ocsp", "-index", folder("index.txt"), "-CA", folder("ca.pem"), "-rsigner", folder("ca.pem"),
                    "-rkey", folder("ca.key"), "-reqin", folder("request.der"), "-respout", folder("response.der"),
                    "-ndays", "3")
                let response = try OCSPResponse(derBytes: folder.bytes("response.der"))
                #expect(response.certificates == [authority])
                let time = try #require(response.answers.first?.thisUpdate)
                #expect(try response.responder(for: issuing, at: time) == .issuer)
                let answer = response.status(of: leaf, issuer: issuing, at: time)
                #expect(answer.isGood == isGood && answer.isRevoked == !isGood, "\(answer)")
            }
        }
    }

    /// An authority of openssl's with two certificates, one of them revoked.
    private func makeAuthority(_ folder: Folder) throws {
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        _ = try OpenSSLCommand.run(
            "req", "-x509", curve[0], curve[1], curve[2], curve[3], curve[4], "-keyout", folder("ca.key"), "-out",
            folder("ca.pem"), "-subj", "/CN=CA", "-days", "3650", "-addext", "keyUsage=critical,keyCertSign,cRLSign")
        _ = try OpenSSLCommand.run("x509", "-in", folder("ca.pem"), "-outform", "DER", "-out", folder("ca.der"))
        for (name, number) in [("good", "0x1234"), ("bad", "0x5678")] {
            _ = try OpenSSLCommand.run(
                "req", "-new", curve[0], curve[1], curve[2], curve[3], curve[4], "-keyout", folder("\(name).key"),
                "-out", folder("\(name).csr"), "-subj", "/CN=\(name)")
            _ = try OpenSSLCommand.run(
                "x509", "-req", "-in", folder("\(name).csr"), "-CA", folder("ca.pem"), "-CAkey", folder("ca.key"),
                "-set_serial", number, "-days", "100", "-out", folder("\(name).pem"))
            _ = try OpenSSLCommand.run(
                "x509", "-in", folder("\(name).pem"), "-outform", "DER", "-out", folder("\(name).der"))
        }
        try OpenSSLCommand.write(
            """
            V\t300101000000Z\t\t1234\tunknown\t/CN=good
            R\t300101000000Z\t260101000000Z,keyCompromise\t5678\tunknown\t/CN=bad
            R\t300101000000Z\t260101000000Z\t00FF\tunknown\t/CN=other

            """, to: folder("index.txt"))
        try OpenSSLCommand.write("0A\n", to: folder("crlnumber"))
        try OpenSSLCommand.write(
            """
            [ca]
            default_ca=authority
            [authority]
            database=\(folder("index.txt"))
            crlnumber=\(folder("crlnumber"))
            default_md=sha256
            default_crl_days=30
            crl_extensions=extensions
            [extensions]
            authorityKeyIdentifier=keyid

            """, to: folder("ca.cnf"))
    }

    @Test("openssl ocsp is of our opinion about our responses")
    func verdictsOnResponses() throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.writePEM(sample.authority.derBytes, "x509", "ca.pem")
        try folder.writePEM(sample.leaf.derBytes, "x509", "leaf.pem")
        for (what, response, word) in try responses() {
            try folder.write(response.derBytes, "response.der")
            let theirs = try? OpenSSLCommand.run(
                "ocsp", "-respin", folder("response.der"), "-issuer", folder("ca.pem"), "-cert", folder("leaf.pem"),
                "-CAfile", folder("ca.pem"), "-no_nonce")
            let isVerified = theirs?.contains("Response verify OK") ?? false
            if let word {
                #expect(isVerified && theirs?.contains("leaf.pem: \(word)") == true, "openssl: \(what)")
            } else {
                #expect(theirs == nil || !isVerified || theirs?.contains("ERROR: No Status found") == true, "\(what)")
            }
            let ours = response.status(of: sample.leaf, issuer: try sample.issuing, at: Sample.now)
            #expect(ours.isGood == (word == "good"), "\(what): \(ours)")
            #expect(ours.isRevoked == (word == "revoked"), "\(what): \(ours)")
        }
    }

    /// Responses that hold for long, as openssl has a clock of its own, and what they say of the leaf.
    private func responses() throws -> [(what: String, response: OCSPResponse, word: String?)] {
        let identifier = { (hash: HashAlgorithm) in
            try OCSPCertificateID(of: sample.leaf, issuerKey: sample.authority.subjectPublicKeyInfo, hash: hash)
        }
        let right = try identifier(.sha1)
        func contents(
            _ status: OCSPSingleResponse.Status, _ identifier: OCSPCertificateID? = nil
        ) -> OCSPResponseContents {
            let answer = OCSPSingleResponse(
                certificateID: identifier ?? right, status: status, thisUpdate: Sample.start, nextUpdate: Sample.end)
            return OCSPResponseContents(producedAt: Sample.start, answers: [answer])
        }
        let issuer = try sample.issuer
        let delegate = try makeDelegate(purposes: [.ocspSigning])
        let other = try makeDelegate(purposes: [.serverAuthentication])
        var delegated = contents(.good)
        delegated.certificates = [delegate.1]
        var wrong = contents(.good)
        wrong.certificates = [other.1]
        let foreign = OCSPCertificateID(
            hashAlgorithm: right.hashAlgorithm, issuerNameHash: right.issuerNameHash,
            issuerKeyHash: right.issuerKeyHash,
            serialNumber: [1])
        let forger = try CertificateIssuer(name: sample.authority.subject, key: sample.strangerKey)
        var own = contents(.good)
        own.certificates = [sample.authority]
        return [
            ("good", try issuer.ocspResponse(own), "good"),
            ("revoked", try issuer.ocspResponse(contents(.revoked(at: Sample.start, reason: .superseded))), "revoked"),
            ("unknown", try issuer.ocspResponse(contents(.unknown)), "unknown"),
            ("delegated", try delegate.0.ocspResponse(delegated), "good"),
            ("delegated without purpose", try other.0.ocspResponse(wrong), nil),
            ("another certificate", try issuer.ocspResponse(contents(.good, foreign)), nil),
            ("forged", try forger.ocspResponse(contents(.good)), nil),
        ]
    }

    private func makeDelegate(purposes: [OID]) throws -> (CertificateIssuer, X509Certificate) {
        var contents = CertificateContents(
            subject: try DistinguishedName(commonName: "Responder"), notBefore: Sample.start, notAfter: Sample.end)
        contents.extendedKeyUsage = purposes
        contents.keyUsage = [.digitalSignature]
        let certificate = try sample.issuer.issue(contents, for: sample.leafKey.publicKey)
        return (try CertificateIssuer(certificate: certificate, key: sample.leafKey), certificate)
    }
}

extension CertificateRevocationList {
    fileprivate var reasons: RevocationReasonFlags? { issuingDistributionPoint?.onlySomeReasons }
}
