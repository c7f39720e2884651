/// What a revocation list covers, when it does not cover all that its issuer has issued. RFC 5280 §5.2.5.
public struct IssuingDistributionPoint: Hashable, Sendable {
    /// Where the list lies.
    public var name: DistributionPointName?
    /// Whether only end entities stand on it.
    public var onlyContainsUserCertificates = false
    /// Whether only authorities stand on it.
    public var onlyContainsAuthorityCertificates = false
    /// Whether only attribute certificates stand on it.
    public var onlyContainsAttributeCertificates = false
    /// The reasons that it tells of; nil for all.
    public var onlySomeReasons: RevocationReasonFlags?
    /// Whether certificates of other issuers may stand on it.
    public var isIndirect = false

    /// Makes the value of a list that covers everything; it is written only when something is changed.
    public init() {}
}

extension DERReader {
    /// The next IssuingDistributionPoint. `FALSE` is taken although DER leaves defaults out, as for extensions.
    mutating func issuingDistributionPoint() throws(DERError) -> IssuingDistributionPoint {
        let field: StaticString = "issuingDistributionPoint"
        let whole = try element(.sequence, field)
        var content = try inside(whole, field)
        var point = IssuingDistributionPoint()
        point.name = try content.optionalDistributionPointName(field)
        point.onlyContainsUserCertificates = try content.optionalBoolean(1, field)
        point.onlyContainsAuthorityCertificates = try content.optionalBoolean(2, field)
        point.onlySomeReasons = try content.optionalReasonFlags(3, field)
        point.isIndirect = try content.optionalBoolean(4, field)
        point.onlyContainsAttributeCertificates = try content.optionalBoolean(5, field)
        try content.expectEnd(field)
        let kinds = [
            point.onlyContainsUserCertificates, point.onlyContainsAuthorityCertificates,
            point.onlyContainsAttributeCertificates,
        ]
        // RFC 5280 §5.2.5: one kind at most.
        guard kinds.filter({ $0 }).count <= 1 else { throw DERError(.mismatch, in: field, at: whole.start) }
        return point
    }

    /// `[number] BOOLEAN DEFAULT FALSE`.
    private mutating func optionalBoolean(_ number: UInt8, _ field: StaticString) throws(DERError) -> Bool {
        guard let value = try optionalElement(.context(number), field) else { return false }
        guard value.content.count == 1, let index = value.content.first else {
            throw DERError(.malformedValue, in: field, at: value.start)
        }
        switch bytes[index] {
        case 0x00: return false
        case 0xff: return true
        default: throw DERError(.malformedValue, in: field, at: value.start)
        }
    }
}
