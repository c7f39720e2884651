/// The groups in which two peers agree on a secret. RFC 9846 §4.3.7.
package enum KeyAgreementAlgorithm: UInt8, Hashable, Sendable, CaseIterable {
    case x25519, x448, p256, p384, p521, ffdhe2048, ffdhe3072, ffdhe4096, ffdhe6144, ffdhe8192
    /// ML-KEM alone. draft-ietf-tls-mlkem.
    case mlkem768, mlkem1024
    /// Hybrids with ML-KEM. RFC 10024.
    case x25519MLKEM768, secp256r1MLKEM768, secp384r1MLKEM1024

    /// The length of the share of the side that begins: a client.
    package var initiatorShareLength: Int {
        shareLength + (mlkem?.encapsulationKeyLength ?? 0)
    }

    /// The length of the share that answers: a server's.
    package var responderShareLength: Int {
        shareLength + (mlkem?.ciphertextLength ?? 0)
    }

    package var isHybrid: Bool { HybridAgreement(self) != nil }

    /// Whether ML-KEM takes part, alone or in a hybrid.
    package var usesMLKEM: Bool { mlkem != nil }

    /// ML-KEM's parameter set, where it takes part.
    var mlkem: MLKEM? { mlkemAlone ?? HybridAgreement(self)?.mlkem }

    /// ML-KEM's parameter set, where it stands alone.
    var mlkemAlone: MLKEM? {
        switch self {
        case .mlkem768: .mlkem768
        case .mlkem1024: .mlkem1024
        default: nil
        }
    }

    /// A hybrid's traditional group; any other group is its own.
    var traditional: KeyAgreementAlgorithm { HybridAgreement(self)?.traditional ?? self }

    /// The length of the traditional group's share, the same for both sides: a coordinate, a point with both coordinates,
    /// or an integer as long as the prime; ML-KEM alone has none.
    var shareLength: Int {
        switch traditional.family {
        case .montgomery, .finiteField: traditional.secretLength
        case .curve: 1 + 2 * traditional.secretLength
        case .encapsulation: 0
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
        case .mlkem768, .mlkem1024: MLKEM.secretLength
        case .x25519MLKEM768, .secp256r1MLKEM768: 32 + MLKEM.secretLength
        case .secp384r1MLKEM1024: 48 + MLKEM.secretLength
        }
    }

    /// How the traditional group computes.
    enum Family { case montgomery, curve(EllipticCurve), finiteField, encapsulation }

    var family: Family {
        switch self {
        case .x25519, .x448, .x25519MLKEM768: .montgomery
        case .p256, .secp256r1MLKEM768: .curve(.p256)
        case .p384, .secp384r1MLKEM1024: .curve(.p384)
        case .p521: .curve(.p521)
        case .ffdhe2048, .ffdhe3072, .ffdhe4096, .ffdhe6144, .ffdhe8192: .finiteField
        case .mlkem768, .mlkem1024: .encapsulation
        }
    }

    /// libcrypto's key type.
    var keyType: String {
        switch family {
        case .curve: "EC"
        case .finiteField: "DH"
        case .montgomery: self == .x448 ? "X448" : "X25519"
        case .encapsulation: self == .mlkem768 ? "ML-KEM-768" : "ML-KEM-1024"
        }
    }

    /// libcrypto's name of the group in the key type; nil where the type is the group.
    var groupName: StaticString? {
        switch self {
        case .x25519, .x448, .x25519MLKEM768, .mlkem768, .mlkem1024: nil
        case .p256, .secp256r1MLKEM768: "P-256"
        case .p384, .secp384r1MLKEM1024: "P-384"
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
