/// Under which policies a path must be valid: the inputs (c) to (f) of RFC 5280 §6.1.1.
public struct PolicyRequirements: Hashable, Sendable {
    /// The policies that will do; `anyPolicy` is every one.
    public var acceptable: Set<OID> = [.anyPolicy]
    /// Whether the path must be valid under one of them.
    public var requiresExplicitPolicy = false
    /// Whether no policy may be mapped to another.
    public var inhibitsMapping = false
    /// Whether `anyPolicy` in a certificate stands for nothing.
    public var inhibitsAnyPolicy = false

    /// Makes requirements that every path meets unless its own authorities ask for more.
    public init() {}
}

/// The policies under which a path is valid. RFC 9618 §5.5.
package struct PolicyOutcome: Hashable, Sendable {
    /// Those that the authorities of the path agree on; `anyPolicy` is every one.
    package let authorityConstrained: Set<OID>
    /// Those of them that are acceptable.
    package let userConstrained: Set<OID>

    package init(authorityConstrained: Set<OID>, userConstrained: Set<OID>) {
        self.authorityConstrained = authorityConstrained
        self.userConstrained = userConstrained
    }
}

/// The policies of a path, one level a certificate: `valid_policy_graph` of RFC 9618 §5.
///
/// A policy stands once on a level, whichever policies above it led there, so that the graph grows with what the
/// certificates say and not with the ways through it. Levels have no `expected_policy_set` of `anyPolicy`, which never
/// changes, and nodes without children stay: what is left at the end is found from the last level upwards.
package struct PolicyGraph {
    /// A policy of one certificate.
    private struct Node {
        let policy: OID
        /// Nodes of the level above; empty when the parent is its `anyPolicy`.
        let parents: [Int]
    }

    private struct Level {
        var nodes: [Node] = []
        var hasAnyPolicy = false
        /// By what a policy is called in the next certificate: the nodes that expect it.
        var expected: [OID: [Int]] = [:]

        var isEmpty: Bool { nodes.isEmpty && !hasAnyPolicy }

        /// Takes the nodes with these policies away.
        mutating func remove(_ isRemoved: (OID) -> Bool) {
            nodes.removeAll { isRemoved($0.policy) }
            expected = [:]
            for (index, node) in nodes.enumerated() { expected[node.policy] = [index] }
        }
    }

    private var levels: [Level]
    private var remainingNodes = Limits.policyNodes

    /// `explicit_policy`, `policy_mapping` and `inhibit_anyPolicy`: certificates to go. RFC 5280 §6.1.2.
    private var explicitPolicy: Int
    private var policyMapping: Int
    private var inhibitAnyPolicy: Int

    private init(_ requirements: PolicyRequirements, count: Int) {
        var root = Level()
        root.hasAnyPolicy = true
        levels = [root]
        explicitPolicy = requirements.requiresExplicitPolicy ? 0 : count + 1
        policyMapping = requirements.inhibitsMapping ? 0 : count + 1
        inhibitAnyPolicy = requirements.inhibitsAnyPolicy ? 0 : count + 1
    }
}

extension PolicyGraph {
    /// Judges the policies of a path, from the certificate below the anchor to the end entity. RFC 9618 §5.
    ///
    /// `anchor` is the anchor's certificate when its own extensions count; a policy extension that it does not have
    /// constrains nothing then. The graph is made when somebody asks for it: the requirements, or a certificate that
    /// requires an explicit policy. No path is refused for its policies otherwise (RFC 5280 §6.1.5), and the result is nil.
    package static func check(
        _ path: [X509Certificate], _ requirements: PolicyRequirements, anchor: X509Certificate? = nil
    ) throws(PathFault) -> PolicyOutcome? {
        var isAsked = requirements != PolicyRequirements()
        for certificate in path { isAsked = try certificate.requiresExplicitPolicy() || isAsked }
        if let anchor { isAsked = try anchor.requiresExplicitPolicy() || isAsked }
        guard isAsked else { return nil }
        do throws(PolicyError) {
            var graph = PolicyGraph(requirements, count: path.count)
            if let anchor { try graph.begin(at: anchor) }
            for (index, certificate) in path.enumerated() {
                try graph.append(certificate, isLast: index == path.count - 1)
            }
            return try graph.outcome(requirements.acceptable)
        } catch {
            throw error.fault
        }
    }

