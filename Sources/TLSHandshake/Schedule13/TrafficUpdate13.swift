package import TLSNegotiation
package import TLSPrimitives

/// The traffic secret that follows another: after a KeyUpdate. RFC 9846 §7.2.
package func nextTrafficSecret(
    _ secret: borrowing Secret, _ suite: CipherSuiteRow
) throws(HandshakeFault) -> Secret {
    try crypto { () throws(CryptoError) in
        try secret.expandLabel(suite.hash, "traffic upd", count: suite.hash.digestLength)
    }
}
