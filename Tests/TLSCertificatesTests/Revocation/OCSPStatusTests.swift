import TLSCertificates
import TLSPrimitives
import Testing

private typealias Sample = RevocationSample

@Suite("Judging by OCSP responses: RFC 6960 §3.2")
struct OCSPStatusTests {
    private let sample: RevocationSample

    init() throws {
        sample = try RevocationSample.shared.get()
    }

    private func identifier(_ hash: HashAlgorithm = .sha1) throws -> OCSPCertificateID {
        try OCSPCertificateID(of: sample.leaf, issuerKey: sample.authority.subjectPublicKeyInfo, hash: hash)
    }

    private func answer(
        _ status: OCSPSingleResponse.Status = .good, _ identifier: OCSPCertificateID? = nil,
        from start: CertificateTime = Sample.yesterday, to end: CertificateTime? = Sample.tomorrow
    ) throws -> OCSPSingleResponse {
        OCSPSingleResponse(
            certificateID: try identifier ?? self.identifier(), status: status, thisUpdate: start, nextUpdate: end)
    }

    /// A response with these answers; a good one when there are none given.
    private func response(
        _ answers: OCSPSingleResponse..., by issuer: CertificateIssuer? = nil,
        _ change: (inout OCSPResponseContents) throws -> Void = { _ in }
    ) throws -> OCSPResponse {
        var contents = OCSPResponseContents(
            producedAt: Sample.yesterday, answers: answers.isEmpty ? [try answer()] : answers)
        try change(&contents)
        return try (issuer ?? sample.issuer).ocspResponse(contents)
    }

    private func status(
        _ response: OCSPResponse, at time: CertificateTime = Sample.now, of certificate: X509Certificate? = nil
    ) throws -> RevocationStatus {
        response.status(of: certificate ?? sample.leaf, issuer: try sample.issuing, at: time)
    }

    /// A responder that the authority has certified, or somebody else has, with its certificate.
    private func responder(
        by issuer: CertificateIssuer? = nil, purposes: [OID] = [.ocspSigning], usage: KeyUsage? = [.digitalSignature],
        until end: CertificateTime = Sample.end, extensions: [X509Extension] = []
    ) throws -> (CertificateIssuer, X509Certificate) {
        var contents = CertificateContents(
            subject: try DistinguishedName(commonName: "Responder"), notBefore: Sample.start, notAfter: end)
        contents.extendedKeyUsage = purposes
        contents.keyUsage = usage
        contents.additionalExtensions = extensions
        let certificate = try (issuer ?? sample.issuer).issue(contents, for: sample.leafKey.publicKey)
        return (try CertificateIssuer(certificate: certificate, key: sample.leafKey), certificate)
    }

    /// A response of a responder, with its certificate in it.
    private func delegated(_ responder: (CertificateIssuer, X509Certificate)) throws -> OCSPResponse {
        try response(by: responder.0) { $0.certificates = [responder.1] }
    }

    private func keyHash(of certificate: X509Certificate) throws -> [UInt8] {
        let bits = try certificate.subjectPublicKeyInfo.keyBits
        return try HashAlgorithm.sha1.digest(of: bits.span.bytes).bytes
    }

    @Test("The issuer says good until the next answer, or revoked", arguments: [HashAlgorithm.sha1, .sha256, .sha384])
    func plain(_ hash: HashAlgorithm) throws {
        let good = try response(answer(.good, identifier(hash)))
        #expect(try status(good) == .good(until: Sample.tomorrow))
        #expect(try good.responder(for: sample.issuing, at: Sample.now) == .issuer)
        let revoked = try response(answer(.revoked(at: Sample.start, reason: .superseded), identifier(hash)))
        #expect(try status(revoked) == .revoked(at: Sample.start, reason: .superseded))
        let silent = try response(answer(.revoked(at: Sample.start, reason: nil)))
        #expect(try status(silent) == .revoked(at: Sample.start, reason: nil))
    }

    @Test("The issuer may be named by the hash of its key")
    func keyHash() throws {
        let key = try keyHash(of: sample.authority)
        #expect(try status(response { $0.responderID = .keyHash(key) }).isGood)
        let other = try response { $0.responderID = .keyHash([UInt8](repeating: 1, count: 20)) }
        #expect(try status(other).unknownReason == "the response has no certificate of its signer")
        let named = try response { $0.responderID = .name(sample.stranger.subject) }
        #expect(try status(named).unknownReason == "the response has no certificate of its signer")
    }

