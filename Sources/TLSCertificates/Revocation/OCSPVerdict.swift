/// What a response says of a certificate. RFC 6960 §3.2.
extension OCSPResponse {
    /// Whether a certificate was revoked, as far as this response tells.
    ///
    /// Every answer that is about the certificate counts, whichever place it has. Where several that hold now contradict
    /// each other, revoked goes before unknown and unknown before good.
    package func status(
        of certificate: X509Certificate, issuer: IssuingAuthority, at time: CertificateTime, allowsSHA1: Bool = false
    ) -> RevocationStatus {
        guard let basic = fields.basic else { return .unknown("the responder has no answer: \(responseStatus)") }
        guard namesMatch(certificate.issuer, issuer.name) else {
            return .unknown("the certificate was issued by somebody else")
        }
        if let unknown = basic.unknownCriticalExtensions.first {
            return .unknown("the response has the critical extension \(unknown), which is not known")
        }
        guard basic.producedAt <= time.later(by: Limits.ocspClockSkew) else {
            return .unknown("the response is of the future: \(basic.producedAt)")
        }
        let answers: [OCSPSingleResponse]
        do {
            answers = try self.answers(about: certificate, issuerKey: issuer.publicKeyInfo)
        } catch {
            return .unknown("the response: \(error.field): \(error.reason)")
        }
        guard !answers.isEmpty else { return .unknown("the response is not about the certificate") }
        do {
            _ = try responder(for: issuer, at: time, allowsSHA1: allowsSHA1)
        } catch {
            return .unknown(error.reason)
        }
        return Self.conclusion(of: answers.map { $0.status(at: time) })
    }

    private func answers(
        about certificate: X509Certificate, issuerKey: SubjectPublicKeyInfo
    ) throws(CertificateError) -> [OCSPSingleResponse] {
        var found: [OCSPSingleResponse] = []
        for answer in answers where try answer.certificateID.identifies(certificate, issuerKey: issuerKey) {
            found.append(answer)
        }
        return found
    }

    private static func conclusion(of statuses: [(status: RevocationStatus, isCurrent: Bool)]) -> RevocationStatus {
        var until: CertificateTime?
        var isGood = false
        var unknown: [String] = []
        var outdated: [String] = []
        for (status, isCurrent) in statuses {
            switch status {
            case .revoked: return status
            case .good(let its):
                isGood = true
                if let its { until = max(its, until ?? its) }
            case .unknown(let reason) where isCurrent: unknown.append(reason)
            case .unknown(let reason): outdated.append(reason)
            }
        }
        if isGood, unknown.isEmpty { return .good(until: until) }
        return .unknown(unknown + outdated, orElse: "the response is not about the certificate")
    }
}

extension OCSPSingleResponse {
    /// What the answer says at a moment, if it says anything then.
    fileprivate func status(at time: CertificateTime) -> (status: RevocationStatus, isCurrent: Bool) {
        guard thisUpdate <= time.later(by: Limits.ocspClockSkew) else {
            return (.unknown("the response is of the future: \(thisUpdate)"), false)
        }
        // RFC 6960 §4.2.2.1 has newer information at any time where there is no nextUpdate.
        let end = nextUpdate ?? thisUpdate.later(by: Limits.ocspAnswerAge)
        guard time <= end, thisUpdate <= end else {
            return (.unknown("the response is out of date since \(end)"), false)
        }
        if let unknown = unknownCriticalExtensions.first {
            return (.unknown("an answer has the critical extension \(unknown), which is not known"), true)
        }
        switch status {
        case .good: return (.good(until: end), true)
        case .revoked(let moment, let reason): return (.revoked(at: moment, reason: reason), true)
        case .unknown: return (.unknown("the responder does not know the certificate"), true)
        }
    }
}
