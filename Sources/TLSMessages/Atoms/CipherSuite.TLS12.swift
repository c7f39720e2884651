// RFC 5246 §A.5 and the RFCs that each names: the suites of TLS 1.2 that can be spoken once they are named.

extension CipherSuite {
    // MARK: ECDHE, ECDSA

    /// ECDHE with an ECDSA certificate, AES-128-GCM, SHA-256. RFC 5289.
    public static let TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 = CipherSuite(rawValue: 0xc02b)

    /// ECDHE with an ECDSA certificate, AES-256-GCM, SHA-384. RFC 5289.
    public static let TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 = CipherSuite(rawValue: 0xc02c)

    /// ECDHE with an ECDSA certificate, ChaCha20-Poly1305, SHA-256. RFC 7905.
    public static let TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 = CipherSuite(rawValue: 0xcca9)

    /// ECDHE with an ECDSA certificate, AES-128-CCM. RFC 7251.
    public static let TLS_ECDHE_ECDSA_WITH_AES_128_CCM = CipherSuite(rawValue: 0xc0ac)

    /// ECDHE with an ECDSA certificate, AES-256-CCM. RFC 7251.
    public static let TLS_ECDHE_ECDSA_WITH_AES_256_CCM = CipherSuite(rawValue: 0xc0ad)

    /// ECDHE with an ECDSA certificate, AES-128-CCM with tags of 8 bytes. RFC 7251.
    public static let TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8 = CipherSuite(rawValue: 0xc0ae)

    /// ECDHE with an ECDSA certificate, AES-256-CCM with tags of 8 bytes. RFC 7251.
    public static let TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8 = CipherSuite(rawValue: 0xc0af)

    /// ECDHE with an ECDSA certificate, AES-128-CBC, SHA-256. RFC 5289.
    public static let TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256 = CipherSuite(rawValue: 0xc023)

    /// ECDHE with an ECDSA certificate, AES-128-CBC, SHA-1. RFC 8422.
    public static let TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA = CipherSuite(rawValue: 0xc009)

    /// ECDHE with an ECDSA certificate, AES-256-CBC, SHA-384. RFC 5289.
    public static let TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384 = CipherSuite(rawValue: 0xc024)

    /// ECDHE with an ECDSA certificate, AES-256-CBC, SHA-1. RFC 8422.
    public static let TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA = CipherSuite(rawValue: 0xc00a)

    /// ECDHE with an ECDSA certificate, 3DES-CBC, SHA-1. RFC 8422.
    public static let TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA = CipherSuite(rawValue: 0xc008)

    // MARK: ECDHE, RSA

    /// ECDHE with an RSA certificate, AES-128-GCM, SHA-256. RFC 5289.
    public static let TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 = CipherSuite(rawValue: 0xc02f)

    /// ECDHE with an RSA certificate, AES-256-GCM, SHA-384. RFC 5289.
    public static let TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 = CipherSuite(rawValue: 0xc030)

    /// ECDHE with an RSA certificate, ChaCha20-Poly1305, SHA-256. RFC 7905.
    public static let TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 = CipherSuite(rawValue: 0xcca8)

    /// ECDHE with an RSA certificate, AES-128-CBC, SHA-256. RFC 5289.
    public static let TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256 = CipherSuite(rawValue: 0xc027)

    /// ECDHE with an RSA certificate, AES-128-CBC, SHA-1. RFC 8422.
    public static let TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA = CipherSuite(rawValue: 0xc013)

    /// ECDHE with an RSA certificate, AES-256-CBC, SHA-384. RFC 5289.
    public static let TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384 = CipherSuite(rawValue: 0xc028)

    /// ECDHE with an RSA certificate, AES-256-CBC, SHA-1. RFC 8422.
    public static let TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA = CipherSuite(rawValue: 0xc014)

    /// ECDHE with an RSA certificate, 3DES-CBC, SHA-1. RFC 8422.
    public static let TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA = CipherSuite(rawValue: 0xc012)

    // MARK: DHE, RSA

    /// DHE with an RSA certificate, AES-128-GCM, SHA-256. RFC 5288.
    public static let TLS_DHE_RSA_WITH_AES_128_GCM_SHA256 = CipherSuite(rawValue: 0x009e)

    /// DHE with an RSA certificate, AES-256-GCM, SHA-384. RFC 5288.
    public static let TLS_DHE_RSA_WITH_AES_256_GCM_SHA384 = CipherSuite(rawValue: 0x009f)

    /// DHE with an RSA certificate, ChaCha20-Poly1305, SHA-256. RFC 7905.
    public static let TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256 = CipherSuite(rawValue: 0xccaa)

