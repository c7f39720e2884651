import TLSPrimitives

/// Who has signed an OCSP response and may. RFC 6960 §4.2.2.2.
package enum OCSPResponder: Hashable, Sendable {
    /// The issuer of the certificate in question itself.
    case issuer
    /// Who has this certificate, by which the issuer lets it speak. With `isExempt` the issuer asks not to look whether this
    /// certificate was revoked: it has `id-pkix-ocsp-nocheck`. RFC 6960 §4.2.2.2.1.
    case delegate(X509Certificate, isExempt: Bool)
}

extension OCSPResponse {
    /// Who has signed the response, if it is one that may speak for `issuer`; throws when nobody is found who may.
    package func responder(
        for issuer: IssuingAuthority, at time: CertificateTime, allowsSHA1: Bool = false
    ) throws(PathFault) -> OCSPResponder {
        let finding: OCSPResponderFinding
        do {
            finding = try findResponder(for: issuer, at: time, allowsSHA1: allowsSHA1)
        } catch {
            finding = .refused("the response cannot be checked: \(error.field): \(error.reason)")
        }
        switch finding {
        case .found(let responder): return responder
        case .refused(let reason): throw PathFault(.revocationUnknown, reason)
        }
    }

    private func findResponder(
        for issuer: IssuingAuthority, at time: CertificateTime, allowsSHA1: Bool
    ) throws(CertificateError) -> OCSPResponderFinding {
        guard let responderID, let algorithm = try signatureAlgorithm else {
            return .refused("the response has no answer")
        }
        if let weakness = algorithm.weakness(allowingSHA1: allowsSHA1) {
            return .refused("the response is not believed: \(weakness)")
        }
        let issuerKey = try issuer.publicKeyInfo.publicKey
        var reason = "the response has no certificate of its signer"
        if try responderID.identifies(issuer.name, issuer.publicKeyInfo) {
            if try isSigned(by: issuerKey) { return .found(.issuer) }
            reason = "the response's signature is not the issuer's"
        }
        let judge = OCSPResponderJudge(issuer: issuer, issuerKey: issuerKey, time: time, allowsSHA1: allowsSHA1)
        for certificate in certificates {
            do {
                guard try responderID.identifies(certificate.subject, certificate.subjectPublicKeyInfo) else {
                    continue
                }
                if let refusal = try judge.refusal(of: certificate) {
                    reason = "the response's signer \(refusal)"
                } else if try isSigned(by: try certificate.publicKey) {
                    return .found(.delegate(certificate, isExempt: certificate.extension(.ocspNoCheck) != nil))
                } else {
                    reason = "the response's signature is not its signer's"
                }
            } catch {
                reason = "the certificate of the response's signer: \(error.field): \(error.reason)"
            }
        }
        return .refused(reason)
    }
}

private enum OCSPResponderFinding {
    case found(OCSPResponder)
    case refused(String)
}

/// Whom an issuer has let speak for it. RFC 6960 §4.2.2.2.
private struct OCSPResponderJudge {
    let issuer: IssuingAuthority
    let issuerKey: PublicKey
    let time: CertificateTime
    let allowsSHA1: Bool

    /// Why the holder of a certificate may not; nil when it may.
    func refusal(of certificate: X509Certificate) throws(CertificateError) -> String? {
        guard namesMatch(certificate.issuer, issuer.name) else { return "was not certified by the issuer" }
        guard certificate.notBefore <= time, time <= certificate.notAfter else {
            return "has a certificate that is not of this time"
        }
        // anyExtendedKeyUsage does not do: the issuer must have meant it.
        guard try certificate.extendedKeyUsage?.contains(.ocspSigning) ?? false else {
            return "may not sign OCSP responses"
        }
        guard try certificate.keyUsage?.contains(.digitalSignature) ?? true else { return "may not sign" }
        for found in certificate.extensions where found.isCritical && !Self.known.contains(found.identifier) {
            return "has the critical extension \(found.identifier), which is not known"
        }
        if let weakness = try certificate.signatureAlgorithm.weakness(allowingSHA1: allowsSHA1) {
            return "has a certificate that is not believed: \(weakness)"
        }
        return try certificate.isSigned(by: issuerKey) ? nil : "was not certified by the issuer"
    }

    /// Extensions that a responder's certificate may have as critical.
    private static let known: Set<OID> = [
        .keyUsage, .extKeyUsage, .basicConstraints, .subjectAltName, .certificatePolicies, .subjectKeyIdentifier,
        .authorityKeyIdentifier, .cRLDistributionPoints, .authorityInfoAccess, .ocspNoCheck,
    ]
}

extension OCSPResponderID {
    /// Whether it names the holder of this name and key.
    func identifies(
        _ subject: DistinguishedName, _ key: SubjectPublicKeyInfo
    ) throws(CertificateError) -> Bool {
        switch self {
        case .name(let name): namesMatch(name, subject)
        // RFC 6960 §4.2.1: always SHA-1, which only finds the key here.
        case .keyHash(let hash): try HashAlgorithm.sha1.octets(of: try key.keyBits) == hash
        }
    }
}
