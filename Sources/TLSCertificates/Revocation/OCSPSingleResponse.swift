package import TLSPrimitives

/// Which certificate an answer is about. RFC 6960 §4.1.1.
public struct OCSPCertificateID: Hashable, Sendable {
    /// The hash that the two below are made with.
    public let hashAlgorithm: OID
    /// The hash of the name of the certificate's issuer.
    public let issuerNameHash: [UInt8]
    /// The hash of the bits of the issuer's key.
    public let issuerKeyHash: [UInt8]
    /// The certificate's serial number: the content octets of its INTEGER.
    public let serialNumber: [UInt8]

    /// Makes the value.
    public init(hashAlgorithm: OID, issuerNameHash: [UInt8], issuerKeyHash: [UInt8], serialNumber: [UInt8]) {
        self.hashAlgorithm = hashAlgorithm
        self.issuerNameHash = issuerNameHash
        self.issuerKeyHash = issuerKeyHash
        self.serialNumber = serialNumber
    }

    /// The identifier of a certificate whose issuer has this key.
    ///
    /// The name is the one that the certificate itself says, octet for octet. RFC 6960 §4.1.1.
    package init(
        of certificate: X509Certificate, issuerKey: SubjectPublicKeyInfo, hash: HashAlgorithm
    ) throws(CertificateError) {
        hashAlgorithm = DERReader.hashes.first { $0.0 == hash }?.1 ?? .sha1
        issuerNameHash = try hash.octets(of: certificate.issuer.derBytes)
        issuerKeyHash = try hash.octets(of: try issuerKey.keyBits)
        serialNumber = certificate.serialNumber
    }

    /// Whether it is the identifier of a certificate whose issuer has this key. False for hashes that are not known, and for
    /// MD5.
    func identifies(
        _ certificate: X509Certificate, issuerKey: SubjectPublicKeyInfo
    ) throws(CertificateError) -> Bool {
        guard serialNumber == certificate.serialNumber,
            let hash = DERReader.hashes.first(where: { $0.1 == hashAlgorithm })?.0, hash != .md5
        else { return false }
        return try self == OCSPCertificateID(of: certificate, issuerKey: issuerKey, hash: hash)
    }
}

/// What a responder says of one certificate. RFC 6960 §4.2.1.
public struct OCSPSingleResponse: Hashable, Sendable {
    /// What it says.
    public enum Status: Hashable, Sendable {
        /// The certificate is not revoked.
        case good
        /// The certificate was revoked, at this moment, for this reason.
        case revoked(at: CertificateTime, reason: RevocationReason?)
        /// The responder does not know the certificate.
        case unknown
    }

    /// Which certificate it is about.
    public let certificateID: OCSPCertificateID
    /// What it says.
    public let status: Status
    /// When this was known to be so.
    public let thisUpdate: CertificateTime
    /// When something newer will be known at the latest; nil when it is known at any time.
    public let nextUpdate: CertificateTime?
    /// Critical extensions that are not known. Such an answer says nothing.
    public let unknownCriticalExtensions: [OID]

    /// Makes an answer without extensions.
    public init(
        certificateID: OCSPCertificateID, status: Status, thisUpdate: CertificateTime, nextUpdate: CertificateTime?
    ) {
        self.init(certificateID, status, thisUpdate, nextUpdate, unknownCriticalExtensions: [])
    }

    fileprivate init(
        _ certificateID: OCSPCertificateID, _ status: Status, _ thisUpdate: CertificateTime,
        _ nextUpdate: CertificateTime?, unknownCriticalExtensions: [OID]
    ) {
        self.certificateID = certificateID
        self.status = status
        self.thisUpdate = thisUpdate
        self.nextUpdate = nextUpdate
        self.unknownCriticalExtensions = unknownCriticalExtensions
    }
}

extension HashAlgorithm {
    /// The hash of bytes that are no secret.
    func octets(of bytes: [UInt8]) throws(CertificateError) -> [UInt8] {
        do {
            return try digest(of: bytes.span.bytes).bytes
        } catch {
            throw CertificateError(.cryptographyFailed, field: "hash", reason: "\(error)")
        }
    }
}

extension DERReader {
    /// Extensions that an answer may have as critical: those that change nothing of what it says. RFC 6960 §4.4.
    private static let knownInAnswers: [OID] = [.crlReason, .invalidityDate, .ocspCRLReferences, .ocspArchiveCutoff]

    /// The next SingleResponse.
    mutating func ocspSingleResponse() throws(DERError) -> OCSPSingleResponse {
        var content = try sequence("singleResponse")
        let identifier = try content.ocspCertificateID()
        let status = try content.ocspCertificateStatus()
        let thisUpdate = try content.generalizedTime("thisUpdate")
        var nextUpdate: CertificateTime?
        if content.nextTag == .contextConstructed(0) {
            var wrapper = try content.constructed(.contextConstructed(0), "nextUpdate")
            nextUpdate = try wrapper.generalizedTime("nextUpdate")
            try wrapper.expectEnd("nextUpdate")
        }
        let unknown = try content.ocspExtensions(knownAsCritical: Self.knownInAnswers)
        try content.expectEnd("singleResponse")
        return OCSPSingleResponse(identifier, status, thisUpdate, nextUpdate, unknownCriticalExtensions: unknown)
    }

    private mutating func ocspCertificateID() throws(DERError) -> OCSPCertificateID {
        var content = try sequence("certID")
        let algorithm = try content.algorithm("hashAlgorithm")
        let nameHash = try content.octetString("issuerNameHash")
        let keyHash = try content.octetString("issuerKeyHash")
        let serialNumber = try content.certificateSerialNumber("serialNumber")
        try content.expectEnd("certID")
        return OCSPCertificateID(
            hashAlgorithm: OID(content: array(algorithm.identifier)), issuerNameHash: array(nameHash),
            issuerKeyHash: array(keyHash), serialNumber: array(serialNumber))
    }

    private mutating func ocspCertificateStatus() throws(DERError) -> OCSPSingleResponse.Status {
        let value = try element("certStatus")
        switch value.tag {
        case .context(0), .context(2):
            guard value.content.isEmpty else { throw DERError(.malformedValue, in: "certStatus", at: value.start) }
            return value.tag == .context(0) ? .good : .unknown
        case .contextConstructed(1):
            var content = try inside(value, "revokedInfo")
            let time = try content.generalizedTime("revocationTime")
            var reason: RevocationReason?
            if content.nextTag == .contextConstructed(0) {
                var wrapper = try content.constructed(.contextConstructed(0), "revocationReason")
                reason = try wrapper.revocationReason("revocationReason")
                try wrapper.expectEnd("revocationReason")
            }
            try content.expectEnd("revokedInfo")
            return .revoked(at: time, reason: reason)
        default: throw DERError(.unexpectedTag, in: "certStatus", at: value.start)
        }
    }

    /// `[1] EXPLICIT Extensions OPTIONAL`, not empty; those that are critical and not among these.
    mutating func ocspExtensions(knownAsCritical known: [OID]) throws(DERError) -> [OID] {
        let start = position
        guard nextTag == .contextConstructed(1) else { return [] }
        var wrapper = try constructed(.contextConstructed(1), "extensions")
        let list = try wrapper.element(.sequence, "extensions")
        try wrapper.expectEnd("extensions")
        guard !list.content.isEmpty else { throw DERError(.malformedValue, in: "extensions", at: start) }
        try wrapper.inside(list, "extensions").checkExtensions()
        return try wrapper.inside(list, "extensions").criticalExtensions(except: known)
    }
}
