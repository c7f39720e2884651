package import TLSWire

/// A signature algorithm with its hash and, for ECDSA in TLS 1.3, its curve. RFC 9846 §4.3.3.
///
/// An open set: a value that is not named here survives, compares and prints as hex.
public struct SignatureScheme: RawRepresentable, Hashable, Sendable {
    /// The code point on the wire.
    public let rawValue: UInt16

    /// Makes the code point from its number.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// `rsa_pkcs1_sha256`.
    public static let rsaPKCS1SHA256 = SignatureScheme(rawValue: 0x0401)

    /// `rsa_pkcs1_sha384`.
    public static let rsaPKCS1SHA384 = SignatureScheme(rawValue: 0x0501)

    /// `rsa_pkcs1_sha512`.
    public static let rsaPKCS1SHA512 = SignatureScheme(rawValue: 0x0601)

    /// `ecdsa_secp256r1_sha256`.
    public static let ecdsaSecp256r1SHA256 = SignatureScheme(rawValue: 0x0403)

    /// `ecdsa_secp384r1_sha384`.
    public static let ecdsaSecp384r1SHA384 = SignatureScheme(rawValue: 0x0503)

    /// `ecdsa_secp521r1_sha512`.
    public static let ecdsaSecp521r1SHA512 = SignatureScheme(rawValue: 0x0603)

    /// `rsa_pss_rsae_sha256`.
    public static let rsaPSSRSAESHA256 = SignatureScheme(rawValue: 0x0804)

    /// `rsa_pss_rsae_sha384`.
    public static let rsaPSSRSAESHA384 = SignatureScheme(rawValue: 0x0805)

    /// `rsa_pss_rsae_sha512`.
    public static let rsaPSSRSAESHA512 = SignatureScheme(rawValue: 0x0806)

    /// `ed25519`.
    public static let ed25519 = SignatureScheme(rawValue: 0x0807)

    /// `ed448`.
    public static let ed448 = SignatureScheme(rawValue: 0x0808)

    /// `rsa_pss_pss_sha256`.
    public static let rsaPSSPSSSHA256 = SignatureScheme(rawValue: 0x0809)

    /// `rsa_pss_pss_sha384`.
    public static let rsaPSSPSSSHA384 = SignatureScheme(rawValue: 0x080a)

    /// `rsa_pss_pss_sha512`.
    public static let rsaPSSPSSSHA512 = SignatureScheme(rawValue: 0x080b)

    /// `rsa_pkcs1_sha1`.
    public static let rsaPKCS1SHA1 = SignatureScheme(rawValue: 0x0201)

    /// `ecdsa_sha1`.
    public static let ecdsaSHA1 = SignatureScheme(rawValue: 0x0203)

    /// RSASSA-PKCS1-v1_5 with SHA-224; TLS 1.2 only. RFC 5246 §7.4.1.4.1.
    public static let rsaPKCS1SHA224 = SignatureScheme(rawValue: 0x0301)

    /// ECDSA with SHA-224; TLS 1.2 only. RFC 5246 §7.4.1.4.1.
    public static let ecdsaSHA224 = SignatureScheme(rawValue: 0x0303)

    /// DSA with SHA-1; TLS 1.2 only. RFC 5246 §7.4.1.4.1.
    public static let dsaSHA1 = SignatureScheme(rawValue: 0x0202)

    /// DSA with SHA-224; TLS 1.2 only. RFC 5246 §7.4.1.4.1.
    public static let dsaSHA224 = SignatureScheme(rawValue: 0x0302)

    /// DSA with SHA-256; TLS 1.2 only. RFC 5246 §7.4.1.4.1.
    public static let dsaSHA256 = SignatureScheme(rawValue: 0x0402)

    /// DSA with SHA-384; TLS 1.2 only. RFC 5246 §7.4.1.4.1.
    public static let dsaSHA384 = SignatureScheme(rawValue: 0x0502)

    /// DSA with SHA-512; TLS 1.2 only. RFC 5246 §7.4.1.4.1.
    public static let dsaSHA512 = SignatureScheme(rawValue: 0x0602)
}

extension SignatureScheme: CustomStringConvertible {
    /// The registered name, or the number in hexadecimal.
    public var description: String {
        switch self {
        case .rsaPKCS1SHA256: "rsa_pkcs1_sha256"
        case .rsaPKCS1SHA384: "rsa_pkcs1_sha384"
        case .rsaPKCS1SHA512: "rsa_pkcs1_sha512"
        case .ecdsaSecp256r1SHA256: "ecdsa_secp256r1_sha256"
        case .ecdsaSecp384r1SHA384: "ecdsa_secp384r1_sha384"
        case .ecdsaSecp521r1SHA512: "ecdsa_secp521r1_sha512"
        case .rsaPSSRSAESHA256: "rsa_pss_rsae_sha256"
        case .rsaPSSRSAESHA384: "rsa_pss_rsae_sha384"
        case .rsaPSSRSAESHA512: "rsa_pss_rsae_sha512"
        case .ed25519: "ed25519"
        case .ed448: "ed448"
        case .rsaPSSPSSSHA256: "rsa_pss_pss_sha256"
        case .rsaPSSPSSSHA384: "rsa_pss_pss_sha384"
        case .rsaPSSPSSSHA512: "rsa_pss_pss_sha512"
        case .rsaPKCS1SHA1: "rsa_pkcs1_sha1"
        case .ecdsaSHA1: "ecdsa_sha1"
        case .rsaPKCS1SHA224: "rsa_pkcs1_sha224"
        case .ecdsaSHA224: "ecdsa_sha224"
        case .dsaSHA1: "dsa_sha1"
        case .dsaSHA224: "dsa_sha224"
        case .dsaSHA256: "dsa_sha256"
        case .dsaSHA384: "dsa_sha384"
        case .dsaSHA512: "dsa_sha512"
        default: hexadecimal(rawValue)
        }
    }
}

extension SignatureScheme {
    package static let codec = Codec<SignatureScheme>.codePoint()
}
