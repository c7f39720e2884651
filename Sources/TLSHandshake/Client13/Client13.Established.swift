import TLSMessages
import TLSNegotiation
import TLSWire

extension Client13 {
    /// Client, TLS 1.3: application data flows; keys can be updated, tickets may come. RFC 9846 §4.7.
    ///
    /// A CertificateRequest may not: we do not offer post_handshake_auth. RFC 9846 §4.7.2.
    package struct Established: ~Copyable, ClientPhase {
        static let accepts: [HandshakeType] = [.keyUpdate, .newSessionTicket]

        package var traffic: ApplicationTraffic13

        init(
            suite: CipherSuiteRow, secrets: consuming UpcomingSecrets,
            authentication: consuming ServerAuthentication, finished: consuming FinishedChecked
        ) {
            let application = secrets.application
            traffic = ApplicationTraffic13(
                suite: suite, reading: application.server, writing: application.client, exporter: secrets.exporter)
        }

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ClientState {
            if message.type == .newSessionTicket {
                // Who does not resume passes tickets over, well-formed ones. RFC 9846 §4.7.1.
                let ticket = try decoding { () throws(WireError) in
                    try message.decode(NewSessionTicket.codec, "NewSessionTicket")
                }
                try checkPlaces(of: ticket.extensions.order, allowed: [.earlyData])
            } else {
                try traffic.receiveKeyUpdate(message, into: &sink)
            }
            return .established13(self)
        }
    }
}
