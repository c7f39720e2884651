package import TLSNegotiation
package import TLSPrimitives

/// The pre-shared key of one ticket. RFC 9846 §4.7.1.
package func ticketSecret(
    _ resumptionSecret: borrowing Secret, _ suite: CipherSuiteRow, nonce: [UInt8]
) throws(HandshakeFault) -> Secret {
    try crypto { () throws(CryptoError) in
        try HKDF.expandLabel(
            suite.hash, secret: resumptionSecret.span, label: "resumption", context: nonce.span.bytes,
            count: suite.hash.digestLength)
    }
}
