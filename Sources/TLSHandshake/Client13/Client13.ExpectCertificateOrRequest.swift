import TLSMessages
import TLSWire

extension Client13 {
    /// Client, TLS 1.3: the server's chain is due, or first its wish for ours. RFC 9846 §4.4.2, §4.5.1.
    package struct ExpectCertificateOrRequest: ~Copyable, ClientPhase {
        static let accepts: [HandshakeType] = [.certificateRequest, .certificate, .compressedCertificate]

        let context: HandshakeContext
        let secrets: HandshakeSecrets

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ClientState {
            let next = ExpectCertificate(context: context, secrets: secrets)
            guard message.type == .certificateRequest else { return try next.handle(message, into: &sink) }
            let request = try decoding { () throws(WireError) in
                try message.decode(CertificateRequest.codec, "CertificateRequest")
            }
            // RFC 9846 §4.4.2: empty in the handshake itself.
            guard request.context.isEmpty else { throw .misbehaved(.certificateContextNotEmpty) }
            // RFC 9846 §4.4.2: the one extension that must be there.
            guard request.extensions.signatureAlgorithms != nil else {
                throw .misbehaved(.missingSignatureAlgorithms)
            }
            try checkPlaces(
                of: request.extensions.order,
                allowed: [
                    .signatureAlgorithms, .signatureAlgorithmsCert, .compressCertificate, .certificateAuthorities,
                    .serverName,
                ])
            try next.context.transcript.append(message)
            next.context.certificateRequest = request
            return .certificate13(next)
        }
    }
}
