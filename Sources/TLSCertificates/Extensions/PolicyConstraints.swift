/// What the policies of the certificates that follow in a path must keep to. RFC 5280 §4.2.1.11.
public struct PolicyConstraints: Hashable, Sendable {
    /// After how many more certificates every one must have an acceptable policy; nil for no such demand.
    public let requireExplicitPolicy: Int?
    /// After how many more certificates policies are no longer mapped; nil for no such end.
    public let inhibitPolicyMapping: Int?
}

extension X509Certificate {
    /// What the policies of the certificates that follow must keep to; nil when the certificate does not say.
    public var policyConstraints: PolicyConstraints? {
        get throws(CertificateError) {
            try decode(.policyConstraints) { reader throws(DERError) in
                let value = try reader.element(.sequence, "policyConstraints")
                var fields = try reader.inside(value, "policyConstraints")
                // RFC 5280 §4.2.1.11: at least one is there.
                guard !fields.isAtEnd else { throw DERError(.malformedValue, in: "policyConstraints", at: value.start) }
                let explicit = try fields.skipCertificates(.context(0), "requireExplicitPolicy")
                let mapping = try fields.skipCertificates(.context(1), "inhibitPolicyMapping")
                try fields.expectEnd("policyConstraints")
                return PolicyConstraints(requireExplicitPolicy: explicit, inhibitPolicyMapping: mapping)
            }
        }
    }
}

extension DERReader {
    /// `SkipCerts OPTIONAL` behind an implicit tag.
    fileprivate mutating func skipCertificates(_ tag: DERTag, _ field: StaticString) throws(DERError) -> Int? {
        guard nextTag == tag else { return nil }
        return try smallInteger(field, tag: tag)
    }
}
