/// How a message is signed: the key's kind, the padding and the hash. RFC 9846 §4.3.3 lists TLS's.
package enum SignatureAlgorithm: Hashable, Sendable {
    /// RSASSA-PKCS1-v1_5, RFC 8017 §8.2.
    case rsaPKCS1(HashAlgorithm)
    /// RSASSA-PSS, RFC 8017 §8.1, with a salt as long as the hash and MGF1 with the same hash.
    case rsaPSS(HashAlgorithm)
    /// ECDSA with the signature in DER, on the curve of the key.
    case ecdsa(HashAlgorithm)
    /// DSA with the signature in DER, in the domain of the key. FIPS 186-4 §4.6, RFC 3279 §2.2.2.
    case dsa(HashAlgorithm)
    /// RFC 8032, the pure form.
    case ed25519, ed448

    /// The hash that is signed; nil where the message itself is.
    package var hash: HashAlgorithm? {
        switch self {
        case .rsaPKCS1(let hash), .rsaPSS(let hash), .ecdsa(let hash), .dsa(let hash): hash
        case .ed25519, .ed448: nil
        }
    }

    /// Whether a key of this type can sign so. An RSA-PSS key must not be used with PKCS #1 v1.5. RFC 4055 §1.2.
    package func fits(_ type: KeyType) -> Bool {
        switch (self, type) {
        case (.rsaPKCS1, .rsa), (.rsaPSS, .rsa), (.rsaPSS, .rsaPSS), (.ecdsa, .ec), (.dsa, .dsa), (.ed25519, .ed25519),
            (.ed448, .ed448):
            true
        default: false
        }
    }
}
