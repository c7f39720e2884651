import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSWire

extension Client13 {
    /// What a ServerHello settles. RFC 9846 §4.2.3.
    struct ServerChoice {
        let suite: CipherSuiteRow
        let share: KeyShareEntry
        /// Our key of the same group.
        let key: KeyAgreementKey
    }

    /// What a HelloRetryRequest asks for. RFC 9846 §4.2.4.
    struct RetryDecision {
        let suite: CipherSuiteRow
        let group: NamedGroup?
        let cookie: [UInt8]?
    }

    /// Decodes a ServerHello or HelloRetryRequest, the version first.
    static func decodeServerHello(
        _ message: HandshakeMessage, _ offer: HelloOffer, _ settings: ClientSettings
    ) throws(HandshakeFault) -> ServerHello {
        let version = try decoding { () throws(WireError) in try ServerHelloVersion(message) }
        guard let selected = version.selected else {
            // RFC 9846 §4.2.3: a server that could have spoken TLS 1.3 says so.
            if version.isMarkedAsDowngrade { throw .misbehaved(.markedAsDowngrade) }
            throw .incompatible(.noCommonVersion)
        }
        // RFC 9846 §4.3.1: one that was offered, and none before TLS 1.3.
        guard selected == .tls13, settings.versions.contains(selected) else {
            throw .misbehaved(.selectedUnofferedVersion)
        }
        let hello = try decodeAnswer(message, ServerHello.codec, "ServerHello", offer)
        // RFC 9846 §4.2.3: 0x0303 and nothing else.
        guard hello.legacyVersion == .tls12 else { throw .misbehaved(.wrongLegacyVersion) }
        // RFC 9846 §4.2.3: what we sent comes back.
        guard hello.legacySessionIDEcho == offer.hello.legacySessionID else {
            throw .misbehaved(.sessionIDNotEchoed)
        }
        return hello
    }

    /// Decodes a message of answers: an extension we know, in a message where it may not stand, is illegal.
    /// RFC 9846 §4.3.
    static func decodeAnswer<Body>(
        _ message: HandshakeMessage, _ codec: Codec<Body>, _ subject: StaticString, _ offer: HelloOffer
    ) throws(HandshakeFault) -> Body {
        do {
            return try message.decode(codec, subject)
        } catch {
            if case .forbiddenExtension(let type) = error.kind, offer.offers(ExtensionType(rawValue: type)) {
                throw .misbehaved(.extensionInWrongMessage)
            }
            throw .decode(error)
        }
    }

    static func decide(
        _ hello: ServerHello, _ offer: HelloOffer, _ settings: ClientSettings
    ) throws(HandshakeFault) -> ServerChoice {
        let suite = try offeredSuite(hello, settings)
        // RFC 9846 §4.3: no pre-shared key was offered.
        guard hello.extensions.preSharedKey == nil else { throw .misbehaved(.answeredUnofferedExtension) }
        guard let share = hello.extensions.keyShare else { throw .misbehaved(.missingKeyShare) }
        // RFC 9846 §4.3.8: the group of one of our shares.
        guard let key = offer.keys[share.group] else { throw .misbehaved(.selectedUnofferedGroup) }
        return ServerChoice(suite: suite, share: share, key: key)
    }

    static func decideRetry(
        _ retry: ServerHello, _ offer: HelloOffer, _ settings: ClientSettings
    ) throws(HandshakeFault) -> RetryDecision {
        let suite = try offeredSuite(retry, settings)
        let group = retry.extensions.selectedGroup
        if let group {
            // RFC 9846 §4.3.8: a group that we support, and have sent no share for.
            guard settings.groups.contains(group) else { throw .misbehaved(.retryForUnofferedGroup) }
            guard offer.keys[group] == nil else { throw .misbehaved(.retryForSharedGroup) }
        }
        // RFC 9846 §4.2.4: it must change something.
        guard group != nil || retry.extensions.cookie != nil else { throw .misbehaved(.retryWithoutChange) }
        return RetryDecision(suite: suite, group: group, cookie: retry.extensions.cookie)
    }

    /// RFC 9846 §4.2.3: one of ours; what was reserved is none.
    private static func offeredSuite(
        _ hello: ServerHello, _ settings: ClientSettings
    ) throws(HandshakeFault) -> CipherSuiteRow {
        guard settings.cipherSuites.contains(hello.cipherSuite),
            let row = CipherSuiteTable.row(of: hello.cipherSuite), row.version == .tls13
        else { throw .misbehaved(.selectedUnofferedSuite) }
        return row
    }
}
