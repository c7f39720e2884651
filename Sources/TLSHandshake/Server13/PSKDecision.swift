import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Server13 {
    /// The pre-shared key that a handshake goes on with. RFC 9846 §4.3.11.
    struct PSKDecision: Sendable {
        /// Its place among those offered.
        let index: UInt16
        let key: PreSharedKey
        let source: Source
        let suite: CipherSuiteRow
        /// Whether a key exchange comes with it.
        let usesExchange: Bool

        enum Source: Sendable {
            /// Of a ticket, and the age that the client claims for it in milliseconds.
            case session(ServerSession, claimedAge: Int64)
            case external(identity: [UInt8])
        }

        var session: ServerSession? {
            if case .session(let session, _) = source { session } else { nil }
        }
    }

    /// So many of a client's identities are looked at: each may cost a decryption.
    private static let identitiesTried = 4

    /// The first key offered that we have and that fits; none is no reason to fail. RFC 9846 §4.3.11.
    static func decidePSK(
        _ hello: ClientHello, _ settings: ServerSettings, _ decision: HelloDecision, isSuiteFixed: Bool,
        now: UnixTime?
    ) throws(HandshakeFault) -> PSKDecision? {
        guard let offered = hello.extensions.preSharedKey,
            let usesExchange = decideMode(hello.extensions.pskKeyExchangeModes ?? [], settings, decision.group)
        else { return nil }
        for (index, identity) in offered.identities.prefix(identitiesTried).enumerated() {
            guard let (key, source) = try findKey(identity, hello, settings, now) else { continue }
            let fitting = suiteFitting(key, hello, settings, decision.suite, isSuiteFixed: isSuiteFixed)
            guard let suite = fitting else { continue }
            return PSKDecision(
                index: UInt16(truncatingIfNeeded: index), key: key, source: source, suite: suite,
                usesExchange: usesExchange)
        }
        return nil
    }

    /// Whether there is a key exchange; nil when the client offers no mode that we take. RFC 9846 §4.3.9.
    private static func decideMode(_ modes: [UInt8], _ settings: ServerSettings, _ group: GroupChoice?) -> Bool? {
        if modes.contains(PSKKeyExchangeMode.pskWithKeyExchange), group != nil { return true }
        let isAllowed = settings.options.allowsPSKWithoutExchange && modes.contains(PSKKeyExchangeMode.pskOnly)
        return isAllowed ? false : nil
    }

    private static func findKey(
        _ offered: PSKIdentity, _ hello: ClientHello, _ settings: ServerSettings, _ now: UnixTime?
    ) throws(HandshakeFault) -> (PreSharedKey, PSKDecision.Source)? {
        if let key = settings.externalKey?(offered.identity) { return (key, .external(identity: offered.identity)) }
        guard let resumption = settings.resumption, let now else { return nil }
        let found = try crypto { () throws(CryptoError) in try resumption.sessions.find(offered.identity, at: now) }
        guard let session = found, let suite = session.suite, isFit(session, resumption, hello, settings, now) else {
            return nil
        }
        let key = try crypto { () throws(CryptoError) in
            try PreSharedKey(.resumption, hash: suite.hash, secret: session.secret)
        }
        return (key, .session(session, claimedAge: session.claimedAge(offered.obfuscatedTicketAge)))
    }

    /// What a session must find as it was. RFC 9846 §4.3.11, §4.7.1.
    private static func isFit(
        _ session: ServerSession, _ resumption: ServerResumption, _ hello: ClientHello, _ settings: ServerSettings,
        _ now: UnixTime
    ) -> Bool {
        let facts = session.facts
        let lacksCertificate = settings.options.clientCertificates == .required && facts.peerCertificates.isEmpty
        return session.holds(at: now) && facts.binding == resumption.binding
            && facts.serverName == hello.extensions.serverName && !lacksCertificate
    }

    /// A suite of the key's hash: the one we would take anyway, or the first that we take of that hash.
    private static func suiteFitting(
        _ key: PreSharedKey, _ hello: ClientHello, _ settings: ServerSettings, _ suite: CipherSuiteRow,
        isSuiteFixed: Bool
    ) -> CipherSuiteRow? {
        if suite.hash == key.hash { return suite }
        guard !isSuiteFixed else { return nil }
        let fitting = settings.cipherSuites.filter { CipherSuiteTable.row(of: $0)?.hash == key.hash }
        return chooseSuite(offered: hello.cipherSuites, enabled: fitting, version: .tls13)
    }
}