    /// DHE with an RSA certificate, AES-128-CCM. RFC 6655.
    public static let TLS_DHE_RSA_WITH_AES_128_CCM = CipherSuite(rawValue: 0xc09e)

    /// DHE with an RSA certificate, AES-256-CCM. RFC 6655.
    public static let TLS_DHE_RSA_WITH_AES_256_CCM = CipherSuite(rawValue: 0xc09f)

    /// DHE with an RSA certificate, AES-128-CCM with tags of 8 bytes. RFC 6655.
    public static let TLS_DHE_RSA_WITH_AES_128_CCM_8 = CipherSuite(rawValue: 0xc0a2)

    /// DHE with an RSA certificate, AES-256-CCM with tags of 8 bytes. RFC 6655.
    public static let TLS_DHE_RSA_WITH_AES_256_CCM_8 = CipherSuite(rawValue: 0xc0a3)

    /// DHE with an RSA certificate, AES-128-CBC, SHA-256. RFC 5246.
    public static let TLS_DHE_RSA_WITH_AES_128_CBC_SHA256 = CipherSuite(rawValue: 0x0067)

    /// DHE with an RSA certificate, AES-128-CBC, SHA-1. RFC 5246.
    public static let TLS_DHE_RSA_WITH_AES_128_CBC_SHA = CipherSuite(rawValue: 0x0033)

    /// DHE with an RSA certificate, AES-256-CBC, SHA-256. RFC 5246.
    public static let TLS_DHE_RSA_WITH_AES_256_CBC_SHA256 = CipherSuite(rawValue: 0x006b)

    /// DHE with an RSA certificate, AES-256-CBC, SHA-1. RFC 5246.
    public static let TLS_DHE_RSA_WITH_AES_256_CBC_SHA = CipherSuite(rawValue: 0x0039)

    /// DHE with an RSA certificate, 3DES-CBC, SHA-1. RFC 5246.
    public static let TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA = CipherSuite(rawValue: 0x0016)

    /// DHE with an RSA certificate, DES-CBC, SHA-1. RFC 5469.
    public static let TLS_DHE_RSA_WITH_DES_CBC_SHA = CipherSuite(rawValue: 0x0015)

    // MARK: DHE, DSA

    /// DHE with a DSA certificate, AES-128-GCM, SHA-256. RFC 5288.
    public static let TLS_DHE_DSS_WITH_AES_128_GCM_SHA256 = CipherSuite(rawValue: 0x00a2)

    /// DHE with a DSA certificate, AES-256-GCM, SHA-384. RFC 5288.
    public static let TLS_DHE_DSS_WITH_AES_256_GCM_SHA384 = CipherSuite(rawValue: 0x00a3)

    /// DHE with a DSA certificate, AES-128-CBC, SHA-256. RFC 5246.
    public static let TLS_DHE_DSS_WITH_AES_128_CBC_SHA256 = CipherSuite(rawValue: 0x0040)

    /// DHE with a DSA certificate, AES-128-CBC, SHA-1. RFC 5246.
    public static let TLS_DHE_DSS_WITH_AES_128_CBC_SHA = CipherSuite(rawValue: 0x0032)

    /// DHE with a DSA certificate, AES-256-CBC, SHA-256. RFC 5246.
    public static let TLS_DHE_DSS_WITH_AES_256_CBC_SHA256 = CipherSuite(rawValue: 0x006a)

    /// DHE with a DSA certificate, AES-256-CBC, SHA-1. RFC 5246.
    public static let TLS_DHE_DSS_WITH_AES_256_CBC_SHA = CipherSuite(rawValue: 0x0038)

    /// DHE with a DSA certificate, 3DES-CBC, SHA-1. RFC 5246.
    public static let TLS_DHE_DSS_WITH_3DES_EDE_CBC_SHA = CipherSuite(rawValue: 0x0013)

    /// DHE with a DSA certificate, DES-CBC, SHA-1. RFC 5469.
    public static let TLS_DHE_DSS_WITH_DES_CBC_SHA = CipherSuite(rawValue: 0x0012)

    // MARK: Static ECDH, ECDSA

    /// The static key of an ECDH certificate signed with ECDSA, AES-128-GCM, SHA-256. RFC 5289.
    public static let TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256 = CipherSuite(rawValue: 0xc02d)

    /// The static key of an ECDH certificate signed with ECDSA, AES-256-GCM, SHA-384. RFC 5289.
    public static let TLS_ECDH_ECDSA_WITH_AES_256_GCM_SHA384 = CipherSuite(rawValue: 0xc02e)

    /// The static key of an ECDH certificate signed with ECDSA, AES-128-CBC, SHA-256. RFC 5289.
    public static let TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA256 = CipherSuite(rawValue: 0xc025)

