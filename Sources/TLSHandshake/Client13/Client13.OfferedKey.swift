import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Client13 {
    /// A pre-shared key that our hello offers. RFC 9846 §4.3.11.
    struct OfferedKey: Sendable {
        let identity: PSKIdentity
        let key: PreSharedKey
        let source: Source

        enum Source: Sendable {
            case session(ClientSession, age: Int64)
            case external
        }

        /// What early data is sent with, if the key allows any. RFC 9846 §4.3.10.
        var earlyData: (suite: CipherSuiteRow, limit: UInt32)? {
            guard case .session(let session, _) = source, let suite = session.suite,
                session.facts.maximumEarlyData > 0
            else { return nil }
            return (suite, session.facts.maximumEarlyData)
        }
    }

    /// The keys to offer: the session's first, as early data comes with the first only.
    ///
    /// - Parameter now: what time it is; without it no session is offered.
    static func decideOfferedKeys(
        _ settings: ClientSettings, now: UnixTime?
    ) throws(HandshakeFault) -> [OfferedKey] {
        guard settings.speaksTLS13 else { return [] }
        var offered: [OfferedKey] = []
        if let session = settings.session, let now, let key = try offer(session, settings, now) { offered.append(key) }
        for external in settings.externalKeys where hasSuite(of: external.key.hash, settings) {
            // RFC 9846 §4.3.11: their age means nothing.
            let identity = PSKIdentity(identity: external.identity, obfuscatedTicketAge: 0)
            offered.append(OfferedKey(identity: identity, key: external.key, source: .external))
        }
        return offered
    }

    /// RFC 9846 §4.7.1: a ticket goes to the server it came from, and while it holds.
    private static func offer(
        _ session: ClientSession, _ settings: ClientSettings, _ now: UnixTime
    ) throws(HandshakeFault) -> OfferedKey? {
        let facts = session.facts
        guard facts.serverName == settings.serverName, let suite = session.suite, let age = session.age(at: now),
            hasSuite(of: suite.hash, settings)
        else { return nil }
        let identity = PSKIdentity(
            identity: facts.ticket, obfuscatedTicketAge: UInt32(truncatingIfNeeded: age) &+ facts.ageAdd)
        let key = try crypto { () throws(CryptoError) in
            try PreSharedKey(.resumption, hash: suite.hash, secret: session.secret)
        }
        return OfferedKey(identity: identity, key: key, source: .session(session, age: age))
    }

    private static func hasSuite(of hash: HashAlgorithm, _ settings: ClientSettings) -> Bool {
        settings.cipherSuites.contains { CipherSuiteTable.row(of: $0)?.hash == hash }
    }

    /// Whether early data can come with the first key: what it was made under must be on offer again.
    /// RFC 9846 §4.3.10.
    static func offersEarlyData(_ offered: [OfferedKey], _ settings: ClientSettings) -> Bool {
        guard settings.options.offersEarlyData, let first = offered.first, let early = first.earlyData,
            case .session(let session, _) = first.source, settings.cipherSuites.contains(early.suite.suite)
        else { return false }
        guard let name = session.facts.applicationProtocol else { return true }
        return settings.options.applicationProtocols.contains(name)
    }
}
