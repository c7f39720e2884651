import TLSMessages
import TLSNegotiation

extension Client13 {
    /// What we prove ourselves with: the first credential that can sign with a scheme the server takes, one of the
    /// authorities it names before all others. RFC 9846 §4.5.1.2.
    ///
    /// - Returns: nil when there is none; the server then gets an empty chain, unless that is not wished.
    static func decideCredential(
        _ request: CertificateRequest, _ settings: ClientSettings
    ) throws(HandshakeFault) -> (credential: Credential, scheme: SignatureSchemeRow)? {
        let authorities = request.extensions.certificateAuthorities ?? []
        let suiting = settings.credentials.suiting(authorities)
        let fitting = firstFitting(
            suiting, authorities: authorities, schemes: request.extensions.signatureAlgorithms ?? [],
            enabled: settings.signatureSchemes)
        if fitting == nil { try settings.checkAnonymity(suiting: suiting) }
        return fitting
    }
}
