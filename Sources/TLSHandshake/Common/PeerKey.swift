package import TLSNegotiation
package import TLSPrimitives

/// The key of a peer's certificate, and what the certificate lets it do. RFC 5280 §4.2.1.3.
package struct PeerKey: Sendable {
    package let key: PublicKey
    package let uses: CertificateUse

    package init(_ key: PublicKey, uses: CertificateUse = .any) {
        self.key = key
        self.uses = uses
    }
}

/// Reads a chain of DER certificates, all of it, and gives the first one's key.
package typealias PeerKeyReader = @Sendable ([[UInt8]]) throws(CertificateFault) -> PeerKey

/// Reads a chain with the settings' reader: one that cannot be read, or whose key is not for this use, ends the handshake
/// before anyone judges it. RFC 9846 §4.5.1.2, §4.5.1.3, RFC 5246 §7.4.2.
func readKey(
    of chain: [[UInt8]], for use: CertificateUse, _ read: PeerKeyReader
) throws(HandshakeFault) -> PublicKey {
    let peer: PeerKey
    do {
        peer = try read(chain)
    } catch {
        throw .certificate(error)
    }
    guard peer.uses.contains(use) else { throw .certificate(.keyUse) }
    return peer.key
}
