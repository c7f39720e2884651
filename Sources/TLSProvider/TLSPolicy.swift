public import TLSMessages

/// Versions, suites, groups and signature schemes that go together, under a name.
///
/// A policy with a date in its name never changes. One without is the newest of its kind, and changes with releases of
/// this package as attacks are found and peers are renewed. To start from a policy and differ from it, apply it and set
/// the properties that differ.
public struct TLSPolicy: Hashable, Sendable {
    /// The name, with the date of the policy.
    public let name: String
    /// The versions spoken.
    public let versions: [ProtocolVersion]
    /// The cipher suites, best first.
    public let cipherSuites: [CipherSuite]
    /// The key exchange groups, best first.
    public let groups: [NamedGroup]
    /// The signature schemes of TLS 1.3, best first.
    public let signatureSchemes: [SignatureScheme]
    /// The signature schemes of TLS 1.2, best first.
    public let tls12SignatureSchemes: [SignatureScheme]

    /// Makes a policy of one's own.
    public init(
        name: String, versions: [ProtocolVersion], cipherSuites: [CipherSuite], groups: [NamedGroup],
        signatureSchemes: [SignatureScheme], tls12SignatureSchemes: [SignatureScheme]
    ) {
        self.name = name
        self.versions = versions
        self.cipherSuites = cipherSuites
        self.groups = groups
        self.signatureSchemes = signatureSchemes
        self.tls12SignatureSchemes = tls12SignatureSchemes
    }

    /// TLS 1.3 alone: for peers of the last years.
    public static let modern = modern_2026_11
    /// TLS 1.2 and 1.3, with forward secrecy and AEADs throughout: for the web of today, and the default's content.
    public static let intermediate = intermediate_2026_11
    /// All that the reference class can name, but for DES and RC4: for peers that have nothing better.
    public static let reference = reference_2026_11

    /// ``modern`` as of November 2026.
    public static let modern_2026_11 = TLSPolicy(
        name: "modern-2026-11", versions: [.tls13], cipherSuites: CipherSuite.allTLS13,
        groups: [.x25519MLKEM768, .secp256r1MLKEM768, .secp384r1MLKEM1024, .x25519, .secp256r1, .secp384r1],
        signatureSchemes: strongSchemes, tls12SignatureSchemes: [])

    /// ``intermediate`` as of November 2026.
    public static let intermediate_2026_11 = TLSPolicy(
        name: "intermediate-2026-11", versions: [.tls13, .tls12],
        cipherSuites: CipherSuite.allTLS13 + CipherSuite.allDefaultTLS12, groups: allGroups,
        signatureSchemes: strongSchemes, tls12SignatureSchemes: strongSchemes)

    /// ``reference`` as of November 2026. Without forward secrecy in places, with CBC, SHA-1 and DSA: each is known to be
    /// weak, and is negotiated only with peers that do not know what stands before it.
    public static let reference_2026_11 = TLSPolicy(
        name: "reference-2026-11", versions: [.tls13, .tls12],
        cipherSuites: CipherSuite.allTLS13 + CipherSuite.allDefaultTLS12 + olderSuites, groups: allGroups,
        signatureSchemes: strongSchemes, tls12SignatureSchemes: strongSchemes + olderSchemes)

    // MARK: Lists

    private static let allGroups: [NamedGroup] = [
        .x25519MLKEM768, .x25519, .secp256r1, .secp384r1, .secp521r1, .x448, .ffdhe2048, .ffdhe3072, .ffdhe4096,
        .ffdhe6144, .ffdhe8192,
    ]

    private static let strongSchemes: [SignatureScheme] = [
        .ed25519, .ed448, .ecdsaSecp256r1SHA256, .ecdsaSecp384r1SHA384, .ecdsaSecp521r1SHA512,
        .rsaPSSRSAESHA256, .rsaPSSRSAESHA384, .rsaPSSRSAESHA512, .rsaPSSPSSSHA256, .rsaPSSPSSSHA384, .rsaPSSPSSSHA512,
        .rsaPKCS1SHA256, .rsaPKCS1SHA384, .rsaPKCS1SHA512,
    ]

