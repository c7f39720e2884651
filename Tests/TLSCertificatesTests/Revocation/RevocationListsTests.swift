import TLSCertificates
import TLSPrimitives
import Testing

private typealias Sample = RevocationSample

@Suite("Judging by revocation lists: RFC 5280 §6.3")
struct RevocationListsTests {
    private let sample: RevocationSample

    init() throws {
        sample = try RevocationSample.shared.get()
    }

    @Test("Good until the next list, or revoked when listed")
    func plain() throws {
        #expect(try sample.status(sample.list()) == .good(until: Sample.tomorrow))
        let revoked = try sample.list { $0.entries = [Sample.entry()] }
        #expect(try sample.status(revoked) == .revoked(at: Sample.yesterday, reason: .keyCompromise))
        #expect(try sample.status(sample.list(), revoked).isRevoked)
        #expect(try sample.status(revoked, sample.list()).isRevoked)
        let silent = try sample.list { $0.entries = [Sample.entry(nil)] }
        #expect(try sample.status(silent) == .revoked(at: Sample.yesterday, reason: nil))
        let hold = try sample.list { $0.entries = [Sample.entry(.certificateHold)] }
        #expect(try sample.status(hold) == .revoked(at: Sample.yesterday, reason: .certificateHold))
        let longer = try sample.list { $0.nextUpdate = Sample.tomorrow + 5 }
        #expect(try sample.status(sample.list(), longer) == .good(until: Sample.tomorrow + 5))
    }

    @Test("Without a list of the issuer nothing is known")
    func none() throws {
        #expect(try sample.status().unknownReason == "there is no revocation list of the issuer")
        let other = try sample.list(by: CertificateIssuer(certificate: sample.stranger, key: sample.strangerKey))
        #expect(try sample.status(other).unknownReason == "there is no revocation list of the issuer")
        let status = RevocationLists([try sample.list()]).status(
            of: sample.leaf, issuer: try IssuingAuthority(sample.stranger), at: Sample.now)
        #expect(status.unknownReason == "the certificate was issued by somebody else")
    }

    @Test("A list holds from thisUpdate to nextUpdate, which it must have")
    func times() throws {
        let list = try sample.list()
        #expect(try sample.status(list, at: Sample.yesterday).isGood)
        #expect(try sample.status(list, at: Sample.yesterday - 1).unknownReason?.contains("of the future") == true)
        #expect(try sample.status(list, at: Sample.tomorrow).isGood)
        #expect(try sample.status(list, at: Sample.tomorrow + 1).unknownReason?.contains("out of date") == true)
        let open = try sample.list { $0.nextUpdate = nil }
        #expect(try sample.status(open).unknownReason?.contains("until when") == true)
        // What an old list has listed stays unknown: only current ones are believed.
        let old = try sample.list {
            $0.entries = [Sample.entry()]
            $0.nextUpdate = Sample.yesterday
        }
        #expect(try sample.status(old).unknownReason?.contains("out of date") == true)
        #expect(try sample.status(old, list).isGood)
    }

    @Test("The issuer has signed, or nothing is known")
    func signatures() throws {
        let name = sample.authority.subject
        let forged = try sample.list(by: CertificateIssuer(name: name, key: sample.strangerKey))
        #expect(try sample.status(forged).unknownReason == "a list is not signed by the issuer")
        let forgedRevocation = try sample.list(by: CertificateIssuer(name: name, key: sample.strangerKey)) {
            $0.entries = [Sample.entry()]
        }
        #expect(try sample.status(forgedRevocation).unknownReason == "a list is not signed by the issuer")
        #expect(try sample.status(forged, sample.list()).isGood)
        var tampered = try sample.list { $0.entries = [Sample.entry()] }.derBytes
        tampered[tampered.count - 1] ^= 1
        let list = try CertificateRevocationList(derBytes: tampered)
        #expect(try sample.status(list).unknownReason?.isEmpty == false)
    }

