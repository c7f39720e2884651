import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSProvider
import TLSRecordLayer

// What the application says when it is asked.
extension InternalSession {
    func resume(with decision: ClientHelloDecision) throws(TLSError) {
        if let failure { throw failure }
        guard question == .clientHello else { throw TLSError(.wrongState, "no choice about a hello is awaited") }
        let chosen = try settings(for: decision)
        try resume { state, core throws(HandshakeFault) in
            try state.proceed(with: chosen, into: &core)
        }
    }

    func resume(with verdict: PeerVerdict) throws(TLSError) {
        if let failure { throw failure }
        guard question == .peerCertificates else { throw TLSError(.wrongState, "no verdict is awaited") }
        if case .acceptPath(let path) = verdict { core.verifiedPath = path }
        try resume { state, core throws(HandshakeFault) in
            switch verdict {
            case .accept, .acceptPath: return try state.acceptPeer(into: &core)
            case .reject(let alert, let reason):
                throw .certificate(.rejected(state.alert(of: alert), reason: reason))
            }
        }
    }

    private func resume(
        _ step: (consuming SessionState, inout SessionCore) throws(HandshakeFault) -> SessionState
    ) throws(TLSError) {
        advance(step)
        do {
            try runHandshake()
        } catch {
            throw fail(TLSError(error), sending: error.alert)
        }
        if let failure { throw failure }
    }

    private func settings(for decision: ClientHelloDecision) throws(TLSError) -> ServerSettings? {
        switch decision {
        case .proceed:
            return nil
        case .present(let identities):
            for identity in identities { try checkChain(identity) }
            return serverContext?.settings.presenting(identities.map(Credential.init(identity:)))
        case .use(let other):
            guard let other = other as? InternalServerContext else {
                throw fail(
                    TLSError(
                        .invalidConfiguration, "the chosen context belongs to another provider", alert: .internalError),
                    sending: .internalError)
            }
            core.adopt(other.connectionChoices)
            return other.settings
        case .refuse(let alert):
            throw fail(
                TLSError(.applicationRefused, "the application refused the hello", alert: alert), sending: alert)
        }
    }

    /// What cannot be sent fails here, as the application presents it.
    private func checkChain(_ identity: TLSIdentity) throws(TLSError) {
        do {
            try ConfigurationRules.checkChain(identity)
        } catch {
            throw fail(TLSError(error.code, error.reason, alert: .internalError), sending: .internalError)
        }
    }
}
