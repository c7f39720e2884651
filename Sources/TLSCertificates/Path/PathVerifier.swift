/// Finds a path from a peer's certificate to a trust anchor that keeps every rule. RFC 5280 §6, RFC 4158.
///
/// It has no clock, asks no network and holds no state but which signatures it has seen proved, so one is shared by all
/// connections. What is trusted is replaced by making another.
public final class PathVerifier: Sendable {
    /// The anchors.
    public let store: TrustStore
    /// Certificates that help to find a path, beside those that a peer sends. They are not trusted.
    public let intermediates: [X509Certificate]
    private let helpers: [CertificateFacts]
    private let proven = ProvenCertificates()

    /// Makes a verifier.
    public init(_ store: TrustStore, intermediates: [X509Certificate] = []) {
        self.store = store
        self.intermediates = intermediates
        helpers = intermediates.map { CertificateFacts($0) }
    }

    /// Judges a chain as a peer sent it: the end entity's certificate first, the others in any order.
    ///
    /// - Throws: why no path is accepted, which is also what an empty chain gets.
    public func verify(
        _ chain: [X509Certificate], _ requirements: PathRequirements
    ) throws(PathFailure) -> VerifiedPath {
        guard let leaf = chain.first else {
            throw PathFailure(.unknownAuthority, certificate: nil, reason: "there is no certificate")
        }
        var search = PathSearch(
            leaf: leaf, others: chain.dropFirst(), helpers: helpers, store: store, proven: proven,
            requirements: requirements)
        return try search.run()
    }
}
