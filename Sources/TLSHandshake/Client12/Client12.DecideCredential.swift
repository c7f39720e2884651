import TLSMessages
import TLSNegotiation

extension Client12 {
    /// What we prove ourselves with.
    struct ClientProof {
        let credential: Credential
        let scheme: SignatureSchemeRow12
    }

    /// The first credential whose kind the server takes and that can sign with a scheme it takes, one of the authorities it
    /// names before all others. RFC 5246 §7.4.4, §7.4.6.
    ///
    /// - Returns: nil when there is none; the server then gets an empty chain, unless that is not wished.
    static func decideCredential(
        _ request: CertificateRequest12, _ settings: ClientSettings
    ) throws(HandshakeFault) -> ClientProof? {
        var first: ClientProof?
        let suiting = settings.credentials.suiting(request.certificateAuthorities)
        for credential in suiting {
            // RFC 5246 §7.4.6: one that may sign. A fixed key of ECDH is never shown.
            guard credential.uses.contains(.digitalSignature),
                request.certificateTypes.contains(ClientCertificateType(signingWith: credential.key)),
                let scheme = chooseSignatureScheme12(
                    offered: request.signatureAlgorithms,
                    enabled: credential.schemes ?? settings.enabled12.signatureSchemes,
                    key: credential.key)
            else { continue }
            let proof = ClientProof(credential: credential, scheme: scheme)
            if credential.issuers.contains(where: request.certificateAuthorities.contains) { return proof }
            first = first ?? proof
        }
        if first == nil { try settings.checkAnonymity(suiting: suiting) }
        return first
    }
}

extension ClientCertificateType {
    /// The kind of a certificate with such a key. RFC 5246 §7.4.4, RFC 8422 §5.5.
    fileprivate init(signingWith key: SignatureSchemeRow.Key) {
        self =
            switch key {
            case .rsa, .rsaPSS: .rsaSign
            case .ec, .ed25519, .ed448: .ecdsaSign
            case .dsa: .dssSign
            }
    }
}
