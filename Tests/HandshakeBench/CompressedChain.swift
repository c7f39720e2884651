package import TLSMessages
import TLSPrimitives
import TLSWire

/// What goes into a CompressedCertificate, for a test to change. RFC 8879 §4.
package struct CompressedChain: Sendable {
    package var algorithm = CertificateCompression.zlib
    package var length: Int
    package var stream: [UInt8]

    /// The right one for this chain.
    init(_ chain: [[UInt8]], context: [UInt8]) throws {
        let certificate = Certificate(context: context, entries: chain.map { CertificateEntry(certificate: $0) })
        let body = Certificate.codec.encode(certificate)
        length = body.count
        stream = try Self.deflate(body)
    }

    var message: HandshakeMessage {
        let compressed = CompressedCertificate(algorithm: algorithm, uncompressedLength: length, message: stream)
        return HandshakeMessage(.compressedCertificate, compressed, CompressedCertificate.codec)
    }

    /// A stream of zlib's, shorter than its content or not.
    package static func deflate(_ bytes: [UInt8]) throws -> [UInt8] {
        guard let stream = Zlib.deflate(bytes.span.bytes, limit: bytes.count + 1000) else {
            throw ClientFailure("nothing can be deflated")
        }
        return stream
    }

    /// The chain in a message that was received.
    static func open(_ message: HandshakeMessage) throws -> Certificate {
        let compressed = try message.decode(CompressedCertificate.codec, "CompressedCertificate")
        guard compressed.algorithm == .zlib else { throw ClientFailure("no such compression") }
        let body = try Zlib.inflate(compressed.message.span.bytes, count: compressed.uncompressedLength)
        return try Certificate.codec.decode(body)
    }
}