    @Test("An answer is about the certificate by name, key and serial number together: RFC 6960 §4.1.1")
    func identifiers() throws {
        let right = try identifier()
        func changed(
            hash: OID? = nil, name: [UInt8]? = nil, key: [UInt8]? = nil, serialNumber: [UInt8]? = nil
        ) throws -> RevocationStatus {
            let identifier = OCSPCertificateID(
                hashAlgorithm: hash ?? right.hashAlgorithm, issuerNameHash: name ?? right.issuerNameHash,
                issuerKeyHash: key ?? right.issuerKeyHash, serialNumber: serialNumber ?? right.serialNumber)
            return try status(response(answer(.good, identifier)))
        }
        let zeros = [UInt8](repeating: 0, count: 20)
        #expect(try changed().isGood)
        let wrong = [
            try changed(serialNumber: [0x12, 0x34, 0x57]), try changed(serialNumber: [0x12, 0x34]),
            try changed(serialNumber: [0x7f, 0x12, 0x34, 0x56]), try changed(name: zeros), try changed(key: zeros),
            try changed(name: []), try changed(key: []), try changed(name: right.issuerKeyHash),
            try changed(hash: .sha256), try changed(hash: OID(1, 2, 840, 113549, 2, 5)), try changed(hash: OID(1, 2)),
            try changed(key: Array(right.issuerKeyHash.dropLast())),
        ]
        for status in wrong { #expect(status.unknownReason == "the response is not about the certificate") }
    }

    @Test("The answer about the certificate counts at any place")
    func places() throws {
        let right = try identifier()
        let other = OCSPCertificateID(
            hashAlgorithm: right.hashAlgorithm, issuerNameHash: right.issuerNameHash,
            issuerKeyHash: right.issuerKeyHash, serialNumber: [1])
        let revoked = OCSPSingleResponse.Status.revoked(at: Sample.start, reason: nil)
        #expect(try status(response(answer(.good, other), answer(revoked))).isRevoked)
        #expect(try status(response(answer(revoked, other), answer())).isGood)
        #expect(try status(response(answer(.unknown, other), answer(revoked, other), answer())).isGood)
        #expect(try !status(response(answer(.good, other))).isGood)
    }

    @Test("Of answers that contradict each other revoked goes first, then unknown; old ones do not count")
    func contradictions() throws {
        let revoked = try answer(.revoked(at: Sample.start, reason: nil), identifier(.sha256))
        #expect(try status(response(answer(), revoked)).isRevoked)
        #expect(try status(response(answer(.unknown), revoked)).isRevoked)
        #expect(try status(response(answer(), answer(.unknown))).unknownReason?.contains("does not know") == true)
        let old = try answer(.revoked(at: Sample.start, reason: nil), to: Sample.yesterday)
        #expect(try status(response(old, answer())).isGood)
        #expect(try status(response(old)).unknownReason?.contains("out of date") == true)
    }

    @Test("An answer holds from thisUpdate, five minutes of difference allowed, to nextUpdate")
    func times() throws {
        let response = try response()
        #expect(try status(response, at: Sample.yesterday).isGood)
        #expect(try status(response, at: Sample.yesterday - 300).isGood)
        #expect(try status(response, at: Sample.yesterday - 301).unknownReason?.contains("of the future") == true)
        #expect(try status(response, at: Sample.tomorrow).isGood)
        #expect(try status(response, at: Sample.tomorrow + 1).unknownReason?.contains("out of date") == true)
        let early = try self.response { $0.producedAt = Sample.now + 301 }
        #expect(try status(early).unknownReason?.contains("of the future") == true)
        let ahead = try self.response(answer(.good, from: Sample.now + 301))
        #expect(try status(ahead).unknownReason?.contains("of the future") == true)
        let turned = try self.response(answer(.good, from: Sample.now + 100, to: Sample.now + 50))
        #expect(try !status(turned).isGood)
    }

    @Test("An answer without nextUpdate holds for seven days")
    func withoutNextUpdate() throws {
        let week: Int64 = 604_800
        let response = try response(answer(.good, to: nil))
        #expect(try status(response) == .good(until: Sample.yesterday + week))
        #expect(try status(response, at: Sample.yesterday + week).isGood)
        #expect(try status(response, at: Sample.yesterday + week + 1).unknownReason?.contains("out of date") == true)
    }

    @Test("A responder that does not know the certificate, or has no answer, says nothing")
    func noAnswer() throws {
        #expect(try status(response(answer(.unknown))).unknownReason == "the responder does not know the certificate")
        for code: OCSPResponse.Status in [.malformedRequest, .internalError, .tryLater, .sigRequired, .unauthorized] {
            let response = try OCSPResponse(error: code)
            #expect(response.answers.isEmpty && response.responderID == nil && response.producedAt == nil)
            #expect(try status(response).unknownReason == "the responder has no answer: \(code)")
            #expect(throws: PathFault.self) { try response.responder(for: sample.issuing, at: Sample.now) }
        }
        var empty = OCSPResponseContents(producedAt: Sample.yesterday, answers: [])
        empty.extensions = []
        #expect(
            try status(sample.issuer.ocspResponse(empty)).unknownReason == "the response is not about the certificate")
    }

