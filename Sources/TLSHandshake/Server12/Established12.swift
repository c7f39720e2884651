import TLSMessages

extension Server12 {
    /// Server, TLS 1.2: application data flows. RFC 5246 §10.
    package struct Established: ~Copyable, ServerPhase {
        /// A client that wants to negotiate anew. RFC 5746 §4.4.
        static let accepts: [HandshakeType] = [.clientHello]

        package let traffic: ApplicationTraffic12
        private var hasRefused = false

        init(
            context: HandshakeContext, master: consuming MasterSecret12,
            authentication: consuming ClientAuthentication, finished: consuming FinishedChecked
        ) {
            traffic = ApplicationTraffic12(master: master, randoms: context.randoms)
        }

        /// There is no renegotiation: once it is said, twice it is misbehaviour.
        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ServerState {
            guard !hasRefused else { throw .misbehaved(.unexpectedMessage) }
            hasRefused = true
            sink.sendWarning(.noRenegotiation)
            return .established12(self)
        }
    }
}
