import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Server12 {
    /// The session that the hello brings, if it still fits; none is no reason to fail. RFC 5246 §7.3, RFC 5077 §3.4.
    static func decideSession(
        _ hello: ClientHello, _ extensions: HelloExtensions, _ settings: ServerSettings, now: UnixTime
    ) throws(HandshakeFault) -> (ServerSession, CipherSuiteRow12)? {
        guard let resumption = settings.resumption,
            let session = try findSession(hello, resumption, now),
            let row = CipherSuiteTable12.row(of: session.facts.cipherSuite),
            isFit(session, row, hello, extensions, settings, now)
        else { return nil }
        // RFC 7627 §5.3: a session with it is never resumed without.
        if session.facts.usesExtendedMasterSecret, !extensions.usesExtendedMasterSecret {
            throw .misbehaved(.resumedWithoutExtendedMasterSecret)
        }
        // RFC 7627 §5.3: and one without it gives way to a full handshake with it.
        guard session.facts.usesExtendedMasterSecret == extensions.usesExtendedMasterSecret else { return nil }
        return (session, row)
    }

    /// By its ticket, or by its identifier from a client that has no ticket. RFC 5077 §3.4.
    private static func findSession(
        _ hello: ClientHello, _ resumption: ServerResumption, _ now: UnixTime
    ) throws(HandshakeFault) -> ServerSession? {
        let sessions = resumption.sessions
        let name: [UInt8]
        if sessions.areInTickets {
            guard let ticket = hello.extensions.sessionTicket else { return nil }
            name = ticket
        } else {
            name = hello.legacySessionID
        }
        guard !name.isEmpty else { return nil }
        return try crypto { () throws(CryptoError) in try sessions.find(name, at: now) }
    }

    /// What a session must find as it was.
    private static func isFit(
        _ session: ServerSession, _ row: CipherSuiteRow12, _ hello: ClientHello, _ extensions: HelloExtensions,
        _ settings: ServerSettings, _ now: UnixTime
    ) -> Bool {
        let facts = session.facts
        let lacksCertificate = settings.options.clientCertificates == .required && facts.peerCertificates.isEmpty
        return session.holds(at: now) && facts.binding == settings.resumption?.binding
            && facts.serverName == hello.extensions.serverName && !lacksCertificate
            // RFC 5246 §7.4.1.2: the client offers the suite again, and we still speak it.
            && hello.cipherSuites.contains(row.suite) && settings.enabled12.rows.contains(row)
            // RFC 6066 §4: the length stays what it was.
            && facts.maximumFragmentLength == (extensions.maximumFragmentLength?.rawValue ?? 0)
    }
}
