import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Server13 {
    /// Server, TLS 1.3: a client certificate was asked for and its message is due, compressed where we have offered that.
    /// RFC 9846 §4.5.1, RFC 8879 §4.
    package struct ExpectCertificate: ~Copyable, ServerPhase {
        static let accepts: [HandshakeType] = [.certificate, .compressedCertificate]

        let context: HandshakeContext
        let secrets: UpcomingSecrets

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ServerState {
            let options = context.settings.options
            let certificate = try openCertificate(
                message, compressors: options.certificateCompressors, limit: options.maximumCertificateMessage)
            let (chain, _) = try decodeCertificate(
                certificate, maximumChainLength: options.maximumChainLength, wish: .none)
            if chain.isEmpty, options.clientCertificates == .required { throw .certificate(.required) }
            let claim: PeerClaim =
                chain.isEmpty
                ? .anonymous : .key(try readKey(of: chain, for: .digitalSignature, context.settings.peerKeyReader))
            try context.transcript.append(message)
            context.outcome.peerCertificates = chain
            sink.report(.peerCertificates(chain))
            return .verdict13(AwaitVerdict(context: context, secrets: secrets, claim: claim))
        }
    }

    /// Who the client says it is.
    enum PeerClaim: ~Copyable {
        /// It sent no certificate.
        case anonymous
        /// The key of its certificate, whose use it has still to prove.
        case key(PublicKey)
        /// It is the one of an earlier connection.
        case session(BinderChecked)
    }

    /// Server, TLS 1.3: the application judges the client's chain. Left through `resume`, not through a message.
    package struct AwaitVerdict: ~Copyable {
        let context: HandshakeContext
        let secrets: UpcomingSecrets
        let claim: PeerClaim

        /// Goes on: to the proof that the client holds its key, or to Finished when there is none to come.
        package consuming func accept() throws(HandshakeFault) -> ServerState {
            let context = context
            switch consume claim {
            case .anonymous:
                return .finished13(
                    ExpectFinished(context: context, secrets: secrets, authentication: .anonymousAccepted))
            case .key(let key):
                return .certificateVerify13(
                    ExpectCertificateVerify(context: context, secrets: secrets, peerKey: key))
            case .session(let checked):
                return awaitClient(context, secrets, .preSharedKey(checked))
            }
        }
    }
}
