import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSWire

extension Server12 {
    /// What the premaster secret will come from.
    enum ServerKey {
        /// The certificate's own key.
        case certificate(Credential)
        /// A pair of this handshake alone.
        case ephemeral(KeyAgreementKey)
    }

    /// The server's value and its signature, where the key exchange has one. RFC 5246 §7.4.3, RFC 8422 §5.4.
    static func sendKeyExchange<S: HandshakeSink & ~Copyable>(
        _ certificate: CertificateDecision, _ context: HandshakeContext, _ sink: inout S
    ) throws(HandshakeFault) -> ServerKey {
        guard let scheme = certificate.scheme, let group = certificate.group,
            let algorithm = GroupTable.algorithm(of: group)
        else { return .certificate(certificate.credential) }
        let key = try crypto { () throws(CryptoError) in try context.settings.randomness.generate(algorithm) }
        let message: HandshakeMessage
        switch context.suite.keyExchange.groups {
        case .finiteField:
            let field = try crypto { () throws(CryptoError) in try FiniteFieldGroup(algorithm) }
            let parameters = DHEParameters(prime: field.prime, generator: field.generator, publicValue: key.share)
            message = try exchange(parameters, scheme, certificate.credential, context)
        case .ellipticCurve, .certificate, .none:
            let parameters = ECDHEParameters(group: group, publicValue: key.share)
            message = try exchange(parameters, scheme, certificate.credential, context)
        }
        try send(message, context, &sink)
        return .ephemeral(key)
    }

    private static func exchange<P: KeyExchangeParameters>(
        _ parameters: P, _ scheme: SignatureSchemeRow12, _ credential: Credential, _ context: HandshakeContext
    ) throws(HandshakeFault) -> HandshakeMessage {
        let exchange = try ServerKeyExchange(parameters) { bytes throws(HandshakeFault) in
            let content = signedContent12(context.randoms, bytes)
            let signature = try crypto { () throws(CryptoError) in
                try credential.signer.sign(scheme.algorithm, content.span.bytes)
            }
            return DigitallySigned(algorithm: scheme.scheme, signature: signature)
        }
        return HandshakeMessage(.serverKeyExchange, exchange, ServerKeyExchange<P>.codec)
    }

    /// The secret that the client's value makes with ours. RFC 5246 §7.4.7, §8.1.
    static func premasterSecret(
        _ message: HandshakeMessage, _ key: ServerKey, _ context: HandshakeContext
    ) throws(HandshakeFault) -> Secret {
        let keyExchange = context.suite.keyExchange
        let value = try decoding { () throws(WireError) in
            try message.decode(keyExchange.clientValueCodec, "ClientKeyExchange")
        }
        do throws(KeyAgreementError) {
            switch key {
            case .ephemeral(let key):
                // RFC 5246 §8.1.2: of a finite field's secret, the leading zeros are left out.
                return keyExchange.groups == .finiteField
                    ? try key.strippedSecret(peerShare: value.span.bytes)
                    : try key.sharedSecret(peerShare: value.span.bytes)
            case .certificate(let credential):
                guard let holder = credential.keyExchanger else {
                    throw .crypto(CryptoError("key exchange", reason: "the private key only signs"))
                }
                if keyExchange == .rsa {
                    return try holder.premasterSecret(
                        encrypted: value.span.bytes, clientVersion: context.hello.legacyVersion.rawValue)
                }
                return try holder.sharedSecret(peerShare: value.span.bytes)
            }
        } catch {
            switch error {
            case .invalidPeerKey: throw .misbehaved(.invalidKeyShare)
            case .crypto(let error): throw .crypto(error)
            }
        }
    }
}
