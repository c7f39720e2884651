public import TLSMessages

extension CipherSuite {
    /// The suites of TLS 1.3, best first.
    public static let allTLS13: [CipherSuite] = [
        .TLS_AES_128_GCM_SHA256, .TLS_AES_256_GCM_SHA384, .TLS_CHACHA20_POLY1305_SHA256,
    ]

    /// The suites of TLS 1.2 that need not be named, best first: AEADs with a fresh elliptic curve key for each connection.
    public static let allDefaultTLS12: [CipherSuite] = [
        .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ]

    /// The suites of the defaults, of both versions.
    public static let allDefault: [CipherSuite] = allTLS13 + allDefaultTLS12
}
