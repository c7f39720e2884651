package import NIOCore
package import TLSCertificates
import TLSMessages
package import TLSProvider

/// Who decides what a handshake waits for. A promise may be completed on any thread.
package struct TLSServerCallbacks: Sendable {
    /// Asked with a client's offer.
    package var chooseForClient: (@Sendable (ClientHelloInfo, EventLoopPromise<ClientHelloDecision>) -> Void)?
    /// Asked with a client's chain.
    package var verifyClient: (@Sendable ([X509Certificate], EventLoopPromise<PeerVerdict>) -> Void)?

    package init() {}

    /// The asynchronous functions of a configuration, each run in a task of its own.
    package init(_ configuration: TLSServerConfiguration) {
        if let choose = configuration.chooseForClient {
            chooseForClient = { info, promise in promise.completeWithTask { try await choose(info) } }
        }
        if let verify = configuration.verifyClient {
            verifyClient = { chain, promise in promise.completeWithTask { try await verify(chain) } }
        }
    }
}
