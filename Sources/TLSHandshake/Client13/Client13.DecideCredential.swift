import TLSMessages
import TLSNegotiation

extension Client13 {
    /// What we prove ourselves with: the first credential that can sign with a scheme the server takes, one of the
    /// authorities it names before all others. RFC 9846 §4.5.1.2.
    ///
    /// - Returns: nil when there is none; the server then gets an empty chain.
    static func decideCredential(
        _ request: CertificateRequest, _ settings: ClientSettings
    ) -> (credential: Credential, scheme: SignatureSchemeRow)? {
        firstFitting(
            settings.credentials, authorities: request.extensions.certificateAuthorities ?? [],
            schemes: request.extensions.signatureAlgorithms ?? [], enabled: settings.signatureSchemes)
    }
}
