package import TLSMessages
import TLSPrimitives

/// The suites of TLS 1.2 that we can speak, a row each: best first within each kind of key exchange.
package enum CipherSuiteTable12 {
    package static let rows: [CipherSuiteRow12] = [
        // ECDHE, ECDSA
        row(.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .ecdheECDSA, .aead(.aes128GCM), .sha256),
        row(.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .ecdheECDSA, .aead(.aes256GCM), .sha384),
        row(.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .ecdheECDSA, .aead(.chaCha20Poly1305), .sha256),
        row(.TLS_ECDHE_ECDSA_WITH_AES_128_CCM, .ecdheECDSA, .aead(.aes128CCM), .sha256),
        row(.TLS_ECDHE_ECDSA_WITH_AES_256_CCM, .ecdheECDSA, .aead(.aes256CCM), .sha256),
        row(.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8, .ecdheECDSA, .aead(.aes128CCM8), .sha256),
        row(.TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8, .ecdheECDSA, .aead(.aes256CCM8), .sha256),
        row(.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, .ecdheECDSA, .block(.aes128, mac: .sha256), .sha256),
        row(.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, .ecdheECDSA, .block(.aes128, mac: .sha1), .sha256),
        row(.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384, .ecdheECDSA, .block(.aes256, mac: .sha384), .sha384),
        row(.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, .ecdheECDSA, .block(.aes256, mac: .sha1), .sha256),
        row(.TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA, .ecdheECDSA, .block(.tripleDES, mac: .sha1), .sha256),
        // ECDHE, RSA
        row(.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, .ecdheRSA, .aead(.aes128GCM), .sha256),
        row(.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, .ecdheRSA, .aead(.aes256GCM), .sha384),
        row(.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, .ecdheRSA, .aead(.chaCha20Poly1305), .sha256),
        row(.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256, .ecdheRSA, .block(.aes128, mac: .sha256), .sha256),
        row(.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, .ecdheRSA, .block(.aes128, mac: .sha1), .sha256),
        row(.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384, .ecdheRSA, .block(.aes256, mac: .sha384), .sha384),
        row(.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA, .ecdheRSA, .block(.aes256, mac: .sha1), .sha256),
        row(.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA, .ecdheRSA, .block(.tripleDES, mac: .sha1), .sha256),
        // DHE, RSA
        row(.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256, .dheRSA, .aead(.aes128GCM), .sha256),
        row(.TLS_DHE_RSA_WITH_AES_256_GCM_SHA384, .dheRSA, .aead(.aes256GCM), .sha384),
        row(.TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256, .dheRSA, .aead(.chaCha20Poly1305), .sha256),
        row(.TLS_DHE_RSA_WITH_AES_128_CCM, .dheRSA, .aead(.aes128CCM), .sha256),
        row(.TLS_DHE_RSA_WITH_AES_256_CCM, .dheRSA, .aead(.aes256CCM), .sha256),
        row(.TLS_DHE_RSA_WITH_AES_128_CCM_8, .dheRSA, .aead(.aes128CCM8), .sha256),
        row(.TLS_DHE_RSA_WITH_AES_256_CCM_8, .dheRSA, .aead(.aes256CCM8), .sha256),
        row(.TLS_DHE_RSA_WITH_AES_128_CBC_SHA256, .dheRSA, .block(.aes128, mac: .sha256), .sha256),
        row(.TLS_DHE_RSA_WITH_AES_128_CBC_SHA, .dheRSA, .block(.aes128, mac: .sha1), .sha256),
        row(.TLS_DHE_RSA_WITH_AES_256_CBC_SHA256, .dheRSA, .block(.aes256, mac: .sha256), .sha256),
        row(.TLS_DHE_RSA_WITH_AES_256_CBC_SHA, .dheRSA, .block(.aes256, mac: .sha1), .sha256),
        row(.TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA, .dheRSA, .block(.tripleDES, mac: .sha1), .sha256),
        row(.TLS_DHE_RSA_WITH_DES_CBC_SHA, .dheRSA, .block(.des, mac: .sha1), .sha256),
        // DHE, DSA
        row(.TLS_DHE_DSS_WITH_AES_128_GCM_SHA256, .dheDSS, .aead(.aes128GCM), .sha256),
        row(.TLS_DHE_DSS_WITH_AES_256_GCM_SHA384, .dheDSS, .aead(.aes256GCM), .sha384),
        row(.TLS_DHE_DSS_WITH_AES_128_CBC_SHA256, .dheDSS, .block(.aes128, mac: .sha256), .sha256),
        row(.TLS_DHE_DSS_WITH_AES_128_CBC_SHA, .dheDSS, .block(.aes128, mac: .sha1), .sha256),
        row(.TLS_DHE_DSS_WITH_AES_256_CBC_SHA256, .dheDSS, .block(.aes256, mac: .sha256), .sha256),
        row(.TLS_DHE_DSS_WITH_AES_256_CBC_SHA, .dheDSS, .block(.aes256, mac: .sha1), .sha256),
        row(.TLS_DHE_DSS_WITH_3DES_EDE_CBC_SHA, .dheDSS, .block(.tripleDES, mac: .sha1), .sha256),
        row(.TLS_DHE_DSS_WITH_DES_CBC_SHA, .dheDSS, .block(.des, mac: .sha1), .sha256),
        // Static ECDH, ECDSA
        row(.TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256, .ecdhECDSA, .aead(.aes128GCM), .sha256),
        row(.TLS_ECDH_ECDSA_WITH_AES_256_GCM_SHA384, .ecdhECDSA, .aead(.aes256GCM), .sha384),
        row(.TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA256, .ecdhECDSA, .block(.aes128, mac: .sha256), .sha256),
        row(.TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA, .ecdhECDSA, .block(.aes128, mac: .sha1), .sha256),
        row(.TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA384, .ecdhECDSA, .block(.aes256, mac: .sha384), .sha384),
        row(.TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA, .ecdhECDSA, .block(.aes256, mac: .sha1), .sha256),
        row(.TLS_ECDH_ECDSA_WITH_3DES_EDE_CBC_SHA, .ecdhECDSA, .block(.tripleDES, mac: .sha1), .sha256),
        // Static ECDH, RSA
        row(.TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256, .ecdhRSA, .aead(.aes128GCM), .sha256),
        row(.TLS_ECDH_RSA_WITH_AES_256_GCM_SHA384, .ecdhRSA, .aead(.aes256GCM), .sha384),
        row(.TLS_ECDH_RSA_WITH_AES_128_CBC_SHA256, .ecdhRSA, .block(.aes128, mac: .sha256), .sha256),
        row(.TLS_ECDH_RSA_WITH_AES_128_CBC_SHA, .ecdhRSA, .block(.aes128, mac: .sha1), .sha256),
        row(.TLS_ECDH_RSA_WITH_AES_256_CBC_SHA384, .ecdhRSA, .block(.aes256, mac: .sha384), .sha384),
        row(.TLS_ECDH_RSA_WITH_AES_256_CBC_SHA, .ecdhRSA, .block(.aes256, mac: .sha1), .sha256),
        row(.TLS_ECDH_RSA_WITH_3DES_EDE_CBC_SHA, .ecdhRSA, .block(.tripleDES, mac: .sha1), .sha256),
        // RSA key transport
        row(.TLS_RSA_WITH_AES_128_GCM_SHA256, .rsa, .aead(.aes128GCM), .sha256),
        row(.TLS_RSA_WITH_AES_256_GCM_SHA384, .rsa, .aead(.aes256GCM), .sha384),
        row(.TLS_RSA_WITH_AES_128_CBC_SHA256, .rsa, .block(.aes128, mac: .sha256), .sha256),
        row(.TLS_RSA_WITH_AES_128_CBC_SHA, .rsa, .block(.aes128, mac: .sha1), .sha256),
        row(.TLS_RSA_WITH_AES_256_CBC_SHA256, .rsa, .block(.aes256, mac: .sha256), .sha256),
        row(.TLS_RSA_WITH_AES_256_CBC_SHA, .rsa, .block(.aes256, mac: .sha1), .sha256),
        row(.TLS_RSA_WITH_3DES_EDE_CBC_SHA, .rsa, .block(.tripleDES, mac: .sha1), .sha256),
        row(.TLS_RSA_WITH_DES_CBC_SHA, .rsa, .block(.des, mac: .sha1), .sha256),
        row(.TLS_RSA_WITH_RC4_128_SHA, .rsa, .rc4(mac: .sha1), .sha256),
        row(.TLS_RSA_WITH_RC4_128_MD5, .rsa, .rc4(mac: .md5), .sha256),
    ]

    package static func row(of suite: CipherSuite) -> CipherSuiteRow12? {
        rowsBySuite[suite]
    }

    private static let rowsBySuite = Dictionary(uniqueKeysWithValues: rows.map { ($0.suite, $0) })

    private static func row(
        _ suite: CipherSuite, _ keyExchange: KeyExchange12, _ bulk: CipherSuiteRow12.Bulk, _ hash: HashAlgorithm
    ) -> CipherSuiteRow12 {
        CipherSuiteRow12(suite: suite, keyExchange: keyExchange, bulk: bulk, hash: hash)
    }
}
