import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Server13 {
    /// What the states of one handshake share; gone once it is established.
    final class HandshakeContext {
        let settings: ServerSettings
        let hello: ClientHello
        let transcript: Transcript
        let suite: CipherSuiteRow
        /// The client's share; nil when there is no key exchange.
        let share: KeyShareEntry?
        var outcome: HandshakeOutcome
        /// What its tickets take over from the session that is resumed.
        let resumed: SessionFacts?
        /// A certificate for the client's name was presented, now or when the session began.
        let isNamed: Bool

        init(
            _ settings: ServerSettings, _ hello: consuming ClientHello, _ decision: HelloDecision, _ proof: ServerProof,
            _ transcript: Transcript, isRetried: Bool
        ) {
            self.settings = settings
            self.hello = hello
            self.transcript = transcript
            suite = decision.suite
            outcome = HandshakeOutcome(version: .tls13, cipherSuite: decision.suite.suite)
            outcome.applicationProtocol = decision.applicationProtocol
            outcome.serverName = hello.extensions.serverName
            outcome.isHelloRetried = isRetried
            if case .share(let chosen) = decision.group { share = chosen } else { share = nil }
            outcome.group = share?.group
            switch proof {
            case .certificate(let certificate):
                outcome.signatureScheme = certificate.scheme.scheme
                isNamed = certificate.isNamed
                resumed = nil
            case .preSharedKey(let psk):
                resumed = psk.session?.facts
                isNamed = resumed?.isNamed ?? false
                outcome.isResumed = resumed != nil
                outcome.peerCertificates = resumed?.peerCertificates ?? []
                if case .external(let identity) = psk.source { outcome.externalIdentity = identity }
            }
        }

        var clientRandom: [UInt8] { hello.random }
    }
}
