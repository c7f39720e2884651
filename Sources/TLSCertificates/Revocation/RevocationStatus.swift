/// Whether a certificate was revoked, as far as lists or responses tell. RFC 5280 §5, RFC 6960 §2.2.
public enum RevocationStatus: Hashable, Sendable {
    /// It was not, as its issuer says until this moment.
    case good(until: CertificateTime?)
    /// It was, at this moment, for this reason.
    case revoked(at: CertificateTime, reason: RevocationReason?)
    /// Nothing that can be relied on says either. Why, in one line.
    case unknown(String)

    /// Several reasons why nothing is known, as one.
    static func unknown(_ reasons: [String], orElse otherwise: String) -> RevocationStatus {
        guard !reasons.isEmpty else { return .unknown(otherwise) }
        let shown = reasons.prefix(Limits.unknownReasonsShown).joined(separator: "; ")
        return .unknown(reasons.count > Limits.unknownReasonsShown ? shown + "; …" : shown)
    }
}

extension RevocationStatus: CustomStringConvertible {
    /// One line.
    public var description: String {
        switch self {
        case .good(let until?): "good until \(until)"
        case .good(nil): "good"
        case .revoked(let time, let reason?): "revoked at \(time): \(reason)"
        case .revoked(let time, nil): "revoked at \(time)"
        case .unknown(let reason): "unknown: \(reason)"
        }
    }
}

/// Why a certificate was revoked. RFC 5280 §5.3.1.
public struct RevocationReason: RawRepresentable, Hashable, Sendable {
    /// The number.
    public let rawValue: UInt8

    /// Makes a reason from its number.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// None is given.
    public static let unspecified = RevocationReason(rawValue: 0)
    /// The certified key has come into the wrong hands.
    public static let keyCompromise = RevocationReason(rawValue: 1)
    /// An authority's key has come into the wrong hands.
    public static let caCompromise = RevocationReason(rawValue: 2)
    /// What the certificate says of its subject has changed.
    public static let affiliationChanged = RevocationReason(rawValue: 3)
    /// Another certificate has taken its place.
    public static let superseded = RevocationReason(rawValue: 4)
    /// The certificate is no longer needed.
    public static let cessationOfOperation = RevocationReason(rawValue: 5)
    /// The certificate is on hold: it may become good again.
    public static let certificateHold = RevocationReason(rawValue: 6)
    /// The certificate is no longer on the list. Only a delta list may say so.
    public static let removeFromCRL = RevocationReason(rawValue: 8)
    /// A privilege was taken back.
    public static let privilegeWithdrawn = RevocationReason(rawValue: 9)
    /// An attribute authority's key has come into the wrong hands.
    public static let aaCompromise = RevocationReason(rawValue: 10)

    private static let names: [RevocationReason: String] = [
        .unspecified: "unspecified", .keyCompromise: "key compromise", .caCompromise: "authority compromise",
        .affiliationChanged: "affiliation changed", .superseded: "superseded",
        .cessationOfOperation: "cessation of operation", .certificateHold: "on hold",
        .removeFromCRL: "removed from the list", .privilegeWithdrawn: "privilege withdrawn",
        .aaCompromise: "attribute authority compromise",
    ]
}

extension RevocationReason: CustomStringConvertible {
    /// The reason in words, or its number.
    public var description: String { Self.names[self] ?? "reason \(rawValue)" }
}

extension DERReader {
    /// The next CRLReason, which must be one that RFC 5280 §5.3.1 has.
    mutating func revocationReason(_ field: StaticString) throws(DERError) -> RevocationReason {
        let value = try element(.enumerated, field)
        guard value.content.count == 1, let index = value.content.first, bytes[index] <= 10, bytes[index] != 7 else {
            throw DERError(.malformedValue, in: field, at: value.start)
        }
        return RevocationReason(rawValue: bytes[index])
    }

    /// The next value, which must be a GeneralizedTime.
    mutating func generalizedTime(_ field: StaticString) throws(DERError) -> CertificateTime {
        if let tag = nextTag, tag != .generalizedTime {
            throw DERError(.unexpectedTag, in: field, at: position)
        }
        return try time(field)
    }

    /// The extensions that are critical and not among these. Call `checkExtensions` first.
    consuming func criticalExtensions(except known: [OID]) throws(DERError) -> [OID] {
        var unknown: [OID] = []
        while !isAtEnd {
            let found = try extensionElement()
            guard found.isCritical, !known.contains(where: { isEqual(found.identifier, $0.content) }) else { continue }
            unknown.append(OID(content: array(found.identifier)))
        }
        return unknown
    }
}

extension CertificateTime {
    /// The moment some seconds later.
    func later(by seconds: Int64) -> CertificateTime {
        let (sum, overflows) = secondsSinceEpoch.addingReportingOverflow(seconds)
        return overflows ? self : CertificateTime(secondsSinceEpoch: sum)
    }
}