    /// The static key of an ECDH certificate signed with ECDSA, AES-128-CBC, SHA-1. RFC 4492.
    public static let TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA = CipherSuite(rawValue: 0xc004)

    /// The static key of an ECDH certificate signed with ECDSA, AES-256-CBC, SHA-384. RFC 5289.
    public static let TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA384 = CipherSuite(rawValue: 0xc026)

    /// The static key of an ECDH certificate signed with ECDSA, AES-256-CBC, SHA-1. RFC 4492.
    public static let TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA = CipherSuite(rawValue: 0xc005)

    /// The static key of an ECDH certificate signed with ECDSA, 3DES-CBC, SHA-1. RFC 4492.
    public static let TLS_ECDH_ECDSA_WITH_3DES_EDE_CBC_SHA = CipherSuite(rawValue: 0xc003)

    // MARK: Static ECDH, RSA

    /// The static key of an ECDH certificate signed with RSA, AES-128-GCM, SHA-256. RFC 5289.
    public static let TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256 = CipherSuite(rawValue: 0xc031)

    /// The static key of an ECDH certificate signed with RSA, AES-256-GCM, SHA-384. RFC 5289.
    public static let TLS_ECDH_RSA_WITH_AES_256_GCM_SHA384 = CipherSuite(rawValue: 0xc032)

    /// The static key of an ECDH certificate signed with RSA, AES-128-CBC, SHA-256. RFC 5289.
    public static let TLS_ECDH_RSA_WITH_AES_128_CBC_SHA256 = CipherSuite(rawValue: 0xc029)

    /// The static key of an ECDH certificate signed with RSA, AES-128-CBC, SHA-1. RFC 4492.
    public static let TLS_ECDH_RSA_WITH_AES_128_CBC_SHA = CipherSuite(rawValue: 0xc00e)

    /// The static key of an ECDH certificate signed with RSA, AES-256-CBC, SHA-384. RFC 5289.
    public static let TLS_ECDH_RSA_WITH_AES_256_CBC_SHA384 = CipherSuite(rawValue: 0xc02a)

    /// The static key of an ECDH certificate signed with RSA, AES-256-CBC, SHA-1. RFC 4492.
    public static let TLS_ECDH_RSA_WITH_AES_256_CBC_SHA = CipherSuite(rawValue: 0xc00f)

    /// The static key of an ECDH certificate signed with RSA, 3DES-CBC, SHA-1. RFC 4492.
    public static let TLS_ECDH_RSA_WITH_3DES_EDE_CBC_SHA = CipherSuite(rawValue: 0xc00d)

    // MARK: RSA key transport

    /// RSA key transport, AES-128-GCM, SHA-256. RFC 5288.
    public static let TLS_RSA_WITH_AES_128_GCM_SHA256 = CipherSuite(rawValue: 0x009c)

    /// RSA key transport, AES-256-GCM, SHA-384. RFC 5288.
    public static let TLS_RSA_WITH_AES_256_GCM_SHA384 = CipherSuite(rawValue: 0x009d)

    /// RSA key transport, AES-128-CBC, SHA-256. RFC 5246.
    public static let TLS_RSA_WITH_AES_128_CBC_SHA256 = CipherSuite(rawValue: 0x003c)

    /// RSA key transport, AES-128-CBC, SHA-1. RFC 5246.
    public static let TLS_RSA_WITH_AES_128_CBC_SHA = CipherSuite(rawValue: 0x002f)

    /// RSA key transport, AES-256-CBC, SHA-256. RFC 5246.
    public static let TLS_RSA_WITH_AES_256_CBC_SHA256 = CipherSuite(rawValue: 0x003d)

    /// RSA key transport, AES-256-CBC, SHA-1. RFC 5246.
    public static let TLS_RSA_WITH_AES_256_CBC_SHA = CipherSuite(rawValue: 0x0035)

    /// RSA key transport, 3DES-CBC, SHA-1. RFC 5246.
    public static let TLS_RSA_WITH_3DES_EDE_CBC_SHA = CipherSuite(rawValue: 0x000a)

    /// RSA key transport, DES-CBC, SHA-1. RFC 5469.
    public static let TLS_RSA_WITH_DES_CBC_SHA = CipherSuite(rawValue: 0x0009)

    /// RSA key transport, RC4, SHA-1. RFC 5246.
    public static let TLS_RSA_WITH_RC4_128_SHA = CipherSuite(rawValue: 0x0005)

    /// RSA key transport, RC4, MD5. RFC 5246.
    public static let TLS_RSA_WITH_RC4_128_MD5 = CipherSuite(rawValue: 0x0004)
}
