import NIOCore
import TLSCertificates
import TLSMessages
import TLSProvider

/// Whom a session asks: that depends on its side.
enum HandshakeCallbacks: Sendable {
    case server(TLSServerCallbacks)
    case client(TLSClientCallbacks)

    /// What to answer to a client's offer.
    func choose(_ info: ClientHelloInfo, _ promise: EventLoopPromise<ClientHelloDecision>) {
        guard case .server(let callbacks) = self, let choose = callbacks.chooseForClient else {
            return promise.succeed(.proceed)
        }
        choose(info, promise)
    }

    /// Whether the peer's chain is accepted.
    func verify(_ question: PeerQuestion, _ promise: EventLoopPromise<PeerVerdict>) {
        let verify =
            switch self {
            case .server(let callbacks): callbacks.verifyClient
            case .client(let callbacks): callbacks.verifyServer
            }
        guard let verify else {
            // A certificate that nobody judges is not accepted.
            return promise.succeed(.reject(.certificateUnknown, reason: "no verifier is configured"))
        }
        verify(question, promise)
    }
}
