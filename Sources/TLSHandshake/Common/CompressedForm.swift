import TLSMessages
import TLSPrimitives
import TLSWire

/// The compressions that we offer, best first. RFC 8879 §7.3.
let offeredCompressions: [CertificateCompression] = [.zlib]

/// A Certificate message for peers that take it compressed: made for the first of them, and kept. RFC 8879 §4.
final class CompressedForm: Sendable {
    private enum State: Sendable {
        case notMade
        /// Nil: it would be no shorter.
        case made(HandshakeMessage?)
    }

    let original: HandshakeMessage
    private let state = Lock(State.notMade)

    init(of original: HandshakeMessage) {
        self.original = original
    }

    /// The message; nil where the original is as short.
    var message: HandshakeMessage? {
        state.withLock { state in
            if case .made(let message) = state { return message }
            let message = Self.compress(original)
            state = .made(message)
            return message
        }
    }

    /// The bytes of a CompressedCertificate besides its header and the stream: algorithm and two lengths.
    private static let overhead = 2 + 3 + 3

    private static func compress(_ original: HandshakeMessage) -> HandshakeMessage? {
        let body = Array(original.bytes.dropFirst(HandshakeMessage.headerCount))
        guard let stream = Zlib.deflate(body.span.bytes, limit: body.count - overhead - 1) else { return nil }
        let compressed = CompressedCertificate(algorithm: .zlib, uncompressedLength: body.count, message: stream)
        return HandshakeMessage(.compressedCertificate, compressed, CompressedCertificate.codec)
    }
}
