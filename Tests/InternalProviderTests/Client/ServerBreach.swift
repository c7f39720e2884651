import HandshakeBench
import InternalProvider
import TLSCertificates
import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSPrimitives
import TLSProvider
import TLSWire
import Testing

/// One way for a server to break a rule: how the client is set up, what the server does, and what comes of it.
struct ServerBreach: Sendable, CustomTestStringConvertible {
    let fault: Misbehaviour
    let alert: AlertDescription
    let name: String
    let prepare: @Sendable (inout ClientSetup) throws -> Void
    let run: @Sendable (ScriptedPair) throws -> Void

    var testDescription: String { "\(fault)\(name.isEmpty ? "" : ", \(name)")" }

    init(
        _ fault: Misbehaviour, _ alert: AlertDescription, _ name: String = "",
        prepare: @escaping @Sendable (inout ClientSetup) throws -> Void = { _ in },
        _ run: @escaping @Sendable (ScriptedPair) throws -> Void
    ) {
        self.fault = fault
        self.alert = alert
        self.name = name
        self.prepare = prepare
        self.run = run
    }

    /// A ServerHello that is changed before it is sent.
    static func hello(
        _ fault: Misbehaviour, _ alert: AlertDescription, _ name: String = "",
        _ change: @escaping @Sendable (inout ServerHello) -> Void
    ) -> ServerBreach {
        ServerBreach(fault, alert, name) { pair in
            try pair.send(try pair.server.serverHelloMessage(change: change))
        }
    }

    /// A HelloRetryRequest that is changed before it is sent.
    static func retry(
        _ fault: Misbehaviour, _ name: String = "", group: NamedGroup? = nil, cookie: [UInt8]? = nil,
        _ change: @escaping @Sendable (inout ServerHello) -> Void = { _ in }
    ) -> ServerBreach {
        ServerBreach(fault, .illegalParameter, name) { pair in
            try pair.send(try pair.server.retryMessage(group: group, cookie: cookie, change: change))
        }
    }

    /// EncryptedExtensions of these bytes.
    static func answers(
        _ fault: Misbehaviour, _ alert: AlertDescription, _ name: String = "",
        prepare: @escaping @Sendable (inout ClientSetup) throws -> Void = { _ in },
        _ extensions: RawExtension...
    ) -> ServerBreach {
        ServerBreach(fault, alert, name, prepare: prepare) { pair in
            try pair.send(try pair.server.sendServerHello())
            try pair.send(pair.server.message(.encryptedExtensions, RawExtension.list.encode(extensions)))
        }
    }

    /// A flight with a message put behind EncryptedExtensions.
    static func behindExtensions(
        _ fault: Misbehaviour, _ alert: AlertDescription, _ name: String = "",
        _ message: @escaping @Sendable (ScriptedServer) throws -> HandshakeMessage
    ) -> ServerBreach {
        ServerBreach(fault, alert, name) { pair in
            try pair.send(try pair.server.sendServerHello())
            try pair.send(pair.server.encryptedExtensionsMessage(), try message(pair.server))
        }
    }

    /// A CertificateVerify that is wrong in some way.
    static func proof(
        _ fault: Misbehaviour, _ alert: AlertDescription, _ name: String = "",
        prepare: @escaping @Sendable (inout ClientSetup) throws -> Void = { _ in },
        _ message: @escaping @Sendable (ScriptedServer) throws -> HandshakeMessage
    ) -> ServerBreach {
        ServerBreach(fault, alert, name, prepare: prepare) { pair in
            try pair.send(try pair.server.sendServerHello())
            try pair.send(
                pair.server.encryptedExtensionsMessage(), pair.server.certificateMessage(), try message(pair.server))
            #expect(pair.client.events.isEmpty)
        }
    }

    /// A server that has the client's pre-shared key, of SHA-256: one from outside, or a session's with early data.
    static func psk(
        _ fault: Misbehaviour, _ alert: AlertDescription = .illegalParameter, _ name: String = "",
        session applicationProtocol: String? = nil, isEarly: Bool = false,
        _ run: @escaping @Sendable (ScriptedPair) throws -> Void
    ) -> ServerBreach {
        let secret = [UInt8](1...32)
        return ServerBreach(
            fault, alert, name,
            prepare: {
                $0.client.preSharedKeys = [try TLSPreSharedKey(identity: [7], key: secret)]
                guard isEarly else { return }
                $0.now = UnixTime(milliseconds: 1_800_000_000_000)
                $0.client.applicationProtocols = ["h2", "x"]
                $0.client.offersEarlyData = true
                $0.client.session = .of(secret, applicationProtocol, at: UnixTime(milliseconds: 1_800_000_000_000))
            }
        ) { pair in
            pair.server.preSharedKey = secret
            try run(pair)
        }
    }

