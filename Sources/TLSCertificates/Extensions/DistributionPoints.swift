/// Which reasons for a revocation a list tells of. RFC 5280 §4.2.1.13.
///
/// The low octet of the raw value is the first octet of the BIT STRING: keyCompromise is 0x40.
public struct RevocationReasonFlags: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt16

    /// Makes a set from its bits.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The certified key has come into the wrong hands.
    public static let keyCompromise = RevocationReasonFlags(rawValue: 0x40)
    /// An authority's key has come into the wrong hands.
    public static let caCompromise = RevocationReasonFlags(rawValue: 0x20)
    /// What the certificate says of its subject has changed.
    public static let affiliationChanged = RevocationReasonFlags(rawValue: 0x10)
    /// Another certificate has taken its place.
    public static let superseded = RevocationReasonFlags(rawValue: 0x08)
    /// The certificate is no longer needed.
    public static let cessationOfOperation = RevocationReasonFlags(rawValue: 0x04)
    /// The certificate is on hold.
    public static let certificateHold = RevocationReasonFlags(rawValue: 0x02)
    /// A privilege was taken back.
    public static let privilegeWithdrawn = RevocationReasonFlags(rawValue: 0x01)
    /// An attribute authority's key has come into the wrong hands.
    public static let aaCompromise = RevocationReasonFlags(rawValue: 0x8000)

    /// Every reason. Bit 0 of the BIT STRING has no meaning.
    public static let all = RevocationReasonFlags(rawValue: 0x807f)
}

/// The name of a distribution point: where a revocation list lies. RFC 5280 §4.2.1.13.
public enum DistributionPointName: Hashable, Sendable {
    /// The same place by one or several names.
    case fullName([GeneralName])
    /// The DER of a relative name, to be put below the name of the list's issuer.
    case relativeToIssuer([UInt8])

    /// All names, the relative one put below `issuer`.
    func names(below issuer: DistinguishedName) -> [GeneralName] {
        switch self {
        case .fullName(let names): return names
        case .relativeToIssuer(let relative):
            var writer = DERWriter()
            var reader = DERReader(issuer.derBytes.span)
            guard let base = try? reader.element(.sequence, "Name") else { return [] }
            writer.sequence { name in
                name.encoded(issuer.derBytes[base.content])
                name.encoded(relative)
            }
            return [.directoryName(DistinguishedName(checked: writer.bytes))]
        }
    }
}

/// A place where lists lie on which the certificate would stand. RFC 5280 §4.2.1.13.
public struct CRLDistributionPoint: Hashable, Sendable {
    /// Where it is; nil when only the list's issuer is said.
    public let name: DistributionPointName?
    /// The reasons that the list tells of; nil for all.
    public let reasons: RevocationReasonFlags?
    /// Who issues the list, when it is not who issued the certificate. Such lists are indirect.
    public let issuer: [GeneralName]

    /// Makes a distribution point.
    public init(name: DistributionPointName?, reasons: RevocationReasonFlags? = nil, issuer: [GeneralName] = []) {
        self.name = name
        self.reasons = reasons
        self.issuer = issuer
    }
}

extension X509Certificate {
    /// Where the lists lie on which the certificate would stand; empty when it does not say. RFC 5280 §4.2.1.13.
    public var crlDistributionPoints: [CRLDistributionPoint] {
        get throws(CertificateError) {
            try decode(.cRLDistributionPoints) { reader throws(DERError) in
                let field: StaticString = "cRLDistributionPoints"
                let whole = try reader.element(.sequence, field)
                var list = try reader.inside(whole, field)
                guard !list.isAtEnd else { throw DERError(.malformedValue, in: field, at: whole.start) }
                var points: [CRLDistributionPoint] = []
                while !list.isAtEnd {
                    guard points.count < Limits.distributionPoints else {
                        throw DERError(.limitExceeded, in: field, at: list.position)
                    }
                    points.append(try list.distributionPoint(field))
                }
                return points
            } ?? []
        }
    }
}

extension DERReader {
    fileprivate mutating func distributionPoint(_ field: StaticString) throws(DERError) -> CRLDistributionPoint {
        let start = position
        var content = try sequence(field)
        let name = try content.optionalDistributionPointName(field)
        let reasons = try content.optionalReasonFlags(1, field)
        var issuer: [GeneralName] = []
        if content.nextTag == .contextConstructed(2) {
            var names = try content.constructed(.contextConstructed(2), field)
            issuer = try names.listNames(field)
        }
        try content.expectEnd(field)
        // One that has only reasons says nothing. RFC 5280 §4.2.1.13.
        guard name != nil || !issuer.isEmpty else { throw DERError(.malformedValue, in: field, at: start) }
        return CRLDistributionPoint(name: name, reasons: reasons, issuer: issuer)
    }

    /// `distributionPoint [0] DistributionPointName OPTIONAL`.
    mutating func optionalDistributionPointName(_ field: StaticString) throws(DERError) -> DistributionPointName? {
        guard nextTag == .contextConstructed(0) else { return nil }
        var choice = try constructed(.contextConstructed(0), field)
        let name: DistributionPointName
        if choice.nextTag == .contextConstructed(0) {
            var names = try choice.constructed(.contextConstructed(0), field)
            name = .fullName(try names.listNames(field))
        } else {
            name = .relativeToIssuer(try choice.relativeName(field))
        }
        try choice.expectEnd(field)
        return name
    }

    /// `nameRelativeToCRLIssuer [1] RelativeDistinguishedName`, as the SET it stands for.
    private mutating func relativeName(_ field: StaticString) throws(DERError) -> [UInt8] {
        let value = try element(.contextConstructed(1), field)
        var attributes = try inside(value, field)
        guard !attributes.isAtEnd else { throw DERError(.malformedValue, in: field, at: value.start) }
        var count = 0
        while !attributes.isAtEnd {
            let attribute = try attributes.attribute(field, isJoined: false).value
            count += 1
            guard count <= Limits.nameAttributes else { throw DERError(.limitExceeded, in: field, at: value.start) }
            guard CharacterString.isWellFormed(attribute.tag, bytes, attribute.content) else {
                throw DERError(.malformedValue, in: field, at: attribute.start)
            }
        }
        var writer = DERWriter()
        writer.value(.set, array(value.content))
        return writer.bytes
    }

    /// `[number] ReasonFlags OPTIONAL`.
    mutating func optionalReasonFlags(
        _ number: UInt8, _ field: StaticString
    ) throws(DERError) -> RevocationReasonFlags? {
        guard let value = try optionalElement(.context(number), field) else { return nil }
        let octets = try bits(of: value, field).octets
        guard octets.count <= 2 else { throw DERError(.malformedValue, in: field, at: value.start) }
        var bits: UInt16 = 0
        for (index, octet) in array(octets).enumerated() { bits |= UInt16(octet) << (8 * index) }
        return RevocationReasonFlags(rawValue: bits & RevocationReasonFlags.all.rawValue)
    }

    /// The names of one list, which are few.
    private mutating func listNames(_ field: StaticString) throws(DERError) -> [GeneralName] {
        let start = position
        let names = try generalNames(field)
        guard names.count <= Limits.distributionPointNames else {
            throw DERError(.limitExceeded, in: field, at: start)
        }
        return names
    }
}
