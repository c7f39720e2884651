import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Client12 {
    /// Client, TLS 1.2: the server's chain is due. RFC 5246 §7.4.2.
    package struct ExpectCertificate: ~Copyable, ClientPhase {
        static let accepts: [HandshakeType] = [.certificate]

        let context: HandshakeContext

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ClientState {
            let settings = context.settings
            let chain = try decodeCertificate12(message, maximumChainLength: settings.options.maximumChainLength)
            // RFC 5246 §7.4.2: every suite of ours has a certificate.
            guard !chain.isEmpty else { throw .misbehaved(.emptyServerCertificate) }
            let keyExchange = context.suite.keyExchange
            // RFC 5246 §7.4.2: key_usage binds, or else a key made for signing decrypts.
            let key = try readKey(of: chain, for: keyExchange.use, settings.peerKeyReader)
            try checkKey(key, keyExchange, context.offer.hello.extensions)
            try context.transcript.append(message)
            context.outcome.peerCertificates = chain
            return next(key)
        }

        /// What may follow depends on the suite, and on whether a CertificateStatus can come. RFC 5246 §7.3, RFC 6066 §8.
        private consuming func next(_ key: PublicKey) -> ClientState {
            switch (context.suite.keyExchange.isEphemeral, context.extensions.mayHaveStatus) {
            case (true, true):
                return .statusOrKeyExchange12(ExpectStatusOrKeyExchange(context: context, peerKey: key))
            case (true, false):
                return .serverKeyExchange12(ExpectServerKeyExchange(context: context, peerKey: key))
            case (false, true):
                return .statusOrRequest12(ExpectStatusOrRequest(context: context, peerKey: key))
            case (false, false):
                let exchange = ServerExchange(value: .certificateKey(key), claim: .byCertificateKey)
                return .requestOrDone12(ExpectRequestOrDone(context: context, exchange: exchange))
            }
        }
    }

    /// Whether the certificate's key goes with the suite and with what we have offered. RFC 5246 §7.4.2, RFC 8422 §5.3.
    private static func checkKey(
        _ key: PublicKey, _ keyExchange: KeyExchange12, _ offered: ClientHelloExtensions
    ) throws(HandshakeFault) {
        let kind = SignatureSchemeRow.Key(key.keyType)
        guard keyExchange.fits(kind) else { throw .misbehaved(.certificateDoesNotFitSuite) }
        if case .ec(let curve) = kind, !takesCurve12(curve, offered) {
            throw .misbehaved(.certificateOnUnofferedCurve)
        }
    }
}
