import TLSMessages
import TLSNegotiation
import TLSWire

extension Client12 {
    /// Adds what TLS 1.2 needs to a hello that offers it. RFC 5246 §7.4.1.4 and the RFC of each extension.
    ///
    /// - Parameter session: the session to resume, if it is one of TLS 1.2.
    static func addOffer(
        to offered: inout ClientHelloExtensions, _ settings: ClientSettings, _ session: ClientSession?
    ) {
        let rows = settings.enabled12.rows
        offered.supportedGroups = joined(offered.supportedGroups, groups(settings.enabled12))
        // RFC 5246 §7.4.1.4.1: who names none does not send it.
        offered.signatureAlgorithms = joined(offered.signatureAlgorithms, settings.enabled12.signatureSchemes)
        // RFC 8422 §4: with suites that use curves.
        if rows.contains(where: \.keyExchange.usesPoints) { offered.pointFormats = [PointFormat.uncompressed] }
        // RFC 7366 §3: it means something for block ciphers only.
        if rows.contains(where: \.usesBlockCipher) { offered.encryptThenMAC = Empty() }
        offered.extendedMasterSecret = Empty()
        // RFC 5746 §3.4: what a first handshake says.
        offered.renegotiationInfo = []
        // RFC 5077 §3.2: empty, it asks for a ticket.
        if let session, !session.facts.ticket.isEmpty {
            offered.sessionTicket = session.facts.ticket
        } else if settings.options.wantsSessions {
            offered.sessionTicket = []
        }
        // RFC 8449 §4: TLS 1.2 has no type inside of a record.
        if !settings.speaksTLS13 { offered.recordSizeLimit = offered.recordSizeLimit.map { min($0, 1 << 14) } }
    }

    /// The groups that our suites of TLS 1.2 can use. RFC 8422 §5.1.1, RFC 7919 §3.
    private static func groups(_ enabled: Enabled12) -> [NamedGroup] {
        let usesCurves = enabled.rows.contains { $0.keyExchange.usesPoints }
        let usesFiniteFields = enabled.rows.contains { $0.keyExchange.groups == .finiteField }
        return enabled.groups.filter { group in
            usesCurves && GroupTable.isCurve12(group) || usesFiniteFields && GroupTable.isFiniteField(group)
        }
    }

    /// Those of TLS 1.3, and behind them what only TLS 1.2 has; nil for none at all.
    private static func joined<Value: Equatable>(_ first: [Value]?, _ second: [Value]) -> [Value]? {
        let first = first ?? []
        let all = first + second.filter { !first.contains($0) }
        return all.isEmpty ? nil : all
    }

    /// The session to offer: one of TLS 1.2 that still fits. RFC 5246 §7.4.1.2, RFC 5077 §3.4.
    ///
    /// - Parameter now: what time it is; without it no session is offered.
    static func decideOfferedSession(_ settings: ClientSettings, now: UnixTime?) -> ClientSession? {
        guard settings.speaksTLS12, let session = settings.session, let now, let row = session.suite12,
            settings.enabled12.rows.contains(row), session.facts.serverName == settings.serverName,
            session.age(at: now) != nil, !session.isForgotten
        else { return nil }
        // RFC 7627 §5.3: it would have to be resumed without.
        guard session.facts.usesExtendedMasterSecret || !settings.options.requiresExtendedMasterSecret else {
            return nil
        }
        return session
    }
}
