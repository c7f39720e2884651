package import TLSMessages
import TLSWire

/// The Certificate message that has come, as it is or compressed. RFC 8879 §4, §5.
///
/// - Parameters:
///   - compressors: those that we have offered to take it compressed by.
///   - limit: how long a Certificate message may be.
package func openCertificate(
    _ message: HandshakeMessage, compressors: [CertificateCompressor], limit: Int
) throws(HandshakeFault) -> HandshakeMessage {
    guard message.type == .compressedCertificate else { return message }
    // RFC 8879 §4: only to those who have offered it.
    guard !compressors.isEmpty else { throw .misbehaved(.unexpectedMessage) }
    let compressed = try decoding { () throws(WireError) in
        try message.decode(CompressedCertificate.codec, "CompressedCertificate")
    }
    // RFC 8879 §4: with one of the algorithms that were offered.
    guard let compressor = compressors.first(where: { $0.algorithm == compressed.algorithm }) else {
        throw .misbehaved(.compressedWithUnofferedAlgorithm)
    }
    // RFC 8879 §5: the limit is the one that holds without compression, and memory is taken for no more.
    guard compressed.uncompressedLength <= limit else { throw .misbehaved(.compressedCertificateTooLong) }
    let body = try compressor.decompress(compressed.message, compressed.uncompressedLength)
    // RFC 8879 §4: whoever decompresses.
    guard body.count == compressed.uncompressedLength else { throw .misbehaved(.compressedCertificateOfOtherLength) }
    return HandshakeMessage(.certificate, body, .rest)
}
