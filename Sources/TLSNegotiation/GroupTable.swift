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
        // RFC 10024.
        case .x25519MLKEM768: .x25519MLKEM768
        case .secp256r1MLKEM768: .secp256r1MLKEM768
        case .secp384r1MLKEM1024: .secp384r1MLKEM1024
        default: nil
        }
    }
}
