import TLSMessages

/// How the clients spell code points.
enum Spellings {
    static let groups: [NamedGroup] = [
        .x25519, .x448, .secp256r1, .secp384r1, .secp521r1, .ffdhe2048, .ffdhe3072, .ffdhe4096, .ffdhe6144, .ffdhe8192,
    ]
    static let hybrids: [NamedGroup] = [.x25519MLKEM768, .secp256r1MLKEM768, .secp384r1MLKEM1024]
    static let cipherSuites: [CipherSuite] = [
        .TLS_AES_128_GCM_SHA256, .TLS_AES_256_GCM_SHA384, .TLS_CHACHA20_POLY1305_SHA256,
    ]
    static let signatureSchemes = SignatureScheme.allOfTLS13

    /// The value whose registered name this is.
    static func group(_ name: String) -> NamedGroup? {
        (groups + hybrids).first { $0.description == name }
    }

    static func cipherSuite(_ name: String) -> CipherSuite? {
        CipherSuite(named: name) ?? openSSLSuite(name)
    }

    static func version(_ name: String) -> ProtocolVersion? {
        switch name {
        case "TLSv1.3", "TLS 1.3", "TLS1.3": .tls13
        case "TLSv1.2", "TLS 1.2", "TLS1.2": .tls12
        case "TLSv1.1", "TLS 1.1", "TLS1.1": .tls11
        case "TLSv1", "TLSv1.0", "TLS 1.0", "TLS1.0": .tls10
        default: nil
        }
    }

    /// As OpenSSL and Java spell it.
    static func name(of version: ProtocolVersion) -> String {
        switch version {
        case .tls10: "TLSv1"
        case .tls11: "TLSv1.1"
        case .tls12: "TLSv1.2"
        default: "TLSv1.3"
        }
    }

    /// The alert that an error text of OpenSSL, GnuTLS, JSSE or Go is about.
    static func alert(in text: String) -> AlertDescription? {
        if let number = text.firstMatch(of: #/(?:SSL alert number |Received alert \[|reason\(1)(\d+)/#) {
            return UInt8(number.1).map(AlertDescription.init(rawValue:))
        }
        let plain = text.lowercased().replacing("_", with: " ")
        return alertPhrases.first { plain.contains($0.key) }?.value
    }

    /// As JSSE (which takes the registered names), Python and Go put it.
    private static let alertPhrases: KeyValuePairs<String, AlertDescription> = [
        "no application protocol": .noApplicationProtocol,
        "certificate required": .certificateRequired,
        "unknown certificate authority": .unknownCA,
        "unknown ca": .unknownCA,
        "bad certificate": .badCertificate,
        "certificate expired": .certificateExpired,
        "expired certificate": .certificateExpired,
        "certificate revoked": .certificateRevoked,
        "revoked certificate": .certificateRevoked,
        "unsupported certificate": .unsupportedCertificate,
        "certificate unknown": .certificateUnknown,
        "unknown certificate": .certificateUnknown,
        "access denied": .accessDenied,
        "handshake failure": .handshakeFailure,
        "unrecognized name": .unrecognizedName,
        "protocol version": .protocolVersion,
        "inappropriate fallback": .inappropriateFallback,
    ]
}

extension NamedGroup {
    /// As OpenSSL spells it in lists.
    var openSSLName: String {
        switch self {
        case .x25519: "X25519"
        case .x448: "X448"
        case .secp256r1: "P-256"
        case .secp384r1: "P-384"
        case .secp521r1: "P-521"
        default: description
        }
    }

    /// As a GnuTLS priority string spells it.
    var gnuTLSName: String { description.uppercased() }
}

extension CipherSuite {
    /// As a GnuTLS priority string spells it.
    var gnuTLSName: String {
        switch self {
        case .TLS_AES_128_GCM_SHA256: "AES-128-GCM"
        case .TLS_AES_256_GCM_SHA384: "AES-256-GCM"
        default: SuiteParts(self)?.gnuTLSNames.cipher ?? "CHACHA20-POLY1305"
        }
    }
}

extension SignatureScheme {
    /// Every scheme a TLS 1.3 handshake can be signed with. RFC 9846 §4.3.3.
    static let allOfTLS13: [SignatureScheme] = [
        .ecdsaSecp256r1SHA256, .ecdsaSecp384r1SHA384, .ecdsaSecp521r1SHA512, .ed25519, .ed448,
        .rsaPSSRSAESHA256, .rsaPSSRSAESHA384, .rsaPSSRSAESHA512,
        .rsaPSSPSSSHA256, .rsaPSSPSSSHA384, .rsaPSSPSSSHA512,
    ]

    /// As GnuTLS spells it.
    var gnuTLSName: String {
        switch self {
        case .ecdsaSecp256r1SHA256: "ECDSA-SECP256R1-SHA256"
        case .ecdsaSecp384r1SHA384: "ECDSA-SECP384R1-SHA384"
        case .ecdsaSecp521r1SHA512: "ECDSA-SECP521R1-SHA512"
        case .ed25519: "EDDSA-ED25519"
        case .ed448: "EDDSA-ED448"
        case .rsaPSSPSSSHA256: "RSA-PSS-SHA256"
        case .rsaPSSPSSSHA384: "RSA-PSS-SHA384"
        case .rsaPSSPSSSHA512: "RSA-PSS-SHA512"
        default: description.uppercased().replacing("_", with: "-")
        }
    }

    /// The fixture whose key signs by this scheme.
    var identity: String {
        switch self {
        case .ecdsaSecp384r1SHA384: "p384"
        case .ecdsaSecp521r1SHA512: "p521"
        case .ed25519: "ed25519"
        case .ed448: "ed448"
        case .rsaPSSRSAESHA256, .rsaPSSRSAESHA384, .rsaPSSRSAESHA512: "rsa"
        case .rsaPSSPSSSHA256, .rsaPSSPSSSHA384, .rsaPSSPSSSHA512: "rsapss"
        default: "p256"
        }
    }
}
