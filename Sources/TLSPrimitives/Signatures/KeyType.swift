/// What kind of key a public or private key is.
public enum KeyType: Hashable, Sendable, CustomStringConvertible {
    /// RSA for any use, with the modulus's length.
    case rsa(bits: Int)
    /// RSA for RSASSA-PSS signatures only (id-RSASSA-PSS), with the modulus's length.
    case rsaPSS(bits: Int)
    /// An elliptic curve key for ECDSA or ECDH.
    case ec(EllipticCurve)
    /// DSA, FIPS 186-4, with the prime's length.
    case dsa(bits: Int)
    /// Ed25519, RFC 8032.
    case ed25519
    /// Ed448, RFC 8032.
    case ed448

    /// For people, such as `RSA-2048` or `P-256`.
    public var description: String {
        switch self {
        case .rsa(let bits): "RSA-\(bits)"
        case .rsaPSS(let bits): "RSA-PSS-\(bits)"
        case .ec(let curve): "\(curve.name)"
        case .dsa(let bits): "DSA-\(bits)"
        case .ed25519: "Ed25519"
        case .ed448: "Ed448"
        }
    }

    /// libcrypto's name of the type.
    var name: StaticString {
        switch self {
        case .rsa: "RSA"
        case .rsaPSS: "RSA-PSS"
        case .ec: "EC"
        case .dsa: "DSA"
        case .ed25519: "ED25519"
        case .ed448: "ED448"
        }
    }

    var isPSS: Bool {
        if case .rsaPSS = self { true } else { false }
    }

    /// A string key's length, RFC 8032 §5.1.5 and §5.2.5.
    var rawLength: Int { self == .ed448 ? 57 : 32 }
}