    static let all: [ServerBreach] =
        hellos + hellos12 + flights12 + retries + answers + certificates + compressedCertificates + keys + others

    private static let earlyData = RawExtension(type: .earlyData, body: [])

    static let keys: [ServerBreach] = [
        .psk(.selectedUnofferedKey) { pair in
            try pair.send(try pair.server.serverHelloMessage { $0.extensions.preSharedKey = 1 })
        },
        .psk(.selectedKeyOfOtherHash) { pair in
            try pair.send(
                try pair.server.serverHelloMessage(suite: .TLS_AES_256_GCM_SHA384) { $0.extensions.preSharedKey = 0 })
        },
        .psk(.selectedUnofferedMode) { pair in
            try pair.send(
                try pair.server.serverHelloMessage {
                    $0.extensions.preSharedKey = 0
                    $0.extensions.keyShare = nil
                })
        },
        .psk(.unexpectedMessage, .unexpectedMessage, "a certificate beside the key") { pair in
            try pair.send(try pair.server.sendServerHello { $0.extensions.preSharedKey = 0 })
            try pair.send(pair.server.encryptedExtensionsMessage(), pair.server.certificateMessage())
        },
        .psk(.unexpectedMessage, .unexpectedMessage, "a request for one") { pair in
            try pair.send(try pair.server.sendServerHello { $0.extensions.preSharedKey = 0 })
            try pair.send(pair.server.encryptedExtensionsMessage(), pair.server.certificateRequestMessage())
        },
        .psk(.earlyDataWithoutItsKey, .illegalParameter, "without a key", isEarly: true) { pair in
            try pair.send(try pair.server.sendServerHello())
            try pair.send(pair.server.message(.encryptedExtensions, RawExtension.list.encode([earlyData])))
        },
        .psk(.earlyDataWithoutItsKey, .illegalParameter, "with another", isEarly: true) { pair in
            try pair.send(try pair.server.sendServerHello { $0.extensions.preSharedKey = 1 })
            try pair.send(pair.server.message(.encryptedExtensions, RawExtension.list.encode([earlyData])))
        },
        .psk(.earlyDataForOtherProtocol, .illegalParameter, "none", session: "h2", isEarly: true) { pair in
            try pair.send(try pair.server.sendServerHello { $0.extensions.preSharedKey = 0 })
            try pair.server.useEarlyKeys()
            try pair.send(pair.server.message(.encryptedExtensions, RawExtension.list.encode([earlyData])))
        },
        .psk(.earlyDataForOtherProtocol, .illegalParameter, "one more", isEarly: true) { pair in
            let protocols = RawExtension(type: .applicationLayerProtocolNegotiation, body: [0, 2, 1, 0x78])
            try pair.send(try pair.server.sendServerHello { $0.extensions.preSharedKey = 0 })
            try pair.server.useEarlyKeys()
            try pair.send(
                pair.server.message(.encryptedExtensions, RawExtension.list.encode([protocols, earlyData])))
        },
        .psk(.earlyDataForOtherSuite, isEarly: true) { pair in
            try pair.send(
                try pair.server.sendServerHello(suite: .TLS_CHACHA20_POLY1305_SHA256) {
                    $0.extensions.preSharedKey = 0
                })
            try pair.server.useEarlyKeys(suite: .TLS_AES_128_GCM_SHA256)
            try pair.send(pair.server.message(.encryptedExtensions, RawExtension.list.encode([earlyData])))
        },
        ServerBreach(.ticketLifetimeTooLong, .illegalParameter) { pair in
            try pair.send(try pair.server.flight())
            try pair.send(pair.server.message(.newSessionTicket, [0, 9, 0x3a, 0x81, 0, 0, 0, 1, 0, 0, 1, 7, 0, 0]))
        },
    ]

