import TLSMessages
import TLSNegotiation
import TLSPrimitives

/// Proof that a peer signed the handshake with its certificate's key. RFC 9846 §4.5.2.
package struct SignatureChecked: ~Copyable {
    fileprivate init() {}
}

/// Verifies a CertificateVerify. RFC 9846 §4.5.2.
func checkSignature(
    _ verify: CertificateVerify, _ role: SigningRole, _ transcript: TranscriptHash, _ key: PublicKey,
    offered: [SignatureScheme]
) throws(HandshakeFault) -> SignatureChecked {
    // RFC 9846 §4.5.2: one of the schemes offered, and one that TLS 1.3 signs handshakes with.
    guard offered.contains(verify.algorithm), let row = SignatureSchemeTable.row(of: verify.algorithm),
        row.signsHandshake13
    else { throw .misbehaved(.signedWithUnofferedScheme) }
    guard row.key == SignatureSchemeRow.Key(key.keyType) else { throw .misbehaved(.signatureSchemeDoesNotFitKey) }
    let content = signedContent(role, transcript)
    let isValid = try crypto { () throws(CryptoError) in
        try key.verify(row.algorithm, signature: verify.signature.span.bytes, of: content.span.bytes)
    }
    guard isValid else { throw .misbehaved(.wrongSignature) }
    return SignatureChecked()
}
