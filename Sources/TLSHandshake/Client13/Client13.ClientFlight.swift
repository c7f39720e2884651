import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSWire

extension Client13 {
    /// Our certificate, if one was asked for, and Finished. RFC 9846 §2, §4.5.
    static func sendClientFlight<S: HandshakeSink & ~Copyable>(
        _ context: HandshakeContext, _ clientSecret: borrowing Secret, _ sink: inout S
    ) throws(HandshakeFault) {
        if let request = context.certificateRequest { try sendCertificate(request, context, &sink) }
        let finished = try finishedMAC(clientSecret, try context.transcript.hash)
        try send(HandshakeMessage(.finished, finished.bytes, .rest), context, &sink)
    }

    /// RFC 9846 §4.5.1, §4.5.2.
    private static func sendCertificate<S: HandshakeSink & ~Copyable>(
        _ request: CertificateRequest, _ context: HandshakeContext, _ sink: inout S
    ) throws(HandshakeFault) {
        guard let (credential, scheme) = try decideCredential(request, context.settings) else {
            let none = Certificate(context: [], entries: [])
            return try send(HandshakeMessage(.certificate, none, Certificate.codec), context, &sink)
        }
        let certificate = credential.certificateMessage(
            offered: request.extensions.certificateCompressions,
            compressors: context.settings.options.certificateCompressors)
        try send(certificate, context, &sink)
        let content = signedContent(.client, try context.transcript.hash)
        let signature = try crypto { () throws(CryptoError) in
            try credential.signer.sign(scheme.algorithm, content.span.bytes)
        }
        let verify = CertificateVerify(algorithm: scheme.scheme, signature: signature)
        try send(HandshakeMessage(.certificateVerify, verify, CertificateVerify.codec), context, &sink)
    }

    private static func send<S: HandshakeSink & ~Copyable>(
        _ message: HandshakeMessage, _ context: HandshakeContext, _ sink: inout S
    ) throws(HandshakeFault) {
        try context.transcript.append(message)
        sink.send(message)
    }
}
