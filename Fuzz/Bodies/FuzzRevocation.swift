public import TLSCertificates
import TLSPrimitives

/// Any bytes are a revocation list or an OCSP response, or are refused. What is read is signed anew by a fixed authority and
/// judged, so that the judges are reached and can be compared.
package func fuzzRevocation(_ bytes: RawSpan) {
    _ = RevocationVerdict(of: bytes)
}

/// What was read out of an input, and what it says of a fixed certificate once it is signed: what the harness compares with
/// libcrypto.
public struct RevocationVerdict: Sendable {
    /// What the input was read as.
    public enum Content: Sendable {
        /// A revocation list.
        case list(CertificateRevocationList)
        /// An OCSP response.
        case response(OCSPResponse)
    }

    /// What the input was read as.
    public let content: Content
    /// The same with a signature that holds; nil where there is nothing to sign.
    public let signedBytes: [UInt8]?
    /// What the signed one says of the certificate.
    public let status: RevocationStatus?
    /// The certificate that is judged.
    public let certificate: X509Certificate
    /// The authority that has issued it, and signs.
    public let authority: X509Certificate
    /// The moment of the judgement, in seconds since 1970.
    public let time: Int64

    /// Reads an input; nil when it is refused.
    public init?(of bytes: RawSpan) {
        guard let sample = RevocationFuzzSample.shared else { return nil }
        let input = [UInt8](copying: bytes)
        if let list = try? CertificateRevocationList(derBytes: input) {
            Self.check(list)
            content = .list(list)
            signedBytes = sample.signed(list)
            status = signedBytes.flatMap { try? CertificateRevocationList(derBytes: $0) }.map(sample.status)
        } else if let response = try? OCSPResponse(derBytes: input) {
            Self.check(response)
            content = .response(response)
            signedBytes = sample.signed(response)
            status = signedBytes.flatMap { try? OCSPResponse(derBytes: $0) }.map(sample.status)
        } else {
            return nil
        }
        certificate = sample.leaf
        authority = sample.authority
        time = RevocationFuzzSample.now.secondsSinceEpoch
    }

    /// Whether the certificate is good by it.
    package var isGood: Bool {
        if case .good? = status { return true }
        return false
    }

    private static func check(_ list: CertificateRevocationList) {
        let bytes = list.derBytes
        var writer = DERWriter()
        writer.sequence { outer in
            outer.encoded(bytes[list.signedPart.content.range])
            outer.encoded(bytes[list.signedPart.algorithm.range])
            outer.bitString(Array(bytes[list.signedPart.signature.range]))
        }
        precondition(writer.bytes == bytes, "the parts do not make the list")
        let entries = list.entries
        precondition(entries.count == list.entryCount, "the entries are counted differently")
        for entry in entries {
            precondition(
                list.entry(serialNumber: entry.serialNumber)?.serialNumber == entry.serialNumber,
                "an entry is not found")
            precondition(
                (list.entry(serialNumber: entry.serialNumber + [0]) != nil)
                    == entries.contains { $0.serialNumber == entry.serialNumber + [0] }, "another entry is found")
        }
        for found in list.extensions {
            precondition(list.extension(found.identifier) == found, "an extension is not found")
        }
        _ = list.issuer.description
        _ = list.crlNumber
    }

    private static func check(_ response: OCSPResponse) {
        precondition((response.responderID != nil) == (response.responseStatus == .successful))
        if let algorithm = try? response.signatureAlgorithm { _ = "\(algorithm)" }
        for certificate in response.certificates {
            precondition((try? X509Certificate(derBytes: certificate.derBytes)) == certificate)
        }
    }
}

