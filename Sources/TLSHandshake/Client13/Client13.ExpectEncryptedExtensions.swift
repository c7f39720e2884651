import TLSMessages

extension Client13 {
    /// Client, TLS 1.3: the server's answers to our extensions are due. RFC 9846 §4.4.1.
    package struct ExpectEncryptedExtensions: ~Copyable, ClientPhase {
        static let accepts: [HandshakeType] = [.encryptedExtensions]

        let context: HandshakeContext
        let secrets: HandshakeSecrets

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ClientState {
            let answers = try decodeAnswer(
                message, EncryptedExtensions.codec, "EncryptedExtensions", context.offer)
            let decision = try decide(answers, context.offer)
            try context.transcript.append(message)
            context.outcome.applicationProtocol = decision.applicationProtocol
            if let limit = decision.recordSizeLimit { sink.limitRecords(to: limit) }
            return .certificateOrRequest13(ExpectCertificateOrRequest(context: context, secrets: secrets))
        }
    }
}
