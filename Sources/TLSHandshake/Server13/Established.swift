import TLSMessages
import TLSNegotiation

extension Server13 {
    /// Server, TLS 1.3: application data flows; keys can be updated. RFC 9846 §4.7.
    package struct Established: ~Copyable, ServerPhase {
        static let accepts: [HandshakeType] = [.keyUpdate]

        package var traffic: ApplicationTraffic13

        init(
            suite: CipherSuiteRow, secrets: consuming UpcomingSecrets,
            authentication: consuming ClientAuthentication, finished: consuming FinishedChecked
        ) {
            let application = secrets.application
            traffic = ApplicationTraffic13(
                suite: suite, reading: application.client, writing: application.server, exporter: secrets.exporter)
        }

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ServerState {
            try traffic.receiveKeyUpdate(message, into: &sink)
            return .established13(self)
        }
    }
}
