import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Server12 {
    /// What to answer a hello with: a pure function of the hello, the settings and the session it brings.
    struct HelloDecision: Sendable {
        let suite: CipherSuiteRow12
        let extensions: HelloExtensions
        let proof: ServerProof

        var session: ServerSession? {
            if case .session(let session) = proof { session } else { nil }
        }

        var isNamed: Bool {
            switch proof {
            case .certificate(let certificate): certificate.isNamed
            case .session(let session): session.facts.isNamed
            }
        }
    }

    /// What the server proves itself with.
    enum ServerProof: Sendable {
        case certificate(CertificateDecision)
        /// Its master secret, which only the server of the earlier connection has.
        case session(ServerSession)
    }

    /// A certificate with what its suite needs.
    struct CertificateDecision: Sendable {
        let credential: Credential
        /// The credential is for the name that the client asks for.
        let isNamed: Bool
        /// Of the key exchange.
        let group: NamedGroup?
        /// What signs an ephemeral key exchange.
        let scheme: SignatureSchemeRow12?
    }

    static func decide(
        _ hello: ClientHello, _ settings: ServerSettings, now: UnixTime?
    ) throws(HandshakeFault) -> HelloDecision {
        try checkOffer(hello)
        let extensions = try decideExtensions(hello, settings)
        if settings.options.requiresExtendedMasterSecret, !extensions.usesExtendedMasterSecret {
            throw .incompatible(.noExtendedMasterSecret)
        }
        if let now, let (session, row) = try decideSession(hello, extensions, settings, now: now) {
            var extensions = extensions.suiting(row, hello.extensions)
            extensions.sendsTicket = extensions.sendsTicket && session.isHalfSpent(at: now)
            return HelloDecision(suite: row, extensions: extensions, proof: .session(session))
        }
        let (choice, certificate) = try decideCertificate(hello, settings)
        return HelloDecision(
            suite: choice.row, extensions: extensions.suiting(choice.row, hello.extensions),
            proof: .certificate(certificate))
    }

    /// What a client must offer and may not.
    private static func checkOffer(_ hello: ClientHello) throws(HandshakeFault) {
        // RFC 5246 §7.4.1.2: every client takes records that are not compressed.
        guard hello.legacyCompressionMethods.contains(0) else { throw .misbehaved(.missingNullCompression) }
        let offer = hello.extensions
        // RFC 5746 §3.6: there is no connection yet that could be renegotiated.
        if let info = offer.renegotiationInfo, !info.isEmpty { throw .misbehaved(.wrongRenegotiationInfo) }
        // RFC 8422 §5.1.2: who names formats takes the uncompressed one.
        guard takesUncompressedPoints(offer) else { throw .misbehaved(.missingUncompressedPoints) }
        // RFC 6066 §4.
        if let length = offer.maximumFragmentLength, length.length == nil {
            throw .misbehaved(.unknownMaximumFragmentLength)
        }
        // RFC 8449 §4.
        if let limit = offer.recordSizeLimit, limit < 64 { throw .misbehaved(.recordSizeLimitTooSmall) }
    }

    // MARK: Suite and certificate

    /// The first suite that goes with a certificate for the client's name; a certificate for another name only where
    /// none has it. RFC 5246 §7.4.2, RFC 6066 §3.
    private static func decideCertificate(
        _ hello: ClientHello, _ settings: ServerSettings
    ) throws(HandshakeFault) -> (SuiteChoice12, CertificateDecision) {
        guard !settings.credentials.isEmpty else { throw .incompatible(.noCertificate) }
        let suiting = settings.credentials.suiting(hello.extensions.certificateAuthorities)
        guard !suiting.isEmpty else { throw .incompatible(.noMatchingIssuer) }
        guard let name = hello.extensions.serverName else {
            return try choose(hello, settings, suiting, isNamed: false)
        }
        let matching = suiting.filter { $0.matchesName(name) }
        if !matching.isEmpty {
            do throws(HandshakeFault) {
                return try choose(hello, settings, matching, isNamed: true)
            } catch {
                if settings.options.refusesUnknownServerName { throw error }
            }
        } else if settings.options.refusesUnknownServerName {
            throw .incompatible(.unknownServerName)
        }
        return try choose(hello, settings, suiting, isNamed: false)
    }

    private static func choose(
        _ hello: ClientHello, _ settings: ServerSettings, _ credentials: [Credential], isNamed: Bool
    ) throws(HandshakeFault) -> (SuiteChoice12, CertificateDecision) {
        // RFC 9846 §4.3.4, whose extension a client sends for TLS 1.2 too: of the authorities it names before all others.
        if let authorities = hello.extensions.certificateAuthorities {
            let issued = credentials.filter { $0.issuers.contains(where: authorities.contains) }
            if !issued.isEmpty, let choice = try? chooseFitting(hello, settings, issued, isNamed: isNamed) {
                return choice
            }
        }
        return try chooseFitting(hello, settings, credentials, isNamed: isNamed)
    }

    private static func chooseFitting(
        _ hello: ClientHello, _ settings: ServerSettings, _ credentials: [Credential], isNamed: Bool
    ) throws(HandshakeFault) -> (SuiteChoice12, CertificateDecision) {
        let choice: SuiteChoice12
        do {
            choice = try chooseSuite12(hello, enabled: settings.enabled12, certificates: credentials.map(\.traits))
        } catch {
            throw .incompatible(error.incompatibility)
        }
        let credential = credentials[choice.certificate]
        let certificate = CertificateDecision(
            credential: credential, isNamed: isNamed, group: choice.group ?? credential.staticGroup(choice.row),
            scheme: choice.scheme)
        return (choice, certificate)
    }
}

extension Credential {
    /// The curve of a key exchange with the certificate's own key. RFC 8422 §2.
    fileprivate func staticGroup(_ row: CipherSuiteRow12) -> NamedGroup? {
        guard row.keyExchange.groups == .certificate, case .ec(let curve) = key else { return nil }
        return GroupTable.group(of: curve)
    }
}

extension NoSuite12 {
    fileprivate var incompatibility: Incompatibility {
        switch self {
        case .noSuiteInCommon: .noCommonCipherSuite
        case .noCertificate: .noCertificate
        case .noSignatureScheme: .noCommonSignatureScheme
        case .noGroup: .noCommonGroup
        }
    }
}
