import TLSCertificates
import TLSKeyStores
import TLSPrimitives

/// Hashes that name the certificate or its key. A hash that libcrypto does not have here is empty: under FIPS, MD5.
extension Certificate {
    /// MD5: 16 pairs of lower-case digits joined by colons. Of the certificate; where there is only a key, of the key as SSH
    /// writes it, which is what `ssh-keygen -l -E md5` shows.
    public var fingerprint: String { fingerprint(.md5) }

    /// SHA-1, 20 pairs, in the form of ``fingerprint``.
    public var fingerprintSHA1: String { fingerprint(.sha1) }

    /// SHA-256, 32 pairs, in the form of ``fingerprint``.
    public var fingerprintSHA256: String { fingerprint(.sha256) }

    /// MD5 of the certificate: upper-case hexadecimal without separators; empty where there is only a key.
    public var thumbprintMD5: String { thumbprint(.md5) }

    /// SHA-1 of the certificate, in the form of ``thumbprintMD5``.
    public var thumbprintSHA1: String { thumbprint(.sha1) }

    /// SHA-256 of the certificate, in the form of ``thumbprintMD5``.
    public var thumbprintSHA256: String { thumbprint(.sha256) }

    private func thumbprint(_ algorithm: FingerprintAlgorithm) -> String {
        guard let leaf else { return "" }
        return leaf.thumbprint(algorithm)
    }

    private func fingerprint(_ algorithm: FingerprintAlgorithm) -> String {
        if let leaf { return (try? leaf.fingerprint(algorithm)) ?? "" }
        guard let key = publicKeyInfo?.sshWireForm, let digest = try? algorithm.hash.digest(of: key.span.bytes) else {
            return ""
        }
        return HexText.text(digest.bytes, separator: ":")
    }
}

extension X509Certificate {
    /// The hash in upper-case hexadecimal without separators; empty when libcrypto does not have it.
    func thumbprint(_ algorithm: FingerprintAlgorithm) -> String {
        (try? fingerprint(algorithm))?.replacing(":", with: "").uppercased() ?? ""
    }
}
