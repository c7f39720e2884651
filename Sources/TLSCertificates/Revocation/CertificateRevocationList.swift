public import TLSPrimitives

/// A list of certificates that their issuer has revoked, read strictly from DER. RFC 5280 §5.
///
/// Reading checks all of the structure, entry by entry, and makes an index of the serial numbers; whether the list is to be
/// believed is another question, which `RevocationLists` answers.
public struct CertificateRevocationList: Sendable {
    /// The list's exact bytes.
    public let derBytes: [UInt8]
    /// Who issued the list.
    public let issuer: DistinguishedName
    let fields: RevocationListFields
    let signatures = RememberedSignatures()

    /// Reads a list that fills `derBytes`.
    public init(derBytes: [UInt8]) throws(CertificateError) {
        do {
            fields = try RevocationListFields(reading: derBytes.span)
        } catch {
            throw CertificateError(error)
        }
        self.derBytes = derBytes
        issuer = DistinguishedName(checked: Array(derBytes[fields.issuer.range]))
    }
}

extension CertificateRevocationList: Hashable {
    /// Whether both have the same bytes.
    public static func == (left: CertificateRevocationList, right: CertificateRevocationList) -> Bool {
        left.derBytes == right.derBytes
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(derBytes)
    }
}

extension CertificateRevocationList {
    /// The version: 1 or 2.
    public var version: Int { Int(fields.version) }

    /// When the list was issued.
    public var thisUpdate: CertificateTime { fields.thisUpdate }

    /// When the next one will be issued at the latest; nil when the list does not say.
    public var nextUpdate: CertificateTime? { fields.nextUpdate }

    /// How many entries there are.
    public var entryCount: Int { fields.entryCount }

    /// The entry of a certificate, by the content octets of its serial number; nil when it is not on the list.
    public func entry(serialNumber: [UInt8]) -> RevokedCertificate? {
        guard let start = fields.index.entry(serialNumber.span, in: derBytes.span) else { return nil }
        var reader = DERReader(derBytes.span, start..<derBytes.count)
        // The walk that made this list has checked the entry.
        guard let found = try? reader.revokedCertificate(version: fields.version) else { return nil }
        return RevokedCertificate(
            serialNumber: serialNumber, revocationDate: found.revocationDate, reason: found.reason,
            invalidityDate: found.invalidityDate)
    }

    /// All entries, in their order. A long list has many: to look one up, `entry` is quicker.
    public var entries: [RevokedCertificate] {
        var list: [RevokedCertificate] = []
        list.reserveCapacity(entryCount)
        var reader = DERReader(derBytes.span, fields.entries.range)
        while !reader.isAtEnd, let found = try? reader.revokedCertificate(version: fields.version) {
            list.append(
                RevokedCertificate(
                    serialNumber: Array(derBytes[found.serialNumber]), revocationDate: found.revocationDate,
                    reason: found.reason, invalidityDate: found.invalidityDate))
        }
        return list
    }

    /// The list's own extensions, in their order.
    public var extensions: [X509Extension] {
        var list: [X509Extension] = []
        var reader = DERReader(derBytes.span, fields.extensions.range)
        // The walk that made this list has checked each of them.
        while !reader.isAtEnd, let found = try? reader.extensionElement() {
            list.append(X509Extension(found, of: derBytes))
        }
        return list
    }

    /// The list's own extension with this identifier, if it has it.
    public func `extension`(_ identifier: OID) -> X509Extension? {
        let found = try? DERReader(derBytes.span, fields.extensions.range).findExtension(identifier)
        return found.map { X509Extension($0, of: derBytes) }
    }

    /// What the list covers; nil when it covers all that its issuer has issued. RFC 5280 §5.2.5.
    public var issuingDistributionPoint: IssuingDistributionPoint? { fields.issuingDistributionPoint }

    /// Whether it only says what has changed since another list. RFC 5280 §5.2.4.
    public var isDelta: Bool { self.extension(.deltaCRLIndicator) != nil }

    /// Whether certificates of other issuers may stand on it. RFC 5280 §5.2.5, §5.3.3.
    public var isIndirect: Bool {
        fields.marks.contains(.certificateIssuer) || issuingDistributionPoint?.isIndirect ?? false
    }

    /// The list's own critical extensions that are not supported. Such a list says nothing. RFC 5280 §5.2.
    public var unknownCriticalExtensions: [OID] { fields.unknownCriticalExtensions }

    /// Whether an entry has a critical extension that is not supported. RFC 5280 §5.3.
    public var hasUnknownCriticalEntryExtension: Bool { fields.marks.contains(.unknownCriticalExtension) }

    /// The number of the list, big-endian; nil when it has none. RFC 5280 §5.2.3.
    public var crlNumber: [UInt8]? {
        guard let value = self.extension(.crlNumber)?.value else { return nil }
        var reader = DERReader(value.span)
        // The walk that made this list has checked the number.
        return (try? reader.unsignedInteger("cRLNumber")).map { Array(value[$0]) }
    }

    /// Whether the list's signature was made with the private half of `key`.
    ///
    /// This is the signature alone. Throws when the signature algorithm is not supported.
    public func isSigned(by key: PublicKey) throws(CertificateError) -> Bool {
        try fields.signed.isSigned(in: derBytes, by: key)
    }

    /// Where the signed part, the algorithm and the signature lie.
    package var signedPart: SignedPart { fields.signed }

    /// How the list is signed; throws when that is not supported.
    package var signatureAlgorithm: SignatureAlgorithm {
        get throws(CertificateError) { try fields.signed.signatureAlgorithm(in: derBytes) }
    }

    /// The same as `isSigned(by:)`, remembered: hashing a list of many megabytes for each certificate would be felt.
    func isSigned(byKeyOf info: SubjectPublicKeyInfo) throws(CertificateError) -> Bool {
        if let known = signatures[info] { return known }
        let result = try isSigned(by: try info.publicKey)
        signatures[info] = result
        return result
    }
}

/// For which keys a list's signature has been checked, and with what result. Shared by the copies of a list.
final class RememberedSignatures: Sendable {
    private let results = Lock<[SubjectPublicKeyInfo: Bool]>([:])

    subscript(key: SubjectPublicKeyInfo) -> Bool? {
        get { results.withLock { $0[key] } }
        set {
            results.withLock { results in
                if results.count >= Limits.rememberedSignatures { results.removeAll() }
                results[key] = newValue
            }
        }
    }
}
