public import TLSCertificates
public import TLSKeyStores

/// A certificate, with its chain and private key where they are known: what a server serves with.
public struct Certificate: Sendable {
    /// The chain and the key to serve with; nil when there is no key.
    public let identity: TLSIdentity?
    /// The certificate and those that follow it in its store, leaf first; empty for an empty certificate.
    public let certificateChain: [X509Certificate]

    /// An empty certificate: every field has its default.
    public init() {
        identity = nil
        certificateChain = []
    }

    /// A certificate that can serve.
    public init(identity: TLSIdentity) {
        self.identity = identity
        certificateChain = identity.certificateChain
    }

    /// Certificates without a key, leaf first: they cannot serve.
    init(certificates: [X509Certificate]) {
        identity = nil
        certificateChain = certificates
    }

    /// Whether the private key is there, so that the certificate can serve.
    public var privateKeyAvailable: Bool { identity != nil }

    /// Whether there is no certificate at all.
    public var isEmpty: Bool { certificateChain.isEmpty }

    /// The certificate's subject; empty when there is no certificate.
    public var subject: String { certificateChain.first?.subject.description ?? "" }

    /// The certificate's issuer; empty when there is no certificate.
    public var issuer: String { certificateChain.first?.issuer.description ?? "" }

    /// What to serve with.
    func servingIdentity() throws(SSLError) -> TLSIdentity {
        guard let identity else {
            throw isEmpty
                ? SSLError(.cannotFindCertificate, "no certificate is selected")
                : SSLError(.cannotAcquireCredentials, "the certificate has no private key")
        }
        return identity
    }
}
