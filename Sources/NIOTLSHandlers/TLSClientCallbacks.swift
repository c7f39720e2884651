package import NIOCore
import TLSCertificates
package import TLSProvider

/// Who decides what a client's handshake waits for. The promise may be completed on any thread.
package struct TLSClientCallbacks: Sendable {
    /// Asked about a server's chain.
    package var verifyServer: (@Sendable (PeerQuestion, EventLoopPromise<PeerVerdict>) -> Void)?

    package init() {}

    /// What a configuration says: its trust at once, its asynchronous function in a task of its own.
    package init(_ configuration: TLSClientConfiguration) {
        verifyServer = { question, promise in
            question.answer(
                configuration.verdict(on: question.chain, statements: question.statements, at: question.time),
                or: configuration.verifyServer, promise)
        }
    }
}
