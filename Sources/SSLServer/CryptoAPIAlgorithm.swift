import TLSMessages

/// A name of Windows' CryptoAPI (ALG_ID) in `SSLEnabledCipherSuites`. Only those of bulk ciphers have a meaning here: they
/// select suites by their cipher.
struct CryptoAPIAlgorithm {
    private static let ciphers: [String: [String]] = [
        "CALG_3DES": ["3DES_EDE_CBC"],
        "CALG_AES": ["AES_128_GCM", "AES_256_GCM", "AES_128_CBC", "AES_256_CBC"],
        "CALG_AES_128": ["AES_128_GCM", "AES_128_CBC"],
        "CALG_AES_256": ["AES_256_GCM", "AES_256_CBC"],
    ]

    /// Ciphers that no suite here has.
    private static let gone: Set<String> = [
        "CALG_3DES_112", "CALG_AES_192", "CALG_CYLINK_MEK", "CALG_DES", "CALG_DESX", "CALG_RC2", "CALG_RC4",
        "CALG_RC5", "CALG_SEAL", "CALG_SKIPJACK", "CALG_TEK",
    ]

    /// Hashes, signatures, key exchanges and the like: accepted, without effect.
    private static let inert: Set<String> = [
        "CALG_AGREEDKEY_ANY", "CALG_DH_EPHEM", "CALG_DH_SF", "CALG_DSS_SIGN", "CALG_ECDH", "CALG_ECDH_EPHEM",
        "CALG_ECDSA", "CALG_ECMQV", "CALG_HASH_REPLACE_OWF", "CALG_HUGHES_MD5", "CALG_HMAC", "CALG_KEA_KEYX",
        "CALG_MAC", "CALG_MD2", "CALG_MD4", "CALG_MD5", "CALG_NO_SIGN", "CALG_OID_INFO_CNG_ONLY",
        "CALG_OID_INFO_PARAMETERS", "CALG_PCT1_MASTER", "CALG_RSA_KEYX", "CALG_RSA_SIGN", "CALG_SCHANNEL_ENC_KEY",
        "CALG_SCHANNEL_MAC_KEY", "CALG_SCHANNEL_MASTER_HASH", "CALG_SHA", "CALG_SHA1", "CALG_SHA_256",
        "CALG_SHA_384", "CALG_SHA_512", "CALG_SSL2_MASTER", "CALG_SSL3_MASTER", "CALG_SSL3_SHAMD5",
        "CALG_TLS1_MASTER", "CALG_TLS1PRF",
    ]

    private let name: String

    /// nil when the name is none of CryptoAPI's.
    init?(_ text: String) {
        name = text.uppercased()
        guard isCipher || Self.inert.contains(name) else { return nil }
    }

    /// Whether it names a bulk cipher, and so restricts the suites.
    var isCipher: Bool { Self.ciphers[name] != nil || Self.gone.contains(name) }

    /// The suites with this cipher, without those that no libssl of today has.
    func suites() throws(SSLError) -> [CipherSuite] {
        guard let ciphers = Self.ciphers[name] else {
            throw SSLError(.invalidArgument, "\(name): no cipher suite of TLS has this cipher")
        }
        return SuiteTokens.all.filter { suite in
            ciphers.contains(SuiteTokens.cipher(of: suite)) && !suite.description.hasPrefix("TLS_ECDH_")
        }
    }
}
