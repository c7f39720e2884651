internal import CLibssl
import TLSKeyStores
import TLSMessages
import TLSProvider

extension PlatformSession {
    func resume(with decision: ClientHelloDecision) throws(TLSError) {
        if let failure { throw failure }
        guard question == .clientHello else { throw TLSError(.wrongState, "no choice about a hello is awaited") }
        switch decision {
        case .proceed:
            break
        case .present(let identities):
            hello.presented = try load(identities)
        case .use(let other):
            return try use(other)
        case .refuse(let alert):
            throw end(
                TLSError(.applicationRefused, "the application refused the hello", alert: alert), sending: alert)
        }
        question = nil
        hello.isAnswered = true
        hello.records = []
        try runHandshake()
    }

    /// What libssl cannot present fails here, as the application presents it.
    private func load(_ identities: [TLSIdentity]) throws(TLSError) -> [LoadedIdentity] {
        do throws(TLSError) {
            for identity in identities { try ConfigurationChecks.check(identity) }
            return try LibsslContext.load(identities)
        } catch {
            throw end(TLSError(error.code, error.reason, alert: .internalError), sending: .internalError)
        }
    }

    /// Another context has versions, suites and all else of its own: the hello is read once more, by a connection of it.
    private func use(_ other: any TLSServerContext) throws(TLSError) {
        guard let other = other as? PlatformServerContext else {
            throw end(
                TLSError(
                    .invalidConfiguration, "the chosen context belongs to another provider", alert: .internalError),
                sending: .internalError)
        }
        question = nil
        hello.isAnswered = true
        do throws(TLSError) {
            try connect(other.library)
        } catch {
            throw end(error, sending: nil)
        }
        try replayHello()
    }

    func resume(with verdict: PeerVerdict) throws(TLSError) {
        if let failure { throw failure }
        guard question == .peerCertificates, let connection else {
            throw TLSError(.wrongState, "no verdict is awaited")
        }
        self.verdict = verdict
        if case .acceptPath(let path) = verdict { verifiedPath = path }
        guard context.settings.isServer else {
            // libssl waits inside its look at the chain, and looks again.
            question = nil
            return try runHandshake()
        }
        switch verdict {
        case .accept, .acceptPath:
            question = nil
            try finishHandshake(connection)
        case .reject(let wanted, let reason):
            // TLS 1.2 has no alert of its own for a client without a certificate. RFC 5246 §7.4.6.
            let isOfOldVersion = wanted == .certificateRequired && connection.version != .tls13
            let alert = isOfOldVersion ? .handshakeFailure : wanted
            throw end(TLSError(.peerCertificateRejected, reason, alert: alert), sending: alert)
        }
    }
}
