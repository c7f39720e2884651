import TLSMessages
import TLSWire

extension Client12 {
    /// Client, TLS 1.2: the end of the server's flight is due. RFC 5246 §7.4.5.
    package struct ExpectServerHelloDone: ~Copyable, ClientPhase {
        static let accepts: [HandshakeType] = [.serverHelloDone]

        let context: HandshakeContext
        let exchange: ServerExchange

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ClientState {
            _ = try decoding { () throws(WireError) in try message.decode(ServerHelloDone.codec, "ServerHelloDone") }
            try context.transcript.append(message)
            // RFC 5246 §7.3: it is our turn, and what the server says next is under other keys or comes behind our Finished.
            _ = try sink.aligned()
            if context.certificateRequest == nil { context.transcript.dropMessages() }
            sink.report(.peerStatements(context.outcome.peerStatements))
            sink.report(.peerCertificates(context.outcome.peerCertificates))
            return .verdict12(AwaitVerdict(context: context, exchange: exchange))
        }
    }
}
