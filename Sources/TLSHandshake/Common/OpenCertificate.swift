package import TLSMessages
import TLSPrimitives
import TLSWire

/// The Certificate message that has come, as it is or compressed. RFC 8879 §4, §5.
///
/// - Parameters:
///   - offersCompression: whether we have offered to take it compressed.
///   - limit: how long a Certificate message may be.
package func openCertificate(
    _ message: HandshakeMessage, offersCompression: Bool, limit: Int
) throws(HandshakeFault) -> HandshakeMessage {
    guard message.type == .compressedCertificate else { return message }
    // RFC 8879 §4: only to those who have offered it.
    guard offersCompression else { throw .misbehaved(.unexpectedMessage) }
    let compressed = try decoding { () throws(WireError) in
        try message.decode(CompressedCertificate.codec, "CompressedCertificate")
    }
    // RFC 8879 §4: with one of the algorithms that were offered.
    guard offeredCompressions.contains(compressed.algorithm) else {
        throw .misbehaved(.compressedWithUnofferedAlgorithm)
    }
    // RFC 8879 §5: the limit is the one that holds without compression, and memory is taken for no more.
    guard compressed.uncompressedLength <= limit else { throw .misbehaved(.compressedCertificateTooLong) }
    return HandshakeMessage(.certificate, try inflate(compressed), .rest)
}

private func inflate(_ compressed: CompressedCertificate) throws(HandshakeFault) -> [UInt8] {
    do {
        return try Zlib.inflate(compressed.message.span.bytes, count: compressed.uncompressedLength)
    } catch {
        switch error {
        // RFC 8879 §4.
        case .otherLength: throw .misbehaved(.compressedCertificateOfOtherLength)
        case .corrupt, .trailingBytes: throw .misbehaved(.compressedCertificateCorrupt)
        case .outOfMemory: throw .crypto(CryptoError("inflate", reason: "out of memory"))
        }
    }
}
