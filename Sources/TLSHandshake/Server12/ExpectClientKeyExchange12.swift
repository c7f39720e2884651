import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Server12 {
    /// Server, TLS 1.2: the client's part of the key exchange is due. RFC 5246 §7.4.7.
    package struct ExpectClientKeyExchange: ~Copyable, ServerPhase {
        static let accepts: [HandshakeType] = [.clientKeyExchange]

        let context: HandshakeContext
        let key: ServerKey
        let claim: ClientClaim

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ServerState {
            let premaster = try premasterSecret(message, key, context)
            try context.transcript.append(message)
            let master = try masterSecret(premaster, context)
            master.withSecret { sink.log("CLIENT_RANDOM", clientRandom: context.clientRandom, $0) }
            switch claim {
            case .notRequested:
                return try awaitChangeCipherSpec(context, master, .notRequested)
            case .anonymous:
                return try awaitChangeCipherSpec(context, master, .anonymousAccepted)
            case .key(let key):
                return .certificateVerify12(ExpectCertificateVerify(context: context, master: master, peerKey: key))
            }
        }
    }

    /// Bound to the handshake up to here, the client's message included, when both sides know how. RFC 7627 §4.
    private static func masterSecret(
        _ premaster: borrowing Secret, _ context: HandshakeContext
    ) throws(HandshakeFault) -> MasterSecret12 {
        guard context.extensions.usesExtendedMasterSecret else {
            return try MasterSecret12(premaster, context.suite.hash, context.randoms)
        }
        return try MasterSecret12(extended: premaster, try context.transcript.hash)
    }
}
