import TLSMessages
import TLSWire

extension Client12 {
    /// Client, TLS 1.2: application data flows. RFC 5246 §10.
    package struct Established: ~Copyable, ClientPhase {
        /// A server that wants to negotiate anew. RFC 5246 §7.4.1.1.
        static let accepts: [HandshakeType] = [.helloRequest]

        package private(set) var traffic: ApplicationTraffic12

        init(
            context: HandshakeContext, master: consuming MasterSecret12,
            authentication: consuming ServerAuthentication, finished: consuming FinishedChecked
        ) {
            traffic = ApplicationTraffic12(master: master, randoms: context.randoms)
        }

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ClientState {
            _ = try decoding { () throws(WireError) in try message.decode(HelloRequest.codec, "HelloRequest") }
            try traffic.refuseRenegotiation(into: &sink)
            return .established12(self)
        }
    }
}
