import TLSMessages
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
            context.outcome.clientSignatureScheme = verify.algorithm
            return .finished13(
                ExpectFinished(context: context, secrets: secrets, authentication: .checked(checked)))
        }
    }
}
