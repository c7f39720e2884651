import TLSMessages
import TLSPrimitives
import TLSWire

extension Server12 {
    /// How the client was authenticated: nothing is established without one of these.
    enum ClientAuthentication: ~Copyable {
        /// No certificate was asked for.
        case notRequested
        /// One was asked for, none came, and the application accepted that.
        case anonymousAccepted
        /// The chain was accepted and its key signed the handshake.
        case checked(SignatureChecked)
        /// The client has the session's master secret, and its chain was accepted again where there must be one.
        case resumed
    }

    /// Server, TLS 1.2: the client's Finished is due, the first message under its keys. RFC 5246 §7.4.9.
    package struct ExpectFinished: ~Copyable, ServerPhase {
        static let accepts: [HandshakeType] = [.finished]

        let context: HandshakeContext
        let master: MasterSecret12
        /// Our own keys; nil when they are in use.
        let writing: TrafficKeys12?
        let authentication: ClientAuthentication

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ServerState {
            let received = try decoding { () throws(WireError) in try message.decode(Finished12.codec, "Finished") }
            let checked = try master.checkFinished(received, of: .client, try context.transcript.hash)
            let context = context
            switch consume writing {
            case .some(let keys):
                try context.transcript.append(message)
                try sendTicket(context, master, &sink)
                try sendFinished(keys, context, master, &sink)
            case .none:
                break
            }
            try keepSession(context, master, &sink)
            sink.report(.established(context.outcome))
            return .established12(
                Established(context: context, master: master, authentication: authentication, finished: checked))
        }
    }

    /// The change to our keys, and Finished under them. RFC 5246 §7.1, §7.4.9.
    static func sendFinished<S: HandshakeSink & ~Copyable>(
        _ keys: consuming TrafficKeys12, _ context: HandshakeContext, _ master: borrowing MasterSecret12,
        _ sink: inout S
    ) throws(HandshakeFault) {
        sink.sendChangeCipherSpec()
        try sink.installWriting(keys)
        let finished = try master.verifyData(of: .server, try context.transcript.hash)
        try send(HandshakeMessage(.finished, finished.bytes, Finished12.codec), context, &sink)
    }
}
