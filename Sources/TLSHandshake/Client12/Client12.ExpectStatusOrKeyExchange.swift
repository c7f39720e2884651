import TLSMessages
import TLSPrimitives
import TLSWire

extension Client12 {
    /// Client, TLS 1.2: the issuer's word on the certificate may come, or else the server's value. RFC 6066 §8.
    package struct ExpectStatusOrKeyExchange: ~Copyable, ClientPhase {
        static let accepts: [HandshakeType] = [.certificateStatus, .serverKeyExchange]

        let context: HandshakeContext
        let peerKey: PublicKey

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ClientState {
            let next = ExpectServerKeyExchange(context: context, peerKey: peerKey)
            guard message.type == .certificateStatus else { return try next.handle(message, into: &sink) }
            try readStatus(message, next.context)
            return .serverKeyExchange12(next)
        }
    }

    /// Takes a CertificateStatus. RFC 6066 §8.
    static func readStatus(_ message: HandshakeMessage, _ context: HandshakeContext) throws(HandshakeFault) {
        let status = try decoding { () throws(WireError) in
            try message.decode(CertificateStatus.codec, "CertificateStatus")
        }
        try context.transcript.append(message)
        context.outcome.peerStatements.ocspResponse = status.ocspResponse
    }
}
