import TLSMessages
import TLSNegotiation
import TLSPrimitives

/// Proof that a peer signed the handshake with its certificate's key. RFC 9846 §4.5.2, RFC 5246 §7.4.3, §7.4.8.
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

/// Verifies what TLS 1.2 signs: a ServerKeyExchange's content, or all messages before a CertificateVerify.
/// RFC 5246 §4.7, §7.4.3, §7.4.8.
func checkSignature12(
    _ signed: DigitallySigned, of content: [UInt8], _ key: PublicKey, offered: [SignatureScheme]
) throws(HandshakeFault) -> SignatureChecked {
    // RFC 5246 §7.4.3, §7.4.8: one of the schemes offered.
    guard offered.contains(signed.algorithm), let row = SignatureSchemeTable12.row(of: signed.algorithm)
    else { throw .misbehaved(.signedWithUnofferedScheme) }
    guard row.fits(SignatureSchemeRow.Key(key.keyType)) else { throw .misbehaved(.signatureSchemeDoesNotFitKey) }
    let isValid = try crypto { () throws(CryptoError) in
        try key.verify(row.algorithm, signature: signed.signature.span.bytes, of: content.span.bytes)
    }
    guard isValid else { throw .misbehaved(.wrongSignature) }
    return SignatureChecked()
}
