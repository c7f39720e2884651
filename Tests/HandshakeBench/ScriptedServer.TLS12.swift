package import TLSMessages
import TLSWire

// The messages of a server of TLS 1.2 up to where its keys begin: all of them are in the clear.
extension ScriptedServer {
    /// A ServerHello that selects TLS 1.2, with what every server of it answers. RFC 5246 §7.4.1.3.
    package func serverHello12Message(
        suite: CipherSuite = .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, sessionID: [UInt8] = [],
        change: (inout ServerHello12) -> Void = { _ in }
    ) -> HandshakeMessage {
        var answer = ServerHello12(
            random: [UInt8](repeating: 0x5a, count: 32), sessionID: sessionID, cipherSuite: suite)
        answer.extensions.renegotiationInfo = []
        answer.extensions.extendedMasterSecret = Empty()
        change(&answer)
        return message(.serverHello, ServerHello12.codec.encode(answer))
    }

    /// RFC 5246 §7.4.2.
    package func certificate12Message(_ chain: [[UInt8]]? = nil) -> HandshakeMessage {
        message(.certificate, Certificate12.codec.encode(Certificate12(certificates: chain ?? proof.chain)))
    }

    /// A finite field, with a signature that means nothing. RFC 5246 §7.4.3.
    package func finiteField12Message(prime: [UInt8], generator: [UInt8] = [2]) -> HandshakeMessage {
        let parameters = DHEParameters(prime: prime, generator: generator, publicValue: [4])
        let signature = DigitallySigned(algorithm: .rsaPSSRSAESHA256, signature: [0])
        return message(
            .serverKeyExchange, DHEParameters.codec.encode(parameters) + DigitallySigned.codec.encode(signature))
    }
}
