package import TLSWire

/// A group for key exchange. RFC 9846 §4.3.7.
///
/// An open set: a value that is not named here survives, compares and prints as hex.
public struct NamedGroup: RawRepresentable, Hashable, Sendable {
    /// The code point on the wire.
    public let rawValue: UInt16

    /// Makes the code point from its number.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// NIST P-256.
    public static let secp256r1 = NamedGroup(rawValue: 0x0017)

    /// NIST P-384.
    public static let secp384r1 = NamedGroup(rawValue: 0x0018)

    /// NIST P-521.
    public static let secp521r1 = NamedGroup(rawValue: 0x0019)

    /// X25519. RFC 7748.
    public static let x25519 = NamedGroup(rawValue: 0x001d)

    /// X448. RFC 7748.
    public static let x448 = NamedGroup(rawValue: 0x001e)

    /// 2048-bit finite field group. RFC 7919.
    public static let ffdhe2048 = NamedGroup(rawValue: 0x0100)

    /// 3072-bit finite field group. RFC 7919.
    public static let ffdhe3072 = NamedGroup(rawValue: 0x0101)

    /// 4096-bit finite field group. RFC 7919.
    public static let ffdhe4096 = NamedGroup(rawValue: 0x0102)

    /// 6144-bit finite field group. RFC 7919.
    public static let ffdhe6144 = NamedGroup(rawValue: 0x0103)

    /// 8192-bit finite field group. RFC 7919.
    public static let ffdhe8192 = NamedGroup(rawValue: 0x0104)

    /// ML-KEM-768 alone (draft-ietf-tls-mlkem): nothing holds when it breaks. In no default; a hybrid is the safer choice.
    public static let mlkem768 = NamedGroup(rawValue: 0x0201)

    /// ML-KEM-1024 alone (draft-ietf-tls-mlkem): nothing holds when it breaks. In no default; a hybrid is the safer choice.
    public static let mlkem1024 = NamedGroup(rawValue: 0x0202)

    /// P-256 with ML-KEM-768.
    public static let secp256r1MLKEM768 = NamedGroup(rawValue: 0x11eb)

    /// X25519 with ML-KEM-768.
    public static let x25519MLKEM768 = NamedGroup(rawValue: 0x11ec)

    /// P-384 with ML-KEM-1024.
    public static let secp384r1MLKEM1024 = NamedGroup(rawValue: 0x11ed)
}

extension NamedGroup: CustomStringConvertible {
    /// The registered name, or the number in hexadecimal.
    public var description: String {
        switch self {
        case .secp256r1: "secp256r1"
        case .secp384r1: "secp384r1"
        case .secp521r1: "secp521r1"
        case .x25519: "x25519"
        case .x448: "x448"
        case .ffdhe2048: "ffdhe2048"
        case .ffdhe3072: "ffdhe3072"
        case .ffdhe4096: "ffdhe4096"
        case .ffdhe6144: "ffdhe6144"
        case .ffdhe8192: "ffdhe8192"
        case .mlkem768: "MLKEM768"
        case .mlkem1024: "MLKEM1024"
        case .secp256r1MLKEM768: "SecP256r1MLKEM768"
        case .x25519MLKEM768: "X25519MLKEM768"
        case .secp384r1MLKEM1024: "SecP384r1MLKEM1024"
        default: hexadecimal(rawValue)
        }
    }
}

extension NamedGroup {
    package static let codec = Codec<NamedGroup>.codePoint()
}