    @Test("Another certificate of the issuer's name signs when the caller vouches for it, and is asked for last")
    func otherSigners() throws {
        let name = sample.authority.subject
        func signer(_ usage: KeyUsage?, _ subject: DistinguishedName) throws -> X509Certificate {
            var contents = CertificateContents(subject: subject, notBefore: Sample.start, notAfter: Sample.end)
            contents.keyUsage = usage
            return try sample.issuer.issue(contents, for: sample.strangerKey.publicKey)
        }
        let list = try sample.list(by: CertificateIssuer(name: name, key: sample.strangerKey))
        var asked: [DistinguishedName] = []
        let right = try signer([.crlSign], name)
        let status = try sample.status(list, list) { name in
            asked.append(name)
            return [right]
        }
        #expect(status.isGood)
        #expect(asked == [name])
        #expect(try sample.status(list) { _ in [try? signer(nil, name)].compactMap { $0 } }.isGood)
        #expect(try !sample.status(list) { _ in [try? signer([.keyCertSign], name)].compactMap { $0 } }.isGood)
        let stranger = try signer([.crlSign], sample.stranger.subject)
        #expect(try !sample.status(list) { _ in [stranger] }.isGood)
        _ = try sample.status(sample.list()) { _ in
            Issue.record("the issuer itself has signed")
            return []
        }
    }

    @Test("An issuer whose key may not sign lists does not: RFC 5280 §4.2.1.3")
    func issuerUsage() throws {
        let list = try sample.list()
        for (usage, isGood) in [([.keyCertSign], false), ([.crlSign], true), (nil, true)] as [(KeyUsage?, Bool)] {
            let issuer = IssuingAuthority(
                name: sample.authority.subject, publicKeyInfo: sample.authority.subjectPublicKeyInfo, keyUsage: usage)
            let status = RevocationLists([list]).status(of: sample.leaf, issuer: issuer, at: Sample.now)
            #expect(status.isGood == isGood)
        }
    }

    @Test("Lists signed with SHA-1 need permission, with MD5 there is none", arguments: [HashAlgorithm.sha1, .md5])
    func weakHashes(_ hash: HashAlgorithm) throws {
        let key = try PrivateKey.generate(.rsa(bits: 2048))
        let contents = CertificateContents.authority(
            subject: try DistinguishedName(commonName: "Old"), notBefore: Sample.start, notAfter: Sample.end)
        let authority = try CertificateIssuer.selfSigned(contents, key: key)
        var issuer = try CertificateIssuer(certificate: authority, key: key)
        let leaf = try issuer.issue(Sample.leafContents(), for: sample.leafKey.publicKey)
        issuer.rsaHash = hash
        let lists = RevocationLists([try sample.list(by: issuer)])
        let issuing = try IssuingAuthority(authority)
        #expect(lists.status(of: leaf, issuer: issuing, at: Sample.now).unknownReason?.contains("signed with") == true)
        let allowed = lists.status(of: leaf, issuer: issuing, at: Sample.now, allowsSHA1: true)
        #expect(allowed.isGood == (hash == .sha1))
    }

    @Test("A delta list makes nothing good, and what it adds is revoked")
    func deltas() throws {
        let indicator = X509Extension(identifier: .deltaCRLIndicator, isCritical: true, value: [0x02, 0x01, 0x01])
        let delta = try sample.list { $0.additionalExtensions = [indicator] }
        #expect(try sample.status(delta).unknownReason == "a list is a delta list, which is not supported")
        #expect(try sample.status(delta, sample.list()).isGood)
        let adding = try sample.list {
            $0.additionalExtensions = [indicator]
            $0.entries = [Sample.entry()]
        }
        #expect(try sample.status(sample.list(), adding).isRevoked)
        let removing = try sample.list {
            $0.additionalExtensions = [indicator]
            $0.entries = [Sample.entry(.removeFromCRL)]
        }
        #expect(try sample.status(removing).unknownReason == "a list is a delta list, which is not supported")
        let held = try sample.list { $0.entries = [Sample.entry(.certificateHold)] }
        #expect(try sample.status(held, removing).isRevoked)
        let odd = try sample.list { $0.entries = [Sample.entry(.removeFromCRL)] }
        #expect(try sample.status(odd).unknownReason?.contains("removes") == true)
    }

    @Test("An indirect list says nothing, revocations of its own issuer included")
    func indirect() throws {
        let indirect = try sample.list {
            var point = IssuingDistributionPoint()
            point.isIndirect = true
            $0.issuingDistributionPoint = point
            $0.entries = [Sample.entry()]
        }
        #expect(try sample.status(indirect).unknownReason == "a list is indirect, which is not supported")
        #expect(try sample.status(indirect, sample.list()).isGood)
        let unmarked = try sample.list {
            $0.entries = [Sample.entry()]
            $0.entryExtensions = [
                0: [X509Extension(identifier: .certificateIssuer, isCritical: true, value: [0x30, 0x00])]
            ]
        }
        #expect(try sample.status(unmarked).unknownReason == "a list is indirect, which is not supported")
    }

