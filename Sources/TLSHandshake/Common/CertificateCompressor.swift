package import TLSMessages
import TLSPrimitives

/// A way to compress Certificate messages, with code for both directions. RFC 8879 §4.
///
/// What holds for all of them is checked by those who call it: which were offered, how long the message may be, and that it
/// comes out as long as it was said to be.
package struct CertificateCompressor: Sendable {
    package let algorithm: CertificateCompression
    /// A Certificate message without its header, compressed; nil sends it as it is.
    let compress: @Sendable (_ body: [UInt8]) -> [UInt8]?
    /// The bytes that a stream holds, which must be `count`.
    let decompress: @Sendable (_ stream: [UInt8], _ count: Int) throws(HandshakeFault) -> [UInt8]

    package init(
        _ algorithm: CertificateCompression, compress: @escaping @Sendable (_ body: [UInt8]) -> [UInt8]?,
        decompress: @escaping @Sendable (_ stream: [UInt8], _ count: Int) throws(HandshakeFault) -> [UInt8]
    ) {
        self.algorithm = algorithm
        self.compress = compress
        self.decompress = decompress
    }

    /// zlib, where it makes the message shorter. RFC 1950.
    package static let zlib = CertificateCompressor(.zlib) { body in
        Zlib.deflate(body.span.bytes, limit: body.count - CompressedForm.overhead - 1)
    } decompress: { stream, count throws(HandshakeFault) in
        do throws(Zlib.Failure) {
            return try Zlib.inflate(stream.span.bytes, count: count)
        } catch {
            switch error {
            // RFC 8879 §4.
            case .otherLength: throw .misbehaved(.compressedCertificateOfOtherLength)
            case .corrupt, .trailingBytes: throw .misbehaved(.compressedCertificateCorrupt)
            case .outOfMemory: throw .crypto(CryptoError("inflate", reason: "out of memory"))
            }
        }
    }
}

extension [CertificateCompressor] {
    /// The body of compress_certificate; nil offers none. RFC 8879 §3.
    var algorithms: [CertificateCompression]? { isEmpty ? nil : map(\.algorithm) }
}
