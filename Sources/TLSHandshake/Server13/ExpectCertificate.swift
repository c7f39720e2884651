import TLSMessages
import TLSPrimitives
import TLSWire

extension Server13 {
    /// Server, TLS 1.3: a client certificate was asked for and its message is due. RFC 9846 §4.5.1.
    package struct ExpectCertificate: ~Copyable, ServerPhase {
        static let accepts: [HandshakeType] = [.certificate]

        let context: HandshakeContext
        let secrets: UpcomingSecrets

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ServerState {
            let certificate = try decoding { () throws(WireError) in
                try message.decode(Certificate.codec, "Certificate")
            }
            // RFC 9846 §4.5.1: the context of our request was empty.
            guard certificate.context.isEmpty else { throw .misbehaved(.certificateContextNotEmpty) }
            // Nothing was asked to be stapled. RFC 9846 §4.5.1.
            for entry in certificate.entries where entry.extensions != CertificateEntryExtensions() {
                throw .decode(WireError(.forbiddenExtension(0), in: "CertificateEntry"))
            }
            let options = context.settings.options
            guard certificate.entries.count <= options.maximumChainLength else {
                throw .certificate(.chainTooLong(certificate.entries.count))
            }
            if certificate.entries.isEmpty, options.clientCertificates == .required {
                throw .certificate(.required)
            }
            let chain = certificate.entries.map(\.certificate)
            let key = try readKey(chain)
            try context.transcript.append(message)
            context.outcome.peerCertificates = chain
            sink.report(.peerCertificates(chain))
            return .verdict13(AwaitVerdict(context: context, secrets: secrets, peerKey: key))
        }

        /// A chain that cannot be read ends the handshake before anyone judges it. RFC 9846 §4.5.1.3.
        private borrowing func readKey(_ chain: [[UInt8]]) throws(HandshakeFault) -> PublicKey? {
            guard !chain.isEmpty else { return nil }
            do {
                return try context.settings.peerKeyReader(chain)
            } catch {
                throw .certificate(error)
            }
        }
    }

    /// Server, TLS 1.3: the application judges the client's chain. Left through `resume`, not through a message.
    package struct AwaitVerdict: ~Copyable {
        let context: HandshakeContext
        let secrets: UpcomingSecrets
        /// The key of the client's certificate; nil when it sent none.
        let peerKey: PublicKey?

        /// Goes on: to the proof that the client holds its key, or to Finished when it has none.
        package consuming func accept() throws(HandshakeFault) -> ServerState {
            guard let peerKey else {
                return .finished13(
                    ExpectFinished(context: context, secrets: secrets, authentication: .anonymousAccepted))
            }
            return .certificateVerify13(ExpectCertificateVerify(context: context, secrets: secrets, peerKey: peerKey))
        }
    }
}
