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
        private let resumption: ClientResumption?

        init(
            suite: CipherSuiteRow, secrets: consuming UpcomingSecrets, resumption: ClientResumption?,
            authentication: consuming ServerAuthentication, finished: consuming FinishedChecked
        ) {
            self.resumption = resumption
            let application = secrets.application
            traffic = ApplicationTraffic13(
                suite: suite, reading: application.server, writing: application.client, exporter: secrets.exporter)
        }

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ClientState {
            if message.type == .newSessionTicket {
                try receiveTicket(message, &sink)
            } else {
                try traffic.receiveKeyUpdate(message, into: &sink)
            }
            return .established13(self)
        }

        /// Who does not resume passes tickets over, well-formed ones. RFC 9846 §4.7.1.
        private borrowing func receiveTicket<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, _ sink: inout S
        ) throws(HandshakeFault) {
            let ticket = try decoding { () throws(WireError) in
                try message.decode(NewSessionTicket.codec, "NewSessionTicket")
            }
            try checkPlaces(of: ticket.extensions.order, allowed: [.earlyData])
            // RFC 9846 §4.7.1: a week at the most.
            guard ticket.lifetime <= 604_800 else { throw .misbehaved(.ticketLifetimeTooLong) }
            guard let resumption, let now = sink.now, let session = try resumption.session(ticket, at: now) else {
                return
            }
            sink.report(.session(session))
        }
    }
}
