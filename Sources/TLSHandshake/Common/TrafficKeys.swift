package import TLSNegotiation
package import TLSPrimitives

/// Key and IV of one direction, on their way to the record layer. RFC 9846 §7.3.
package struct TrafficKeys: ~Copyable, Sendable {
    package let aead: AEADAlgorithm
    package let key: Secret
    package let iv: Secret

    /// Derives them from a traffic secret.
    package init(_ trafficSecret: borrowing Secret, suite: CipherSuiteRow) throws(HandshakeFault) {
        aead = suite.aead
        let key = try crypto { () throws(CryptoError) in
            try trafficSecret.expandLabel(suite.hash, "key", count: suite.aead.keyLength)
        }
        let iv = try crypto { () throws(CryptoError) in
            try trafficSecret.expandLabel(suite.hash, "iv", count: 12)
        }
        self.key = key
        self.iv = iv
    }
}

extension Secret {
    /// HKDF-Expand-Label with an empty context. RFC 9846 §7.1.
    borrowing func expandLabel(
        _ hash: HashAlgorithm, _ label: StaticString, count: Int
    ) throws(CryptoError) -> Secret {
        try HKDF.expandLabel(hash, secret: span, label: label, context: RawSpan(), count: count)
    }

    /// HKDF-Expand-Label over a transcript hash: Derive-Secret of RFC 9846 §7.1.
    borrowing func deriveSecret(_ label: StaticString, _ transcript: TranscriptHash) throws(CryptoError) -> Secret {
        try HKDF.expandLabel(
            transcript.algorithm, secret: span, label: label, context: transcript.digest.span,
            count: transcript.algorithm.digestLength)
    }
}
