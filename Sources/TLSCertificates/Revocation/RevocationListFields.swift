/// Where the fields of a CertificateList lie, as one walk over its bytes found them. RFC 5280 §5.1.
///
/// The walk reads every entry whole, with the extensions it may have, and keeps nothing of them but what decides how far the
/// list can be used. A second, shorter one makes the index.
struct RevocationListFields: Sendable {
    let signed: SignedPart
    let version: UInt8
    let issuer: ByteRange
    let thisUpdate: CertificateTime
    let nextUpdate: CertificateTime?
    /// The content of `revokedCertificates`; empty when there are none.
    let entries: ByteRange
    let entryCount: Int
    let marks: RevocationListMarks
    let index: SerialNumberIndex
    /// The content of the SEQUENCE OF Extension; empty when there are none.
    let extensions: ByteRange
    let unknownCriticalExtensions: [OID]
    let issuingDistributionPoint: IssuingDistributionPoint?

    /// The extensions that may be critical, by RFC 5280 §5.2. Delta lists are refused by name.
    private static let known: [OID] = [.issuingDistributionPoint, .deltaCRLIndicator, .authorityKeyIdentifier]

    init(reading bytes: Span<UInt8>) throws(DERError) {
        guard bytes.count <= Limits.revocationListSize else {
            throw DERError(.limitExceeded, in: "CertificateList", at: 0)
        }
        var outer = DERReader(bytes)
        var list = try outer.sequence("CertificateList")
        try outer.expectEnd("CertificateList")
        let tbsElement = try list.element(.sequence, "tbsCertList")
        let outerAlgorithm = try list.algorithmIdentifier("signatureAlgorithm")
        let signature = try list.octetAlignedBitString("signatureValue")
        try list.expectEnd("CertificateList")

        var tbs = try list.inside(tbsElement, "tbsCertList")
        version = try tbs.listVersion()
        let innerAlgorithm = try tbs.algorithmIdentifier("signature")
        // RFC 5280 §5.1.1.2: the algorithm outside the signed part is the one inside it.
        guard tbs.isEqual(innerAlgorithm, outerAlgorithm) else {
            throw DERError(.mismatch, in: "signatureAlgorithm", at: outerAlgorithm.lowerBound)
        }
        signed = SignedPart(
            content: ByteRange(tbsElement.range), algorithm: ByteRange(innerAlgorithm), signature: ByteRange(signature))
        issuer = ByteRange(try tbs.name("issuer"))
        thisUpdate = try tbs.time("thisUpdate")
        let hasNext = tbs.nextTag == .utcTime || tbs.nextTag == .generalizedTime
        nextUpdate = hasNext ? try tbs.time("nextUpdate") : nil

        // RFC 5280 §5.1.2.6: a list without entries leaves the field out. Authorities have issued empty ones.
        let revoked = try tbs.optionalElement(.sequence, "revokedCertificates")
        entries = ByteRange(revoked?.content ?? 0..<0)
        (entryCount, marks) = try DERReader(bytes, entries.range).readEntries(version: version)
        index = try SerialNumberIndex(bytes, entries.range, count: entryCount)
        let extensionList = try tbs.listExtensions(version: version)
        try tbs.expectEnd("tbsCertList")
        extensions = ByteRange(extensionList)
        unknownCriticalExtensions = try DERReader(bytes, extensionList).criticalExtensions(except: Self.known)
        issuingDistributionPoint = try DERReader(bytes, extensionList).readListExtensions()
    }
}

extension DERReader {
    /// `Version OPTIONAL`, which must be v2 where it stands. RFC 5280 §5.1.2.1.
    fileprivate mutating func listVersion() throws(DERError) -> UInt8 {
        guard nextTag == .integer else { return 1 }
        let start = position
        guard try smallInteger("version") == 1 else { throw DERError(.wrongVersion, in: "version", at: start) }
        return 2
    }

    fileprivate consuming func readEntries(
        version: UInt8
    ) throws(DERError) -> (count: Int, marks: RevocationListMarks) {
        var count = 0
        var marks: RevocationListMarks = []
        while !isAtEnd {
            marks.formUnion(try revokedCertificate(version: version).marks)
            count += 1
        }
        return (count, marks)
    }

    /// `crlExtensions [0] EXPLICIT`, in version 2 only and not empty.
    fileprivate mutating func listExtensions(version: UInt8) throws(DERError) -> Range<Int> {
        let start = position
        guard nextTag == .contextConstructed(0) else { return start..<start }
        guard version == 2 else { throw DERError(.wrongVersion, in: "crlExtensions", at: start) }
        var wrapper = try constructed(.contextConstructed(0), "crlExtensions")
        let list = try wrapper.element(.sequence, "crlExtensions")
        try wrapper.expectEnd("crlExtensions")
        guard !list.content.isEmpty else { throw DERError(.malformedValue, in: "crlExtensions", at: start) }
        try wrapper.inside(list, "crlExtensions").checkExtensions()
        return list.content
    }

    /// Reads the extensions that are known and gives what the list covers. RFC 5280 §5.2.
    fileprivate consuming func readListExtensions() throws(DERError) -> IssuingDistributionPoint? {
        var point: IssuingDistributionPoint?
        while !isAtEnd {
            let found = try extensionElement()
            var value = DERReader(bytes, found.value)
            if isEqual(found.identifier, OID.issuingDistributionPoint.content) {
                point = try value.issuingDistributionPoint()
            } else if isEqual(found.identifier, OID.crlNumber.content) {
                _ = try value.unsignedInteger("cRLNumber")
            } else if isEqual(found.identifier, OID.deltaCRLIndicator.content) {
                _ = try value.unsignedInteger("baseCRLNumber")
            } else if isEqual(found.identifier, OID.authorityKeyIdentifier.content) {
                var content = try value.sequence("authorityKeyIdentifier")
                _ = try content.authorityKeyIdentifierContent()
            } else {
                continue
            }
            try value.expectEnd("crlExtensions")
        }
        return point
    }
}
