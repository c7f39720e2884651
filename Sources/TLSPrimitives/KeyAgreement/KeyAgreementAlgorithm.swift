/// The groups in which two peers agree on a secret. RFC 9846 §4.3.7.
package enum KeyAgreementAlgorithm: UInt8, Hashable, Sendable, CaseIterable {
    case x25519, x448, p256, p384, p521, ffdhe2048, ffdhe3072, ffdhe4096, ffdhe6144, ffdhe8192

    /// The length of a key share: a coordinate, a point with both coordinates, or an integer as long as the prime.
    package var shareLength: Int {
        switch self {
        case .x25519: 32
        case .x448: 56
        case .p256, .p384, .p521: 1 + 2 * secretLength
        case .ffdhe2048, .ffdhe3072, .ffdhe4096, .ffdhe6144, .ffdhe8192: secretLength
        }
    }

    /// The length of the agreed secret.
    package var secretLength: Int {
        switch self {
        case .x25519: 32
        case .x448: 56
        case .p256: 32
        case .p384: 48
        case .p521: 66
        case .ffdhe2048: 256
        case .ffdhe3072: 384
        case .ffdhe4096: 512
        case .ffdhe6144: 768
        case .ffdhe8192: 1024
        }
    }

    enum Family { case montgomery, curve(EllipticCurve), finiteField }

    var family: Family {
        switch self {
        case .x25519, .x448: .montgomery
        case .p256: .curve(.p256)
        case .p384: .curve(.p384)
        case .p521: .curve(.p521)
        case .ffdhe2048, .ffdhe3072, .ffdhe4096, .ffdhe6144, .ffdhe8192: .finiteField
        }
    }

    /// libcrypto's key type.
    var keyType: String {
        switch family {
        case .curve: "EC"
        case .finiteField: "DH"
        case .montgomery: self == .x25519 ? "X25519" : "X448"
        }
    }

    /// libcrypto's name of the group in the key type; nil where the type is the group.
    var groupName: StaticString? {
        switch self {
        case .x25519, .x448: nil
        case .p256: "P-256"
        case .p384: "P-384"
        case .p521: "P-521"
        case .ffdhe2048: "ffdhe2048"
        case .ffdhe3072: "ffdhe3072"
        case .ffdhe4096: "ffdhe4096"
        case .ffdhe6144: "ffdhe6144"
        case .ffdhe8192: "ffdhe8192"
        }
    }
}

/// Why no secret was agreed on.
package enum KeyAgreementError: Error, Sendable {
    /// The peer's share is none of the group's. RFC 9846 §4.3.8.1, §4.3.8.2, §7.4.2.
    case invalidPeerKey
    case crypto(CryptoError)
}