    @Test("Critical extensions that are not known: of the list, it says nothing; of an entry, nobody is good by it")
    func criticalExtensions() throws {
        let unknown = X509Extension(identifier: OID(1, 2, 3), isCritical: true, value: [0x05, 0x00])
        let strange = try sample.list {
            $0.additionalExtensions = [unknown]
            $0.entries = [Sample.entry()]
        }
        #expect(try sample.status(strange).unknownReason?.contains("1.2.3") == true)
        let other = RevokedCertificate(serialNumber: [9], revocationDate: Sample.yesterday)
        let strangeEntry = try sample.list {
            $0.entries = [other]
            $0.entryExtensions = [0: [unknown]]
        }
        #expect(try sample.status(strangeEntry).unknownReason?.contains("critical extension") == true)
        let listed = try sample.list {
            $0.entries = [other, Sample.entry()]
            $0.entryExtensions = [0: [unknown]]
        }
        #expect(try sample.status(listed).isRevoked)
        #expect(try sample.status(strangeEntry, sample.list()).isGood)
    }

    @Test("A list for one kind of certificates covers that kind")
    func kinds() throws {
        func list(_ path: WritableKeyPath<IssuingDistributionPoint, Bool>) throws -> CertificateRevocationList {
            var point = IssuingDistributionPoint()
            point[keyPath: path] = true
            return try sample.list { $0.issuingDistributionPoint = point }
        }
        let users = try list(\.onlyContainsUserCertificates)
        let authorities = try list(\.onlyContainsAuthorityCertificates)
        let attributes = try list(\.onlyContainsAttributeCertificates)
        #expect(try sample.status(users).isGood)
        #expect(try sample.status(authorities).unknownReason == "a list is for authorities only")
        #expect(try sample.status(users, of: sample.subordinate).unknownReason == "a list is for end entities only")
        #expect(try sample.status(authorities, of: sample.subordinate).isGood)
        #expect(try sample.status(attributes).unknownReason == "a list is for attribute certificates only")
        #expect(try sample.status(attributes, authorities, users).isGood)
    }

    @Test("Lists for some reasons are good together when they cover all: RFC 5280 §6.3.3")
    func reasons() throws {
        func list(
            _ reasons: RevocationReasonFlags, until: CertificateTime = Sample.tomorrow,
            _ entries: RevokedCertificate...
        ) throws -> CertificateRevocationList {
            var point = IssuingDistributionPoint()
            point.onlySomeReasons = reasons
            return try sample.list {
                $0.issuingDistributionPoint = point
                $0.nextUpdate = until
                $0.entries = entries
            }
        }
        let compromise: RevocationReasonFlags = [.keyCompromise, .caCompromise]
        let rest = RevocationReasonFlags.all.subtracting(compromise)
        #expect(try sample.status(list(compromise)).unknownReason?.contains("all reasons") == true)
        #expect(try sample.status(list(rest)).unknownReason?.contains("all reasons") == true)
        let both = try sample.status(list(compromise), list(rest, until: Sample.tomorrow - 7))
        #expect(both == .good(until: Sample.tomorrow - 7))
        #expect(try sample.status(list(compromise, Sample.entry())).isRevoked)
        #expect(try sample.status(list(compromise), list(rest, Sample.entry(.superseded))).isRevoked)
        let old = try list(rest, until: Sample.yesterday)
        #expect(try sample.status(list(compromise), old).unknownReason?.contains("all reasons") == true)
    }