    @Test("A response that was tampered with says nothing, whichever byte it is")
    func tampered() throws {
        let bytes = try response().derBytes
        var read = 0
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            guard let damaged = try? OCSPResponse(derBytes: changed) else { continue }
            read += 1
            #expect(try !status(damaged).isGood, "byte \(index)")
        }
        #expect(read > 100)
    }

    @Test("Another authority does not speak for the issuer, whatever name it takes")
    func unauthorized() throws {
        let stranger = try CertificateIssuer(certificate: sample.stranger, key: sample.strangerKey)
        let foreign = try response(by: stranger) { $0.certificates = [sample.stranger] }
        #expect(try status(foreign).unknownReason == "the response's signer was not certified by the issuer")
        let namesake = try CertificateIssuer(name: sample.authority.subject, key: sample.strangerKey)
        #expect(try status(response(by: namesake)).unknownReason == "the response's signature is not the issuer's")
        let clone = try CertificateIssuer.selfSigned(
            .authority(subject: sample.authority.subject, notBefore: Sample.start, notAfter: Sample.end),
            key: sample.strangerKey)
        #expect(try !status(response(by: namesake) { $0.certificates = [clone] }).isGood)
        // The certificate in question does not vouch for itself.
        let own = try CertificateIssuer(certificate: sample.leaf, key: sample.leafKey)
        #expect(try !status(response(by: own) { $0.certificates = [sample.leaf] }).isGood)
    }

    @Test("A responder with a certificate of the issuer's for that purpose speaks for it: RFC 6960 §4.2.2.2")
    func delegate() throws {
        let responder = try responder()
        let response = try delegated(responder)
        #expect(try status(response).isGood)
        #expect(
            try response.responder(for: sample.issuing, at: Sample.now) == .delegate(responder.1, isExempt: false))
        let exempt = try self.responder(extensions: [.ocspNoCheck])
        #expect(
            try delegated(exempt).responder(for: sample.issuing, at: Sample.now)
                == .delegate(exempt.1, isExempt: true))
        #expect(try status(delegated(self.responder(usage: nil))).isGood)
        let amongOthers = try self.response(by: responder.0) {
            $0.certificates = [sample.stranger, sample.leaf, responder.1]
        }
        #expect(try status(amongOthers).isGood)
        let key = try keyHash(of: responder.1)
        let byKey = try self.response(by: responder.0) {
            $0.certificates = [responder.1]
            $0.responderID = .keyHash(key)
        }
        #expect(try status(byKey).isGood)
    }

    @Test("A responder without its certificate is nobody")
    func withoutCertificate() throws {
        let responder = try responder()
        let alone = try response(by: responder.0)
        #expect(try status(alone).unknownReason == "the response has no certificate of its signer")
        let wrong = try response(by: responder.0) { $0.certificates = [sample.stranger] }
        #expect(try status(wrong).unknownReason == "the response has no certificate of its signer")
    }

    @Test("A certificate for any other purpose does not delegate", arguments: [[], [OID.serverAuthentication]])
    func withoutPurpose(_ purposes: [OID]) throws {
        let reason = "the response's signer may not sign OCSP responses"
        #expect(try status(delegated(responder(purposes: purposes))).unknownReason == reason)
        #expect(try status(delegated(responder(purposes: purposes + [.anyExtendedKeyUsage]))).unknownReason == reason)
        #expect(try status(delegated(responder(purposes: purposes + [.ocspSigning]))).isGood)
    }

    @Test("A responder's certificate is of this time, for signing, and has no critical extension that is not known")
    func responderRules() throws {
        #expect(try status(delegated(responder(usage: [.keyCertSign]))).unknownReason?.contains("may not sign") == true)
        let expired = try delegated(responder(until: Sample.yesterday))
        #expect(try status(expired).unknownReason?.contains("not of this time") == true)
        let unknown = X509Extension(identifier: OID(1, 2, 3), isCritical: true, value: [0x05, 0x00])
        #expect(try status(delegated(responder(extensions: [unknown]))).unknownReason?.contains("1.2.3") == true)
    }

    @Test("A responder of another authority, or of one below, does not speak for the issuer")
    func foreignDelegate() throws {
        let reason = "the response's signer was not certified by the issuer"
        let stranger = try CertificateIssuer(certificate: sample.stranger, key: sample.strangerKey)
        #expect(try status(delegated(responder(by: stranger))).unknownReason == reason)
        let namesake = try CertificateIssuer(name: sample.authority.subject, key: sample.strangerKey)
        #expect(try status(delegated(responder(by: namesake))).unknownReason == reason)
        let below = try CertificateIssuer(certificate: sample.subordinate, key: sample.leafKey)
        let responder = try responder(by: below)
        let chain = try response(by: responder.0) { $0.certificates = [responder.1, sample.subordinate] }
        #expect(try status(chain).unknownReason == reason)
    }

    @Test("A nonce changes nothing, critical or not; other critical extensions say that nothing is known")
    func extensions() throws {
        for isCritical in [false, true] {
            let nonce = X509Extension(identifier: .ocspNonce, isCritical: isCritical, value: [0x04, 0x02, 1, 2])
            #expect(try status(response { $0.extensions = [nonce] }).isGood)
            let unknown = X509Extension(identifier: OID(1, 2, 3), isCritical: isCritical, value: [0x05, 0x00])
            #expect(try status(response { $0.extensions = [unknown] }).isGood != isCritical)
            #expect(try status(response { $0.answerExtensions = [0: [unknown]] }).isGood != isCritical)
        }
        let unknown = X509Extension(identifier: OID(1, 2, 3), isCritical: true, value: [0x05, 0x00])
        let second = try response(answer(), answer(.good, identifier(.sha256))) {
            $0.answerExtensions = [1: [unknown]]
        }
        #expect(try status(second).unknownReason?.contains("1.2.3") == true)
    }

    @Test("A response about a certificate of somebody else's is refused before anything is computed")
    func otherIssuer() throws {
        let status = try response().status(
            of: sample.leaf, issuer: try IssuingAuthority(sample.stranger), at: Sample.now)
        #expect(status.unknownReason == "the certificate was issued by somebody else")
    }

    @Test("Responses signed with SHA-1 need permission, with MD5 there is none", arguments: [HashAlgorithm.sha1, .md5])
    func weakHashes(_ hash: HashAlgorithm) throws {
        let key = try PrivateKey.generate(.rsa(bits: 2048))
        let authority = try CertificateIssuer.selfSigned(
            .authority(
                subject: DistinguishedName(commonName: "Old"), notBefore: Sample.start, notAfter: Sample.end),
            key: key)
        var issuer = try CertificateIssuer(certificate: authority, key: key)
        let leaf = try issuer.issue(Sample.leafContents(), for: sample.leafKey.publicKey)
        let identifier = try OCSPCertificateID(of: leaf, issuerKey: authority.subjectPublicKeyInfo, hash: .sha1)
        let responder = try responder(by: issuer)
        issuer.rsaHash = hash
        let response = try response(answer(.good, identifier), by: issuer)
        let issuing = try IssuingAuthority(authority)
        let refused = response.status(of: leaf, issuer: issuing, at: Sample.now)
        #expect(refused.unknownReason?.contains("signed with") == true)
        let allowed = response.status(of: leaf, issuer: issuing, at: Sample.now, allowsSHA1: true)
        #expect(allowed.isGood == (hash == .sha1))
        // The same of the certificate of a responder.
        #expect(
            try self.response(answer(.good, identifier), by: responder.0) { $0.certificates = [responder.1] }
                .status(of: leaf, issuer: issuing, at: Sample.now).isGood)
        let old = try self.responder(by: issuer)
        let delegated = try self.response(answer(.good, identifier), by: old.0) { $0.certificates = [old.1] }
        #expect(
            delegated.status(of: leaf, issuer: issuing, at: Sample.now).unknownReason?.contains("signed with") == true)
    }

    @Test("Issuers whose key is too small are not believed")
    func smallKey() throws {
        let key = try PrivateKey.generate(.rsa(bits: 1024))
        let name = sample.authority.subject
        let info = SubjectPublicKeyInfo(key.publicKey)
        let identifier = try OCSPCertificateID(of: sample.leaf, issuerKey: info, hash: .sha1)
        let response = try response(answer(.good, identifier), by: CertificateIssuer(name: name, key: key))
        let issuing = IssuingAuthority(name: name, publicKeyInfo: info)
        let status = response.status(of: sample.leaf, issuer: issuing, at: Sample.now)
        #expect(status.unknownReason?.contains("1024 bits are refused") == true)
    }
}
