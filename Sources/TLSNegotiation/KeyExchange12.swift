/// How a suite of TLS 1.2 comes to its premaster secret, and what authenticates the server. RFC 5246 §7.4.3, RFC 8422 §2.
package enum KeyExchange12: Hashable, Sendable, CaseIterable {
    /// The client encrypts the premaster secret to the certificate's key.
    case rsa
    case dheRSA
    /// With a DSA certificate.
    case dheDSS
    case ecdheRSA
    /// Also with EdDSA certificates. RFC 8422 §2.2.
    case ecdheECDSA
    /// With the certificate's own key: signed with RSA, which TLS 1.2 no longer demands. RFC 5246 §7.4.2.
    case ecdhRSA
    case ecdhECDSA

    /// What the certificate's key does in the handshake.
    package var use: CertificateUse {
        switch self {
        case .rsa: .keyEncipherment
        case .dheRSA, .dheDSS, .ecdheRSA, .ecdheECDSA: .digitalSignature
        case .ecdhRSA, .ecdhECDSA: .keyAgreement
        }
    }

    /// Where the group of the key exchange is from.
    package var groups: Groups {
        switch self {
        case .rsa: .none
        case .dheRSA, .dheDSS: .finiteField
        case .ecdheRSA, .ecdheECDSA: .ellipticCurve
        case .ecdhRSA, .ecdhECDSA: .certificate
        }
    }

    package enum Groups: Hashable, Sendable {
        case none
        case finiteField
        case ellipticCurve
        /// The curve of the certificate's key.
        case certificate
    }

    /// Whether the server sends a ServerKeyExchange, which then is signed.
    package var isEphemeral: Bool { use == .digitalSignature }

    /// Whether a certificate with such a key goes with it. RFC 5246 §7.4.2, RFC 8422 §2.
    package func fits(_ key: SignatureSchemeRow.Key) -> Bool {
        switch (self, key) {
        case (.rsa, .rsa), (.dheRSA, .rsa), (.dheRSA, .rsaPSS), (.ecdheRSA, .rsa), (.ecdheRSA, .rsaPSS),
            (.ecdheECDSA, .ec), (.ecdheECDSA, .ed25519), (.ecdheECDSA, .ed448), (.ecdhRSA, .ec), (.ecdhECDSA, .ec),
            (.dheDSS, .dsa):
            true
        default: false
        }
    }
}

/// What a certificate's key may be used for, as its key_usage says; without one, for all. RFC 5280 §4.2.1.3.
package struct CertificateUse: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let digitalSignature = CertificateUse(rawValue: 1)
    package static let keyEncipherment = CertificateUse(rawValue: 2)
    package static let keyAgreement = CertificateUse(rawValue: 4)
    package static let any: CertificateUse = [.digitalSignature, .keyEncipherment, .keyAgreement]
}
