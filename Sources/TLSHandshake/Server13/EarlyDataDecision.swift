import TLSMessages
import TLSNegotiation

extension Server13 {
    /// How far the age that a client claims may be from what our clock says, in milliseconds. RFC 9846 §8.3.
    private static let freshness: Int64 = 10_000

    /// Whether the client's early data is taken. RFC 9846 §4.3.10, §8.
    ///
    /// Asked last, and of a hello whose binder is good: the keeper remembers what it admits.
    static func acceptsEarlyData(
        _ hello: ClientHello, _ decision: HelloDecision, _ psk: PSKDecision, _ settings: ServerSettings,
        now: UnixTime?
    ) -> Bool {
        guard hello.extensions.earlyData != nil, psk.index == 0,
            case .session(let session, let claimedAge) = psk.source,
            let keeper = settings.resumption?.earlyData?.keeper, let now,
            let binder = hello.extensions.preSharedKey?.binders.first
        else { return false }
        let facts = session.facts
        let isAllowed = facts.maximumEarlyData > 0 && facts.earlyDataKeeper == keeper.identity
        let isSame =
            facts.cipherSuite == decision.suite.suite && facts.applicationProtocol == decision.applicationProtocol
        let age = now.milliseconds(since: facts.issuedAt)
        guard isAllowed, isSame, abs(age - claimedAge) <= freshness else { return false }
        return keeper.admits(binder, at: now)
    }
}
