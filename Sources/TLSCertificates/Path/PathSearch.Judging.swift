import TLSPrimitives

// The rules that a certificate or a path must keep.
extension PathSearch {
    /// What is asked of the end entity whoever vouches for it.
    func checkEndEntity() throws(PathStop) {
        let leaf = pool[0]
        try broken(by: leaf) { () throws(PathFault) in
            if let fault = leaf.fault { throw fault }
            try leaf.checkValidity(requirements)
            try leaf.checkPurpose(requirements, .endEntity)
            try requirements.algorithms.check(leaf.certificate.subjectPublicKeyInfo)
            try leaf.checkHost(requirements)
        }
    }

    /// Whether the end entity's certificate is trusted as it is.
    func trusted() throws(PathStop) -> TrustAnchor? {
        guard let anchor = store.endEntity(pool[0]) else { return nil }
        guard anchor.role.contains(.selfSigned), !anchor.role.contains(.endEntity) else { return anchor }
        // That it has signed itself is all there is to see: nobody is asked whether it may.
        guard case .success(let key) = anchor.key, (try? anchor.certificate.isSigned(by: key)) ?? false else {
            return nil
        }
        return anchor
    }

    /// Whether a certificate of the pool can have issued another.
    mutating func checkAuthority(_ index: Int) throws(PathStop) {
        let facts = pool[index]
        let known = knowledge.fitness[index] ?? fitness(of: facts)
        knowledge.fitness[index] = known
        try broken(by: facts) { () throws(PathFault) in try known.get() }
    }

