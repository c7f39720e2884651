import TLSMessages
import TLSWire

extension Client12 {
    /// Client, TLS 1.2: the end of the server's flight is due, or first its wish for our certificate. RFC 5246 §7.4.4,
    /// §7.4.5.
    package struct ExpectRequestOrDone: ~Copyable, ClientPhase {
        static let accepts: [HandshakeType] = [.certificateRequest, .serverHelloDone]

        let context: HandshakeContext
        let exchange: ServerExchange

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ClientState {
            let next = ExpectServerHelloDone(context: context, exchange: exchange)
            guard message.type == .certificateRequest else { return try next.handle(message, into: &sink) }
            let request = try decoding { () throws(WireError) in
                try message.decode(CertificateRequest12.codec, "CertificateRequest")
            }
            try next.context.transcript.append(message)
            next.context.certificateRequest = request
            return .serverHelloDone12(next)
        }
    }
}
