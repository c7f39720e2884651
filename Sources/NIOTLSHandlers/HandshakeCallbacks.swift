import NIOCore
import TLSCertificates
import TLSMessages
import TLSProvider

/// Whom a session asks: that depends on its side.
enum HandshakeCallbacks: Sendable {
    case server(TLSServerCallbacks)
    /// What the context's configuration says, read when it is asked for: most handshakes ask nothing.
    case configured(any TLSServerContext)
    case client(TLSClientCallbacks)

    /// What to answer to a client's offer.
    func choose(_ info: ClientHelloInfo, _ promise: EventLoopPromise<ClientHelloDecision>) {
        guard let choose = ofServer?.chooseForClient else { return promise.succeed(.proceed) }
        choose(info, promise)
    }

    /// Whether the peer's chain is accepted.
    func verify(_ question: PeerQuestion, _ promise: EventLoopPromise<PeerVerdict>) {
        let verify = if case .client(let callbacks) = self { callbacks.verifyServer } else { ofServer?.verifyClient }
        guard let verify else {
            // A certificate that nobody judges is not accepted.
            return promise.succeed(.reject(.certificateUnknown, reason: "no verifier is configured"))
        }
        verify(question, promise)
    }

    private var ofServer: TLSServerCallbacks? {
        switch self {
        case .server(let callbacks): callbacks
        case .configured(let context): TLSServerCallbacks(context.configuration)
        case .client: nil
        }
    }
}
