public import TLSCertificates

/// A question that the application is to put to an OCSP responder.
///
/// Nothing in this package connects to a responder: whoever does lets a certificate choose the address. Post ``body`` to one of
/// ``responders`` as `application/ocsp-request` (RFC 6960 appendix A.1), or ask where you know better.
public struct OCSPFetchRequest: Hashable, Sendable {
    /// The certificate that the question is about.
    public let certificate: X509Certificate
    /// The certificate of its issuer.
    public let issuer: X509Certificate
    /// The addresses of responders that the certificate has; they can be any text.
    public let responders: [String]
    /// The request, DER. RFC 6960 §4.1.
    public let body: [UInt8]

    /// Makes the question about the first certificate of a chain; nil where the chain has no certificate of its issuer.
    init?(chain: [X509Certificate]) throws(CertificateError) {
        guard let certificate = chain.first,
            let issuer = chain.dropFirst().first(where: { $0.subject.matches(certificate.issuer) })
        else { return nil }
        self.certificate = certificate
        self.issuer = issuer
        responders = try certificate.ocspResponders
        body = try OCSPRequest(for: certificate, issuer: issuer).derBytes
    }
}
