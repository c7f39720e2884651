import TLSCertificates
import TestSupport

/// How the cases of other suites are put to our verifier.
struct PathCaseJudge {
    let item: PathCase
    let profile: CertificateProfile
    let algorithms: AlgorithmRequirements

    /// By the rules of the suite that the case is from.
    init(_ item: PathCase) {
        self.item = item
        switch item.suite {
        // It tests the algorithm of RFC 5280 §6; some of its good certificates break rules of §4.
        case .pkits: (profile, algorithms) = (.pathOnly, .legacy)
        case .chains:
            (profile, algorithms) = (.pathOnly, item.wantsStrongDigests ? .init(minimumRSABits: 1024) : .legacy)
        case .limbo(let family):
            switch family {
            case "rfc5280", "crl": (profile, algorithms) = (.rfc5280, .modern)
            case "webpki", "online": (profile, algorithms) = (.webPKI, .modern)
            default: (profile, algorithms) = (.pathOnly, .modern)
            }
        case .served: (profile, algorithms) = (.webPKI, .modern)
        }
    }

    /// The verdict: the path, or why there is none.
    func verdict() throws -> Result<VerifiedPath, PathFailure> {
        let verifier = PathVerifier(try store(), intermediates: try certificates(item.intermediates))
        let chain = try certificates(item.chain)
        let requirements = try requirements()
        do {
            return .success(try verifier.verify(chain, requirements))
        } catch {
            return .failure(error)
        }
    }

    private func requirements() throws -> PathRequirements {
        var requirements = PathRequirements(time: CertificateTime(secondsSinceEpoch: item.time), purpose: purpose)
        requirements.host = item.name.flatMap { $0.kind == .mail ? nil : $0.value }
        requirements.algorithms = algorithms
        requirements.purposeStrictness = strictness
        if let depth = item.maximumDepth { requirements.maximumIntermediates = depth }
        requirements.policies = policies
        if !item.crls.isEmpty || item.suite == .pkits {
            let lists = try item.crls.map { try CertificateRevocationList(derBytes: $0.der) }
            // The cases of x509-limbo give the list of the end entity's issuer alone.
            requirements.revocation = RevocationRequirements(
                lists: RevocationLists(lists), scope: item.suite == .pkits ? .path : .endEntity)
        }
        return requirements
    }

    private func certificates(_ items: [PathItem]) throws -> [X509Certificate] {
        try items.map { try X509Certificate(derBytes: $0.der) }
    }

    private var purpose: CertificatePurpose {
        switch item.purpose {
        case .server, .serverStrict, .serverStrictLeaf: .server
        case .client, .clientStrict, .clientStrictLeaf: .client
        case .any: .any
        // Purposes that are none of TLS: they are asked for by their identifiers.
        case .c2paTimestamping: CertificatePurpose(identifier: .timeStamping)
        case .c2paManifest: CertificatePurpose(identifier: .emailProtection)
        case .mlsClient: CertificatePurpose(identifier: OID("2.23.146.2.1.3"))
        }
    }

    private var strictness: PurposeStrictness {
        switch item.purpose {
        case .serverStrict, .clientStrict: .strict
        case .serverStrictLeaf, .clientStrictLeaf, .c2paTimestamping, .c2paManifest, .mlsClient: .strictEndEntity
        default: .standard
        }
    }

    private var policies: PolicyRequirements? {
        let asked = item.policies
        guard !asked.initial.isEmpty || asked.requireExplicitPolicy || asked.inhibitMapping || asked.inhibitAnyPolicy
        else { return nil }
        var requirements = PolicyRequirements()
        if !asked.initial.isEmpty { requirements.acceptable = Set(asked.initial.compactMap { OID($0) }) }
        requirements.requiresExplicitPolicy = asked.requireExplicitPolicy
        requirements.inhibitsMapping = asked.inhibitMapping
        requirements.inhibitsAnyPolicy = asked.inhibitAnyPolicy
        return requirements
    }

    private func store() throws -> TrustStore {
        let (constraints, role): (TrustAnchor.Constraints, TrustAnchor.Role) =
            switch item.rootTrust {
            case .anchor: (item.suite.trustsNamesAlone ? [] : .all, .authority)
            case .anchorWithConstraints: (.extensions, .authority)
            case .anchorWithConstraintsAndBasicConstraints: ([.extensions, .basicConstraints], .authority)
            // BoringSSL demands basicConstraints only of an anchor whose constraints count.
            case .anchorWithBasicConstraints: ([], .authority)
            case .anchorWithExpiration: (.validity, .authority)
            case .anchorWithExpirationAndConstraints: ([.validity, .extensions], .authority)
            case .anchorOrLeaf: ([], [.authority, .endEntity])
            case .leaf: ([], .endEntity)
            case .leafRequireSelfSigned: ([], .selfSigned)
            case .distrusted, .unspecified: (.all, [])
            }
        let roots = try certificates(item.roots)
        return TrustStore(roots.map { TrustAnchor($0, constraints: constraints, role: role, profile: profile) })
    }
}

/// Where a case is from, as its identifier tells.
enum PathSuite: Equatable {
    case pkits, chains, served
    case limbo(family: String)

    /// PKITS and BoringSSL take an anchor's name and key alone unless a case says otherwise.
    var trustsNamesAlone: Bool { self == .pkits || self == .chains }
}

extension PathCase {
    var suite: PathSuite {
        if id.hasPrefix("4.") { return .pkits }
        guard let colon = id.firstIndex(of: ":") else { return .served }
        let family = String(id[..<colon])
        let families = [
            "bettertls", "crl", "cve", "invalid", "online", "pathlen", "pathological", "rfc5280", "webpki",
        ]
        return families.contains(family) ? .limbo(family: family) : .chains
    }
}
