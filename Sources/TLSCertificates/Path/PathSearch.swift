import TLSPrimitives

/// One search for a path: depth first from the end entity up, authorities that are trusted before others, those whose key
/// identifier fits before the rest. RFC 4158 §3.
///
/// Signatures are checked once names have led to an anchor, from the anchor down, so a heap of certificates that leads
/// nowhere costs no cryptography. What was found about a certificate or a signature is kept for the next candidate.
struct PathSearch {
    /// The end entity's certificate is first; then what else can stand in a path.
    let pool: [CertificateFacts]
    let store: TrustStore
    let proven: ProvenCertificates
    let requirements: PathRequirements
    var budget = PathBudget()
    var knowledge: PathKnowledge
    /// How long the start of a path is that leads nowhere: two certificates of which the second has not signed the first end it.
    var deadEnd: Int?
    private var report = PathReport()
    private let bySubject: [[UInt8]: [Int]]
    /// Whether the end entity is to sign a revocation list.
    let isForListSigner: Bool
    /// One number for certificates of the same name and key: a path has each once. RFC 4158 §5.2.
    let entities: [Int]

    init(
        leaf: X509Certificate, others: ArraySlice<X509Certificate>, helpers: [CertificateFacts], store: TrustStore,
        proven: ProvenCertificates, requirements: PathRequirements
    ) {
        let sent = [leaf] + others
        let known = proven.entries(for: sent)
        var pool = zip(sent, known).map { certificate, entry in entry?.facts ?? CertificateFacts(certificate) }
        pool += helpers
        self.pool = pool
        self.store = store
        self.proven = proven
        self.requirements = requirements
        isForListSigner = false
        entities = Self.numberEntities(pool)
        knowledge = PathKnowledge(
            proven: known + Array(repeating: nil, count: helpers.count), entities: entities)
        var bySubject: [[UInt8]: [Int]] = [:]
        for index in pool.indices.dropFirst() { bySubject[pool[index].subjectName, default: []].append(index) }
        self.bySubject = bySubject
    }

    /// A search for who may sign an authority's revocation lists, with the certificates and what is left of the budget of
    /// another search.
    init(forListSigner certificate: X509Certificate, in search: PathSearch) {
        let leaf = search.pool.first { $0.certificate == certificate } ?? CertificateFacts(certificate)
        let pool = [leaf] + search.pool.dropFirst()
        self.pool = pool
        store = search.store
        proven = search.proven
        var requirements = search.requirements
        requirements.purpose = .any
        requirements.purposeStrictness = .standard
        requirements.host = nil
        requirements.policies = nil
        requirements.revocation.staple = .notRequested
        self.requirements = requirements
        isForListSigner = true
        budget = search.budget
        entities = Self.numberEntities(pool)
        knowledge = PathKnowledge(proven: [nil] + search.knowledge.proven.dropFirst(), entities: entities)
        bySubject = search.bySubject
    }

    private static func numberEntities(_ pool: [CertificateFacts]) -> [Int] {
        struct Entity: Hashable {
            let name: [UInt8]
            let key: ArraySlice<UInt8>
        }
        guard pool.count > 2 else { return Array(pool.indices) }
        var numbers: [Entity: Int] = [:]
        return pool.map { facts in
            let key = facts.certificate.derBytes[facts.certificate.subjectPublicKeyInfoRange]
            let entity = Entity(name: facts.subjectName, key: key)
            let number = numbers[entity] ?? numbers.count
            numbers[entity] = number
            return number
        }
    }

    mutating func run() throws(PathFailure) -> VerifiedPath {
        do {
            try checkEndEntity()
            if let anchor = try trusted() { return VerifiedPath(certificates: [pool[0].certificate], anchor: anchor) }
            if let found = try findPath() { return found }
        } catch {
            throw report.failure(endingWith: error)
        }
        throw report.failure()
    }

    /// The first path that keeps every rule; nil when there is none.
    mutating func findPath() throws(PathStop) -> VerifiedPath? {
        var path = [0]
        return try extend(&path)
    }

