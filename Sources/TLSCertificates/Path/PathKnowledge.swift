import TLSPrimitives

/// What a search has found out about the certificates of its pool, by their index.
struct PathKnowledge {
    struct Signature: Hashable {
        let certificate: Int
        let key: PublicKey
    }

    /// Whether a certificate can be an authority, once it was asked.
    var fitness: [Result<Void, PathFault>?]
    /// The keys, once they were asked for.
    var keys: [Result<PublicKey, PathFault>?]
    /// Which signatures are good.
    var signatures: [Signature: Bool] = [:]

    init(count: Int) {
        fitness = Array(repeating: nil, count: count)
        keys = Array(repeating: nil, count: count)
    }
}
