import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSWire

extension Client13 {
    /// What a ServerHello settles. RFC 9846 §4.2.3.
    struct ServerChoice {
        let suite: CipherSuiteRow
        /// The server's share and our key of its group; nil when the pre-shared key does without.
        let exchange: Exchange?
        /// The pre-shared key that the server takes.
        let psk: SelectedKey?

        struct Exchange {
            let share: KeyShareEntry
            let key: KeyAgreementKey
        }
    }

    /// One of the keys that we offered.
    struct SelectedKey {
        let index: Int
        let offered: OfferedKey
    }

    /// What a HelloRetryRequest asks for. RFC 9846 §4.2.4.
    struct RetryDecision {
        let suite: CipherSuiteRow
        let group: NamedGroup?
        let cookie: [UInt8]?
    }

    /// The version that a ServerHello or HelloRetryRequest selects: one of ours. RFC 9846 §4.2.3, §4.3.1.
    static func selectedVersion(
        _ message: HandshakeMessage, _ settings: ClientSettings
    ) throws(HandshakeFault) -> ProtocolVersion {
        let version = try decoding { () throws(WireError) in try ServerHelloVersion(message) }
        if let selected = version.selected {
            // RFC 9846 §4.3.1: one that was offered, and none before TLS 1.3.
            guard selected == .tls13, settings.speaksTLS13 else { throw .misbehaved(.selectedUnofferedVersion) }
            return .tls13
        }
        // RFC 9846 §4.2.3: a server that could have spoken a newer version of ours says so.
        let isMarked =
            settings.speaksTLS13 ? version.isMarkedAsDowngrade : DowngradeMark.marksOlder(version.random)
        guard !isMarked else { throw .misbehaved(.markedAsDowngrade) }
        guard version.legacyVersion == .tls12, settings.speaksTLS12 else { throw .incompatible(.noCommonVersion) }
        return .tls12
    }

    /// Decodes a ServerHello or HelloRetryRequest that selects TLS 1.3.
    static func decodeServerHello(
        _ message: HandshakeMessage, _ offer: HelloOffer
    ) throws(HandshakeFault) -> ServerHello {
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
        let psk = try selectedKey(hello, offer, suite)
        return ServerChoice(suite: suite, exchange: try exchange(hello, offer, psk, settings), psk: psk)
    }

    /// RFC 9846 §4.3.11: one that was offered, for a suite of its hash.
    private static func selectedKey(
        _ hello: ServerHello, _ offer: HelloOffer, _ suite: CipherSuiteRow
    ) throws(HandshakeFault) -> SelectedKey? {
        guard let selected = hello.extensions.preSharedKey else { return nil }
        guard offer.hello.extensions.preSharedKey != nil else { throw .misbehaved(.answeredUnofferedExtension) }
        let index = Int(selected)
        guard index < offer.offeredKeys.count else { throw .misbehaved(.selectedUnofferedKey) }
        let offered = offer.offeredKeys[index]
        guard offered.key.hash == suite.hash else { throw .misbehaved(.selectedKeyOfOtherHash) }
        return SelectedKey(index: index, offered: offered)
    }

    /// RFC 9846 §4.3.8, §4.3.9: the group of one of our shares; none only beside a key that may do without.
    private static func exchange(
        _ hello: ServerHello, _ offer: HelloOffer, _ psk: SelectedKey?, _ settings: ClientSettings
    ) throws(HandshakeFault) -> ServerChoice.Exchange? {
        guard let share = hello.extensions.keyShare else {
            let modes = settings.options.pskKeyExchangeModes
            guard psk != nil else { throw .misbehaved(.missingKeyShare) }
            guard modes.contains(PSKKeyExchangeMode.pskOnly) else { throw .misbehaved(.selectedUnofferedMode) }
            return nil
        }
        if psk != nil, !settings.options.pskKeyExchangeModes.contains(PSKKeyExchangeMode.pskWithKeyExchange) {
            throw .misbehaved(.selectedUnofferedMode)
        }
        guard let key = offer.keys[share.group] else { throw .misbehaved(.selectedUnofferedGroup) }
        return ServerChoice.Exchange(share: share, key: key)
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
