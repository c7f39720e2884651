import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Server12 {
    /// What the states of one handshake share; gone once it is established.
    final class HandshakeContext {
        let settings: ServerSettings
        let hello: ClientHello
        let transcript: Transcript12
        let suite: CipherSuiteRow12
        let serverRandom: [UInt8]
        let extensions: HelloExtensions
        /// A certificate for the client's name was presented, now or when the session began.
        let isNamed: Bool
        /// What is said of the certificate, of what the client wants to hear. RFC 6066 §8, RFC 6962 §3.3.
        let statements: CertificateStatements
        /// The session that is resumed.
        let resumed: ServerSession?
        /// What the client can ask for the session by; empty for none.
        var sessionID: [UInt8] = []
        var outcome: HandshakeOutcome

        init(
            _ settings: ServerSettings, _ hello: consuming ClientHello, _ message: HandshakeMessage,
            _ decision: HelloDecision,
            serverRandom: [UInt8]
        ) throws(HandshakeFault) {
            self.settings = settings
            self.hello = hello
            self.serverRandom = serverRandom
            suite = decision.suite
            extensions = decision.extensions
            isNamed = decision.isNamed
            resumed = decision.session
            let asksForCertificate = decision.session == nil && settings.options.clientCertificates != .none
            transcript = try Transcript12(decision.suite.hash, keepsMessages: asksForCertificate)
            try transcript.append(message)
            outcome = HandshakeOutcome(version: .tls12, cipherSuite: decision.suite.suite)
            outcome.applicationProtocol = decision.extensions.applicationProtocol
            outcome.serverName = hello.extensions.serverName
            outcome.usesExtendedMasterSecret = decision.extensions.usesExtendedMasterSecret
            outcome.encryptsThenMACs = decision.extensions.encryptsThenMACs
            switch decision.proof {
            case .certificate(let proof):
                statements = proof.credential.statements.limited(to: StatementWish(hello.extensions))
                outcome.group = proof.group
                outcome.signatureScheme = proof.scheme?.scheme
            case .session(let session):
                statements = CertificateStatements()
                outcome.isResumed = true
                outcome.peerCertificates = session.facts.peerCertificates
            }
        }

        var clientRandom: [UInt8] { hello.random }

        var randoms: HelloRandoms { HelloRandoms(client: hello.random, server: serverRandom) }

        /// What protects this connection's records.
        var cipher: RecordCipher { suite.recordCipher(encryptsThenMACs: extensions.encryptsThenMACs) }
    }
}
