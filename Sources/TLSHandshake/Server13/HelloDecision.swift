import TLSMessages
import TLSNegotiation

extension Server13 {
    /// What a server answers to a ClientHello: pure, from the hello and the settings. RFC 9846 §4.2.1.
    struct HelloDecision: Sendable {
        let suite: CipherSuiteRow
        let group: GroupChoice
        let credential: Credential
        /// The credential is for the name that the client asks for.
        let isNamed: Bool
        let scheme: SignatureSchemeRow
        let applicationProtocol: [UInt8]?
    }

    static func decide(_ hello: ClientHello, _ settings: ServerSettings) throws(HandshakeFault) -> HelloDecision {
        try checkOffer(hello)
        let offer = hello.extensions
        guard
            let suite = chooseSuite(
                offered: hello.cipherSuites, enabled: settings.cipherSuites, version: .tls13)
        else { throw .incompatible(.noCommonCipherSuite) }
        guard let supported = offer.supportedGroups else { throw .misbehaved(.missingSupportedGroups) }
        guard let shares = offer.keyShare else { throw .misbehaved(.missingKeyShare) }
        guard let schemes = offer.signatureAlgorithms else { throw .misbehaved(.missingSignatureAlgorithms) }
        guard
            let group = chooseGroup(
                supported: supported, shares: shares, enabled: settings.groups,
                retriesForBetter: settings.options.retriesForBetterGroup)
        else { throw .incompatible(.noCommonGroup) }
        let applicationProtocol = try chooseApplicationProtocol(offer, settings)
        let (credential, isNamed, scheme) = try chooseCredential(offer, schemes, settings)
        return HelloDecision(
            suite: suite, group: group, credential: credential, isNamed: isNamed, scheme: scheme,
            applicationProtocol: applicationProtocol)
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

    private static func chooseApplicationProtocol(
        _ offer: ClientHelloExtensions, _ settings: ServerSettings
    ) throws(HandshakeFault) -> [UInt8]? {
        let ours = settings.options.applicationProtocols
        guard let offered = offer.applicationProtocols, !ours.isEmpty else { return nil }
        if let chosen = chooseProtocol(offered: offered, enabled: ours) { return chosen }
        guard settings.options.requiresApplicationProtocol else { return nil }
        throw .incompatible(.noCommonApplicationProtocol)
    }

    /// The first credential for the client's name whose key can sign with a scheme the client accepts; one for another
    /// name only when none has it. RFC 9846 §4.5.1.2.
    private static func chooseCredential(
        _ offer: ClientHelloExtensions, _ schemes: [SignatureScheme], _ settings: ServerSettings
    ) throws(HandshakeFault) -> (Credential, isNamed: Bool, SignatureSchemeRow) {
        guard !settings.credentials.isEmpty else { throw .incompatible(.noCertificate) }
        var others = settings.credentials[...]
        if let name = offer.serverName.map({ String(decoding: $0, as: UTF8.self).lowercased() }) {
            let matching = settings.credentials.filter { $0.matchesName(name) }
            for credential in matching {
                if let scheme = chooseScheme(schemes, settings, credential) { return (credential, true, scheme) }
            }
            if settings.options.refusesUnknownServerName {
                if matching.isEmpty { throw .incompatible(.unknownServerName) }
                others = []
            }
        }
        for credential in others {
            if let scheme = chooseScheme(schemes, settings, credential) { return (credential, false, scheme) }
        }
        throw .incompatible(.noCommonSignatureScheme)
    }

    private static func chooseScheme(
        _ offered: [SignatureScheme], _ settings: ServerSettings, _ credential: Credential
    ) -> SignatureSchemeRow? {
        chooseSignatureScheme(offered: offered, enabled: settings.signatureSchemes, key: credential.key)
    }
}
