import TLSMessages
import TLSPrimitives

extension Client12 {
    /// Client, TLS 1.2, a suite without ServerKeyExchange: the issuer's word on the certificate may come, or else what comes
    /// behind it. RFC 6066 §8.
    package struct ExpectStatusOrRequest: ~Copyable, ClientPhase {
        static let accepts: [HandshakeType] = [.certificateStatus, .certificateRequest, .serverHelloDone]

        let context: HandshakeContext
        let peerKey: PublicKey

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ClientState {
            let next = ExpectRequestOrDone(
                context: context,
                exchange: ServerExchange(value: .certificateKey(peerKey), claim: .byCertificateKey))
            guard message.type == .certificateStatus else { return try next.handle(message, into: &sink) }
            try readStatus(message, next.context)
            return .requestOrDone12(next)
        }
    }
}
