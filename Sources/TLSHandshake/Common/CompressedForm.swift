import TLSMessages
import TLSPrimitives
import TLSWire

/// A Certificate message for peers that take it compressed: made for the first of them by each algorithm, and kept.
/// RFC 8879 §4.
final class CompressedForm: Sendable {
    let original: HandshakeMessage
    /// Nil: it goes as it is.
    private let made = Lock<[CertificateCompression: HandshakeMessage?]>([:])

    init(of original: HandshakeMessage) {
        self.original = original
    }

    /// The message; nil where it goes as it is.
    func message(by compressor: CertificateCompressor) -> HandshakeMessage? {
        made.withLock { made in
            if let message = made[compressor.algorithm] { return message }
            let message = Self.compress(original, compressor)
            made[compressor.algorithm] = .some(message)
            return message
        }
    }

    /// The bytes of a CompressedCertificate besides its header and the stream: algorithm and two lengths.
    static let overhead = 2 + 3 + 3

    private static func compress(
        _ original: HandshakeMessage, _ compressor: CertificateCompressor
    ) -> HandshakeMessage? {
        let body = Array(original.bytes.dropFirst(HandshakeMessage.headerCount))
        guard let stream = compressor.compress(body), (1...0xff_ffff - overhead).contains(stream.count) else {
            return nil
        }
        let compressed = CompressedCertificate(
            algorithm: compressor.algorithm, uncompressedLength: body.count, message: stream)
        return HandshakeMessage(.compressedCertificate, compressed, CompressedCertificate.codec)
    }
}
