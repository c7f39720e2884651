package import TLSWire

/// A cipher suite, by its IANA number and spelled as IANA spells it. RFC 9846 §B.4.
///
/// An open set: a value that is not named here survives, compares and prints as hex.
public struct CipherSuite: RawRepresentable, Hashable, Sendable {
    /// The code point on the wire.
    public let rawValue: UInt16

    /// Makes the code point from its number.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// AES-128-GCM with SHA-256. RFC 9846 §B.4.
    public static let TLS_AES_128_GCM_SHA256 = CipherSuite(rawValue: 0x1301)

    /// AES-256-GCM with SHA-384. RFC 9846 §B.4.
    public static let TLS_AES_256_GCM_SHA384 = CipherSuite(rawValue: 0x1302)

    /// ChaCha20-Poly1305 with SHA-256. RFC 9846 §B.4.
    public static let TLS_CHACHA20_POLY1305_SHA256 = CipherSuite(rawValue: 0x1303)

    /// Signals a retry at a lower version. RFC 7507.
    public static let TLS_FALLBACK_SCSV = CipherSuite(rawValue: 0x5600)

    /// Signals secure renegotiation. RFC 5746 §3.3.
    public static let TLS_EMPTY_RENEGOTIATION_INFO_SCSV = CipherSuite(rawValue: 0x00ff)
}

extension CipherSuite: CustomStringConvertible {
    /// The registered name, or the number in hexadecimal.
    public var description: String {
        switch self {
        case .TLS_AES_128_GCM_SHA256: "TLS_AES_128_GCM_SHA256"
        case .TLS_AES_256_GCM_SHA384: "TLS_AES_256_GCM_SHA384"
        case .TLS_CHACHA20_POLY1305_SHA256: "TLS_CHACHA20_POLY1305_SHA256"
        case .TLS_FALLBACK_SCSV: "TLS_FALLBACK_SCSV"
        case .TLS_EMPTY_RENEGOTIATION_INFO_SCSV: "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"
        default: CipherSuiteNames.older[rawValue] ?? hexadecimal(rawValue)
        }
    }
}

extension CipherSuite {
    package static let codec = Codec<CipherSuite>.codePoint()
}
