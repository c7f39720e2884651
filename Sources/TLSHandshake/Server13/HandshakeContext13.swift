import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Server13 {
    /// What the states of one handshake share; gone once it is established.
    final class HandshakeContext {
        let settings: ServerSettings
        let clientRandom: [UInt8]
        let transcript: Transcript
        let suite: CipherSuiteRow
        var outcome: HandshakeOutcome

        init(
            _ settings: ServerSettings, _ hello: ClientHello, _ decision: HelloDecision, _ transcript: Transcript
        ) {
            self.settings = settings
            self.transcript = transcript
            clientRandom = hello.random
            suite = decision.suite
            outcome = HandshakeOutcome(version: .tls13, cipherSuite: decision.suite.suite)
            outcome.signatureScheme = decision.scheme.scheme
            outcome.applicationProtocol = decision.applicationProtocol
            outcome.serverName = hello.extensions.serverName
        }
    }
}