    /// What the anchor's certificate says, as if it were one of the path without counting as one. RFC 5937 §3.2 makes inputs
    /// of it, which cannot say how many certificates a constraint leaves out.
    private mutating func begin(at anchor: X509Certificate) throws(PolicyError) {
        if let policies = try anchor.policies() {
            try appendLevel(policies, allowsAnyPolicy: true)
        }
        try map(anchor)
        try constrain(anchor)
    }

    /// RFC 9618 §5.3, and for all but the last §5.4 with RFC 5280 §6.1.4 (h) to (j).
    private mutating func append(_ certificate: X509Certificate, isLast: Bool) throws(PolicyError) {
        let isSelfIssued = certificate.isSelfIssued
        if let policies = try certificate.policies() {
            try appendLevel(policies, allowsAnyPolicy: inhibitAnyPolicy > 0 || (!isLast && isSelfIssued))
        } else {
            levels.append(Level())
        }
        try requirePolicy()
        guard !isLast else {
            // RFC 5280 §6.1.5 (a), (b).
            explicitPolicy = max(0, explicitPolicy - 1)
            if try certificate.constraints()?.requireExplicitPolicy == 0 { explicitPolicy = 0 }
            return
        }
        try map(certificate)
        if !isSelfIssued {
            explicitPolicy = max(0, explicitPolicy - 1)
            policyMapping = max(0, policyMapping - 1)
            inhibitAnyPolicy = max(0, inhibitAnyPolicy - 1)
        }
        try constrain(certificate)
    }

    /// RFC 5280 §6.1.3 (f).
    private func requirePolicy() throws(PolicyError) {
        guard explicitPolicy > 0 || levels.last?.isEmpty == false else { throw .notAcceptable }
    }

    /// RFC 5280 §6.1.4 (i), (j).
    private mutating func constrain(_ certificate: X509Certificate) throws(PolicyError) {
        if let constraints = try certificate.constraints() {
            explicitPolicy = min(explicitPolicy, constraints.requireExplicitPolicy ?? explicitPolicy)
            policyMapping = min(policyMapping, constraints.inhibitPolicyMapping ?? policyMapping)
        }
        inhibitAnyPolicy = min(inhibitAnyPolicy, try certificate.anyPolicyLimit() ?? inhibitAnyPolicy)
    }
}

extension PolicyGraph {
    /// The nodes for one certificate's policies. RFC 9618 §5.3 (d).
    private mutating func appendLevel(_ policies: [OID], allowsAnyPolicy: Bool) throws(PolicyError) {
        var expected = levels.last?.expected ?? [:]
        let isBelowAny = levels.last?.hasAnyPolicy ?? false
        var level = Level()
        for policy in policies where policy != .anyPolicy {
            // (d)(1)(i), else (ii).
            if let parents = expected.removeValue(forKey: policy) {
                try add(policy, parents, to: &level)
            } else if isBelowAny {
                try add(policy, [], to: &level)
            }
        }
        // (d)(2): what was expected and is not said stands behind anyPolicy.
        if allowsAnyPolicy, policies.contains(.anyPolicy) {
            for (policy, parents) in expected { try add(policy, parents, to: &level) }
            level.hasAnyPolicy = isBelowAny
        }
        levels.append(level)
    }

    /// Adds a node, which expects its own policy until it is mapped.
    private mutating func add(_ policy: OID, _ parents: [Int], to level: inout Level) throws(PolicyError) {
        // Edges are held too: a node with many parents counts as many.
        try spend(max(1, parents.count))
        level.expected[policy] = [level.nodes.count]
        level.nodes.append(Node(policy: policy, parents: parents))
    }

    private mutating func spend(_ count: Int) throws(PolicyError) {
        guard count <= remainingNodes else { throw .budgetExceeded }
        remainingNodes -= count
    }