    static let hellos: [ServerBreach] = [
        .hello(.selectedUnofferedVersion, .illegalParameter, "TLS 1.2") { $0.extensions.supportedVersion = .tls12 },
        .hello(.selectedUnofferedVersion, .illegalParameter, "unknown") {
            $0.extensions.supportedVersion = ProtocolVersion(rawValue: 0x0305)
        },
        .hello(.wrongLegacyVersion, .protocolVersion) { $0.legacyVersion = .tls13 },
        .hello(.sessionIDNotEchoed, .illegalParameter, "changed") { $0.legacySessionIDEcho[31] ^= 1 },
        .hello(.sessionIDNotEchoed, .illegalParameter, "empty") { $0.legacySessionIDEcho = [] },
        .hello(.selectedUnofferedSuite, .illegalParameter, "unknown") {
            $0.cipherSuite = CipherSuite(rawValue: 0x1304)
        },
        .hello(.missingKeyShare, .missingExtension) { $0.extensions.keyShare = nil },
        .hello(.answeredUnofferedExtension, .unsupportedExtension, "pre_shared_key") {
            $0.extensions.preSharedKey = 0
        },
        .hello(.selectedUnofferedGroup, .illegalParameter, "without a share") {
            $0.extensions.keyShare = KeyShareEntry(group: .secp256r1, keyExchange: [4])
        },
        .hello(.invalidKeyShare, .illegalParameter, "one byte short") {
            $0.extensions.keyShare = KeyShareEntry(group: .x25519, keyExchange: [UInt8](repeating: 9, count: 31))
        },
        .hello(.invalidKeyShare, .illegalParameter, "zeros") {
            $0.extensions.keyShare = KeyShareEntry(group: .x25519, keyExchange: [UInt8](repeating: 0, count: 32))
        },
        ServerBreach(.selectedUnofferedSuite, .illegalParameter, "reserved") { pair in
            let reserved = try pair.server.hello.cipherSuites[0]
            try pair.send(try pair.server.serverHelloMessage { $0.cipherSuite = reserved })
        },
        ServerBreach(
            .selectedUnofferedSuite, .illegalParameter, "switched off",
            prepare: { $0.client.cipherSuites = [.TLS_AES_256_GCM_SHA384] }
        ) { pair in try pair.send(try pair.server.serverHelloMessage()) },
        ServerBreach(.selectedUnofferedVersion, .illegalParameter, "reserved") { pair in
            let reserved = try pair.server.hello.extensions.supportedVersions?.first
            try pair.send(try pair.server.serverHelloMessage { $0.extensions.supportedVersion = reserved })
        },
        ServerBreach(.selectedUnofferedGroup, .illegalParameter, "reserved") { pair in
            let reserved = try pair.server.hello.extensions.keyShare?.first
            try pair.send(try pair.server.serverHelloMessage { $0.extensions.keyShare = reserved })
        },
        .oldHello("TLS 1.2", mark: 1),
        .oldHello("TLS 1.1", mark: 0),
        ServerBreach(.extensionInWrongMessage, .illegalParameter, "server_name in ServerHello") { pair in
            let body = try pair.server.rawServerHello(adding: RawExtension(type: .serverName, body: []))
            try pair.send(pair.server.message(.serverHello, body))
        },
    ]

    /// A ServerHello of an older version that says the server could do better. RFC 9846 §4.2.3.
    static func oldHello(_ name: String, mark: UInt8) -> ServerBreach {
        ServerBreach(.markedAsDowngrade, .illegalParameter, name) { pair in
            let random = [UInt8](repeating: 3, count: 24) + Array("DOWNGRD".utf8) + [mark]
            try pair.send(pair.server.message(.serverHello, [3, 3] + random + [0, 0xc0, 0x2f, 0]))
        }
    }