    // MARK: Upwards

    /// Goes on from the last certificate of a path: nil when no way leads on from it.
    private mutating func extend(_ path: inout [Int]) throws(PathStop) -> VerifiedPath? {
        let issuers = issuers(of: path[path.count - 1])
        for candidate in issuers.anchors {
            try budget.step()
            if let found = try attempt(path, { search throws(PathStop) in try search.complete(path, candidate) }) {
                return found
            }
            if isDeadEnd(path) { return nil }
        }
        var goesOn = false
        for index in issuers.others {
            try budget.step()
            let entity = entities[index]
            guard !path.contains(where: { entities[$0] == entity }) else { continue }
            goesOn = true
            if let found = try pass(index, &path) { return found }
            if isDeadEnd(path) { return nil }
        }
        guard issuers.anchors.isEmpty, !goesOn else { return nil }
        return try end(path)
    }

    private mutating func isDeadEnd(_ path: [Int]) -> Bool {
        guard let deadEnd else { return false }
        if path.count < deadEnd { self.deadEnd = nil }
        return path.count >= deadEnd
    }

    private mutating func issuers(of index: Int) -> PathKnowledge.Issuers {
        if let known = knowledge.issuers[index] { return known }
        let top = pool[index]
        let anchors = ordered(store.authorities(named: top.issuerName), for: top) { $0.facts.keyIdentifier }
        let found = PathKnowledge.Issuers(
            anchors: anchors.map { PathKnowledge.Anchor(anchor: $0, key: fitness(of: $0)) },
            others: ordered(bySubject[top.issuerName] ?? [], for: top) { pool[$0].keyIdentifier })
        knowledge.issuers[index] = found
        return found
    }

    /// Takes an authority into the path and goes on from it.
    private mutating func pass(_ index: Int, _ path: inout [Int]) throws(PathStop) -> VerifiedPath? {
        let below = path[path.count - 1]
        path.append(index)
        defer { path.removeLast() }
        do {
            try checkKnownSignature(of: below, by: index)
            try checkAuthority(index)
            try checkLength(path)
        } catch .broken(let fault, let certificate) {
            report.note(path, of: pool, fault, certificate, .broken)
            return nil
        } catch {
            throw error
        }
        return try extend(&path)
    }

    /// No issuer of the last certificate is known.
    private mutating func end(_ path: [Int]) throws(PathStop) -> VerifiedPath? {
        if requirements.unsafelyIgnoring.contains(.unknownAuthority) {
            return try attempt(path) { search throws(PathStop) in try search.complete(path, nil) }
        }
        let top = pool[path[path.count - 1]].certificate
        let issuer = top.isSelfIssued ? "it has signed itself, and" : "its issuer, \(top.issuer.shortDescription),"
        report.note(
            path, of: pool, PathFault(.unknownAuthority, "\(issuer) is not among those that are trusted"), top,
            .deadEnd)
        return nil
    }

    /// Tries something on a path: nil, and a note of it, when a rule is broken.
    private mutating func attempt<Value>(
        _ path: [Int], _ body: (inout PathSearch) throws(PathStop) -> Value
    ) throws(PathStop) -> Value? {
        do {
            return try body(&self)
        } catch .broken(let fault, let certificate) {
            report.note(path, of: pool, fault, certificate, .broken)
            return nil
        } catch {
            throw error
        }
    }

    /// Candidates whose key identifier is the one that the certificate names, then those without, then the others: the
    /// identifier is a hint. RFC 4158 §3.5.12.
    private func ordered<Candidate>(
        _ candidates: [Candidate], for certificate: CertificateFacts, _ identifier: (Candidate) -> [UInt8]?
    ) -> [Candidate] {
        guard candidates.count > 1, let wanted = certificate.authorityKeyIdentifier?.keyIdentifier else {
            return candidates
        }
        let fitting = candidates.filter { identifier($0) == wanted }
        let unsaid = candidates.filter { identifier($0) == nil }
        return fitting + unsaid + candidates.filter { identifier($0).map { $0 != wanted } ?? false }
    }
}
