public import TLSCertificates
public import TLSPrimitives

/// A certificate chain and the private key of its first certificate: what a server (or client) proves itself with.
public struct TLSIdentity: Sendable {
    /// The end-entity certificate, then each one's issuer as it is to be sent.
    public let certificateChain: [X509Certificate]
    /// The key of the first certificate.
    public let privateKey: PrivateKey
    /// The issuer's OCSP response for the first certificate (DER), which a server sends to clients that ask for it.
    /// `PlatformProvider` sends none.
    public var ocspResponse: [UInt8]?
    /// Signed certificate timestamps for the first certificate (RFC 6962 §3.2), which a server sends to clients that ask
    /// for them. `PlatformProvider` sends none.
    public var signedCertificateTimestamps: [[UInt8]] = []
    /// Shows the chain only to peers that name one of its issuers among the authorities they trust: a server's request, or a
    /// client's hello (RFC 9846 §4.3.4, RFC 5246 §7.4.4). To a peer that names none it is not shown either.
    ///
    /// For identities of private authorities, which would tell others who we are, and for several that look alike. Off by
    /// default: the names are then a hint, and where none fits the first identity that can sign is shown. `PlatformProvider`
    /// refuses identities that are bound so.
    public var isBoundToIssuers = false

    /// Takes a chain, the end entity's certificate first, and the key that belongs to it.
    ///
    /// Throws when there is no certificate, or the key is not the first one's; the error then names both keys by their
    /// fingerprints.
    public init(certificateChain: [X509Certificate], privateKey: PrivateKey) throws(KeyStoreError) {
        guard let leaf = certificateChain.first else {
            throw KeyStoreError(.missingCertificate, reason: "the chain has no certificate")
        }
        guard leaf.matches(privateKey) else {
            throw Self.mismatch(leaf, privateKey, certificateChain)
        }
        self.certificateChain = certificateChain
        self.privateKey = privateKey
    }

    private static func mismatch(
        _ leaf: X509Certificate, _ key: PrivateKey, _ chain: [X509Certificate]
    ) -> KeyStoreError {
        let certified = (try? leaf.subjectPublicKeyInfo.fingerprint(.sha256)) ?? "unknown"
        let own = (try? SubjectPublicKeyInfo(key.publicKey).fingerprint(.sha256)) ?? "unknown"
        var advice = "take the key that the certificate was issued for"
        if let index = chain.firstIndex(where: { $0.matches(key) }) {
            advice = "certificate \(index + 1) of \(chain.count) has this key: put it first"
        } else if case .failure(let error) = Result(catching: { () throws(CertificateError) in try leaf.publicKey }) {
            advice = "the certificate's key cannot be used: \(error)"
        }
        return KeyStoreError(
            .keyMismatch, place: "certificate of \(leaf.subject)",
            reason: "the private key is another one: the certificate is for SHA-256 \(certified), the key is \(own)",
            advice: advice)
    }
}
