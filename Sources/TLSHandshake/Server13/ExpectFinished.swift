import TLSMessages
import TLSPrimitives
import TLSWire

extension Server13 {
    /// How the client was authenticated: nothing is established without one of these.
    enum ClientAuthentication: ~Copyable {
        /// No certificate was asked for.
        case notRequested
        /// One was asked for, none came, and the application accepted that.
        case anonymousAccepted
        /// The chain was accepted and its key signed the handshake.
        case checked(SignatureChecked)
        /// The client has the pre-shared key, and the session's chain was accepted again where there must be one.
        case preSharedKey(BinderChecked)
    }

    /// Server, TLS 1.3: our Finished is sent, the client's is due. RFC 9846 §4.5.3.
    package struct ExpectFinished: ~Copyable, ServerPhase {
        static let accepts: [HandshakeType] = [.finished]

        let context: HandshakeContext
        let secrets: UpcomingSecrets
        let authentication: ClientAuthentication

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ServerState {
            let received = try decoding { () throws(WireError) in try message.decode(.rest, "Finished") }
            let checked = try checkFinished(received, secrets.clientHandshake, try context.transcript.hash)
            let alignment = try sink.aligned()
            try sink.installReading(try TrafficKeys(secrets.application.client, suite: context.suite), alignment)
            sink.tolerateChangeCipherSpec(false)
            sink.report(.established(context.outcome))
            try sendTickets(context, message, secrets.main, &sink)
            return .established13(
                Established(suite: context.suite, secrets: secrets, authentication: authentication, finished: checked))
        }
    }
}
