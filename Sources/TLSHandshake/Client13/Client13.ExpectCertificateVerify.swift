import TLSMessages
import TLSPrimitives
import TLSWire

extension Client13 {
    /// Client, TLS 1.3: the proof that the server holds its certificate's key is due. RFC 9846 §4.5.2.
    package struct ExpectCertificateVerify: ~Copyable, ClientPhase {
        static let accepts: [HandshakeType] = [.certificateVerify]

        let context: HandshakeContext
        let secrets: HandshakeSecrets
        let peerKey: PublicKey

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ClientState {
            let verify = try decoding { () throws(WireError) in
                try message.decode(CertificateVerify.codec, "CertificateVerify")
            }
            let checked = try checkSignature(
                verify, .server, try context.transcript.hash, peerKey,
                offered: context.settings.signatureSchemes)
            try context.transcript.append(message)
            context.outcome.signatureScheme = verify.algorithm
            sink.report(.peerStatements(context.outcome.peerStatements))
            sink.report(.peerCertificates(context.outcome.peerCertificates))
            return .verdict13(AwaitVerdict(context: context, secrets: secrets, claim: .signature(checked)))
        }
    }
}
