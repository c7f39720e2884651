/// What decides whether a certificate would stand on a list. RFC 5280 §6.3.3 (b).
struct RevocationScope: Sendable {
    let serialNumber: [UInt8]
    private let isAuthority: Bool
    private let points: [Point]

    /// A distribution point's names, and the reasons it is for.
    private struct Point {
        let names: [GeneralName]
        let reasons: RevocationReasonFlags
    }

    init(_ certificate: X509Certificate) throws(CertificateError) {
        serialNumber = certificate.serialNumber
        isAuthority = try certificate.basicConstraints?.isAuthority ?? false
        let issuer = certificate.issuer
        var points: [Point] = []
        // Points with an issuer of their own are for indirect lists.
        for point in try certificate.crlDistributionPoints where point.issuer.isEmpty {
            guard let name = point.name else { continue }
            points.append(Point(names: name.names(below: issuer), reasons: point.reasons ?? .all))
        }
        // RFC 5280 §6.3.3: lists of no point are at one that has the issuer's name.
        points.append(Point(names: [.directoryName(issuer)], reasons: .all))
        self.points = points
    }

    /// What a list says of this certificate if it is not on it: the reasons that are excluded, or why none is.
    enum Coverage {
        case reasons(RevocationReasonFlags)
        case outside(String)
    }

    func coverage(of list: CertificateRevocationList) -> Coverage {
        guard let scope = list.issuingDistributionPoint else { return .reasons(.all) }
        if scope.onlyContainsAttributeCertificates { return .outside("a list is for attribute certificates only") }
        if scope.onlyContainsUserCertificates, isAuthority { return .outside("a list is for end entities only") }
        if scope.onlyContainsAuthorityCertificates, !isAuthority { return .outside("a list is for authorities only") }
        let listed = scope.onlySomeReasons ?? .all
        guard let name = scope.name else { return .reasons(listed) }
        let names = name.names(below: list.issuer)
        var covered: RevocationReasonFlags = []
        for point in points where Self.haveCommonName(point.names, names) {
            covered.formUnion(point.reasons.intersection(listed))
        }
        return covered.isEmpty ? .outside("a list is for another distribution point") : .reasons(covered)
    }

    private static func haveCommonName(_ left: [GeneralName], _ right: [GeneralName]) -> Bool {
        left.contains { one in right.contains { namesMatch(one, $0) } }
    }
}
