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
        let offered = request.extensions.signatureAlgorithms ?? []
        let authorities = request.extensions.certificateAuthorities ?? []
        var first: (credential: Credential, scheme: SignatureSchemeRow)?
        for credential in settings.credentials {
            let scheme = chooseSignatureScheme(
                offered: offered, enabled: settings.signatureSchemes, key: credential.key)
            guard let scheme else { continue }
            if credential.issuers.contains(where: authorities.contains) { return (credential, scheme) }
            first = first ?? (credential, scheme)
        }
        return first
    }
}