    /// Gives the last level's policies the names they have below. RFC 9618 §5.4 (b).
    private mutating func map(_ certificate: X509Certificate) throws(PolicyError) {
        guard let mappings = try certificate.mappings(), var level = levels.popLast() else { return }
        let isAllowed = policyMapping > 0
        var targets: [OID: Set<OID>] = [:]
        for mapping in mappings { targets[mapping.issuerDomainPolicy, default: []].insert(mapping.subjectDomainPolicy) }
        if !isAllowed {
            // (b)(2).
            level.remove { targets[$0] != nil }
            levels.append(level)
            return
        }
        // (b)(1): what anyPolicy stood for gets a node of its own when it is mapped.
        let known = Set(level.nodes.map(\.policy))
        if level.hasAnyPolicy {
            for policy in targets.keys where !known.contains(policy) { try add(policy, [], to: &level) }
        }
        level.expected = [:]
        for (index, node) in level.nodes.enumerated() {
            for policy in targets[node.policy] ?? [node.policy] {
                try spend(1)
                level.expected[policy, default: []].append(index)
            }
        }
        levels.append(level)
    }

    /// What is left at the end. RFC 9618 §5.5 (g).
    private func outcome(_ acceptable: Set<OID>) throws(PolicyError) -> PolicyOutcome {
        let authority = authorityConstrained()
        var user = authority
        if !acceptable.contains(.anyPolicy) {
            user = authority.contains(.anyPolicy) ? acceptable : authority.intersection(acceptable)
        }
        guard explicitPolicy > 0 || !user.isEmpty else { throw .notAcceptable }
        return PolicyOutcome(authorityConstrained: authority, userConstrained: user)
    }

    /// The policies by the name that the first authority has for them: those below an `anyPolicy` from which the last level
    /// is reached.
    private func authorityConstrained() -> Set<OID> {
        guard let last = levels.last else { return [] }
        if last.hasAnyPolicy { return [.anyPolicy] }
        var policies: Set<OID> = []
        var reached = Set(last.nodes.indices)
        for level in levels.reversed() {
            var above: Set<Int> = []
            for index in reached where level.nodes.indices.contains(index) {
                let node = level.nodes[index]
                if node.parents.isEmpty { policies.insert(node.policy) }
                above.formUnion(node.parents)
            }
            reached = above
        }
        return policies
    }
}

/// Why the policies of a path will not do.
private enum PolicyError: Error {
    case notAcceptable
    case budgetExceeded
    case unreadable(CertificateError)
    case notCritical(StaticString)

    var fault: PathFault {
        switch self {
        case .notAcceptable:
            PathFault(.policyNotAcceptable, "there is no policy that is acceptable and that every authority agrees on")
        case .budgetExceeded: PathFault(.policyBudgetExceeded, "the policies of the path multiply beyond what is held")
        case .unreadable(let error): PathFault(error)
        case .notCritical(let field): PathFault(.malformed, "\(field) is not critical")
        }
    }
}

extension X509Certificate {
    /// Whether the certificate itself requires an explicit policy below it. Also refuses what must be understood and is
    /// not: qualifiers of a critical certificatePolicies. RFC 5280 §4.2.1.4.
    fileprivate func requiresExplicitPolicy() throws(PathFault) -> Bool {
        do throws(PolicyError) {
            if find(.certificatePolicies)?.isCritical ?? false { _ = try policies() }
            _ = try anyPolicyLimit()
            return try constraints()?.requireExplicitPolicy != nil
        } catch {
            throw error.fault
        }
    }

    fileprivate func policies() throws(PolicyError) -> [OID]? {
        do throws(CertificateError) { return try certificatePolicies } catch { throw .unreadable(error) }
    }

    fileprivate func mappings() throws(PolicyError) -> [PolicyMapping]? {
        do throws(CertificateError) { return try policyMappings } catch { throw .unreadable(error) }
    }

    /// RFC 5280 §4.2.1.11 wants the extension to be critical. RFC 3280 did not, and it counts either way.
    fileprivate func constraints() throws(PolicyError) -> PolicyConstraints? {
        do throws(CertificateError) { return try policyConstraints } catch { throw .unreadable(error) }
    }

    /// RFC 5280 §4.2.1.14: the extension is critical.
    fileprivate func anyPolicyLimit() throws(PolicyError) -> Int? {
        guard let found = find(.inhibitAnyPolicy) else { return nil }
        guard found.isCritical else { throw .notCritical("inhibitAnyPolicy") }
        do throws(CertificateError) { return try inhibitAnyPolicy } catch { throw .unreadable(error) }
    }
}
