import TLSMessages
import TLSPrimitives
import TLSWire

extension Client13 {
    /// What our ClientHello offers, with the keys behind its shares. RFC 9846 §4.2.2.
    struct HelloOffer {
        var hello: ClientHello
        /// Extensions that mean nothing to us: reserved ones, and those that the settings add.
        let extras: [RawExtension]
        /// Where each extension stands; what is not named comes behind.
        let order: [ExtensionType]
        var keys: [NamedGroup: KeyAgreementKey]
        /// The pre-shared keys, as their identities stand in the hello.
        var offeredKeys: [OfferedKey]
        /// A session of TLS 1.2, by its ticket or its identifier. RFC 5246 §7.3, RFC 5077 §3.1.
        let session12: ClientSession?

        /// RFC 9846 §4.3.11: pre_shared_key is last, whatever the order.
        func message() throws(HandshakeFault) -> HandshakeMessage {
            let listed = try decoding { () throws(WireError) in try hello.extensions.listed }
            let all = extras + listed
            let placed = order.compactMap { type in all.first { $0.type == type } }
            let behind = all.filter { !order.contains($0.type) }
            let last = (placed + behind).filter { $0.type == .preSharedKey }
            return hello.message(listing: (placed + behind).filter { $0.type != .preSharedKey } + last)
        }

        /// Whether a server may answer this extension: reserved ones are not meant to be answered.
        func offers(_ type: ExtensionType) -> Bool {
            switch type {
            case .serverName: hello.extensions.serverName != nil
            case .supportedGroups: hello.extensions.supportedGroups != nil
            case .signatureAlgorithms: hello.extensions.signatureAlgorithms != nil
            case .applicationLayerProtocolNegotiation: hello.extensions.applicationProtocols != nil
            case .compressCertificate: hello.extensions.certificateCompressions != nil
            case .statusRequest: hello.extensions.statusRequest != nil
            case .signedCertificateTimestamp: hello.extensions.signedCertificateTimestamps != nil
            case .recordSizeLimit: hello.extensions.recordSizeLimit != nil
            case .supportedVersions: hello.extensions.supportedVersions != nil
            case .keyShare: hello.extensions.keyShare != nil
            case .cookie: hello.extensions.cookie != nil
            case .preSharedKey: hello.extensions.preSharedKey != nil
            case .earlyData: hello.extensions.earlyData != nil
            default: offers12(type)
            }
        }
    }

    /// A hello that awaits its answer. A class, so that states are no larger for what only two of them hold.
    final class SentHello {
        let settings: ClientSettings
        let offer: HelloOffer
        let message: HandshakeMessage
        /// HelloRequests that a server of TLS 1.2 may send meanwhile; nil where it may not.
        let helloRequests: PassedHelloRequests?

        init(_ settings: ClientSettings, _ offer: HelloOffer, _ message: HandshakeMessage) {
            self.settings = settings
            self.offer = offer
            self.message = message
            helloRequests = settings.speaksTLS12 ? PassedHelloRequests() : nil
        }
    }

    /// The extensions that mean something to a client, in whatever message.
    private static let knownExtensions: [ExtensionType] = [
        .serverName, .supportedGroups, .signatureAlgorithms, .signatureAlgorithmsCert,
        .applicationLayerProtocolNegotiation, .compressCertificate, .recordSizeLimit, .preSharedKey, .earlyData,
        .supportedVersions, .cookie, .pskKeyExchangeModes, .certificateAuthorities, .keyShare,
    ]

    /// Refuses an extension that we know where it may not stand; what we do not know is passed over. RFC 9846 §4.3.
    static func checkPlaces(of types: [ExtensionType], allowed: [ExtensionType]) throws(HandshakeFault) {
        for type in types where knownExtensions.contains(type) && !allowed.contains(type) {
            throw .misbehaved(.extensionInWrongMessage)
        }
    }
}

extension Client13.HelloOffer {
    /// The same for the extensions that TLS 1.2 has besides.
    private func offers12(_ type: ExtensionType) -> Bool {
        let offered = hello.extensions
        return switch type {
        case .maxFragmentLength: offered.maximumFragmentLength != nil
        case .statusRequest: offered.statusRequest != nil
        case .ecPointFormats: offered.pointFormats != nil
        case .signedCertificateTimestamp: offered.signedCertificateTimestamps != nil
        case .encryptThenMAC: offered.encryptThenMAC != nil
        case .extendedMasterSecret: offered.extendedMasterSecret != nil
        case .sessionTicket: offered.sessionTicket != nil
        case .renegotiationInfo: offered.renegotiationInfo != nil
        default: false
        }
    }
}
