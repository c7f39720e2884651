import TLSMessages

extension Server12 {
    /// Server, TLS 1.2: application data flows. RFC 5246 §10.
    package struct Established: ~Copyable, ServerPhase {
        /// A client that wants to negotiate anew. RFC 5746 §4.4.
        static let accepts: [HandshakeType] = [.clientHello]

        package private(set) var traffic: ApplicationTraffic12

        init(
            context: HandshakeContext, master: consuming MasterSecret12,
            authentication: consuming ClientAuthentication, finished: consuming FinishedChecked
        ) {
            traffic = ApplicationTraffic12(master: master, randoms: context.randoms)
        }

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ServerState {
            try traffic.refuseRenegotiation(into: &sink)
            return .established12(self)
        }
    }
}
