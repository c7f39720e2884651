import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSWire

extension Client13 {
    /// What we offer: pure, from the settings and what was drawn at random. RFC 9846 §4.2.1, §4.2.2.
    static func decideOffer(
        _ settings: ClientSettings, random: [UInt8], sessionID: [UInt8], seed: UInt64,
        keys: [NamedGroup: KeyAgreementKey], offeredKeys: [OfferedKey], session: ClientSession? = nil
    ) throws(HandshakeFault) -> HelloOffer {
        var variation = HelloVariation(seed: seed)
        var hello = ClientHello(
            random: random, legacySessionID: sessionID, cipherSuites: offeredSuites(settings),
            extensions: offeredExtensions(settings, keys, offeredKeys))
        if settings.speaksTLS12 { Client12.addOffer(to: &hello.extensions, settings, session) }
        var reserved: [RawExtension] = []
        if settings.options.offersReservedValues { reserved = addReservedValues(to: &hello, &variation) }
        let added = settings.options.extraExtensions
        let own = try decoding { () throws(WireError) in try hello.extensions.listed }
        let order = decideOrder(
            (added + own).map(\.type), between: reserved.map(\.type), settings.options, &variation)
        return HelloOffer(
            hello: hello, extras: reserved + added, order: order, keys: keys, offeredKeys: offeredKeys,
            session12: session)
    }

    /// Those of the settings: with TLS 1.2 alone, no others. RFC 7507 §4: the signal of a second attempt is one more.
    private static func offeredSuites(_ settings: ClientSettings) -> [CipherSuite] {
        let suites =
            settings.speaksTLS13
            ? settings.cipherSuites : settings.cipherSuites.filter { CipherSuiteTable12.row(of: $0) != nil }
        return settings.options.isFallback ? suites + [.TLS_FALLBACK_SCSV] : suites
    }

    private static func offeredExtensions(
        _ settings: ClientSettings, _ keys: [NamedGroup: KeyAgreementKey], _ offeredKeys: [OfferedKey]
    ) -> ClientHelloExtensions {
        let options = settings.options
        var offered = ClientHelloExtensions()
        offered.serverName = settings.serverName
        offered.recordSizeLimit = options.recordSizeLimit
        offered.maximumFragmentLength = options.maximumFragmentLength
        offered.applicationProtocols = options.applicationProtocols.isEmpty ? nil : options.applicationProtocols
        if options.wishedStatements.status { offered.statusRequest = .anyOCSP }
        if options.wishedStatements.timestamps { offered.signedCertificateTimestamps = Empty() }
        guard settings.speaksTLS13 else { return offered }
        // RFC 9846 §4.3.1: TLS 1.2 by itself is what a hello without it means.
        offered.supportedVersions = settings.versions
        offered.supportedGroups = settings.groups
        offered.signatureAlgorithms = settings.signatureSchemes
        offered.certificateCompressions = options.certificateCompressors.algorithms
        // RFC 9846 §4.3.8: in the order of the groups.
        offered.keyShare = settings.groups.compactMap { group in
            keys[group].map { KeyShareEntry(group: group, keyExchange: $0.share) }
        }
        // RFC 9846 §4.3.9: without it no server would give us a ticket.
        if options.wantsSessions || !offeredKeys.isEmpty { offered.pskKeyExchangeModes = options.pskKeyExchangeModes }
        if offersEarlyData(offeredKeys, settings) { offered.earlyData = Empty() }
        offered.preSharedKey = blank(offeredKeys)
        return offered
    }

    /// The keys offered, with binders of their length and no content yet. RFC 9846 §4.3.11.2.
    static func blank(_ offered: [OfferedKey]) -> OfferedPSKs? {
        guard !offered.isEmpty else { return nil }
        return OfferedPSKs(
            identities: offered.map(\.identity),
            binders: offered.map { [UInt8](repeating: 0, count: $0.key.hash.digestLength) })
    }

    /// Reserved values in front of the real ones, and two extensions: an empty one, and one with a byte in it.
    /// RFC 8701 §3.1.
    private static func addReservedValues(
        to hello: inout ClientHello, _ variation: inout HelloVariation
    ) -> [RawExtension] {
        let group = NamedGroup(rawValue: variation.reserved())
        hello.cipherSuites.insert(CipherSuite(rawValue: variation.reserved()), at: 0)
        hello.extensions.supportedVersions?.insert(ProtocolVersion(rawValue: variation.reserved()), at: 0)
        hello.extensions.supportedGroups?.insert(group, at: 0)
        hello.extensions.keyShare?.insert(KeyShareEntry(group: group, keyExchange: [0]), at: 0)
        let first = variation.reserved()
        return [
            RawExtension(type: ExtensionType(rawValue: first), body: []),
            RawExtension(type: ExtensionType(rawValue: variation.reserved(besides: first)), body: [0]),
        ]
    }

    /// The reserved extensions stand first and last, the others between them.
    private static func decideOrder(
        _ types: [ExtensionType], between reserved: [ExtensionType], _ options: ClientOptions,
        _ variation: inout HelloVariation
    ) -> [ExtensionType] {
        var order = types
        if options.shufflesExtensions {
            variation.shuffle(&order)
        } else {
            order = options.extensionOrder + types.filter { !options.extensionOrder.contains($0) }
        }
        return reserved.prefix(1) + order + reserved.dropFirst()
    }
}
