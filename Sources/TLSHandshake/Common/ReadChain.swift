import TLSMessages
import TLSPrimitives
import TLSWire

/// Decodes a peer's Certificate message and checks what holds for both sides. RFC 9846 §4.5.1.
func decodeCertificate(
    _ message: HandshakeMessage, maximumChainLength: Int
) throws(HandshakeFault) -> [[UInt8]] {
    let certificate = try decoding { () throws(WireError) in try message.decode(Certificate.codec, "Certificate") }
    // RFC 9846 §4.5.1: empty from a server, and our own requests have an empty one too.
    guard certificate.context.isEmpty else { throw .misbehaved(.certificateContextNotEmpty) }
    // Nothing was asked to be stapled. RFC 9846 §4.5.1.
    for entry in certificate.entries where entry.extensions != CertificateEntryExtensions() {
        throw .decode(WireError(.forbiddenExtension(0), in: "CertificateEntry"))
    }
    guard certificate.entries.count <= maximumChainLength else {
        throw .certificate(.chainTooLong(certificate.entries.count))
    }
    return certificate.entries.map(\.certificate)
}

/// Reads a chain with the settings' reader: one that cannot be read ends the handshake before anyone judges it.
/// RFC 9846 §4.5.1.3.
func readKey(
    of chain: [[UInt8]], _ read: ([[UInt8]]) throws(CertificateFault) -> PublicKey
) throws(HandshakeFault) -> PublicKey {
    do {
        return try read(chain)
    } catch {
        throw .certificate(error)
    }
}
