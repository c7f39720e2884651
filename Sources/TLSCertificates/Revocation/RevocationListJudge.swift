/// What single lists say of one certificate. RFC 5280 §6.3.3. Signatures are checked last: they cost most.
struct RevocationListJudge {
    let issuer: IssuingAuthority
    let scope: RevocationScope
    let time: CertificateTime
    let allowsSHA1: Bool
    /// Whether a list must be numbered as RFC 5280 §5.2.3 demands. Private authorities often do not.
    let requiresNumber: Bool
    private var otherSigners: [SubjectPublicKeyInfo]?

    init(
        issuer: IssuingAuthority, scope: RevocationScope, time: CertificateTime, allowsSHA1: Bool, requiresNumber: Bool
    ) {
        self.issuer = issuer
        self.scope = scope
        self.time = time
        self.allowsSHA1 = allowsSHA1
        self.requiresNumber = requiresNumber
    }

    enum Verdict {
        case revoked(RevokedCertificate)
        /// It was not revoked for these reasons, as the list says until this moment.
        case notListed(RevocationReasonFlags, until: CertificateTime)
        case unusable(String)
    }

    mutating func verdict(
        of list: CertificateRevocationList, signers: (DistinguishedName) -> [X509Certificate]
    ) -> Verdict {
        if let reason = untimeliness(of: list) ?? strangeness(of: list) { return .unusable(reason) }
        let reasons: RevocationReasonFlags
        switch scope.coverage(of: list) {
        case .outside(let reason): return .unusable(reason)
        case .reasons(let covered): reasons = covered
        }
        let entry = list.entry(serialNumber: scope.serialNumber)
        guard entry == nil || entry?.reason == .removeFromCRL else {
            if let reason = mistrust(of: list, signers) { return .unusable(reason) }
            return entry.map { .revoked($0) } ?? .unusable("the entry of a list cannot be read")
        }
        if list.isDelta { return .unusable("a list is a delta list, which is not supported") }
        // RFC 5280 §5.3.1: only a delta list may say so.
        if entry != nil { return .unusable("a list that is complete removes the certificate from itself") }
        if list.hasUnknownCriticalEntryExtension {
            return .unusable("an entry of a list has a critical extension that is not supported")
        }
        if let reason = mistrust(of: list, signers) { return .unusable(reason) }
        guard let until = list.nextUpdate else { return .unusable("a list does not say until when it holds") }
        return .notListed(reasons, until: until)
    }

    /// Why the list is not of this time.
    private func untimeliness(of list: CertificateRevocationList) -> String? {
        guard list.thisUpdate <= time else { return "a list is of the future: \(list.thisUpdate)" }
        guard let nextUpdate = list.nextUpdate else { return "a list does not say until when it holds" }
        guard time <= nextUpdate else { return "a list is out of date since \(nextUpdate)" }
        return nil
    }

    /// Why the list is not of a kind that is supported.
    private func strangeness(of list: CertificateRevocationList) -> String? {
        if let unknown = list.unknownCriticalExtensions.first {
            return "a list has the critical extension \(unknown), which is not supported"
        }
        if requiresNumber, list.extension(.crlNumber).map(\.isCritical) ?? true {
            return "a list has no number, or one that is critical"
        }
        return list.isIndirect ? "a list is indirect, which is not supported" : nil
    }

    /// Why the list is not believed; nil when the authority, or who may speak for it, has signed it.
    private mutating func mistrust(
        of list: CertificateRevocationList, _ signers: (DistinguishedName) -> [X509Certificate]
    ) -> String? {
        do {
            if let weakness = try list.signatureAlgorithm.weakness(allowingSHA1: allowsSHA1) {
                return "a list is not believed: \(weakness)"
            }
            if issuer.maySignLists, try isSignedByIssuer(list) { return nil }
        } catch {
            return "a list's signature: \(error.reason)"
        }
        let others = otherSigners ?? Self.keys(of: signers(issuer.name), named: issuer.name)
        otherSigners = others
        for key in others where (try? list.isSigned(byKeyOf: key)) ?? false { return nil }
        return issuer.maySignLists
            ? "a list is not signed by the issuer" : "a list is not signed by somebody who may sign lists"
    }

    private func isSignedByIssuer(_ list: CertificateRevocationList) throws(CertificateError) -> Bool {
        if let key = issuer.inheritingKey { return try list.isSigned(by: key) }
        return try list.isSigned(byKeyOf: issuer.publicKeyInfo)
    }

    /// The keys of those among the caller's certificates that may sign lists in this name.
    private static func keys(
        of certificates: [X509Certificate], named name: DistinguishedName
    ) -> [SubjectPublicKeyInfo] {
        let authorities = certificates.compactMap { try? IssuingAuthority($0) }
        let fitting = authorities.filter { namesMatch($0.name, name) && $0.maySignLists }
        return fitting.prefix(Limits.listSigners).map(\.publicKeyInfo)
    }
}
