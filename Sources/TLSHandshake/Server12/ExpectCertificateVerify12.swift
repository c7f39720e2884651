import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSWire

extension Server12 {
    /// Server, TLS 1.2: the proof that the client holds its certificate's key is due. RFC 5246 §7.4.8.
    package struct ExpectCertificateVerify: ~Copyable, ServerPhase {
        static let accepts: [HandshakeType] = [.certificateVerify]

        let context: HandshakeContext
        let master: MasterSecret12
        let peerKey: PublicKey

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ServerState {
            let verify = try decoding { () throws(WireError) in
                try message.decode(CertificateVerify.codec, "CertificateVerify")
            }
            let checked = try checkSignature12(
                verify, of: try context.transcript.messages, peerKey,
                offered: context.settings.enabled12.signatureSchemes)
            try context.transcript.append(message)
            context.outcome.clientSignatureScheme = verify.algorithm
            return try awaitChangeCipherSpec(context, master, .checked(checked))
        }
    }
}
