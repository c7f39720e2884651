package import NIOCore
package import TLSCertificates
package import TLSProvider

/// Who decides what a client's handshake waits for. The promise may be completed on any thread.
package struct TLSClientCallbacks: Sendable {
    /// Asked with a server's chain.
    package var verifyServer: (@Sendable ([X509Certificate], EventLoopPromise<PeerVerdict>) -> Void)?

    package init() {}

    /// The asynchronous function of a configuration, run in a task of its own.
    package init(_ configuration: TLSClientConfiguration) {
        if let verify = configuration.verifyServer {
            verifyServer = { chain, promise in promise.completeWithTask { try await verify(chain) } }
        }
    }
}
