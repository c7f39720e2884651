import TLSCertificates
import TLSPrimitives

/// An authority, a server it has certified, an authority below it and a stranger; made once, keys on P-256.
struct RevocationSample: Sendable {
    static let start = CertificateTime(secondsSinceEpoch: 1_767_225_600)
    static let end = CertificateTime(secondsSinceEpoch: 4_102_444_800)
    /// The moment at which everything is judged, and some around it.
    static let now = CertificateTime(secondsSinceEpoch: 1_780_000_000)
    static let yesterday = now - 86_400
    static let tomorrow = now + 86_400

    let authorityKey: PrivateKey
    let authority: X509Certificate
    let leafKey: PrivateKey
    let leaf: X509Certificate
    /// An authority that the first one has certified.
    let subordinate: X509Certificate
    let strangerKey: PrivateKey
    /// Another authority, of another name.
    let stranger: X509Certificate

    static let shared = Result { try RevocationSample() }

    init() throws {
        authorityKey = try PrivateKey.generate(.ec(.p256))
        leafKey = try PrivateKey.generate(.ec(.p256))
        strangerKey = try PrivateKey.generate(.ec(.p256))
        authority = try CertificateIssuer.selfSigned(
            .authority(
                subject: DistinguishedName(commonName: "Authority"), notBefore: Self.start, notAfter: Self.end),
            key: authorityKey)
        stranger = try CertificateIssuer.selfSigned(
            .authority(subject: DistinguishedName(commonName: "Stranger"), notBefore: Self.start, notAfter: Self.end),
            key: strangerKey)
        let issuer = try CertificateIssuer(certificate: authority, key: authorityKey)
        leaf = try issuer.issue(Self.leafContents(), for: leafKey.publicKey)
        subordinate = try issuer.issue(
            .authority(
                subject: DistinguishedName(commonName: "Subordinate"), notBefore: Self.start, notAfter: Self.end),
            for: leafKey.publicKey)
    }

    static func leafContents(extensions: [X509Extension] = []) throws -> CertificateContents {
        var contents = try CertificateContents.server(names: ["example.test"], notBefore: start, notAfter: end)
        contents.serialNumber = [0x12, 0x34, 0x56]
        contents.additionalExtensions = extensions
        return contents
    }

    var issuer: CertificateIssuer {
        get throws { try CertificateIssuer(certificate: authority, key: authorityKey) }
    }

    var issuing: IssuingAuthority {
        get throws { try IssuingAuthority(authority) }
    }

    /// A certificate of the leaf's key with further extensions.
    func leaf(_ extensions: X509Extension...) throws -> X509Certificate {
        try issuer.issue(Self.leafContents(extensions: extensions), for: leafKey.publicKey)
    }

    /// A list of today with these changes.
    func list(
        by issuer: CertificateIssuer? = nil, _ change: (inout RevocationListContents) throws -> Void = { _ in }
    ) throws -> CertificateRevocationList {
        var contents = RevocationListContents(thisUpdate: Self.yesterday, nextUpdate: Self.tomorrow)
        try change(&contents)
        return try (issuer ?? self.issuer).revocationList(contents)
    }

    /// The entry that revokes the leaf.
    static func entry(_ reason: RevocationReason? = .keyCompromise) -> RevokedCertificate {
        RevokedCertificate(serialNumber: [0x12, 0x34, 0x56], revocationDate: yesterday, reason: reason)
    }

    /// What lists say of the leaf.
    func status(
        _ lists: CertificateRevocationList..., of certificate: X509Certificate? = nil, at time: CertificateTime = now,
        signers: (DistinguishedName) -> [X509Certificate] = { _ in [] }
    ) throws -> RevocationStatus {
        RevocationLists(lists).status(of: certificate ?? leaf, issuer: try issuing, at: time, signers: signers)
    }
}

extension RevocationStatus {
    var isGood: Bool {
        if case .good = self { return true }
        return false
    }

    var isRevoked: Bool {
        if case .revoked = self { return true }
        return false
    }

    /// Why nothing is known; nil when something is.
    var unknownReason: String? {
        if case .unknown(let reason) = self { return reason }
        return nil
    }
}

extension CertificateTime {
    static func + (time: CertificateTime, seconds: Int64) -> CertificateTime {
        CertificateTime(secondsSinceEpoch: time.secondsSinceEpoch + seconds)
    }

    static func - (time: CertificateTime, seconds: Int64) -> CertificateTime { time + -seconds }
}
