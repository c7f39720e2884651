import TLSMessages
import TLSNegotiation

extension Client13 {
    /// Client, TLS 1.3: the server's chain is due, compressed where we have offered that. RFC 9846 §4.5.1, RFC 8879 §4.
    package struct ExpectCertificate: ~Copyable, ClientPhase {
        static let accepts: [HandshakeType] = [.certificate, .compressedCertificate]

        let context: HandshakeContext
        let secrets: HandshakeSecrets

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ClientState {
            let settings = context.settings
            let options = settings.options
            let certificate = try openCertificate(
                message, compressors: options.certificateCompressors, limit: options.maximumCertificateMessage)
            let (chain, statements) = try decodeCertificate(
                certificate, maximumChainLength: options.maximumChainLength, wish: options.wishedStatements)
            // RFC 9846 §4.5.1.3: a server always has one.
            guard !chain.isEmpty else { throw .misbehaved(.emptyServerCertificate) }
            let key = try readKey(of: chain, for: .digitalSignature, settings.peerKeyReader)
            try context.transcript.append(message)
            context.outcome.peerCertificates = chain
            context.outcome.peerStatements = statements
            return .certificateVerify13(ExpectCertificateVerify(context: context, secrets: secrets, peerKey: key))
        }
    }
}
