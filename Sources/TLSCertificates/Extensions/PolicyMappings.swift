/// A policy of the issuer's that is worth as much as one of the subject's. RFC 5280 §4.2.1.5.
public struct PolicyMapping: Hashable, Sendable {
    /// The policy as the issuer calls it.
    public let issuerDomainPolicy: OID
    /// The policy as the subject calls it.
    public let subjectDomainPolicy: OID
}

extension X509Certificate {
    /// Which policies of the subject's domain stand for which of the issuer's; nil when the certificate does not say.
    public var policyMappings: [PolicyMapping]? {
        get throws(CertificateError) {
            try decode(.policyMappings) { reader throws(DERError) in
                let list = try reader.element(.sequence, "policyMappings")
                var content = try reader.inside(list, "policyMappings")
                guard !content.isAtEnd else { throw DERError(.malformedValue, in: "policyMappings", at: list.start) }
                var mappings: [PolicyMapping] = []
                while !content.isAtEnd {
                    let start = content.position
                    var pair = try content.sequence("policyMappings")
                    let mapping = PolicyMapping(
                        issuerDomainPolicy: OID(content: pair.array(try pair.objectIdentifier("issuerDomainPolicy"))),
                        subjectDomainPolicy: OID(content: pair.array(try pair.objectIdentifier("subjectDomainPolicy"))))
                    try pair.expectEnd("policyMappings")
                    // RFC 5280 §4.2.1.5: nothing is mapped to or from anyPolicy.
                    guard mapping.issuerDomainPolicy != .anyPolicy, mapping.subjectDomainPolicy != .anyPolicy else {
                        throw DERError(.malformedValue, in: "policyMappings", at: start)
                    }
                    mappings.append(mapping)
                }
                return mappings
            }
        }
    }
}
