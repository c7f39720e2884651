import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSWire

extension Client12 {
    /// Our certificate, if one was asked for, our part of the key exchange, and Finished. RFC 5246 §7.3.
    static func sendClientFlight<S: HandshakeSink & ~Copyable>(
        _ value: ServerValue, _ context: HandshakeContext, _ sink: inout S
    ) throws(HandshakeFault) -> HandshakeSecrets {
        let proof = try sendCertificate(context, &sink)
        let client = try clientValue(for: value, context)
        let codec = context.suite.keyExchange.clientValueCodec
        try send(HandshakeMessage(.clientKeyExchange, client.bytes, codec), context, &sink)
        let master = try masterSecret(client.premaster, context)
        master.withSecret { sink.log("CLIENT_RANDOM", clientRandom: context.clientRandom, $0) }
        if let proof { try sendCertificateVerify(proof, context, &sink) }
        let keys = try master.keys(context.cipher, context.randoms)
        try sendFinished(keys.client, context, master, &sink)
        return HandshakeSecrets(master: master, reading: keys.server, writing: nil)
    }

    /// Bound to the handshake up to here, our message included, when both sides know how. RFC 7627 §4.
    private static func masterSecret(
        _ premaster: borrowing Secret, _ context: HandshakeContext
    ) throws(HandshakeFault) -> MasterSecret12 {
        guard context.extensions.usesExtendedMasterSecret else {
            return try MasterSecret12(premaster, context.suite.hash, context.randoms)
        }
        return try MasterSecret12(extended: premaster, try context.transcript.hash)
    }

    /// RFC 5246 §7.4.6: empty from who has none.
    private static func sendCertificate<S: HandshakeSink & ~Copyable>(
        _ context: HandshakeContext, _ sink: inout S
    ) throws(HandshakeFault) -> ClientProof? {
        guard let request = context.certificateRequest else { return nil }
        guard let proof = try decideCredential(request, context.settings) else {
            let none = Certificate12(certificates: [])
            try send(HandshakeMessage(.certificate, none, Certificate12.codec), context, &sink)
            return nil
        }
        try send(proof.credential.certificateMessage12, context, &sink)
        return proof
    }

    /// RFC 5246 §7.4.8: over all messages so far.
    private static func sendCertificateVerify<S: HandshakeSink & ~Copyable>(
        _ proof: ClientProof, _ context: HandshakeContext, _ sink: inout S
    ) throws(HandshakeFault) {
        let content = try context.transcript.messages
        let signature = try crypto { () throws(CryptoError) in
            try proof.credential.signer.sign(proof.scheme.algorithm, content.span.bytes)
        }
        let verify = CertificateVerify(algorithm: proof.scheme.scheme, signature: signature)
        try send(HandshakeMessage(.certificateVerify, verify, CertificateVerify.codec), context, &sink)
    }

    /// The change to our keys, and Finished under them. RFC 5246 §7.1, §7.4.9.
    static func sendFinished<S: HandshakeSink & ~Copyable>(
        _ keys: consuming TrafficKeys12, _ context: HandshakeContext, _ master: borrowing MasterSecret12,
        _ sink: inout S
    ) throws(HandshakeFault) {
        sink.sendChangeCipherSpec()
        try sink.installWriting(keys)
        let finished = try master.verifyData(of: .client, try context.transcript.hash)
        try send(HandshakeMessage(.finished, finished.bytes, Finished12.codec), context, &sink)
    }

    private static func send<S: HandshakeSink & ~Copyable>(
        _ message: HandshakeMessage, _ context: HandshakeContext, _ sink: inout S
    ) throws(HandshakeFault) {
        try context.transcript.append(message)
        sink.send(message)
    }
}
