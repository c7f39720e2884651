package import TLSMessages
package import TLSPrimitives

/// What a signature scheme is in TLS 1.2: a hash and a kind of key, ECDSA with any curve.
/// RFC 5246 §7.4.1.4.1, RFC 8422 §5.1.3, RFC 9846 §4.3.3.
package struct SignatureSchemeRow12: Sendable {
    package enum Kind: Hashable, Sendable {
        case rsa
        case rsaPSS
        case ec
        case ed25519
        case ed448
        case dsa
    }

    package let scheme: SignatureScheme
    package let algorithm: SignatureAlgorithm
    package let kind: Kind

    package func fits(_ key: SignatureSchemeRow.Key) -> Bool {
        switch (kind, key) {
        case (.rsa, .rsa), (.rsaPSS, .rsaPSS), (.ec, .ec), (.ed25519, .ed25519), (.ed448, .ed448), (.dsa, .dsa): true
        default: false
        }
    }

    /// Whether it is used only when it is named: SHA-1, SHA-224 (RFC 9155 §2, §3) and DSA.
    package var isLegacy: Bool {
        switch algorithm.hash {
        case .md5, .sha1, .sha224: true
        case .sha256, .sha384, .sha512, nil: kind == .dsa
        }
    }
}

/// The schemes that may sign a handshake of TLS 1.2, a row each.
package enum SignatureSchemeTable12 {
    package static let rows: [SignatureSchemeRow12] = [
        row(.ecdsaSecp256r1SHA256, .ecdsa(.sha256), .ec),
        row(.ecdsaSecp384r1SHA384, .ecdsa(.sha384), .ec),
        row(.ecdsaSecp521r1SHA512, .ecdsa(.sha512), .ec),
        row(.rsaPSSRSAESHA256, .rsaPSS(.sha256), .rsa),
        row(.rsaPSSRSAESHA384, .rsaPSS(.sha384), .rsa),
        row(.rsaPSSRSAESHA512, .rsaPSS(.sha512), .rsa),
        row(.ed25519, .ed25519, .ed25519),
        row(.ed448, .ed448, .ed448),
        row(.rsaPSSPSSSHA256, .rsaPSS(.sha256), .rsaPSS),
        row(.rsaPSSPSSSHA384, .rsaPSS(.sha384), .rsaPSS),
        row(.rsaPSSPSSSHA512, .rsaPSS(.sha512), .rsaPSS),
        row(.rsaPKCS1SHA256, .rsaPKCS1(.sha256), .rsa),
        row(.rsaPKCS1SHA384, .rsaPKCS1(.sha384), .rsa),
        row(.rsaPKCS1SHA512, .rsaPKCS1(.sha512), .rsa),
        row(.ecdsaSHA224, .ecdsa(.sha224), .ec),
        row(.rsaPKCS1SHA224, .rsaPKCS1(.sha224), .rsa),
        row(.dsaSHA256, .dsa(.sha256), .dsa),
        row(.dsaSHA384, .dsa(.sha384), .dsa),
        row(.dsaSHA512, .dsa(.sha512), .dsa),
        row(.dsaSHA224, .dsa(.sha224), .dsa),
        row(.dsaSHA1, .dsa(.sha1), .dsa),
        row(.ecdsaSHA1, .ecdsa(.sha1), .ec),
        row(.rsaPKCS1SHA1, .rsaPKCS1(.sha1), .rsa),
    ]

    package static func row(of scheme: SignatureScheme) -> SignatureSchemeRow12? {
        rows.first { $0.scheme == scheme }
    }

    private static func row(
        _ scheme: SignatureScheme, _ algorithm: SignatureAlgorithm, _ kind: SignatureSchemeRow12.Kind
    ) -> SignatureSchemeRow12 {
        SignatureSchemeRow12(scheme: scheme, algorithm: algorithm, kind: kind)
    }
}
