/// The registered names of the suites of TLS 1.2 and older that can be named in settings or met in reports.
///
/// Each name says what the suite consists of: key exchange, signature, cipher and hash.
enum CipherSuiteNames {
    static let older: [UInt16: String] = [
        0x0004: "TLS_RSA_WITH_RC4_128_MD5",
        0x0005: "TLS_RSA_WITH_RC4_128_SHA",
        0x0009: "TLS_RSA_WITH_DES_CBC_SHA",
        0x000a: "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
        0x0012: "TLS_DHE_DSS_WITH_DES_CBC_SHA",
        0x0013: "TLS_DHE_DSS_WITH_3DES_EDE_CBC_SHA",
        0x0015: "TLS_DHE_RSA_WITH_DES_CBC_SHA",
        0x0016: "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA",
        0x002f: "TLS_RSA_WITH_AES_128_CBC_SHA",
        0x0032: "TLS_DHE_DSS_WITH_AES_128_CBC_SHA",
        0x0033: "TLS_DHE_RSA_WITH_AES_128_CBC_SHA",
        0x0035: "TLS_RSA_WITH_AES_256_CBC_SHA",
        0x0038: "TLS_DHE_DSS_WITH_AES_256_CBC_SHA",
        0x0039: "TLS_DHE_RSA_WITH_AES_256_CBC_SHA",
        0x003c: "TLS_RSA_WITH_AES_128_CBC_SHA256",
        0x003d: "TLS_RSA_WITH_AES_256_CBC_SHA256",
        0x0040: "TLS_DHE_DSS_WITH_AES_128_CBC_SHA256",
        0x0067: "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256",
        0x006a: "TLS_DHE_DSS_WITH_AES_256_CBC_SHA256",
        0x006b: "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256",
        0x009c: "TLS_RSA_WITH_AES_128_GCM_SHA256",
        0x009d: "TLS_RSA_WITH_AES_256_GCM_SHA384",
        0x009e: "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
        0x009f: "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
        0x00a2: "TLS_DHE_DSS_WITH_AES_128_GCM_SHA256",
        0x00a3: "TLS_DHE_DSS_WITH_AES_256_GCM_SHA384",
        0xc003: "TLS_ECDH_ECDSA_WITH_3DES_EDE_CBC_SHA",
        0xc004: "TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA",
        0xc005: "TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA",
        0xc008: "TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA",
        0xc009: "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
        0xc00a: "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
        0xc00d: "TLS_ECDH_RSA_WITH_3DES_EDE_CBC_SHA",
        0xc00e: "TLS_ECDH_RSA_WITH_AES_128_CBC_SHA",
        0xc00f: "TLS_ECDH_RSA_WITH_AES_256_CBC_SHA",
        0xc012: "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
        0xc013: "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
        0xc014: "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
        0xc023: "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
        0xc024: "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
        0xc025: "TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA256",
        0xc026: "TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA384",
        0xc027: "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
        0xc028: "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
        0xc029: "TLS_ECDH_RSA_WITH_AES_128_CBC_SHA256",
        0xc02a: "TLS_ECDH_RSA_WITH_AES_256_CBC_SHA384",
        0xc02b: "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        0xc02c: "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        0xc02d: "TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256",
        0xc02e: "TLS_ECDH_ECDSA_WITH_AES_256_GCM_SHA384",
        0xc02f: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        0xc030: "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        0xc031: "TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256",
        0xc032: "TLS_ECDH_RSA_WITH_AES_256_GCM_SHA384",
        0xc09e: "TLS_DHE_RSA_WITH_AES_128_CCM",
        0xc09f: "TLS_DHE_RSA_WITH_AES_256_CCM",
        0xc0a2: "TLS_DHE_RSA_WITH_AES_128_CCM_8",
        0xc0a3: "TLS_DHE_RSA_WITH_AES_256_CCM_8",
        0xc0ac: "TLS_ECDHE_ECDSA_WITH_AES_128_CCM",
        0xc0ad: "TLS_ECDHE_ECDSA_WITH_AES_256_CCM",
        0xc0ae: "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8",
        0xc0af: "TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8",
        0xcca8: "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        0xcca9: "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        0xccaa: "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    ]

    static let olderByName = Dictionary(uniqueKeysWithValues: older.map { ($1, $0) })
}

extension CipherSuite {
    /// The suites of TLS 1.2 and older that have a name here, in no order of preference.
    package static var namedOlder: [CipherSuite] {
        CipherSuiteNames.older.keys.sorted().map(CipherSuite.init(rawValue:))
    }

    /// The suite of a registered name, in any case; nil when it has none here.
    package init?(named name: String) {
        let name = name.uppercased()
        let newer: [CipherSuite] = [
            .TLS_AES_128_GCM_SHA256, .TLS_AES_256_GCM_SHA384, .TLS_CHACHA20_POLY1305_SHA256,
        ]
        if let suite = newer.first(where: { $0.description == name }) {
            self = suite
        } else if let number = CipherSuiteNames.olderByName[name] {
            self.init(rawValue: number)
        } else {
            return nil
        }
    }

    /// Whether it is a suite of TLS 1.3. RFC 9846 §B.4.
    package var isTLS13: Bool { rawValue >> 8 == 0x13 }
}
