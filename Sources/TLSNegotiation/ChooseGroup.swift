package import TLSMessages

/// What a server does with a client's groups and shares. RFC 9846 §4.2.1.
package enum GroupChoice: Equatable, Sendable {
    /// The client has sent a share we take.
    case share(KeyShareEntry)
    /// A group in common, but no share for it: HelloRetryRequest.
    case retry(NamedGroup)
}

/// The group a server takes: its first that the client has sent a share for, or else its first that the client supports.
///
/// - Parameter retriesForBetter: takes the first that the client supports in any case, at the cost of a round trip when
///   there is no share for it.
/// - Returns: nil when there is no group in common.
package func chooseGroup(
    supported: [NamedGroup], shares: [KeyShareEntry], enabled: [NamedGroup], retriesForBetter: Bool = false
) -> GroupChoice? {
    var best: NamedGroup?
    for group in enabled where supported.contains(group) && GroupTable.algorithm(of: group) != nil {
        if let share = shares.first(where: { $0.group == group }) { return .share(share) }
        best = best ?? group
        if retriesForBetter { break }
    }
    return best.map(GroupChoice.retry)
}
