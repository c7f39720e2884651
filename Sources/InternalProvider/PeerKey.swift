import TLSCertificates
import TLSHandshake
import TLSPrimitives

/// The key of a peer's certificate. The others of its chain must be readable too, or the application would judge a chain
/// that is not the one that came.
@Sendable func readPeerKey(_ chain: [[UInt8]]) throws(CertificateFault) -> PublicKey {
    var leaf: X509Certificate?
    do {
        for derBytes in chain {
            let certificate = try X509Certificate(derBytes: derBytes)
            leaf = leaf ?? certificate
        }
    } catch {
        throw .malformed("\(error)")
    }
    guard let leaf else { throw .malformed("the chain is empty") }
    do {
        return try leaf.publicKey
    } catch {
        throw .unsupportedKey("\(error)")
    }
}
