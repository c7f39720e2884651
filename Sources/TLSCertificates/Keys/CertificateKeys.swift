public import TLSPrimitives

/// What a certificate's key is and does.
extension X509Certificate {
    /// The key the certificate vouches for, ready to verify with; throws when it is not of a supported kind and size.
    public var publicKey: PublicKey {
        get throws(CertificateError) { try subjectPublicKeyInfo.publicKey }
    }

    /// Whether the certificate's signature was made with the private half of `key`.
    ///
    /// This is the signature alone: nothing is said of names, times or whether the key may sign certificates. Throws when
    /// the signature algorithm is not supported.
    public func isSigned(by key: PublicKey) throws(CertificateError) -> Bool {
        let algorithm = try signatureAlgorithm
        guard algorithm.fits(key.keyType) else { return false }
        let bytes = derBytes.span.bytes
        do {
            return try key.verify(
                algorithm, signature: bytes.extracting(signatureRange), of: bytes.extracting(tbsRange))
        } catch {
            throw CertificateError(.cryptographyFailed, field: "signatureValue", reason: "\(error)")
        }
    }

    /// Whether `key` is the private half of the key the certificate vouches for.
    public func matches(_ key: PrivateKey) -> Bool {
        guard let certified = try? subjectPublicKeyInfo.legacyPublicKey else { return false }
        return certified == key.publicKey
    }
}

/// A hash that names a certificate.
public enum FingerprintAlgorithm: Hashable, Sendable {
    /// MD5: for comparing with old tools, never for trust.
    case md5
    /// SHA-1: for comparing with old tools, never for trust.
    case sha1
    /// SHA-256.
    case sha256

    package var hash: HashAlgorithm {
        switch self {
        case .md5: .md5
        case .sha1: .sha1
        case .sha256: .sha256
        }
    }
}

extension X509Certificate {
    /// The hash of the certificate's bytes: pairs of lower-case hexadecimal digits joined by colons.
    ///
    /// Throws when libcrypto does not have the hash.
    public func fingerprint(_ algorithm: FingerprintAlgorithm) throws(CertificateError) -> String {
        try Fingerprint.text(of: derBytes, algorithm)
    }

    /// The serial number in upper-case hexadecimal, two digits for each byte.
    public var serialNumberText: String { HexText.text(serialNumber, uppercase: true) }
}

extension SubjectPublicKeyInfo {
    /// The hash of the key's bytes: pairs of lower-case hexadecimal digits joined by colons.
    ///
    /// Throws when libcrypto does not have the hash.
    public func fingerprint(_ algorithm: FingerprintAlgorithm) throws(CertificateError) -> String {
        try Fingerprint.text(of: derBytes, algorithm)
    }
}

private enum Fingerprint {
    static func text(of bytes: [UInt8], _ algorithm: FingerprintAlgorithm) throws(CertificateError) -> String {
        do {
            return HexText.text(try algorithm.hash.digest(of: bytes.span.bytes).bytes, separator: ":")
        } catch {
            throw CertificateError(.cryptographyFailed, field: "fingerprint", reason: "\(error)")
        }
    }
}