    static let retries: [ServerBreach] = [
        .retry(.retryForUnofferedGroup, "unknown", group: NamedGroup(rawValue: 0x7777)),
        .retry(.retryForSharedGroup, group: .x25519),
        .retry(.retryWithoutChange),
        .retry(.selectedUnofferedVersion, group: .secp256r1) { $0.extensions.supportedVersion = .tls12 },
        .retry(.sessionIDNotEchoed, group: .secp256r1) { $0.legacySessionIDEcho = [1] },
        .retry(.selectedUnofferedSuite, group: .secp256r1) { $0.cipherSuite = CipherSuite(rawValue: 0x1399) },
        ServerBreach(.retryForUnofferedGroup, .illegalParameter, "reserved") { pair in
            let reserved = try pair.server.hello.extensions.supportedGroups?.first
            try pair.send(try pair.server.retryMessage(group: reserved))
        },
        ServerBreach(.secondHelloRetryRequest, .unexpectedMessage) { pair in
            try pair.send(try pair.server.retryMessage(group: .secp256r1))
            try pair.send(try pair.server.retryMessage(group: .secp384r1))
        },
        ServerBreach(.suiteChangedAfterRetry, .illegalParameter) { pair in
            try pair.send(try pair.server.retryMessage(group: .secp256r1))
            try pair.send(try pair.server.serverHelloMessage(suite: .TLS_CHACHA20_POLY1305_SHA256))
        },
        ServerBreach(.selectedUnofferedGroup, .illegalParameter, "after a retry") { pair in
            let share = try pair.server.hello.extensions.keyShare?.last
            try pair.send(try pair.server.retryMessage(group: .secp256r1))
            try pair.send(try pair.server.serverHelloMessage { $0.extensions.keyShare = share })
        },
        ServerBreach(.extensionInWrongMessage, .illegalParameter, "server_name in HelloRetryRequest") { pair in
            let body = try pair.server.rawServerHello(
                random: ServerHello.helloRetryRequestRandom, adding: RawExtension(type: .serverName, body: []))
            try pair.send(pair.server.message(.serverHello, body))
        },
        ServerBreach(.handshakeAcrossKeyChange, .unexpectedMessage, "behind HelloRetryRequest") { pair in
            let retry = try pair.server.retryMessage(group: .secp256r1)
            try pair.send(pair.server.plain(.handshake, retry.bytes + [8]))
        },
    ]

    private static let h2: @Sendable (inout ClientSetup) throws -> Void = { $0.client.applicationProtocols = ["h2"] }
    private static let noName: @Sendable (inout ClientSetup) throws -> Void = { $0.client.serverName = nil }

    static let answers: [ServerBreach] = [
        .answers(
            .answeredUnofferedExtension, .unsupportedExtension, "ALPN",
            RawExtension(type: .applicationLayerProtocolNegotiation, body: [0, 3, 2, 0x68, 0x32])),
        .answers(
            .answeredUnofferedExtension, .unsupportedExtension, "server_name", prepare: noName,
            RawExtension(type: .serverName, body: [])),
        .answers(
            .answeredUnofferedExtension, .unsupportedExtension, "early_data",
            RawExtension(type: .earlyData, body: [])),
        .answers(
            .answeredUnofferedExtension, .unsupportedExtension, "record_size_limit",
            prepare: { $0.adjustments.options = { $0.recordSizeLimit = nil } },
            RawExtension(type: .recordSizeLimit, body: [1, 0])),
        .answers(
            .recordSizeLimitTooSmall, .illegalParameter, "63", RawExtension(type: .recordSizeLimit, body: [0, 63])),
        .answers(
            .selectedSeveralProtocols, .illegalParameter, "two", prepare: h2,
            RawExtension(
                type: .applicationLayerProtocolNegotiation, body: [0, 6, 2, 0x68, 0x32, 2, 0x68, 0x32])),
        .answers(
            .selectedUnofferedProtocol, .illegalParameter, "h3", prepare: h2,
            RawExtension(type: .applicationLayerProtocolNegotiation, body: [0, 3, 2, 0x68, 0x33])),
        .answers(
            .extensionInWrongMessage, .illegalParameter, "key_share",
            RawExtension(type: .keyShare, body: [0, 0x1d, 0, 1, 1])),
        .answers(
            .extensionInWrongMessage, .illegalParameter, "supported_versions",
            RawExtension(type: .supportedVersions, body: [3, 4])),
        .answers(
            .extensionInWrongMessage, .illegalParameter, "signature_algorithms",
            RawExtension(type: .signatureAlgorithms, body: [0, 2, 4, 3])),
    ]

