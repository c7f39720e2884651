/// A path that keeps every rule: who the peer is, and who vouches for it.
public struct VerifiedPath: Sendable {
    /// What it consists of: by itself in memory, as a path is handed on more often than looked at.
    private final class Parts: Sendable {
        let certificates: [X509Certificate]
        let anchor: TrustAnchor?
        let policies: PolicyOutcome?
        let revocation: [RevocationStatus]

        init(
            _ certificates: [X509Certificate], _ anchor: TrustAnchor?, _ policies: PolicyOutcome?,
            _ revocation: [RevocationStatus]
        ) {
            self.certificates = certificates
            self.anchor = anchor
            self.policies = policies
            self.revocation = revocation
        }
    }

    private let parts: Parts

    init(
        certificates: [X509Certificate], anchor: TrustAnchor?, policies: PolicyOutcome? = nil,
        revocation: [RevocationStatus] = []
    ) {
        parts = Parts(certificates, anchor, policies, revocation)
    }

    /// The certificates from the end entity to the one that the anchor issued. The anchor's own is not among them, unless
    /// the end entity is the anchor.
    public var certificates: [X509Certificate] { parts.certificates }
    /// Who vouches for them; nil only where `IgnoredRules.unknownAuthority` let the path end without.
    public var anchor: TrustAnchor? { parts.anchor }
    /// The policies under which the path is valid; nil where nobody asked.
    public var policies: PolicyOutcome? { parts.policies }
    /// What is known of whether each of `certificates` was revoked; empty when nobody asked.
    public var revocation: [RevocationStatus] { parts.revocation }

    /// The certificates from the end entity to the anchor's own.
    public var chain: [X509Certificate] {
        guard let anchor, anchor.certificate != certificates.last else { return certificates }
        return certificates + [anchor.certificate]
    }
}

extension VerifiedPath: Hashable {
    /// Whether both are the same in all parts.
    public static func == (left: VerifiedPath, right: VerifiedPath) -> Bool {
        left.certificates == right.certificates && left.anchor == right.anchor && left.policies == right.policies
            && left.revocation == right.revocation
    }

    /// Hashes the certificates and the anchor.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(certificates)
        hasher.combine(anchor)
    }
}
