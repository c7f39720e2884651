import TLSMessages
import TLSPrimitives

extension Server12 {
    /// Server, TLS 1.2: the keys are derived, and the client's change to them is due. RFC 5246 §7.1.
    ///
    /// The only state that takes change_cipher_spec, and it takes no message.
    package struct ExpectChangeCipherSpec: ~Copyable, ServerPhase {
        static let accepts: [HandshakeType] = []

        let context: HandshakeContext
        let master: MasterSecret12
        let reading: TrafficKeys12
        /// Our own keys; nil when they are in use, as our Finished of a resumed session is already sent.
        let writing: TrafficKeys12?
        let authentication: ClientAuthentication

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ServerState {
            throw .misbehaved(.unexpectedMessage)
        }

        consuming func change<S: HandshakeSink & ~Copyable>(into sink: inout S) throws(HandshakeFault) -> ServerState {
            let alignment = try sink.aligned()
            try sink.installReading(reading, alignment)
            return .finished12(
                ExpectFinished(context: context, master: master, writing: writing, authentication: authentication))
        }
    }

    /// The full handshake's last step before the client's change of keys.
    static func awaitChangeCipherSpec(
        _ context: HandshakeContext, _ master: consuming MasterSecret12,
        _ authentication: consuming ClientAuthentication
    ) throws(HandshakeFault) -> ServerState {
        let keys = try master.keys(context.cipher, context.randoms)
        return .changeCipherSpec12(
            ExpectChangeCipherSpec(
                context: context, master: master, reading: keys.client, writing: keys.server,
                authentication: authentication))
    }
}