    @Test("A list of a distribution point is for the certificates that name it")
    func distributionPoints() throws {
        let here = GeneralName.uniformResourceIdentifier("http://crl.example.test/a.crl")
        let there = GeneralName.uniformResourceIdentifier("http://crl.example.test/b.crl")
        func list(_ name: DistributionPointName) throws -> CertificateRevocationList {
            var point = IssuingDistributionPoint()
            point.name = name
            return try sample.list { $0.issuingDistributionPoint = point }
        }
        func leaf(_ points: CRLDistributionPoint...) throws -> X509Certificate {
            try sample.leaf(.distributionPoints(points))
        }
        let atHere = try list(.fullName([there, here]))
        #expect(try sample.status(atHere, of: leaf(CRLDistributionPoint(name: .fullName([here])))).isGood)
        let elsewhere = GeneralName.uniformResourceIdentifier("http://crl.example.test/c.crl")
        let outside = try sample.status(atHere, of: leaf(CRLDistributionPoint(name: .fullName([elsewhere]))))
        #expect(outside.unknownReason == "a list is for another distribution point")
        #expect(try sample.status(atHere).unknownReason == "a list is for another distribution point")
        // A list of no point decides for those that name one.
        #expect(try sample.status(sample.list(), of: leaf(CRLDistributionPoint(name: .fullName([here])))).isGood)
        // The point's own reasons.
        let some = try leaf(CRLDistributionPoint(name: .fullName([here]), reasons: .keyCompromise))
        #expect(try sample.status(atHere, of: some).unknownReason?.contains("all reasons") == true)
        let all = try leaf(
            CRLDistributionPoint(name: .fullName([here]), reasons: .keyCompromise),
            CRLDistributionPoint(
                name: .fullName([there]), reasons: RevocationReasonFlags.all.subtracting(.keyCompromise)))
        #expect(try sample.status(atHere, of: all).isGood)
        // A point of another issuer is for indirect lists.
        let foreign = try leaf(
            CRLDistributionPoint(name: .fullName([here]), issuer: [.directoryName(sample.stranger.subject)]))
        #expect(try sample.status(atHere, of: foreign).unknownReason == "a list is for another distribution point")
    }

    @Test("Relative names stand below the issuer's: RFC 5280 §4.2.1.13")
    func relativeNames() throws {
        let relative = Array(try DistinguishedName(commonName: "Point").derBytes.dropFirst(2))
        var point = IssuingDistributionPoint()
        point.name = .relativeToIssuer(relative)
        let list = try sample.list { $0.issuingDistributionPoint = point }
        #expect(list.issuingDistributionPoint == point)
        let full = try DistinguishedName([(.commonName, "Authority"), (.commonName, "Point")])
        for name in [DistributionPointName.relativeToIssuer(relative), .fullName([.directoryName(full)])] {
            let leaf = try sample.leaf(.distributionPoints([CRLDistributionPoint(name: name)]))
            #expect(try leaf.crlDistributionPoints == [CRLDistributionPoint(name: name)])
            #expect(try sample.status(list, of: leaf).isGood)
        }
        let other = Array(try DistinguishedName(commonName: "Other").derBytes.dropFirst(2))
        let leaf = try sample.leaf(.distributionPoints([CRLDistributionPoint(name: .relativeToIssuer(other))]))
        #expect(try !sample.status(list, of: leaf).isGood)
        var own = IssuingDistributionPoint()
        own.name = .fullName([.directoryName(sample.authority.subject)])
        #expect(try sample.status(sample.list { $0.issuingDistributionPoint = own }).isGood)
    }

    @Test("More lists of one issuer than are looked at make nothing good")
    func tooMany() throws {
        let list = try sample.list()
        let revoked = try sample.list { $0.entries = [Sample.entry()] }
        let issuing = try sample.issuing
        for (lists, isGood) in [([list] * 64, true), ([list] * 64 + [revoked], false), ([list] * 65, false)] {
            let status = RevocationLists(lists).status(of: sample.leaf, issuer: issuing, at: Sample.now)
            #expect(status.isGood == isGood)
        }
    }

    @Test("A status says itself in one line")
    func descriptions() throws {
        #expect(RevocationStatus.good(until: nil).description == "good")
        #expect(RevocationStatus.good(until: Sample.start).description == "good until 2026-01-01 00:00:00 UTC")
        #expect(
            RevocationStatus.revoked(at: Sample.start, reason: .keyCompromise).description
                == "revoked at 2026-01-01 00:00:00 UTC: key compromise")
        #expect(
            RevocationStatus.revoked(at: Sample.start, reason: nil).description
                == "revoked at 2026-01-01 00:00:00 UTC")
        #expect(RevocationStatus.unknown("no list").description == "unknown: no list")
        #expect(RevocationReason(rawValue: 99).description == "reason 99")
    }
}

private func * (list: [CertificateRevocationList], count: Int) -> [CertificateRevocationList] {
    (0..<count).flatMap { _ in list }
}
