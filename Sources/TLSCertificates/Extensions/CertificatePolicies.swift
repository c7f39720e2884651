extension OID {
    /// Where a practice statement is. RFC 5280 §4.2.1.4.
    static let cpsQualifier = OID(1, 3, 6, 1, 5, 5, 7, 2, 1)
    /// A notice for whoever relies on the certificate. RFC 5280 §4.2.1.4.
    static let userNoticeQualifier = OID(1, 3, 6, 1, 5, 5, 7, 2, 2)
}

extension X509Certificate {
    /// Under which policies the certificate was issued, none of them twice; nil when it does not say. RFC 5280 §4.2.1.4.
    ///
    /// Qualifiers are read and not kept. One of an unknown kind is refused where it must be understood: in a critical
    /// extension, and with `anyPolicy`.
    public var certificatePolicies: [OID]? {
        get throws(CertificateError) {
            let isCritical = find(.certificatePolicies)?.isCritical ?? false
            return try decode(.certificatePolicies) { reader throws(DERError) in
                let list = try reader.element(.sequence, "certificatePolicies")
                var content = try reader.inside(list, "certificatePolicies")
                guard !content.isAtEnd else {
                    throw DERError(.malformedValue, in: "certificatePolicies", at: list.start)
                }
                var policies: [OID] = []
                var seen: Set<OID> = []
                while !content.isAtEnd {
                    let start = content.position
                    let policy = try content.policyInformation(isCritical: isCritical)
                    guard seen.insert(policy).inserted else {
                        throw DERError(.duplicate, in: "certificatePolicies", at: start)
                    }
                    policies.append(policy)
                }
                return policies
            }
        }
    }
}

extension DERReader {
    /// The next PolicyInformation.
    fileprivate mutating func policyInformation(isCritical: Bool) throws(DERError) -> OID {
        var information = try sequence("PolicyInformation")
        let policy = OID(content: information.array(try information.objectIdentifier("policyIdentifier")))
        guard !information.isAtEnd else { return policy }
        let list = try information.element(.sequence, "policyQualifiers")
        var qualifiers = try information.inside(list, "policyQualifiers")
        guard !qualifiers.isAtEnd else { throw DERError(.malformedValue, in: "policyQualifiers", at: list.start) }
        while !qualifiers.isAtEnd {
            try qualifiers.policyQualifier(mustBeKnown: isCritical || policy == .anyPolicy)
        }
        try information.expectEnd("PolicyInformation")
        return policy
    }

    private mutating func policyQualifier(mustBeKnown: Bool) throws(DERError) {
        var qualifier = try sequence("policyQualifiers")
        let identifier = try qualifier.objectIdentifier("policyQualifierId")
        let isKnown = [OID.cpsQualifier, .userNoticeQualifier].contains { isEqual(identifier, $0.content) }
        guard isKnown || !mustBeKnown else {
            throw DERError(.malformedValue, in: "policyQualifierId", at: identifier.lowerBound)
        }
        _ = try qualifier.wellFormedElement("qualifier")
        try qualifier.expectEnd("policyQualifiers")
    }
}
