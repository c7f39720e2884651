import TLSCertificates
import TLSHandshake
import TLSNegotiation

/// The key of a peer's certificate, and what the certificate lets it do. The others of its chain must be readable too, or
/// the application would judge a chain that is not the one that came.
@Sendable func readPeerKey(_ chain: [[UInt8]]) throws(CertificateFault) -> PeerKey {
    var leaf: X509Certificate?
    let usage: KeyUsage?
    do {
        for derBytes in chain {
            let certificate = try X509Certificate(derBytes: derBytes)
            leaf = leaf ?? certificate
        }
        usage = try leaf?.keyUsage
    } catch {
        throw .malformed("\(error)")
    }
    guard let leaf else { throw .malformed("the chain is empty") }
    do {
        return PeerKey(try leaf.publicKey, uses: CertificateUse(usage))
    } catch {
        throw .unsupportedKey("\(error)")
    }
}

extension CertificateUse {
    /// What a certificate says; one that says nothing allows everything. RFC 5280 §4.2.1.3.
    init(_ usage: KeyUsage?) {
        guard let usage else {
            self = .any
            return
        }
        self = []
        if usage.contains(.digitalSignature) { insert(.digitalSignature) }
        if usage.contains(.keyEncipherment) { insert(.keyEncipherment) }
        if usage.contains(.keyAgreement) { insert(.keyAgreement) }
    }
}
