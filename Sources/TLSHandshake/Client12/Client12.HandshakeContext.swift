import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Client12 {
    /// What the states of one handshake share once the ServerHello is in; gone once it is established.
    final class HandshakeContext {
        let settings: ClientSettings
        let offer: Client13.HelloOffer
        let transcript: Transcript12
        let suite: CipherSuiteRow12
        let serverRandom: [UInt8]
        let extensions: ServerExtensions
        /// The session that is resumed.
        let resumed: ClientSession?
        /// What the server can know the session by; empty for none.
        let sessionID: [UInt8]
        let helloRequests: PassedHelloRequests
        var outcome: HandshakeOutcome
        /// The server's wish for a certificate of ours.
        var certificateRequest: CertificateRequest12?
        /// What the server lets us resume with.
        var ticket: NewSessionTicket12?

        init(
            _ sent: Client13.SentHello, _ hello: ServerHello12, _ choice: ServerChoice
        ) throws(HandshakeFault) {
            settings = sent.settings
            var offer = sent.offer
            // Those of TLS 1.3 are of no use any more.
            offer.keys = [:]
            offer.offeredKeys = []
            self.offer = offer
            helloRequests = sent.helloRequests ?? PassedHelloRequests()
            suite = choice.suite
            serverRandom = hello.random
            extensions = choice.extensions
            resumed = choice.session
            sessionID = hello.sessionID
            // RFC 5246 §7.4.8: what a CertificateVerify of ours would sign.
            let mayProveItself = choice.session == nil && !sent.settings.credentials.isEmpty
            transcript = try Transcript12(choice.suite.hash, keepsMessages: mayProveItself)
            outcome = HandshakeOutcome(version: .tls12, cipherSuite: choice.suite.suite)
            outcome.serverName = sent.settings.serverName
            outcome.applicationProtocol = choice.extensions.applicationProtocol
            outcome.usesExtendedMasterSecret = choice.extensions.usesExtendedMasterSecret
            outcome.encryptsThenMACs = choice.extensions.encryptsThenMACs
            outcome.peerStatements.timestamps = choice.extensions.timestamps ?? []
            if let session = choice.session {
                outcome.isResumed = true
                outcome.peerCertificates = session.facts.peerCertificates
                outcome.peerStatements = session.facts.peerStatements
                outcome.peerStatements.isOfEarlierHandshake = true
            }
        }

        var clientRandom: [UInt8] { offer.hello.random }

        var randoms: HelloRandoms { HelloRandoms(client: offer.hello.random, server: serverRandom) }

        /// What protects this connection's records.
        var cipher: RecordCipher { suite.recordCipher(encryptsThenMACs: extensions.encryptsThenMACs) }
    }

    /// The secrets that the rest of the handshake needs.
    struct HandshakeSecrets: ~Copyable {
        let master: MasterSecret12
        let reading: TrafficKeys12
        /// Our own keys; nil when they are in use, as our Finished of a full handshake is already sent.
        let writing: TrafficKeys12?
    }
}
