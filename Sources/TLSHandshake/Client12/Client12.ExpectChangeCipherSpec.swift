import TLSMessages

extension Client12 {
    /// Client, TLS 1.2: the server's change to the new keys is due. RFC 5246 §7.1.
    ///
    /// The only state that takes change_cipher_spec, and it takes no message.
    package struct ExpectChangeCipherSpec: ~Copyable, ClientPhase {
        static let accepts: [HandshakeType] = []

        let context: HandshakeContext
        let secrets: HandshakeSecrets
        let authentication: ServerAuthentication

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ClientState {
            throw .misbehaved(.unexpectedMessage)
        }

        consuming func change<S: HandshakeSink & ~Copyable>(into sink: inout S) throws(HandshakeFault) -> ClientState {
            let context = context
            let secrets = secrets
            let authentication = authentication
            let alignment = try sink.aligned()
            try sink.installReading(secrets.reading, alignment)
            return .finished12(
                ExpectFinished(
                    context: context, master: secrets.master, writing: secrets.writing,
                    authentication: authentication))
        }
    }
}
