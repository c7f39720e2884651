import TLSPrimitives

// Whether a path's certificates were revoked. RFC 5280 §6.1.3(a)(3).
extension PathSearch {
    /// - Returns: what is known of each certificate, in the order of the path; empty when nobody asked.
    ///
    /// - Parameter keys: the key that each certificate was signed with.
    mutating func checkRevocation(
        _ path: [Int], _ anchor: TrustAnchor?, _ keys: [PublicKey?]
    ) throws(PathStop) -> [RevocationStatus] {
        let asked = requirements.revocation
        guard !asked.isIdle else { return [] }
        var statuses: [RevocationStatus] = []
        for (position, index) in path.enumerated() {
            let facts = pool[index]
            guard let issuer = issuer(of: position, path, anchor, keys[position]) else {
                statuses.append(.unknown("its issuer is not known"))
                continue
            }
            if position == 0 { try checkStaple(facts, issuer) }
            var status = try listStatus(of: position, path, issuer, anchor)
            if position == 0, case .unknown = status, case .response = asked.staple { status = stapled(facts, issuer) }
            try judge(status, of: facts, isEndEntity: position == 0)
            statuses.append(status)
        }
        return statuses
    }

    private func judge(_ status: RevocationStatus, of facts: CertificateFacts, isEndEntity: Bool) throws(PathStop) {
        let asked = requirements.revocation
        switch status {
        case .good: return
        case .revoked: throw .broken(PathFault(.revoked, "it was \(status)"), facts.certificate)
        case .unknown(let reason):
            let mustBeKnown = isEndEntity ? asked.scope != .none : asked.scope == .path
            let isAllowed = isEndEntity ? asked.allowsUnknownEndEntity : asked.allowsUnknownAuthorities
            guard mustBeKnown, !isAllowed else { return }
            throw .broken(
                PathFault(.revocationUnknown, "whether it was revoked is not known: \(reason)"), facts.certificate)
        }
    }

    /// Who issued the certificate at a place of the path.
    private func issuer(
        of position: Int, _ path: [Int], _ anchor: TrustAnchor?, _ key: PublicKey?
    ) -> IssuingAuthority? {
        guard position + 1 < path.count else {
            guard let anchor else { return nil }
            let usage = anchor.constraints.contains(.extensions) ? anchor.facts.keyUsage : nil
            return IssuingAuthority(
                name: anchor.certificate.subject, publicKeyInfo: anchor.certificate.subjectPublicKeyInfo,
                keyUsage: usage, key: key)
        }
        let facts = pool[path[position + 1]]
        return IssuingAuthority(
            name: facts.certificate.subject, publicKeyInfo: facts.certificate.subjectPublicKeyInfo,
            keyUsage: facts.keyUsage, key: key)
    }

    // MARK: Staples

    /// A staple must be good, and must be there where the certificate demands it. RFC 7633 §4.2.3.
    private func checkStaple(_ facts: CertificateFacts, _ issuer: IssuingAuthority) throws(PathStop) {
        switch requirements.revocation.staple {
        case .notRequested: return
        case .missing:
            guard (try? facts.certificate.requiresStaple) ?? true else { return }
            throw .broken(
                PathFault(.badStatusResponse, "it demands that its issuer's OCSP response comes with it"),
                facts.certificate)
        case .response:
            switch stapled(facts, issuer) {
            case .good: return
            case .revoked(let time, let reason):
                let status = RevocationStatus.revoked(at: time, reason: reason)
                throw .broken(PathFault(.revoked, "it was \(status), says its OCSP response"), facts.certificate)
            case .unknown(let reason):
                guard !requirements.revocation.allowsUnknownEndEntity else { return }
                throw .broken(
                    PathFault(.badStatusResponse, "its OCSP response is not good: \(reason)"), facts.certificate)
            }
        }
    }

    private func stapled(_ facts: CertificateFacts, _ issuer: IssuingAuthority) -> RevocationStatus {
        guard case .response(let bytes) = requirements.revocation.staple else { return .unknown("there is none") }
        do {
            let response = try OCSPResponse(derBytes: bytes)
            return response.status(
                of: facts.certificate, issuer: issuer, at: requirements.time,
                allowsSHA1: requirements.algorithms.allowsSHA1)
        } catch {
            return .unknown("\(error.field): \(error.reason)")
        }
    }

    // MARK: Lists

    private mutating func listStatus(
        of position: Int, _ path: [Int], _ issuer: IssuingAuthority, _ anchor: TrustAnchor?
    ) throws(PathStop) -> RevocationStatus {
        let lists = requirements.revocation.lists
        guard !lists.lists.isEmpty else { return .unknown("there is no revocation list of the issuer") }
        var stop: PathStop?
        let status = lists.status(
            of: pool[path[position]].certificate, issuer: issuer, at: requirements.time,
            allowsSHA1: requirements.algorithms.allowsSHA1,
            requiresNumber: anchor.map { $0.profile != .pathOnly } ?? false
        ) { name in
            do throws(PathStop) {
                return try signers(named: name, above: position, path, anchor)
            } catch {
                stop = error
                return []
            }
        }
        if let stop { throw stop }
        return status
    }

    /// Certificates of an authority's name that may sign its lists: those of the path itself, which is judged whole, and
    /// those with a path of their own to the same anchor. RFC 5280 §6.3.3(f).
    private mutating func signers(
        named name: DistinguishedName, above position: Int, _ path: [Int], _ anchor: TrustAnchor?
    ) throws(PathStop) -> [X509Certificate] {
        let wanted = name.canonicalBytes
        let inPath = Set(path[(position + 1)...])
        var found: [X509Certificate] = []
        for (index, facts) in pool.enumerated()
        where facts.subjectName == wanted && facts.keyUsage?.contains(.crlSign) ?? false {
            try budget.step()
            if inPath.contains(index) {
                found.append(facts.certificate)
                continue
            }
            // Who signs the lists for such a path is in it: nobody vouches for himself.
            guard let anchor, !isForListSigner else { continue }
            var search = PathSearch(forListSigner: facts.certificate, in: self)
            let own = try search.findPath()
            budget = search.budget
            if let own, own.anchor == anchor { found.append(facts.certificate) }
        }
        return found
    }
}