/// A fixed authority, a certificate of its and a responder, the same in each run: Ed25519 of fixed seeds.
package struct RevocationFuzzSample: Sendable {
    static let shared = try? RevocationFuzzSample()
    static let start = CertificateTime(secondsSinceEpoch: 1_767_225_600)
    static let now = CertificateTime(secondsSinceEpoch: 1_780_000_000)
    static let end = CertificateTime(secondsSinceEpoch: 4_102_444_800)

    let issuer: CertificateIssuer
    let authority: X509Certificate
    let leaf: X509Certificate
    let responder: CertificateIssuer
    let responderCertificate: X509Certificate
    private let issuing: IssuingAuthority

    package init() throws {
        func key(_ byte: UInt8) throws -> PrivateKey {
            let seed = [UInt8](repeating: byte, count: 32)
            return try PrivateKey(ed25519Seed: seed.span.bytes)
        }
        let (authorityKey, leafKey) = (try key(1), try key(2))
        var contents = CertificateContents.authority(
            subject: try DistinguishedName(commonName: "Authority"), notBefore: Self.start, notAfter: Self.end)
        contents.serialNumber = [1]
        authority = try CertificateIssuer.selfSigned(contents, key: authorityKey)
        issuer = try CertificateIssuer(certificate: authority, key: authorityKey)
        issuing = try IssuingAuthority(authority)
        contents = try CertificateContents.server(
            names: ["example.test"], notBefore: Self.start, notAfter: Self.end)
        contents.serialNumber = [0x12, 0x34, 0x56]
        contents.additionalExtensions = [
            try .distributionPoints([CRLDistributionPoint(name: .fullName([Self.place]))]), .tlsFeatures([5]),
        ]
        leaf = try issuer.issue(contents, for: leafKey.publicKey)
        contents = CertificateContents(
            subject: try DistinguishedName(commonName: "Responder"), notBefore: Self.start, notAfter: Self.end)
        contents.serialNumber = [2]
        contents.extendedKeyUsage = [.ocspSigning]
        contents.keyUsage = [.digitalSignature]
        contents.additionalExtensions = [.ocspNoCheck]
        responderCertificate = try issuer.issue(contents, for: leafKey.publicKey)
        responder = try CertificateIssuer(certificate: responderCertificate, key: leafKey)
    }

    private static let place = GeneralName.uniformResourceIdentifier("http://crl.example.test/a.crl")

    func status(_ list: CertificateRevocationList) -> RevocationStatus {
        RevocationLists([list]).status(of: leaf, issuer: issuing, at: Self.now)
    }

    func status(_ response: OCSPResponse) -> RevocationStatus {
        response.status(of: leaf, issuer: issuing, at: Self.now)
    }

    func signed(_ list: CertificateRevocationList) -> [UInt8]? {
        try? issuer.signed(Array(list.derBytes[list.signedPart.content.range]), issuer.signatureAlgorithm)
    }

    /// Signs as the authority, or as the responder where its certificate comes first.
    func signed(_ response: OCSPResponse) -> [UInt8]? {
        guard let part = response.signedPart else { return nil }
        let signer = response.certificates.first == responderCertificate ? responder : issuer
        var others = DERWriter()
        if !response.certificates.isEmpty {
            others.constructed(.contextConstructed(0)) { wrapper in
                wrapper.sequence { list in
                    for certificate in response.certificates { list.encoded(certificate.derBytes) }
                }
            }
        }
        guard
            let basic = try? signer.signed(
                Array(response.derBytes[part.content.range]), signer.signatureAlgorithm, others: others.bytes)
        else { return nil }
        var writer = DERWriter()
        writer.sequence { outer in
            outer.value(.enumerated, CollectionOfOne(0))
            outer.constructed(.contextConstructed(0)) { wrapper in
                wrapper.sequence { content in
                    content.objectIdentifier(.ocspBasicResponse)
                    content.value(.octetString, basic)
                }
            }
        }
        return writer.bytes
    }
}

extension RevocationFuzzSample {
    /// Lists and responses that hold, and some that do not.
    package func seeds() throws -> [String: [UInt8]] {
        var seeds: [String: [UInt8]] = ["response-try-later": try OCSPResponse(error: .tryLater).derBytes]
        for (name, list) in try lists() { seeds["list-\(name)"] = list.derBytes }
        for (name, response) in try responses() { seeds["response-\(name)"] = response.derBytes }
        return seeds
    }

    private func lists() throws -> [String: CertificateRevocationList] {
        let other = RevokedCertificate(serialNumber: [7], revocationDate: Self.start, reason: .superseded)
        let own = RevokedCertificate(
            serialNumber: leaf.serialNumber, revocationDate: Self.start, reason: .keyCompromise,
            invalidityDate: Self.start)
        func list(_ change: (inout RevocationListContents) -> Void) throws -> CertificateRevocationList {
            var contents = RevocationListContents(thisUpdate: Self.start, nextUpdate: Self.end)
            change(&contents)
            return try issuer.revocationList(contents)
        }
        var point = IssuingDistributionPoint()
        point.name = .fullName([Self.place])
        point.onlyContainsUserCertificates = true
        var some = IssuingDistributionPoint()
        some.onlySomeReasons = [.keyCompromise, .aaCompromise]
        return [
            "empty": try list { _ in },
            "others": try list { $0.entries = [other] },
            "listed": try list { $0.entries = [other, own] },
            "point": try list { $0.issuingDistributionPoint = point },
            "reasons": try list { $0.issuingDistributionPoint = some },
            "delta": try list {
                $0.additionalExtensions = [
                    X509Extension(identifier: .deltaCRLIndicator, isCritical: true, value: [0x02, 0x01, 0x00])
                ]
            },
            "indirect": try list {
                $0.entries = [other]
                $0.entryExtensions = [
                    0: [X509Extension(identifier: .certificateIssuer, isCritical: true, value: [0x30, 0x00])]
                ]
            },
        ]
    }

    private func responses() throws -> [String: OCSPResponse] {
        let key = authority.subjectPublicKeyInfo
        func answer(
            _ status: OCSPSingleResponse.Status, _ hash: HashAlgorithm = .sha1
        ) throws -> OCSPSingleResponse {
            OCSPSingleResponse(
                certificateID: try OCSPCertificateID(of: leaf, issuerKey: key, hash: hash), status: status,
                thisUpdate: Self.start, nextUpdate: Self.end)
        }
        let nonce = X509Extension(identifier: .ocspNonce, value: [0x04, 0x02, 0x01, 0x02])
        var good = OCSPResponseContents(producedAt: Self.start, answers: [try answer(.good)])
        good.extensions = [nonce]
        var delegated = OCSPResponseContents(producedAt: Self.start, answers: [try answer(.good, .sha256)])
        delegated.certificates = [responderCertificate]
        let revoked = OCSPResponseContents(
            producedAt: Self.start, answers: [try answer(.revoked(at: Self.start, reason: .superseded))])
        let two = OCSPResponseContents(
            producedAt: Self.start, answers: [try answer(.unknown, .sha256), try answer(.good)])
        return [
            "good": try issuer.ocspResponse(good), "delegated": try responder.ocspResponse(delegated),
            "revoked": try issuer.ocspResponse(revoked), "two": try issuer.ocspResponse(two),
        ]
    }
}
