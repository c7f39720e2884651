import TLSHandshake
import TLSMessages
import TLSPrimitives
import TLSWire

/// A CompressedCertificate is the Certificate message that it claims to be, of just that length and within the limit, or is
/// refused with one of its own faults. What is compressed here is the same when it is opened.
///
/// Input: a byte of switches, the claimed length (or what is added to the right one), and a stream (or what goes into one).
func fuzzCompressedCertificate(_ bytes: RawSpan) {
    var input = FuzzInput(bytes)
    let switches = input.byte()
    let number = input.number()
    let content = input.all()
    var stream = content
    var length = number << (switches & 8)
    if switches & 1 != 0, let deflated = Zlib.deflate(content.span.bytes, limit: content.count + 1000) {
        stream = deflated
        length = content.count + (switches & 2 != 0 ? number : 0)
        if switches & 4 != 0, !stream.isEmpty { stream[number % stream.count] ^= 1 << (switches >> 5) }
    }
    let compressed = CompressedCertificate(
        algorithm: CertificateCompression(rawValue: switches & 16 == 0 ? 1 : UInt16(switches)),
        uncompressedLength: length, message: stream)
    let message = HandshakeMessage(.compressedCertificate, compressed, CompressedCertificate.codec)
    let isRight = switches & 0b1_0101 == 1 && length == content.count && length <= limit
    do {
        let opened = try openCertificate(message, compressors: [.zlib], limit: limit)
        check(opened, compressed)
        precondition(!isRight || opened.bytes.dropFirst(4).elementsEqual(content), "other bytes come out")
    } catch {
        precondition(!isRight, "what was compressed here was refused: \(error)")
        check(error, compressed)
    }
}

private let limit = 8192

private func check(_ opened: HandshakeMessage, _ compressed: CompressedCertificate) {
    let length = compressed.uncompressedLength
    precondition(opened.type == .certificate && opened.bytes.count == 4 + length, "another length than is claimed")
    precondition(compressed.algorithm == .zlib && length <= limit, "it should have been refused")
    _ = try? opened.decode(Certificate.codec, "Certificate")
    for other in [length - 1, length + 1] {
        let again = try? Zlib.inflate(compressed.message.span.bytes, count: other)
        precondition(again == nil, "a stream has two lengths")
    }
}

private func check(_ fault: HandshakeFault, _ compressed: CompressedCertificate) {
    switch fault {
    case .decode: precondition(compressed.message.isEmpty, "a whole message is malformed")
    case .misbehaved(.compressedWithUnofferedAlgorithm): precondition(compressed.algorithm != .zlib)
    case .misbehaved(.compressedCertificateTooLong): precondition(compressed.uncompressedLength > limit)
    case .misbehaved(.compressedCertificateOfOtherLength), .misbehaved(.compressedCertificateCorrupt): break
    default: preconditionFailure("another fault than its own: \(fault)")
    }
}
