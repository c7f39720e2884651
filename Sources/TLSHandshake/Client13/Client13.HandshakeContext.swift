import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Client13 {
    /// What the states of one handshake share once the ServerHello is in; gone once it is established.
    final class HandshakeContext {
        let settings: ClientSettings
        let offer: HelloOffer
        let transcript: Transcript
        let suite: CipherSuiteRow
        /// The pre-shared key that the server took.
        let psk: SelectedKey?
        var outcome: HandshakeOutcome
        /// The server's wish for a certificate of ours.
        var certificateRequest: CertificateRequest?

        init(
            _ settings: ClientSettings, _ offer: HelloOffer, _ choice: ServerChoice, _ transcript: Transcript,
            isRetried: Bool
        ) {
            self.settings = settings
            var offer = offer
            // They have done their part.
            offer.keys = [:]
            self.offer = offer
            self.transcript = transcript
            suite = choice.suite
            psk = choice.psk
            outcome = HandshakeOutcome(version: .tls13, cipherSuite: choice.suite.suite)
            outcome.group = choice.exchange?.share.group
            outcome.serverName = settings.serverName
            outcome.isHelloRetried = isRetried
            switch choice.psk?.offered.source {
            case .session(let session, let age):
                outcome.isResumed = true
                outcome.ticketAge = age
                outcome.peerCertificates = session.facts.peerCertificates
                outcome.peerStatements = session.facts.peerStatements
                outcome.peerStatements.isOfEarlierHandshake = true
            case .external: outcome.externalIdentity = choice.psk?.offered.identity.identity
            case nil: break
            }
        }

        var offeredEarlyData: Bool { offer.hello.extensions.earlyData != nil }

        /// The server may still take our early data: it has taken the key that comes with it.
        var mayHaveEarlyData: Bool { offeredEarlyData && psk?.index == 0 }

        /// change_cipher_spec goes out once: in front of early data, or else of our second flight. RFC 9846 §E.4.
        var owesChangeCipherSpec: Bool {
            settings.options.suitsMiddleboxes && !outcome.isHelloRetried && !offeredEarlyData
        }
    }

    /// The secrets that the rest of the handshake needs.
    struct HandshakeSecrets: ~Copyable {
        let handshake: DirectionSecrets
        let main: MainStage
    }
}
