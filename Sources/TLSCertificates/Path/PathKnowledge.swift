import TLSPrimitives

/// What a search has found out about the certificates of its pool, by their index.
struct PathKnowledge {
    /// A certificate and the key that it may be signed with. A key is found again by who it is, which costs less than by what it
    /// is; it lives as long as what is known of it.
    struct Signature: Hashable {
        let certificate: Int
        let key: PublicKey

        static func == (left: Signature, right: Signature) -> Bool {
            left.certificate == right.certificate && left.key === right.key
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(certificate)
            hasher.combine(ObjectIdentifier(key))
        }
    }

    /// An anchor with its key, or why it vouches for nobody.
    struct Anchor {
        let anchor: TrustAnchor
        let key: Result<PublicKey, PathFault>
    }

    /// Who may have issued a certificate, the likely ones first.
    struct Issuers {
        let anchors: [Anchor]
        let others: [Int]
    }

    /// Whether a certificate can be an authority, once it was asked.
    var fitness: [Result<Void, PathFault>?]
    /// The keys, once they were asked for: one for certificates of the same name and key.
    var keys: [Result<PublicKey, PathFault>?]
    /// What was proved in earlier searches.
    let proven: [ProvenCertificates.Entry?]
    /// The issuers, once they were looked for.
    var issuers: [Issuers?]
    /// Which signatures are good, and why the others are not.
    var signatures: [Signature: Result<Void, PathFault>] = [:]

    /// - Parameter entities: one number for certificates of the same name and key.
    init(proven: [ProvenCertificates.Entry?], entities: [Int]) {
        self.proven = proven
        fitness = Array(repeating: nil, count: proven.count)
        keys = Array(repeating: nil, count: proven.count)
        issuers = Array(repeating: nil, count: proven.count)
        for (index, entry) in proven.enumerated() {
            if let key = entry?.key { keys[entities[index]] = .success(key) }
        }
    }
}
