/// Where the fields of a Certificate lie, as one walk over its bytes found them. RFC 5280 §4.1.
///
/// The walk checks the structure down to the last attribute of a name and the last extension's wrapping; what is inside
/// an extension or a key is read when somebody asks.
struct CertificateFields: Sendable {
    let tbsCertificate: ByteRange
    let version: UInt8
    let serialNumber: ByteRange
    let signatureAlgorithm: ByteRange
    let issuer: ByteRange
    let notBefore: CertificateTime
    let notAfter: CertificateTime
    let subject: ByteRange
    let subjectPublicKeyInfo: ByteRange
    /// The content of the SEQUENCE OF Extension; empty when there are none.
    let extensions: ByteRange
    let signatureValue: ByteRange

    init(reading bytes: Span<UInt8>) throws(DERError) {
        guard bytes.count <= Limits.certificateSize else {
            throw DERError(.limitExceeded, in: "Certificate", at: 0)
        }
        var outer = DERReader(bytes)
        var certificate = try outer.sequence("Certificate")
        try outer.expectEnd("Certificate")
        let tbsElement = try certificate.element(.sequence, "tbsCertificate")
        let outerAlgorithm = try certificate.algorithmIdentifier("signatureAlgorithm")
        signatureValue = ByteRange(try certificate.octetAlignedBitString("signatureValue"))
        try certificate.expectEnd("Certificate")

        tbsCertificate = ByteRange(tbsElement.range)
        var tbs = try certificate.inside(tbsElement, "tbsCertificate")
        version = try tbs.certificateVersion()
        serialNumber = ByteRange(try tbs.serialNumber())
        let innerAlgorithm = try tbs.algorithmIdentifier("signature")
        // RFC 5280 §4.1.1.2: the algorithm outside the signed part is the one inside it.
        guard tbs.isEqual(innerAlgorithm, outerAlgorithm) else {
            throw DERError(.mismatch, in: "signatureAlgorithm", at: outerAlgorithm.lowerBound)
        }
        signatureAlgorithm = ByteRange(innerAlgorithm)
        issuer = ByteRange(try tbs.name("issuer"))
        var validity = try tbs.sequence("validity")
        notBefore = try validity.time("notBefore")
        notAfter = try validity.time("notAfter")
        try validity.expectEnd("validity")
        subject = ByteRange(try tbs.name("subject"))
        subjectPublicKeyInfo = ByteRange(try tbs.subjectPublicKeyInfo())
        try tbs.uniqueIdentifiers(version: version)
        extensions = ByteRange(try tbs.extensions(version: version))
        try tbs.expectEnd("tbsCertificate")
    }
}

extension DERReader {
    /// `[0] EXPLICIT Version DEFAULT v1`; v1 is said by leaving it out.
    fileprivate mutating func certificateVersion() throws(DERError) -> UInt8 {
        guard nextTag == .contextConstructed(0) else { return 1 }
        let start = position
        var wrapper = try constructed(.contextConstructed(0), "version")
        let value = try wrapper.smallInteger("version")
        try wrapper.expectEnd("version")
        switch value {
        case 1: return 2
        case 2: return 3
        default: throw DERError(.wrongVersion, in: "version", at: start)
        }
    }

    /// At most 20 octets. RFC 5280 §4.1.2.2. Whether it is positive is for path validation to judge.
    fileprivate mutating func serialNumber() throws(DERError) -> Range<Int> {
        let start = position
        let content = try integer("serialNumber")
        let sign = bytes[content.lowerBound] == 0 ? 1 : 0
        guard content.count - sign <= Limits.serialNumberSize else {
            throw DERError(.limitExceeded, in: "serialNumber", at: start)
        }
        return content
    }

    /// `issuerUniqueID [1]` and `subjectUniqueID [2]`, from version 2 on. RFC 5280 §4.1.2.8.
    fileprivate mutating func uniqueIdentifiers(version: UInt8) throws(DERError) {
        for number: UInt8 in 1...2 {
            guard let value = try optionalElement(.context(number), "uniqueIdentifier") else { continue }
            guard version >= 2 else { throw DERError(.wrongVersion, in: "uniqueIdentifier", at: value.start) }
            _ = try bits(of: value, "uniqueIdentifier")
        }
    }

    /// `extensions [3] EXPLICIT`, in version 3 only and not empty. RFC 5280 §4.1.2.9.
    fileprivate mutating func extensions(version: UInt8) throws(DERError) -> Range<Int> {
        let start = position
        guard nextTag == .contextConstructed(3) else { return start..<start }
        guard version == 3 else { throw DERError(.wrongVersion, in: "extensions", at: start) }
        var wrapper = try constructed(.contextConstructed(3), "extensions")
        let list = try wrapper.element(.sequence, "extensions")
        try wrapper.expectEnd("extensions")
        guard !list.content.isEmpty else { throw DERError(.malformedValue, in: "extensions", at: start) }
        try wrapper.inside(list, "extensions").checkExtensions()
        return list.content
    }
}
