import TLSMessages
import TLSPrimitives
import TLSWire

extension Client12 {
    /// Client, TLS 1.2: the server's Finished is due, the first message under its keys. RFC 5246 §7.4.9.
    package struct ExpectFinished: ~Copyable, ClientPhase {
        static let accepts: [HandshakeType] = [.finished]

        let context: HandshakeContext
        let master: MasterSecret12
        /// Our own keys; nil when they are in use.
        let writing: TrafficKeys12?
        let authentication: ServerAuthentication

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ClientState {
            let received = try decoding { () throws(WireError) in try message.decode(Finished12.codec, "Finished") }
            let checked = try master.checkFinished(received, of: .server, try context.transcript.hash)
            let context = context
            switch consume writing {
            case .some(let keys):
                try context.transcript.append(message)
                try sendFinished(keys, context, master, &sink)
            case .none:
                break
            }
            sink.report(.established(context.outcome))
            reportSession(context, master, &sink)
            return .established12(
                Established(context: context, master: master, authentication: authentication, finished: checked))
        }
    }
}