    private static let olderSchemes: [SignatureScheme] = [
        .dsaSHA256, .dsaSHA384, .dsaSHA512, .ecdsaSHA224, .rsaPKCS1SHA224, .dsaSHA224, .ecdsaSHA1, .rsaPKCS1SHA1,
        .dsaSHA1,
    ]

    /// Best first: forward secrecy before none, AEADs before CBC.
    private static let olderSuites: [CipherSuite] = [
        .TLS_DHE_RSA_WITH_AES_128_GCM_SHA256, .TLS_DHE_RSA_WITH_AES_256_GCM_SHA384,
        .TLS_DHE_DSS_WITH_AES_128_GCM_SHA256, .TLS_DHE_DSS_WITH_AES_256_GCM_SHA384,
        .TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
        .TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384,
        .TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, .TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
        .TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, .TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
        .TLS_DHE_RSA_WITH_AES_128_CBC_SHA256, .TLS_DHE_RSA_WITH_AES_256_CBC_SHA256,
        .TLS_DHE_DSS_WITH_AES_128_CBC_SHA256, .TLS_DHE_DSS_WITH_AES_256_CBC_SHA256,
        .TLS_DHE_RSA_WITH_AES_128_CBC_SHA, .TLS_DHE_RSA_WITH_AES_256_CBC_SHA,
        .TLS_DHE_DSS_WITH_AES_128_CBC_SHA, .TLS_DHE_DSS_WITH_AES_256_CBC_SHA,
        .TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256,
        .TLS_ECDH_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDH_RSA_WITH_AES_256_GCM_SHA384,
        .TLS_RSA_WITH_AES_128_GCM_SHA256, .TLS_RSA_WITH_AES_256_GCM_SHA384,
        .TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA256, .TLS_ECDH_RSA_WITH_AES_128_CBC_SHA256,
        .TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA384, .TLS_ECDH_RSA_WITH_AES_256_CBC_SHA384,
        .TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA, .TLS_ECDH_RSA_WITH_AES_128_CBC_SHA,
        .TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA, .TLS_ECDH_RSA_WITH_AES_256_CBC_SHA,
        .TLS_RSA_WITH_AES_128_CBC_SHA256, .TLS_RSA_WITH_AES_256_CBC_SHA256,
        .TLS_RSA_WITH_AES_128_CBC_SHA, .TLS_RSA_WITH_AES_256_CBC_SHA,
        .TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA, .TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA,
        .TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA, .TLS_DHE_DSS_WITH_3DES_EDE_CBC_SHA,
        .TLS_ECDH_ECDSA_WITH_3DES_EDE_CBC_SHA, .TLS_ECDH_RSA_WITH_3DES_EDE_CBC_SHA,
        .TLS_RSA_WITH_3DES_EDE_CBC_SHA,
    ]
}

extension TLSServerConfiguration {
    /// Takes a policy's versions and lists.
    public mutating func apply(_ policy: TLSPolicy) {
        versions = policy.versions
        cipherSuites = policy.cipherSuites
        groups = policy.groups
        tls12Groups = nil
        signatureSchemes = policy.signatureSchemes
        tls12SignatureSchemes = policy.tls12SignatureSchemes
    }
}

extension TLSClientConfiguration {
    /// Takes a policy's versions and lists.
    public mutating func apply(_ policy: TLSPolicy) {
        versions = policy.versions
        cipherSuites = policy.cipherSuites
        groups = policy.groups
        keyShareGroups = nil
        tls12Groups = nil
        signatureSchemes = policy.signatureSchemes
        tls12SignatureSchemes = policy.tls12SignatureSchemes
    }
}
