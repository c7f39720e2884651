/// An X.509 certificate, read strictly from DER. RFC 5280 §4.1.
///
/// Reading checks the structure and remembers where the fields are; names, keys and extensions are decoded when they are
/// asked for. Whether the certificate is to be trusted is another question, which reading does not touch.
public struct X509Certificate: Sendable {
    /// The certificate's exact bytes.
    public let derBytes: [UInt8]
    let fields: CertificateFields

    /// Reads a certificate that fills `derBytes`.
    public init(derBytes: [UInt8]) throws(CertificateError) {
        do {
            fields = try CertificateFields(reading: derBytes.span)
        } catch {
            throw CertificateError(error)
        }
        self.derBytes = derBytes
    }
}

extension X509Certificate: Hashable {
    /// Whether both have the same bytes.
    public static func == (left: X509Certificate, right: X509Certificate) -> Bool {
        left.derBytes == right.derBytes
    }

    /// Hashes the end of the bytes, which is the signature's: all of them would take longer than whatever is looked up.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(derBytes.count)
        var word: UInt64 = 0
        for byte in derBytes.suffix(8) { word = word << 8 | UInt64(byte) }
        hasher.combine(word)
    }
}

extension X509Certificate {
    /// The version: 1, 2 or 3.
    public var version: Int { Int(fields.version) }

    /// The serial number: the content octets of its INTEGER, big-endian.
    public var serialNumber: [UInt8] { Array(derBytes[fields.serialNumber.range]) }

    /// Who issued the certificate.
    public var issuer: DistinguishedName {
        DistinguishedName(checked: Array(derBytes[fields.issuer.range]))
    }

    /// Whose key the certificate vouches for. May be empty.
    public var subject: DistinguishedName {
        DistinguishedName(checked: Array(derBytes[fields.subject.range]))
    }

    /// The first moment at which the certificate is valid.
    public var notBefore: CertificateTime { fields.notBefore }

    /// The last moment at which the certificate is valid.
    public var notAfter: CertificateTime { fields.notAfter }

    /// The key the certificate vouches for, in its DER form.
    public var subjectPublicKeyInfo: SubjectPublicKeyInfo {
        SubjectPublicKeyInfo(checked: Array(derBytes[fields.subjectPublicKeyInfo.range]))
    }

    /// Where the signed part lies in `derBytes`.
    package var tbsRange: Range<Int> { fields.tbsCertificate.range }
    package var issuerRange: Range<Int> { fields.issuer.range }
    package var subjectRange: Range<Int> { fields.subject.range }
    package var subjectPublicKeyInfoRange: Range<Int> { fields.subjectPublicKeyInfo.range }
    package var signatureAlgorithmRange: Range<Int> { fields.signatureAlgorithm.range }
    package var signatureRange: Range<Int> { fields.signatureValue.range }

    /// Whether issuer and subject are the same name, byte for byte, as in a self-signed certificate.
    package var isSelfIssued: Bool {
        derBytes[fields.issuer.range].elementsEqual(derBytes[fields.subject.range])
    }
}
