/// An entry of a revocation list. RFC 5280 §5.1.2.6, §5.3.
public struct RevokedCertificate: Hashable, Sendable {
    /// The certificate's serial number: the content octets of its INTEGER.
    public let serialNumber: [UInt8]
    /// When it was revoked.
    public let revocationDate: CertificateTime
    /// Why; nil when the list does not say.
    public let reason: RevocationReason?
    /// Since when it is known or thought to be invalid; nil when the list does not say.
    public let invalidityDate: CertificateTime?

    /// Makes an entry.
    public init(
        serialNumber: [UInt8], revocationDate: CertificateTime, reason: RevocationReason? = nil,
        invalidityDate: CertificateTime? = nil
    ) {
        self.serialNumber = serialNumber
        self.revocationDate = revocationDate
        self.reason = reason
        self.invalidityDate = invalidityDate
    }
}

/// An entry as it lies in the bytes.
struct RevokedCertificateElement {
    let serialNumber: Range<Int>
    let revocationDate: CertificateTime
    var reason: RevocationReason?
    var invalidityDate: CertificateTime?
    var marks: RevocationListMarks = []
}

/// What the entries of a list have among them that decides how far the list can be used.
struct RevocationListMarks: OptionSet, Sendable {
    let rawValue: UInt8

    /// A critical extension that is not supported. RFC 5280 §5.3.
    static let unknownCriticalExtension = RevocationListMarks(rawValue: 1)
    /// An entry that names another issuer, as indirect lists have. RFC 5280 §5.3.3.
    static let certificateIssuer = RevocationListMarks(rawValue: 2)
}

extension DERReader {
    /// The next entry, read whole; nothing is allocated.
    mutating func revokedCertificate(version: UInt8) throws(DERError) -> RevokedCertificateElement {
        var content = try sequence("revokedCertificates")
        let serialNumber = try content.certificateSerialNumber("userCertificate")
        let date = try content.time("revocationDate")
        var entry = RevokedCertificateElement(serialNumber: serialNumber, revocationDate: date)
        guard !content.isAtEnd else { return entry }
        let list = try content.element(.sequence, "crlEntryExtensions")
        guard version == 2 else { throw DERError(.wrongVersion, in: "crlEntryExtensions", at: list.start) }
        guard !list.content.isEmpty else {
            throw DERError(.malformedValue, in: "crlEntryExtensions", at: list.start)
        }
        try content.inside(list, "crlEntryExtensions").readEntryExtensions(into: &entry)
        try content.expectEnd("revokedCertificates")
        return entry
    }

    /// At most 20 octets, the one for the sign not counted, as in a certificate. RFC 5280 §4.1.2.2.
    mutating func certificateSerialNumber(_ field: StaticString) throws(DERError) -> Range<Int> {
        let start = position
        let content = try integer(field)
        let sign = bytes[content.lowerBound] == 0 ? 1 : 0
        guard content.count - sign <= Limits.serialNumberSize else {
            throw DERError(.limitExceeded, in: field, at: start)
        }
        return content
    }

    private consuming func readEntryExtensions(into entry: inout RevokedCertificateElement) throws(DERError) {
        var seen = InlineArray<8, ByteRange>(repeating: ByteRange(0..<0))
        var count = 0
        while !isAtEnd {
            let found = try extensionElement()
            guard count < min(seen.count, Limits.entryExtensions) else {
                throw DERError(.limitExceeded, in: "crlEntryExtensions", at: found.start)
            }
            for index in 0..<count where isEqual(seen[index].range, found.identifier) {
                throw DERError(.duplicate, in: "crlEntryExtensions", at: found.start)
            }
            seen[count] = ByteRange(found.identifier)
            count += 1
            try read(found, into: &entry)
        }
    }

    private func read(_ found: ExtensionElement, into entry: inout RevokedCertificateElement) throws(DERError) {
        var value = DERReader(bytes, found.value)
        if isEqual(found.identifier, OID.crlReason.content) {
            entry.reason = try value.revocationReason("reasonCode")
            try value.expectEnd("reasonCode")
        } else if isEqual(found.identifier, OID.invalidityDate.content) {
            entry.invalidityDate = try value.generalizedTime("invalidityDate")
            try value.expectEnd("invalidityDate")
        } else if isEqual(found.identifier, OID.certificateIssuer.content) {
            // Its names are not looked at: indirect lists are refused.
            _ = try value.wellFormedElement("certificateIssuer")
            try value.expectEnd("certificateIssuer")
            entry.marks.insert(.certificateIssuer)
            return
        }
        // RFC 5280 §5.3: reason and date are not critical. Who makes them so means more by them.
        if found.isCritical { entry.marks.insert(.unknownCriticalExtension) }
    }
}
