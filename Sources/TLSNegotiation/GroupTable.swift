package import TLSMessages
package import TLSPrimitives

/// How each named group computes its shared secret. RFC 9846 §4.3.7.
package enum GroupTable {
    package static func algorithm(of group: NamedGroup) -> KeyAgreementAlgorithm? {
        switch group {
        case .x25519: .x25519
        case .x448: .x448
        case .secp256r1: .p256
        case .secp384r1: .p384
        case .secp521r1: .p521
        case .ffdhe2048: .ffdhe2048
        case .ffdhe3072: .ffdhe3072
        case .ffdhe4096: .ffdhe4096
        case .ffdhe6144: .ffdhe6144
        case .ffdhe8192: .ffdhe8192
        // draft-ietf-tls-mlkem.
        case .mlkem768: .mlkem768
        case .mlkem1024: .mlkem1024
        // RFC 10024.
        case .x25519MLKEM768: .x25519MLKEM768
        case .secp256r1MLKEM768: .secp256r1MLKEM768
        case .secp384r1MLKEM1024: .secp384r1MLKEM1024
        default: nil
        }
    }
}

/// What TLS 1.2 makes of groups. RFC 8422 §5.1.1, RFC 7919 §2.
extension GroupTable {
    /// Whether an ECDHE suite of TLS 1.2 can use it.
    package static func isCurve12(_ group: NamedGroup) -> Bool {
        switch group {
        case .x25519, .x448, .secp256r1, .secp384r1, .secp521r1: true
        default: false
        }
    }

    /// Whether a DHE suite of TLS 1.2 can use it.
    package static func isFiniteField(_ group: NamedGroup) -> Bool {
        finiteFieldRange.contains(group.rawValue) && algorithm(of: group) != nil
    }

    /// The group of RFC 7919 that this is.
    package static func finiteField(_ algorithm: KeyAgreementAlgorithm) -> NamedGroup? {
        let groups: [NamedGroup] = [.ffdhe2048, .ffdhe3072, .ffdhe4096, .ffdhe6144, .ffdhe8192]
        return groups.first { self.algorithm(of: $0) == algorithm }
    }

    /// The code points of finite-field groups, known or not. RFC 7919 §2.
    package static let finiteFieldRange: ClosedRange<UInt16> = 0x0100...0x01ff

    package static func group(of curve: EllipticCurve) -> NamedGroup {
        switch curve {
        case .p256: .secp256r1
        case .p384: .secp384r1
        case .p521: .secp521r1
        }
    }
}
