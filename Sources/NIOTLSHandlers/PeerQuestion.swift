import NIOCore
package import TLSCertificates
package import TLSMessages
package import TLSProvider

/// What there is to judge a peer by.
package struct PeerQuestion: Sendable {
    /// Its chain, leaf first; empty when it sent none.
    package let chain: [X509Certificate]
    /// What came beside the chain.
    package let statements: TLSCertificateStatements?
    /// When it is asked.
    package let time: UnixTime

    /// Answers with a verdict of the configured trust. Where that has nothing to say, or nothing against the peer, the
    /// application's function has the last word.
    func answer(
        _ verdict: PeerVerdict?, or verify: (@Sendable ([X509Certificate]) async throws -> PeerVerdict)?,
        _ promise: EventLoopPromise<PeerVerdict>
    ) {
        if let verdict, case .reject = verdict { return promise.succeed(verdict) }
        guard let verify else {
            // A certificate that nobody judges is not accepted.
            return promise.succeed(verdict ?? .reject(.certificateUnknown, reason: "no verifier is configured"))
        }
        promise.completeWithTask {
            let last = try await verify(chain)
            // The path is known although the application was asked too.
            if case .accept = last, let verdict { return verdict }
            return last
        }
    }
}
