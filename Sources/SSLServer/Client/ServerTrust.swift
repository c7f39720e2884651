import NIOTLSHandlers
import TLSCertificates
import TLSProvider

/// By what a server is known.
struct ServerTrust: Sendable {
    let acceptsAny: Bool
    let certificate: X509Certificate?
    let pins: Set<PublicKeyPin>
    /// Whether libssl has found that the chain leads to an authority it was told of.
    let isChecked: Bool
    /// The name the server's certificate must be for, where an authority vouches for it.
    let name: String
    /// By whom servers are vouched for, where they are not known otherwise.
    let authorities: TLSTrust?

    /// What is to be thought of a server that presents this chain.
    func judgement(of question: PeerQuestion) -> PeerJudgement {
        if acceptsAny { return PeerJudgement() }
        guard let leaf = question.chain.first else { return PeerJudgement(objection: SSLError(.noServerCertificate)) }
        if certificate != nil || !pins.isEmpty { return knows(leaf) }
        if isChecked {
            guard !leaf.matches(serverName: name) else { return PeerJudgement() }
            return PeerJudgement(
                objection: SSLError(.certificateRefused, "the certificate is not for \(escapeForLog(name))"))
        }
        guard let authorities else { return PeerJudgement(objection: SSLError(.cannotVerifyChain)) }
        do {
            return PeerJudgement(
                path: try authorities.verify(
                    server: question.chain, host: name, staple: question.statements?.staple ?? .notRequested,
                    at: question.time))
        } catch {
            return PeerJudgement(
                failure: error,
                advice: "trust its authority (SSLServerCACerts), expect the server's key (pinnedKeys) or certificate, "
                    + "or decide in SSLServerAuthentication")
        }
    }

    private func knows(_ leaf: X509Certificate) -> PeerJudgement {
        if leaf == certificate { return PeerJudgement() }
        if let pin = try? PublicKeyPin(of: leaf), pins.contains(pin) { return PeerJudgement() }
        return PeerJudgement(
            objection: SSLError(
                .certificateRefused, "the server has another key or certificate than the expected"))
    }
}
