import TLSCertificates

/// The DER structures that a private key comes in.
package enum PrivateKeyForm: Hashable, Sendable {
    /// OneAsymmetricKey. RFC 5958 §2.
    case pkcs8
    /// RSAPrivateKey. RFC 8017 appendix A.1.2.
    case pkcs1
    /// ECPrivateKey. RFC 5915 §3.
    case sec1
    /// OpenSSL's form of DSA keys: version, p, q, g, y and x.
    case dsa
    /// EncryptedPrivateKeyInfo. RFC 5958 §3.
    case encryptedPKCS8

    /// The form that a PEM label names.
    package init?(label: String) {
        switch label {
        case "PRIVATE KEY": self = .pkcs8
        case "RSA PRIVATE KEY": self = .pkcs1
        case "EC PRIVATE KEY": self = .sec1
        case "DSA PRIVATE KEY": self = .dsa
        case "ENCRYPTED PRIVATE KEY": self = .encryptedPKCS8
        default: return nil
        }
    }
}

/// What a DER file holds, told by the first two values in it, each of which is different in every form.
package enum DERContent: Hashable, Sendable {
    case privateKey(PrivateKeyForm)
    case certificate
    case subjectPublicKeyInfo
    /// PFX. RFC 7292 §4.
    case pkcs12
    case unknown

    package init(detecting bytes: Span<UInt8>) {
        self = (try? Self.detect(bytes)) ?? .unknown
    }

    /// A DSA key has five numbers behind the version, an RSA key eight.
    private static func hasFiveValues(_ content: DERReader) throws(DERError) -> Bool {
        var rest = content
        for _ in 0..<5 { _ = try rest.unsignedInteger("file") }
        return rest.isAtEnd
    }

    private static func detect(_ bytes: Span<UInt8>) throws(DERError) -> DERContent {
        var outer = DERReader(bytes)
        var content = try outer.sequence("file")
        if content.nextTag == .integer {
            let version = try content.smallInteger("version")
            switch (version, content.nextTag) {
            case (3, .sequence): return .pkcs12
            case (0...1, .sequence): return .privateKey(.pkcs8)
            case (0...1, .integer): return .privateKey(try hasFiveValues(content) ? .dsa : .pkcs1)
            case (1, .octetString): return .privateKey(.sec1)
            default: return .unknown
            }
        }
        let first = try content.element(.sequence, "file")
        switch content.nextTag {
        case .octetString: return .privateKey(.encryptedPKCS8)
        case .bitString: return .subjectPublicKeyInfo
        case .sequence:
            // A certificate's first value holds further ones, the last of which are SEQUENCEs too.
            return content.bytes[first.content.lowerBound] == DERTag.objectIdentifier.rawValue ? .unknown : .certificate
        default: return .unknown
        }
    }
}
