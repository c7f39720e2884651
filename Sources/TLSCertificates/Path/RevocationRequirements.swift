/// What must be known of whether the certificates of a path were revoked, and what there is to know it by.
///
/// Nothing is fetched. Lists and responses are independent: what either says was revoked is refused, whatever the other says
/// and whatever is asked.
public struct RevocationRequirements: Sendable {
    /// Which certificates must be known not to be revoked.
    public enum Scope: Hashable, Sendable {
        /// None.
        case none
        /// The end entity's.
        case endEntity
        /// All but the anchor's.
        case path
    }

    /// What came of asking the peer for its issuer's OCSP response. RFC 6066 §8.
    public enum Staple: Hashable, Sendable {
        /// It was not asked for.
        case notRequested
        /// It was, and the peer has none.
        case missing
        /// The response, DER.
        case response([UInt8])
    }

    /// Which certificates must be known not to be revoked.
    public var scope = Scope.none
    /// The revocation lists at hand.
    public var lists = RevocationLists([])
    /// What the peer stapled. A response that is not good is refused, and so is one that is missing where the certificate
    /// demands it (RFC 7633).
    public var staple = Staple.notRequested
    /// Accepts an end entity of which nothing is known although `scope` asks.
    public var allowsUnknownEndEntity = false
    /// Accepts authorities of which nothing is known although `scope` asks.
    public var allowsUnknownAuthorities = false

    /// Asks for nothing.
    public init() {}

    /// Asks for all certificates of the path, by these lists.
    public init(lists: RevocationLists, scope: Scope = .path) {
        self.lists = lists
        self.scope = scope
    }

    /// Whether there is anything to look at.
    var isIdle: Bool { scope == .none && lists.lists.isEmpty && staple == .notRequested }
}
