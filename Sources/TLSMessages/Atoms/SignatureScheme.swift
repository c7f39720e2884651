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
        default: hexadecimal(rawValue)
        }
    }
}

extension SignatureScheme {
    package static let codec = Codec<SignatureScheme>.codePoint()
}
