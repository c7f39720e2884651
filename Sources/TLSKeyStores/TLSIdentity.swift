public import TLSCertificates
public import TLSPrimitives

/// A certificate chain and the private key of its first certificate: what a server (or client) proves itself with.
public struct TLSIdentity: Sendable {
    /// The end-entity certificate, then each one's issuer as it is to be sent.
    public let certificateChain: [X509Certificate]
    /// The key of the first certificate.
    public let privateKey: PrivateKey

    package init(unchecked certificateChain: [X509Certificate], privateKey: PrivateKey) {
        self.certificateChain = certificateChain
        self.privateKey = privateKey
    }
}
