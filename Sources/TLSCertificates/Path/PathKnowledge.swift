import TLSPrimitives

/// What a search has found out about the certificates of its pool, by their index.
struct PathKnowledge {
    private struct Signature {
        let certificate: Int
        let key: PublicKey
        let isGood: Bool
    }

    /// Whether a certificate can be an authority, once it was asked.
    var fitness: [Result<Void, PathFault>?]
    /// The keys, once they were asked for.
    var keys: [Result<PublicKey, PathFault>?]
    /// What was proved in earlier searches.
    let proven: [ProvenCertificates.Entry?]
    /// Those that were checked: at most as many as the budget allows.
    private var signatures: [Signature] = []

    init(proven: [ProvenCertificates.Entry?]) {
        self.proven = proven
        fitness = Array(repeating: nil, count: proven.count)
        keys = proven.map { entry in entry?.key.map { .success($0) } }
    }

    /// Whether a certificate was signed with a key, as far as it is known.
    func signature(of certificate: Int, by key: PublicKey) -> Bool? {
        if let issuer = proven[certificate]?.issuer, issuer == key { return true }
        return signatures.first { $0.certificate == certificate && $0.key == key }?.isGood
    }

    mutating func remember(signatureOf certificate: Int, by key: PublicKey, isGood: Bool) {
        signatures.append(Signature(certificate: certificate, key: key, isGood: isGood))
    }
}
