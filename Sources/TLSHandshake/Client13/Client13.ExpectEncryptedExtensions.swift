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
            let decision = try decide(answers, context.offer, context.psk, context.suite)
            try context.transcript.append(message)
            context.outcome.applicationProtocol = decision.applicationProtocol
            if let limit = decision.recordSizeLimit { sink.limitRecords(to: limit) }
            if context.mayHaveEarlyData { try settleEarlyData(decision.isEarlyDataAccepted, &sink) }
            guard let psk = context.psk else {
                return .certificateOrRequest13(ExpectCertificateOrRequest(context: context, secrets: secrets))
            }
            // RFC 9846 §2.2: the key stands for the certificate.
            guard case .session = psk.offered.source else {
                return .finished13(
                    ExpectFinished(context: context, secrets: secrets, authentication: .externalKey))
            }
            // The chain that the session began with is judged again: what is trusted may have changed since.
            sink.report(.peerStatements(context.outcome.peerStatements))
            sink.report(.peerCertificates(context.outcome.peerCertificates))
            return .verdict13(AwaitVerdict(context: context, secrets: secrets, claim: .session))
        }

        private borrowing func settleEarlyData<S: HandshakeSink & ~Copyable>(
            _ isAccepted: Bool, _ sink: inout S
        ) throws(HandshakeFault) {
            context.outcome.isEarlyDataAccepted = isAccepted
            guard !isAccepted else { return sink.report(.earlyDataAnswered(isAccepted: true)) }
            refuseEarlyData(&sink)
            try sink.installWriting(try TrafficKeys(secrets.handshake.client, suite: context.suite))
        }
    }
}
