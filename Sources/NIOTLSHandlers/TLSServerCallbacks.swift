package import NIOCore
import TLSCertificates
import TLSMessages
package import TLSProvider

/// Who decides what a handshake waits for. A promise may be completed on any thread.
package struct TLSServerCallbacks: Sendable {
    /// Asked with a client's offer.
    package var chooseForClient: (@Sendable (ClientHelloInfo, EventLoopPromise<ClientHelloDecision>) -> Void)?
    /// Asked about a client's chain.
    package var verifyClient: (@Sendable (PeerQuestion, EventLoopPromise<PeerVerdict>) -> Void)?

    package init() {}

    /// What a configuration says: its trust at once, its asynchronous functions each in a task of its own.
    package init(_ configuration: TLSServerConfiguration) {
        if let choose = configuration.chooseForClient {
            chooseForClient = { info, promise in promise.completeWithTask { try await choose(info) } }
        }
        verifyClient = { question, promise in
            question.answer(
                configuration.verdict(on: question.chain, at: question.time),
                or: configuration.verifyClient, promise)
        }
    }
}