    static let certificates: [ServerBreach] = [
        .behindExtensions(.certificateContextNotEmpty, .illegalParameter, "of the request") {
            $0.certificateRequestMessage(context: [1])
        },
        .behindExtensions(.missingSignatureAlgorithms, .missingExtension) {
            $0.certificateRequestMessage { $0.signatureAlgorithms = nil }
        },
        .behindExtensions(.extensionInWrongMessage, .illegalParameter, "key_share in CertificateRequest") {
            let list = [
                RawExtension(type: .signatureAlgorithms, body: [0, 2, 4, 3]), RawExtension(type: .keyShare, body: []),
            ]
            return $0.message(.certificateRequest, [0] + RawExtension.list.encode(list))
        },
        .behindExtensions(.certificateContextNotEmpty, .illegalParameter, "of the chain") {
            $0.certificateMessage(context: [1])
        },
        .behindExtensions(.emptyServerCertificate, .decodeError) { $0.certificateMessage([]) },
        .proof(.wrongSignature, .decryptError, "of a client") {
            try $0.certificateVerifyMessage(context: "TLS 1.3, client CertificateVerify")
        },
        .proof(.wrongSignature, .decryptError, "over another transcript") {
            $0.note(HandshakeMessage(type: .finished, bytes: [20, 0, 0, 0]))
            return try $0.certificateVerifyMessage()
        },
        .proof(.signatureSchemeDoesNotFitKey, .illegalParameter) {
            try $0.certificateVerifyMessage(claiming: .rsaPSSRSAESHA256)
        },
        .proof(.signedWithUnofferedScheme, .illegalParameter, "PKCS #1, which is for certificates only") {
            try $0.certificateVerifyMessage(claiming: .rsaPKCS1SHA256)
        },
        .proof(
            .signedWithUnofferedScheme, .illegalParameter, "switched off",
            prepare: { $0.client.signatureSchemes = [.ed25519] }
        ) { try $0.certificateVerifyMessage() },
    ]

    static let others: [ServerBreach] = [
        ServerBreach(.unexpectedMessage, .unexpectedMessage, "Finished without a certificate") { pair in
            try pair.send(try pair.server.sendServerHello())
            try pair.send(pair.server.encryptedExtensionsMessage(), try pair.server.finishedMessage())
        },
        ServerBreach(.handshakeAcrossKeyChange, .unexpectedMessage, "behind the ServerHello") { pair in
            try pair.send(pair.server.plain(.handshake, try pair.server.serverHelloMessage().bytes + [8]))
        },
        ServerBreach(.handshakeAcrossKeyChange, .unexpectedMessage, "behind Finished") { pair in
            try pair.sendToFinished { $0 + [4] }
        },
        ServerBreach(.handshakeAcrossKeyChange, .unexpectedMessage, "behind KeyUpdate") { pair in
            try pair.send(try pair.server.flight())
            try pair.send(try pair.server.record(.handshake, [24, 0, 0, 1, 0, 24]))
        },
        ServerBreach(.wrongFinished, .decryptError) { pair in
            try pair.sendToFinished { $0.dropLast() + [($0.last ?? 0) ^ 1] }
        },
        ServerBreach(.tooManyPostHandshakeMessages, .unexpectedMessage, "tickets") { pair in
            try pair.send(try pair.server.flight())
            let ticket: [UInt8] = [4, 0, 0, 14, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 7, 0, 0]
            for _ in 0..<33 where pair.client.error == nil {
                try pair.send(try pair.server.record(.handshake, ticket))
            }
        },
        ServerBreach(.extensionInWrongMessage, .illegalParameter, "cookie in NewSessionTicket") { pair in
            try pair.send(try pair.server.flight())
            let list = RawExtension.list.encode([RawExtension(type: .cookie, body: [0, 1, 1])])
            try pair.send(
                pair.server.message(.newSessionTicket, [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 7] + list))
        },
        ServerBreach(.unexpectedMessage, .unexpectedMessage, "CertificateRequest after the handshake") { pair in
            try pair.send(try pair.server.flight())
            try pair.send(pair.server.certificateRequestMessage(context: [1]))
        },
    ]
}

extension ScriptedPair {
    /// The whole flight, the bytes of its Finished changed.
    func sendToFinished(_ change: ([UInt8]) -> [UInt8]) throws {
        try send(try server.sendServerHello())
        try send(
            server.encryptedExtensionsMessage(), server.certificateMessage(), try server.certificateVerifyMessage())
        try send(try server.record(.handshake, change(try server.finishedMessage().bytes)))
        #expect(client.completed == nil)
    }
}
