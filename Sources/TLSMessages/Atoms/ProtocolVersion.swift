package import TLSWire

/// A version of TLS as it stands on the wire. RFC 9846 §4.3.1.
///
/// An open set: a value that is not named here survives, compares and prints as hex.
public struct ProtocolVersion: RawRepresentable, Hashable, Sendable {
    /// The code point on the wire.
    public let rawValue: UInt16

    /// Makes the code point from its number.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// SSL 3.0; never spoken here.
    public static let ssl3 = ProtocolVersion(rawValue: 0x0300)

    /// TLS 1.0.
    public static let tls10 = ProtocolVersion(rawValue: 0x0301)

    /// TLS 1.1.
    public static let tls11 = ProtocolVersion(rawValue: 0x0302)

    /// TLS 1.2. RFC 5246.
    public static let tls12 = ProtocolVersion(rawValue: 0x0303)

    /// TLS 1.3. RFC 9846.
    public static let tls13 = ProtocolVersion(rawValue: 0x0304)
}

extension ProtocolVersion: CustomStringConvertible {
    /// The registered name, or the number in hexadecimal.
    public var description: String {
        switch self {
        case .ssl3: "SSL3"
        case .tls10: "TLS1.0"
        case .tls11: "TLS1.1"
        case .tls12: "TLS1.2"
        case .tls13: "TLS1.3"
        default: hexadecimal(rawValue)
        }
    }
}

extension ProtocolVersion: Comparable {
    /// The older version is the smaller.
    public static func < (left: ProtocolVersion, right: ProtocolVersion) -> Bool {
        left.rawValue < right.rawValue
    }

    package static let codec = Codec<ProtocolVersion>.codePoint()
}
