import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSWire

extension Server13 {
    /// Server, TLS 1.3: the proof that the client holds its certificate's key is due. RFC 9846 §4.5.2.
    package struct ExpectCertificateVerify: ~Copyable, ServerPhase {
        static let accepts: [HandshakeType] = [.certificateVerify]

        let context: HandshakeContext
        let secrets: UpcomingSecrets
        let peerKey: PublicKey

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ServerState {
            let verify = try decoding { () throws(WireError) in
                try message.decode(CertificateVerify.codec, "CertificateVerify")
            }
            let checked = try checkSignature(
                verify, .client, try context.transcript.hash, peerKey,
                offered: context.settings.signatureSchemes)
            try context.transcript.append(message)
            return .finished13(
                ExpectFinished(context: context, secrets: secrets, authentication: .checked(checked)))
        }
    }
}

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
