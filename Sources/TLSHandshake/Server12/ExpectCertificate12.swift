import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Server12 {
    /// Server, TLS 1.2: a client certificate was asked for and its message is due. RFC 5246 §7.4.6.
    package struct ExpectCertificate: ~Copyable, ServerPhase {
        static let accepts: [HandshakeType] = [.certificate]

        let context: HandshakeContext
        let key: ServerKey

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ServerState {
            let options = context.settings.options
            let chain = try decodeCertificate12(message, maximumChainLength: options.maximumChainLength)
            if chain.isEmpty, options.clientCertificates == .required { throw .certificate(.missing) }
            let claim: ClientClaim =
                chain.isEmpty
                ? .anonymous : .key(try readKey(of: chain, for: .digitalSignature, context.settings.peerKeyReader))
            try context.transcript.append(message)
            context.outcome.peerCertificates = chain
            sink.report(.peerCertificates(chain))
            let next = ExpectClientKeyExchange(context: context, key: key, claim: claim)
            return .verdict12(AwaitVerdict(next: next))
        }
    }

    /// Who the client says it is.
    enum ClientClaim {
        /// It was not asked.
        case notRequested
        /// It sent no certificate, and the application accepted that.
        case anonymous
        /// The key of its certificate, whose use it has still to prove.
        case key(PublicKey)
    }

    /// Server, TLS 1.2: the application judges the client's chain. Left through `accept`, not through a message.
    package struct AwaitVerdict: ~Copyable {
        let next: ExpectClientKeyExchange

        /// Goes on to the client's part of the key exchange.
        package consuming func accept() -> ServerState { .clientKeyExchange12(next) }
    }

    /// Server, TLS 1.2: the application judges the chain of the session that is resumed. Left through `accept`.
    package struct AwaitSessionVerdict: ~Copyable {
        let next: ExpectChangeCipherSpec

        /// Goes on to the client's change of keys.
        package consuming func accept() -> ServerState { .changeCipherSpec12(next) }
    }
}
