import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Client12 {
    /// What a ServerHello settles. RFC 5246 §7.4.1.3.
    struct ServerChoice {
        let suite: CipherSuiteRow12
        let extensions: ServerExtensions
        /// The session that the server resumes.
        let session: ClientSession?
    }

    /// What the extensions of both hellos settle. RFC 5246 §7.4.1.4.
    struct ServerExtensions: Sendable {
        var applicationProtocol: [UInt8]?
        /// RFC 7627.
        var usesExtendedMasterSecret = false
        /// RFC 7366.
        var encryptsThenMACs = false
        /// A NewSessionTicket comes. RFC 5077 §3.2.
        var promisesTicket = false
        /// A CertificateStatus may come. RFC 6066 §8.
        var mayHaveStatus = false
        /// RFC 6962 §3.3.1.
        var timestamps: [[UInt8]]?
        /// RFC 6066 §4.
        var maximumFragmentLength: MaximumFragmentLength?
        /// The most plaintext that the server wants in a record. RFC 8449 §4.
        var recordSizeLimit: UInt16?
    }

    static func decide(
        _ hello: ServerHello12, _ offer: Client13.HelloOffer, _ settings: ClientSettings
    ) throws(HandshakeFault) -> ServerChoice {
        let suite = try offeredSuite(hello, offer, settings)
        let extensions = try decideExtensions(hello, offer, suite)
        if settings.options.requiresExtendedMasterSecret, !extensions.usesExtendedMasterSecret {
            throw .incompatible(.noExtendedMasterSecret)
        }
        let session = try resumedSession(hello, offer, suite, extensions)
        return ServerChoice(suite: suite, extensions: extensions, session: session)
    }

    /// RFC 5246 §7.4.1.3: one of ours; what was reserved, or signals something, is none.
    private static func offeredSuite(
        _ hello: ServerHello12, _ offer: Client13.HelloOffer, _ settings: ClientSettings
    ) throws(HandshakeFault) -> CipherSuiteRow12 {
        guard offer.hello.cipherSuites.contains(hello.cipherSuite),
            let row = settings.enabled12.rows.first(where: { $0.suite == hello.cipherSuite })
        else { throw .misbehaved(.selectedUnofferedSuite) }
        return row
    }

    private static func decideExtensions(
        _ hello: ServerHello12, _ offer: Client13.HelloOffer, _ suite: CipherSuiteRow12
    ) throws(HandshakeFault) -> ServerExtensions {
        let answers = hello.extensions
        let offered = offer.hello.extensions
        // RFC 5246 §7.4.1.4: no answer without an offer.
        for type in answers.order where !offer.offers(type) { throw .misbehaved(.answeredUnofferedExtension) }
        // RFC 5746 §3.4: there is no connection yet that could be renegotiated.
        if let info = answers.renegotiationInfo, !info.isEmpty { throw .misbehaved(.wrongRenegotiationInfo) }
        // RFC 7366 §3.
        if answers.encryptThenMAC != nil, !suite.usesBlockCipher {
            throw .misbehaved(.encryptsThenMACsWithoutBlockCipher)
        }
        // RFC 8422 §5.2.
        if let formats = answers.pointFormats, !formats.contains(PointFormat.uncompressed) {
            throw .misbehaved(.missingUncompressedPoints)
        }
        try Client13.checkLimits(answers.recordSizeLimit, answers.maximumFragmentLength, offered)
        var extensions = ServerExtensions()
        extensions.applicationProtocol = try Client13.decideProtocol(answers.applicationProtocol, offered)
        extensions.usesExtendedMasterSecret = answers.extendedMasterSecret != nil
        extensions.encryptsThenMACs = answers.encryptThenMAC != nil
        extensions.promisesTicket = answers.sessionTicket != nil
        extensions.mayHaveStatus = answers.statusRequest != nil
        extensions.timestamps = answers.signedCertificateTimestamps
        extensions.maximumFragmentLength = answers.maximumFragmentLength
        extensions.recordSizeLimit = answers.recordSizeLimit
        return extensions
    }

    /// The session whose identifier comes back, or whose ticket came with the identifier. RFC 5246 §7.4.1.3, RFC 5077 §3.4.
    private static func resumedSession(
        _ hello: ServerHello12, _ offer: Client13.HelloOffer, _ suite: CipherSuiteRow12,
        _ extensions: ServerExtensions
    ) throws(HandshakeFault) -> ClientSession? {
        guard !hello.sessionID.isEmpty, hello.sessionID == offer.hello.legacySessionID else { return nil }
        // RFC 9846 §E.4: an identifier that stands there for middleboxes names none.
        guard let session = offer.session12 else { throw .misbehaved(.resumedUnknownSession) }
        // RFC 5246 §7.4.1.3: the suite is the session's.
        guard suite == session.suite12 else { throw .misbehaved(.resumedWithOtherSuite) }
        // RFC 7627 §5.3: both with it, or both without.
        switch (session.facts.usesExtendedMasterSecret, extensions.usesExtendedMasterSecret) {
        case (true, false): throw .misbehaved(.resumedWithoutExtendedMasterSecret)
        case (false, true): throw .misbehaved(.resumedWithExtendedMasterSecret)
        case (true, true), (false, false): return session
        }
    }
}
