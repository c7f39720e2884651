import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSWire

extension Client12 {
    /// Client, TLS 1.2: the server's value for this handshake is due, signed. RFC 5246 §7.4.3, RFC 8422 §5.4.
    package struct ExpectServerKeyExchange: ~Copyable, ClientPhase {
        static let accepts: [HandshakeType] = [.serverKeyExchange]

        let context: HandshakeContext
        let peerKey: PublicKey

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ClientState {
            let context = context
            switch context.suite.keyExchange.groups {
            case .finiteField:
                let exchange: ServerKeyExchange<DHEParameters> = try decode(message)
                let group = try finiteField(exchange.parameters)
                let checked = try check(exchange.signature, exchange.signedParameters, peerKey, context)
                context.outcome.group = group.algorithm.flatMap(GroupTable.finiteField)
                let value = ServerValue.finiteField(group, publicValue: exchange.parameters.publicValue)
                return try goOn(value, checked, message, context)
            case .ellipticCurve, .certificate, .none:
                let exchange: ServerKeyExchange<ECDHEParameters> = try decode(message)
                try checkGroup(exchange.parameters.group, context)
                let checked = try check(exchange.signature, exchange.signedParameters, peerKey, context)
                context.outcome.group = exchange.parameters.group
                return try goOn(.curve(exchange.parameters), checked, message, context)
            }
        }
    }

    private static func decode<P: KeyExchangeParameters>(
        _ message: HandshakeMessage
    ) throws(HandshakeFault) -> ServerKeyExchange<P> {
        try decoding { () throws(WireError) in try message.decode(ServerKeyExchange<P>.codec, "ServerKeyExchange") }
    }

    private static func goOn(
        _ value: ServerValue, _ checked: consuming SignatureChecked, _ message: HandshakeMessage,
        _ context: HandshakeContext
    ) throws(HandshakeFault) -> ClientState {
        try context.transcript.append(message)
        let exchange = ServerExchange(value: value, claim: .signature(checked))
        return .requestOrDone12(ExpectRequestOrDone(context: context, exchange: exchange))
    }

    /// The server's group; it is looked at before anything is computed in it. RFC 5246 §F.1.1.3, RFC 7919 §5.1.
    private static func finiteField(_ parameters: DHEParameters) throws(HandshakeFault) -> FiniteFieldGroup {
        do {
            return try FiniteFieldGroup(
                prime: parameters.prime.span.bytes, generator: parameters.generator.span.bytes)
        } catch {
            throw HandshakeFault(error)
        }
    }

    /// RFC 8422 §5.4: a curve that was offered, and that we use in TLS 1.2 too.
    private static func checkGroup(_ group: NamedGroup, _ context: HandshakeContext) throws(HandshakeFault) {
        guard context.offer.hello.extensions.supportedGroups?.contains(group) ?? false, GroupTable.isCurve12(group)
        else { throw .misbehaved(.selectedUnofferedGroup) }
        guard context.settings.enabled12.groups.contains(group) else { throw .incompatible(.noCommonGroup) }
    }

    /// RFC 5246 §7.4.3: one of the schemes that were offered, over both randoms and the value.
    private static func check(
        _ signature: DigitallySigned, _ parameters: [UInt8], _ key: PublicKey, _ context: HandshakeContext
    ) throws(HandshakeFault) -> SignatureChecked {
        let enabled = context.settings.enabled12.signatureSchemes
        let offered = context.offer.hello.extensions.signatureAlgorithms ?? []
        // It was offered for TLS 1.3 alone: no fault of the server.
        if offered.contains(signature.algorithm), !enabled.contains(signature.algorithm) {
            throw .incompatible(.noCommonSignatureScheme)
        }
        let content = signedContent12(context.randoms, parameters)
        let checked = try checkSignature12(signature, of: content, key, offered: enabled)
        context.outcome.signatureScheme = signature.algorithm
        return checked
    }
}
