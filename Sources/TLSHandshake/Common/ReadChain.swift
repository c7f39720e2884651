import TLSMessages
import TLSWire

/// Decodes a peer's Certificate message and checks what holds for both sides. RFC 9846 §4.5.1.
///
/// - Parameter wish: the statements that we have asked for.
/// - Returns: the chain, and what is said of its leaf.
func decodeCertificate(
    _ message: HandshakeMessage, maximumChainLength: Int, wish: StatementWish
) throws(HandshakeFault) -> (chain: [[UInt8]], statements: CertificateStatements) {
    let certificate = try decoding { () throws(WireError) in try message.decode(Certificate.codec, "Certificate") }
    // RFC 9846 §4.5.1: empty from a server, and our own requests have an empty one too.
    guard certificate.context.isEmpty else { throw .misbehaved(.certificateContextNotEmpty) }
    // RFC 9846 §4.5.1: beside a certificate stands only what was asked for.
    for entry in certificate.entries where !wish.allows(entry.extensions) {
        throw .decode(WireError(.forbiddenExtension(0), in: "CertificateEntry"))
    }
    guard certificate.entries.count <= maximumChainLength else {
        throw .certificate(.chainTooLong(certificate.entries.count))
    }
    let leaf = certificate.entries.first.map { CertificateStatements($0.extensions) }
    return (certificate.entries.map(\.certificate), leaf ?? CertificateStatements())
}

/// The same for TLS 1.2. RFC 5246 §7.4.2, §7.4.6.
func decodeCertificate12(
    _ message: HandshakeMessage, maximumChainLength: Int
) throws(HandshakeFault) -> [[UInt8]] {
    let certificate = try decoding { () throws(WireError) in try message.decode(Certificate12.codec, "Certificate") }
    guard certificate.certificates.count <= maximumChainLength else {
        throw .certificate(.chainTooLong(certificate.certificates.count))
    }
    return certificate.certificates
}
