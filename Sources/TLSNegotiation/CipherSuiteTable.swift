package import TLSMessages
package import TLSPrimitives

/// What a cipher suite of TLS 1.3 consists of.
package struct CipherSuiteRow: Hashable, Sendable {
    package let suite: CipherSuite
    package let version: ProtocolVersion
    package let aead: AEADAlgorithm
    package let hash: HashAlgorithm

    /// The bits of the cipher's key.
    package var strength: Int { aead.keyLength * 8 }
}

/// The suites of TLS 1.3 that we can speak, a row each. RFC 9846 §B.4.
package enum CipherSuiteTable {
    package static let rows: [CipherSuiteRow] = [
        CipherSuiteRow(suite: .TLS_AES_128_GCM_SHA256, version: .tls13, aead: .aes128GCM, hash: .sha256),
        CipherSuiteRow(suite: .TLS_AES_256_GCM_SHA384, version: .tls13, aead: .aes256GCM, hash: .sha384),
        CipherSuiteRow(suite: .TLS_CHACHA20_POLY1305_SHA256, version: .tls13, aead: .chaCha20Poly1305, hash: .sha256),
    ]

    package static func row(of suite: CipherSuite) -> CipherSuiteRow? {
        rows.first { $0.suite == suite }
    }
}
