/// Revocation lists to judge certificates by. RFC 5280 §6.3.
///
/// Complete lists decide, also those that cover one kind of certificates or some reasons. Delta and indirect lists are not
/// supported: no certificate is good because of one, and the status says so. What a delta list adds is believed.
public struct RevocationLists: Sendable {
    /// The lists, in the order they were given.
    public let lists: [CertificateRevocationList]

    /// Takes the lists. Where two that are current contradict each other the certificate counts as revoked.
    public init(_ lists: [CertificateRevocationList]) {
        self.lists = lists
    }

    /// Whether a certificate was revoked, as far as the lists of its issuer tell.
    ///
    /// `signers` gives the other certificates of the issuer's name that the caller has found a path for; it is asked once
    /// at most, when a list is not signed with the issuer's own key.
    package func status(
        of certificate: X509Certificate, issuer: IssuingAuthority, at time: CertificateTime, allowsSHA1: Bool = false,
        requiresNumber: Bool = false,
        signers: (DistinguishedName) -> [X509Certificate] = { _ in [] }
    ) -> RevocationStatus {
        guard namesMatch(certificate.issuer, issuer.name) else {
            return .unknown("the certificate was issued by somebody else")
        }
        let scope: RevocationScope
        do {
            scope = try RevocationScope(certificate)
        } catch {
            return .unknown("\(error.field): \(error.reason)")
        }
        var judge = RevocationListJudge(
            issuer: issuer, scope: scope, time: time, allowsSHA1: allowsSHA1, requiresNumber: requiresNumber)
        var coverage = RevocationCoverage()
        for list in lists where namesMatch(list.issuer, issuer.name) {
            guard coverage.looksAtAnother() else { break }
            switch judge.verdict(of: list, signers: signers) {
            case .revoked(let entry): return .revoked(at: entry.revocationDate, reason: entry.reason)
            case .notListed(let reasons, let until): coverage.add(reasons, until: until)
            case .unusable(let reason): coverage.add(unusable: reason)
            }
        }
        return coverage.status
    }
}

/// What all lists that could be used cover together.
private struct RevocationCoverage {
    private var reasons: RevocationReasonFlags = []
    private var completeUntil: CertificateTime?
    private var partialUntil: CertificateTime?
    private var unusable: [String] = []
    private var count = 0

    mutating func looksAtAnother() -> Bool {
        count += 1
        guard count > Limits.listsOfAuthority else { return true }
        // What has not been looked at might say that the certificate was revoked.
        reasons = []
        completeUntil = nil
        unusable = ["there are more than \(Limits.listsOfAuthority) lists of the issuer"]
        return false
    }

    mutating func add(_ covered: RevocationReasonFlags, until: CertificateTime) {
        if covered == .all { completeUntil = max(until, completeUntil ?? until) }
        reasons.formUnion(covered)
        partialUntil = min(until, partialUntil ?? until)
    }

    mutating func add(unusable reason: String) {
        if !unusable.contains(reason) { unusable.append(reason) }
    }

    var status: RevocationStatus {
        if let completeUntil { return .good(until: completeUntil) }
        if reasons == .all { return .good(until: partialUntil) }
        var why = unusable
        if !reasons.isEmpty { why.insert("the lists do not cover all reasons for a revocation", at: 0) }
        return .unknown(why, orElse: "there is no revocation list of the issuer")
    }
}
