import TLSMessages
import TLSNegotiation

extension Server13 {
    /// What a server answers to a ClientHello. RFC 9846 §4.2.1.
    struct HelloDecision: Sendable {
        private(set) var suite: CipherSuiteRow
        /// Nil: the pre-shared key does without a key exchange, or there is no group in common.
        private(set) var group: GroupChoice?
        let applicationProtocol: [UInt8]?

        /// Goes on with what a pre-shared key comes with.
        mutating func adopt(_ psk: PSKDecision) {
            suite = psk.suite
            if !psk.usesExchange { group = nil }
        }
    }

    /// What the server proves itself with.
    enum ServerProof: Sendable {
        case certificate(CertificateDecision)
        case preSharedKey(PSKDecision)
    }

    /// What the server signs with.
    struct CertificateDecision: Sendable {
        let credential: Credential
        /// The credential is for the name that the client asks for.
        let isNamed: Bool
        let scheme: SignatureSchemeRow
    }

    /// - Parameter fixedSuite: the suite that a HelloRetryRequest has named.
    static func decide(
        _ hello: ClientHello, _ settings: ServerSettings, fixedSuite: CipherSuiteRow? = nil
    ) throws(HandshakeFault) -> HelloDecision {
        try checkOffer(hello)
        guard
            let suite = fixedSuite
                ?? chooseSuite(offered: hello.cipherSuites, enabled: settings.cipherSuites, version: .tls13)
        else { throw .incompatible(.noCommonCipherSuite) }
        return HelloDecision(
            suite: suite, group: try decideGroup(hello, settings),
            applicationProtocol: try chooseApplicationProtocol(hello.extensions, settings))
    }

    /// Of a hello that has all that is needed: a pre-shared key that fits, or else a certificate.
    ///
    /// - Parameter now: what time it is; without it nothing is resumed.
    static func decideProof(
        _ hello: ClientHello, _ settings: ServerSettings, _ decision: HelloDecision, isSuiteFixed: Bool, now: UnixTime?
    ) throws(HandshakeFault) -> ServerProof {
        if let psk = try decidePSK(hello, settings, decision, isSuiteFixed: isSuiteFixed, now: now) {
            return .preSharedKey(psk)
        }
        guard decision.group != nil else { throw .incompatible(.noCommonGroup) }
        return .certificate(try decideCertificate(hello.extensions, settings))
    }

    /// The key exchange, which only a pre-shared key can do without. RFC 9846 §4.3.7, §9.2.
    private static func decideGroup(
        _ hello: ClientHello, _ settings: ServerSettings
    ) throws(HandshakeFault) -> GroupChoice? {
        let offer = hello.extensions
        if offer.supportedGroups == nil, offer.keyShare == nil, offersOnlyPSK(offer, settings) { return nil }
        guard let supported = offer.supportedGroups else { throw .misbehaved(.missingSupportedGroups) }
        guard let shares = offer.keyShare else { throw .misbehaved(.missingKeyShare) }
        return chooseGroup(
            supported: supported, shares: shares, enabled: settings.groups,
            retriesForBetter: settings.options.retriesForBetterGroup)
    }

    private static func offersOnlyPSK(_ offer: ClientHelloExtensions, _ settings: ServerSettings) -> Bool {
        settings.options.allowsPSKWithoutExchange && offer.preSharedKey != nil
            && offer.pskKeyExchangeModes?.contains(PSKKeyExchangeMode.pskOnly) ?? false
    }

    /// What RFC 9846 forbids a client to offer.
    private static func checkOffer(_ hello: ClientHello) throws(HandshakeFault) {
        // RFC 9846 §4.2.2: exactly the null method.
        guard hello.legacyCompressionMethods == [0] else { throw .misbehaved(.offeredCompression) }
        // RFC 9846 §4.2.2: 0x0303 and nothing else.
        guard hello.legacyVersion == .tls12 else { throw .misbehaved(.wrongLegacyVersion) }
        let offer = hello.extensions
        // RFC 9846 §4.3.9.
        if offer.preSharedKey != nil, offer.pskKeyExchangeModes == nil { throw .misbehaved(.preSharedKeyWithoutModes) }
        // RFC 9846 §4.3.11: one binder a key.
        if let keys = offer.preSharedKey, keys.identities.count != keys.binders.count {
            throw .misbehaved(.binderCountDiffers)
        }
        // RFC 8449 §4.
        if let limit = offer.recordSizeLimit, limit < 64 { throw .misbehaved(.recordSizeLimitTooSmall) }
        if let shares = offer.keyShare, let supported = offer.supportedGroups {
            try checkShares(shares, supported)
        }
    }

    /// RFC 9846 §4.3.8: one share a group, for supported groups only, in their order. One pass over both lists.
    private static func checkShares(_ shares: [KeyShareEntry], _ supported: [NamedGroup]) throws(HandshakeFault) {
        var behind = supported[...]
        for share in shares {
            guard let place = behind.firstIndex(of: share.group) else {
                guard supported.contains(share.group) else { throw .misbehaved(.keyShareForUnsupportedGroup) }
                let isRepeated = shares.count { $0.group == share.group } > 1
                throw .misbehaved(isRepeated ? .duplicateKeyShare : .keyShareOrder)
            }
            behind = behind[(place + 1)...]
        }
    }

    /// The first credential for the client's name whose key can sign with a scheme the client accepts; one for another
    /// name only when none has it. RFC 9846 §4.5.1.2.
    static func decideCertificate(
        _ offer: ClientHelloExtensions, _ settings: ServerSettings
    ) throws(HandshakeFault) -> CertificateDecision {
        guard let schemes = offer.signatureAlgorithms else { throw .misbehaved(.missingSignatureAlgorithms) }
        guard !settings.credentials.isEmpty else { throw .incompatible(.noCertificate) }
        let suiting = settings.credentials.suiting(offer.certificateAuthorities)
        guard !suiting.isEmpty else { throw .incompatible(.noMatchingIssuer) }
        var others = suiting[...]
        if let name = offer.serverName {
            let matching = suiting.filter { $0.matchesName(name) }
            if let (credential, scheme) = choose(matching, offer, schemes, settings) {
                return CertificateDecision(credential: credential, isNamed: true, scheme: scheme)
            }
            if settings.options.refusesUnknownServerName {
                if matching.isEmpty { throw .incompatible(.unknownServerName) }
                others = []
            }
        }
        if let (credential, scheme) = choose(Array(others), offer, schemes, settings) {
            return CertificateDecision(credential: credential, isNamed: false, scheme: scheme)
        }
        throw .incompatible(.noCommonSignatureScheme)
    }

    /// The first that can sign with a scheme the client accepts; one of the authorities it names before all others.
    /// RFC 9846 §4.3.4.
    private static func choose(
        _ credentials: [Credential], _ offer: ClientHelloExtensions, _ schemes: [SignatureScheme],
        _ settings: ServerSettings
    ) -> (Credential, SignatureSchemeRow)? {
        firstFitting(
            credentials, authorities: offer.certificateAuthorities ?? [], schemes: schemes,
            enabled: settings.signatureSchemes)
    }
}
