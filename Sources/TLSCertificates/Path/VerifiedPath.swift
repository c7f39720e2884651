/// A path that keeps every rule: who the peer is, and who vouches for it.
public struct VerifiedPath: Hashable, Sendable {
    /// The certificates from the end entity to the one that the anchor issued. The anchor's own is not among them, unless
    /// the end entity is the anchor.
    public let certificates: [X509Certificate]
    /// Who vouches for them; nil only where `IgnoredRules.unknownAuthority` let the path end without.
    public let anchor: TrustAnchor?
    /// The policies under which the path is valid; nil where nobody asked.
    public let policies: PolicyOutcome?
    /// What is known of whether each of `certificates` was revoked; empty when nobody asked.
    public let revocation: [RevocationStatus]

    init(
        certificates: [X509Certificate], anchor: TrustAnchor?, policies: PolicyOutcome? = nil,
        revocation: [RevocationStatus] = []
    ) {
        self.certificates = certificates
        self.anchor = anchor
        self.policies = policies
        self.revocation = revocation
    }

    /// The certificates from the end entity to the anchor's own.
    public var chain: [X509Certificate] {
        guard let anchor, anchor.certificate != certificates.last else { return certificates }
        return certificates + [anchor.certificate]
    }
}
