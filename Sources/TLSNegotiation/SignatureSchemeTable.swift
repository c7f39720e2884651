package import TLSMessages
package import TLSPrimitives

/// What a signature scheme consists of. RFC 9846 §4.3.3.
package struct SignatureSchemeRow: Sendable {
    /// Which keys a scheme signs with.
    package enum Key: Hashable, Sendable {
        case rsa
        case rsaPSS
        case ec(EllipticCurve)
        case ed25519
        case ed448
        /// TLS 1.2 only.
        case dsa
    }

    package let scheme: SignatureScheme
    package let algorithm: SignatureAlgorithm
    package let key: Key
    /// Whether TLS 1.3 allows it in CertificateVerify; PKCS #1 v1.5 is for certificates only.
    package let signsHandshake13: Bool
}

/// The schemes we can speak, a row each.
package enum SignatureSchemeTable {
    package static let rows: [SignatureSchemeRow] = [
        row(.ecdsaSecp256r1SHA256, .ecdsa(.sha256), .ec(.p256)),
        row(.ecdsaSecp384r1SHA384, .ecdsa(.sha384), .ec(.p384)),
        row(.ecdsaSecp521r1SHA512, .ecdsa(.sha512), .ec(.p521)),
        row(.rsaPSSRSAESHA256, .rsaPSS(.sha256), .rsa),
        row(.rsaPSSRSAESHA384, .rsaPSS(.sha384), .rsa),
        row(.rsaPSSRSAESHA512, .rsaPSS(.sha512), .rsa),
        row(.ed25519, .ed25519, .ed25519),
        row(.ed448, .ed448, .ed448),
        row(.rsaPSSPSSSHA256, .rsaPSS(.sha256), .rsaPSS),
        row(.rsaPSSPSSSHA384, .rsaPSS(.sha384), .rsaPSS),
        row(.rsaPSSPSSSHA512, .rsaPSS(.sha512), .rsaPSS),
        row(.rsaPKCS1SHA256, .rsaPKCS1(.sha256), .rsa, signsHandshake13: false),
        row(.rsaPKCS1SHA384, .rsaPKCS1(.sha384), .rsa, signsHandshake13: false),
        row(.rsaPKCS1SHA512, .rsaPKCS1(.sha512), .rsa, signsHandshake13: false),
    ]

    package static func row(of scheme: SignatureScheme) -> SignatureSchemeRow? {
        rows.first { $0.scheme == scheme }
    }

    private static func row(
        _ scheme: SignatureScheme, _ algorithm: SignatureAlgorithm, _ key: SignatureSchemeRow.Key,
        signsHandshake13: Bool = true
    ) -> SignatureSchemeRow {
        SignatureSchemeRow(scheme: scheme, algorithm: algorithm, key: key, signsHandshake13: signsHandshake13)
    }
}
