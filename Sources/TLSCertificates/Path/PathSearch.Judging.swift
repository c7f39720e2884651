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
        if let known = knowledge.fitness[index] {
            guard case .failure(let fault) = known else { return }
            throw .broken(fault, pool[index].certificate)
        }
        let found = fitness(of: pool[index])
        knowledge.fitness[index] = found
        if case .failure(let fault) = found { throw .broken(fault, pool[index].certificate) }
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
        // Self-issued certificates count for nothing below; this bounds them too.
        guard path.count <= Limits.intermediatesAtMost + 1 else {
            throw .broken(Self.tooManyAuthorities, pool[path[path.count - 1]].certificate)
        }
        var length = PathLength(requirements.maximumIntermediates)
        if let anchor, anchor.constraints.contains(.extensions) { length.limit(to: anchor.facts.pathLength) }
        for index in path.dropFirst().reversed()
        where !length.pass(isSelfIssued: pool[index].isSelfIssued, pathLength: pool[index].pathLength) {
            throw .broken(
                PathFault(.pathTooLong, "an authority above it, or the verifier, allows no other below it"),
                pool[index].certificate)
        }
    }

    private static let tooManyAuthorities = PathFault(
        .pathTooLong, "the path has more than \(Limits.intermediatesAtMost) authorities")

    // MARK: A whole path

    /// Judges a path that ends at an anchor, or at none where that is ignored.
    mutating func complete(_ path: [Int], _ end: PathKnowledge.Anchor?) throws(PathStop) -> VerifiedPath {
        let anchor = end?.anchor
        var anchorKey: PublicKey?
        if let end {
            switch end.key {
            case .success(let key): anchorKey = key
            case .failure(let fault): throw .broken(fault, end.anchor.certificate)
            }
        }
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
    func fitness(of anchor: TrustAnchor) -> Result<PublicKey, PathFault> {
        let facts = anchor.facts
        do throws(PathFault) {
            if anchor.constraints.contains(.validity) { try facts.checkValidity(requirements) }
            if anchor.constraints.contains(.basicConstraints), facts.certificate.version == 3 {
                // Authorities of old have certificates of version 1, which say nothing of being one.
                try facts.checkAuthority()
            }
            if anchor.constraints.contains(.extensions) {
                if let fault = facts.fault { throw fault }
                if facts.basicConstraints != nil { try facts.checkAuthority() }
                try facts.checkUse(.keyCertSign, "certificates")
                try facts.checkPurpose(requirements.withoutStrictness)
            }
            switch anchor.key {
            case .success(let key):
                try requirements.algorithms.check(key.keyType)
                return .success(key)
            case .failure(let error): throw PathFault(.weakAlgorithm, "its key is not taken: \(error.reason)")
            }
        } catch {
            return .failure(error)
        }
    }

    /// From the anchor down, each signature with the key above it. RFC 5280 §6.1.3(a)(1).
    ///
    /// - Returns: the key that each certificate was signed with, in the order of the path; nil for one without issuer.
    private mutating func checkSignatures(_ path: [Int], _ anchorKey: PublicKey?) throws(PathStop) -> [PublicKey?] {
        var signers: [PublicKey?] = []
        var signer = anchorKey
        for (position, index) in path.enumerated().reversed() {
            if let signer {
                do {
                    try checkSignature(of: index, by: signer)
                } catch {
                    endBelow(position, of: path)
                    throw error
                }
            }
            signers.append(signer)
            if position > 0 { signer = try key(of: index, issuer: signer) }
        }
        return signers.reversed()
    }

    /// No path goes over these two certificates any more, unless the key of the upper one depends on who is above it.
    private mutating func endBelow(_ position: Int, of path: [Int]) {
        guard position + 1 < path.count,
            !pool[path[position + 1]].certificate.subjectPublicKeyInfo.inheritsParameters
        else { return }
        deadEnd = position + 2
    }

    private mutating func checkSignature(of index: Int, by key: PublicKey) throws(PathStop) {
        let signature = PathKnowledge.Signature(certificate: index, key: key)
        let verdict: Result<Void, PathFault>
        if let known = knowledge.signatures[signature] {
            verdict = known
        } else {
            verdict = try signatureVerdict(of: index, by: key)
            knowledge.signatures[signature] = verdict
        }
        if case .failure(let fault) = verdict { throw .broken(fault, pool[index].certificate) }
    }

    /// Ends a path over an authority of which another path has shown that it did not sign.
    func checkKnownSignature(of index: Int, by authority: Int) throws(PathStop) {
        guard case .success(let key)? = knowledge.keys[entities[authority]],
            case .failure(let fault)? = knowledge.signatures[.init(certificate: index, key: key)]
        else { return }
        throw .broken(fault, pool[index].certificate)
    }

    private mutating func signatureVerdict(of index: Int, by key: PublicKey) throws(PathStop) -> Result<Void, PathFault>
    {
        let certificate = pool[index].certificate
        do throws(PathFault) {
            guard let algorithm = try? certificate.signatureAlgorithm else {
                throw PathFault(.weakAlgorithm, "it is signed in a way that is not supported")
            }
            try requirements.algorithms.check(algorithm)
        } catch {
            return .failure(error)
        }
        if let entry = knowledge.proven[index], entry.issuer == key { return .success(()) }
        try budget.signature()
        do throws(CertificateError) {
            let isGood = try certificate.isSigned(by: key)
            budget.spend(on: key.keyType, isGood: isGood)
            guard !isGood else { return .success(()) }
            return .failure(PathFault(.badSignature, "its signature was not made with its issuer's key"))
        } catch {
            return .failure(PathFault(.cryptographyFailed, error.reason))
        }
    }

    private mutating func key(of index: Int, issuer: PublicKey?) throws(PathStop) -> PublicKey {
        let facts = pool[index]
        let known: Result<PublicKey, PathFault>
        if let found = knowledge.keys[entities[index]] {
            known = found
        } else {
            known = read(facts.certificate.subjectPublicKeyInfo, issuer)
        }
        if !facts.certificate.subjectPublicKeyInfo.inheritsParameters { knowledge.keys[entities[index]] = known }
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
                guard case .success(let known)? = knowledge.keys[entities[index]] else { continue }
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