    private func fitness(of facts: CertificateFacts) -> Result<Void, PathFault> {
        do throws(PathFault) {
            if let fault = facts.fault { throw fault }
            try facts.checkAuthority()
            try facts.checkValidity(requirements)
            try facts.checkPurpose(requirements.withoutStrictness)
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    /// Whether a path can still end at an anchor: lengths are counted from the anchor down when there is one.
    func checkLength(_ path: [Int]) throws(PathStop) {
        try checkLength(path, below: nil)
    }

    private func checkLength(_ path: [Int], below anchor: TrustAnchor?) throws(PathStop) {
        var length = PathLength(requirements.maximumIntermediates)
        if let anchor, anchor.constraints.contains(.extensions) { length.limit(to: anchor.facts.pathLength) }
        for index in path.dropFirst().reversed() {
            try broken(by: pool[index]) { () throws(PathFault) in try length.pass(pool[index]) }
        }
        // Self-issued certificates count for nothing above; this bounds them too.
        guard path.count <= Limits.intermediatesAtMost + 1 else {
            throw .broken(
                PathFault(.pathTooLong, "the path has more than \(Limits.intermediatesAtMost) authorities"),
                pool[path[path.count - 1]].certificate)
        }
    }

    // MARK: A whole path

    /// Judges a path that ends at an anchor, or at none where that is ignored.
    mutating func complete(_ path: [Int], _ anchor: TrustAnchor?) throws(PathStop) -> VerifiedPath {
        let anchorKey = try anchor.map { anchor throws(PathStop) in try checkAnchor(anchor) }
        try checkLength(path, below: anchor)
        let keys = try checkSignatures(path, anchorKey)
        try checkPurposes(path)
        try checkNames(path, anchor)
        let policies = try checkPolicies(path, anchor)
        if let anchor, !isForListSigner { try checkProfile(path, anchor) }
        let statuses = try checkRevocation(path, anchor, keys)
        remember(path, keys)
        return VerifiedPath(
            certificates: path.map { pool[$0].certificate }, anchor: anchor, policies: policies,
            revocation: statuses)
    }

    /// What of an anchor's certificate counts is judged like any other authority's.
    private func checkAnchor(_ anchor: TrustAnchor) throws(PathStop) -> PublicKey {
        let facts = anchor.facts
        try broken(by: facts) { () throws(PathFault) in
            if anchor.constraints.contains(.validity) { try facts.checkValidity(requirements) }
            if anchor.constraints.contains(.basicConstraints), facts.certificate.version == 3 {
                // Authorities of old have certificates of version 1, which say nothing of being one.
                try facts.checkAuthority()
            }
            guard anchor.constraints.contains(.extensions) else { return }
            if let fault = facts.fault { throw fault }
            if facts.basicConstraints != nil { try facts.checkAuthority() }
            try facts.checkUse(.keyCertSign, "certificates")
            try facts.checkPurpose(requirements.withoutStrictness)
        }
        switch anchor.key {
        case .success(let key):
            try broken(by: facts) { () throws(PathFault) in try requirements.algorithms.check(key.keyType) }
            return key
        case .failure(let error):
            throw .broken(PathFault(.weakAlgorithm, "its key is not taken: \(error.reason)"), facts.certificate)
        }
    }

    /// From the anchor down, each signature with the key above it. RFC 5280 §6.1.3(a)(1).
    ///
    /// - Returns: the key that each certificate was signed with, in the order of the path; nil for one without issuer.
    private mutating func checkSignatures(_ path: [Int], _ anchorKey: PublicKey?) throws(PathStop) -> [PublicKey?] {
        var signers: [PublicKey?] = []
        var signer = anchorKey
        for (position, index) in path.enumerated().reversed() {
            if let signer { try checkSignature(of: index, by: signer) }
            signers.append(signer)
            if position > 0 { signer = try key(of: index, issuer: signer) }
        }
        return signers.reversed()
    }

    private mutating func checkSignature(of index: Int, by key: PublicKey) throws(PathStop) {
        let facts = pool[index]
        let certificate = facts.certificate
        let algorithm: SignatureAlgorithm
        do {
            algorithm = try certificate.signatureAlgorithm
        } catch {
            throw .broken(PathFault(.weakAlgorithm, "it is signed in a way that is not supported"), certificate)
        }
        try broken(by: facts) { () throws(PathFault) in try requirements.algorithms.check(algorithm) }
        let isGood: Bool
        if let known = knowledge.signature(of: index, by: key) {
            isGood = known
        } else {
            isGood = try check(signatureOf: index, by: key)
        }
        guard isGood else {
            throw .broken(PathFault(.badSignature, "its signature was not made with its issuer's key"), certificate)
        }
    }

    private mutating func check(signatureOf index: Int, by key: PublicKey) throws(PathStop) -> Bool {
        try budget.signature()
        do {
            let isGood = try pool[index].certificate.isSigned(by: key)
            knowledge.remember(signatureOf: index, by: key, isGood: isGood)
            return isGood
        } catch {
            throw .broken(PathFault(.cryptographyFailed, error.reason), pool[index].certificate)
        }
    }

    private mutating func key(of index: Int, issuer: PublicKey?) throws(PathStop) -> PublicKey {
        let facts = pool[index]
        let known: Result<PublicKey, PathFault>
        if let found = knowledge.keys[index] {
            known = found
        } else {
            known = read(facts.certificate.subjectPublicKeyInfo, issuer)
            if !facts.certificate.subjectPublicKeyInfo.inheritsParameters { knowledge.keys[index] = known }
        }
        var key: PublicKey?
        try broken(by: facts) { () throws(PathFault) in
            let found = try known.get()
            try requirements.algorithms.check(found.keyType)
            key = found
        }
        guard let key else { throw .broken(PathFault(.weakAlgorithm, "its key cannot be read"), facts.certificate) }
        return key
    }

    private func read(_ info: SubjectPublicKeyInfo, _ issuer: PublicKey?) -> Result<PublicKey, PathFault> {
        do {
            return .success(try info.publicKey(inheritingFrom: issuer))
        } catch {
            return .failure(PathFault(.weakAlgorithm, "its key is not taken: \(error.reason)"))
        }
    }

    /// Where a certificate stands matters only to the strict.
    private func checkPurposes(_ path: [Int]) throws(PathStop) {
        guard requirements.purposeStrictness != .standard else { return }
        try broken(by: pool[0]) { () throws(PathFault) in try pool[0].checkIsNoAuthority(requirements) }
        for (position, index) in path.enumerated().dropFirst() {
            try broken(by: pool[index]) { () throws(PathFault) in
                try pool[index].checkPurpose(requirements, position == 1 ? .issuerOfEndEntity : .above)
            }
        }
    }

    /// What authorities say of the names below them. RFC 5280 §6.1.3(b), (c).
    private mutating func checkNames(_ path: [Int], _ anchor: TrustAnchor?) throws(PathStop) {
        var state = NameConstraintState()
        var isConstrained = false
        if let anchor, anchor.constraints.contains(.extensions), let constraints = anchor.facts.nameConstraints {
            state.add(constraints)
            isConstrained = true
        }
        for (position, index) in path.enumerated().reversed() {
            let facts = pool[index]
            let isEndEntity = position == 0
            // A self-issued certificate is the authority's own new one: its names are not constrained.
            if isConstrained, isEndEntity || !facts.isSelfIssued {
                do {
                    try state.check(facts.certificate, isEndEntity: isEndEntity, budget: &budget.comparisons)
                } catch {
                    guard error.code != .nameConstraintBudgetExceeded else { throw .exhausted(error) }
                    throw .broken(error, facts.certificate)
                }
            }
            if let constraints = facts.nameConstraints {
                state.add(constraints)
                isConstrained = true
            }
        }
    }

    /// RFC 9618. Costs nothing where nobody asks: neither the verifier nor a certificate of the path.
    private func checkPolicies(_ path: [Int], _ anchor: TrustAnchor?) throws(PathStop) -> PolicyOutcome? {
        let counted = anchor.flatMap { $0.constraints.contains(.extensions) ? $0 : nil }
        let isRequired = path.contains { pool[$0].requiresPolicy } || counted?.facts.requiresPolicy ?? false
        guard requirements.policies != nil || isRequired else { return nil }
        do {
            return try PolicyGraph.check(
                path.reversed().map { pool[$0].certificate }, requirements.policies ?? PolicyRequirements(),
                anchor: counted?.certificate)
        } catch {
            guard error.code != .policyBudgetExceeded else { throw .exhausted(error) }
            throw .broken(error, pool[0].certificate)
        }
    }

    private func checkProfile(_ path: [Int], _ anchor: TrustAnchor) throws(PathStop) {
        guard anchor.profile != .pathOnly else { return }
        let rules = ProfileRules(anchor.profile)
        if anchor.constraints.contains(.extensions) {
            try broken(by: anchor.facts) { () throws(PathFault) in try rules.check(anchor: anchor.facts) }
        }
        for (position, index) in path.enumerated().reversed() {
            let facts = pool[index]
            try broken(by: facts) { () throws(PathFault) in
                if position > 0 {
                    try rules.check(authority: facts)
                } else {
                    try rules.check(endEntity: facts, requirements)
                }
            }
        }
    }

    /// Keeps what an accepted path has proved.
    private func remember(_ path: [Int], _ signers: [PublicKey?]) {
        var entries: [ProvenCertificates.Entry] = []
        for (position, index) in path.enumerated() where knowledge.proven[index] == nil {
            guard let signer = signers[position] else { continue }
            var key: PublicKey?
            if position > 0 {
                guard case .success(let known)? = knowledge.keys[index] else { continue }
                key = known
            }
            entries.append(ProvenCertificates.Entry(pool[index], key: key, issuer: signer))
        }
        proven.add(entries)
    }

    /// Says whose certificate breaks a rule.
    private func broken(by facts: CertificateFacts, _ rule: () throws(PathFault) -> Void) throws(PathStop) {
        do {
            try rule()
        } catch {
            throw .broken(error, facts.certificate)
        }
    }
}
