import HandshakeBench
import TLSCertificates
import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSPrimitives
import TLSProvider
import TestSupport
import Testing

/// One way for a client to break a rule: how both ends are set up, what the client does, and what comes of it.
struct Breach: Sendable, CustomTestStringConvertible {
    let fault: Misbehaviour
    let alert: AlertDescription
    let name: String
    let prepare: @Sendable (inout Setup) throws -> Void
    let run: @Sendable (Pair) throws -> Void

    var testDescription: String { "\(fault)\(name.isEmpty ? "" : ", \(name)")" }

    init(
        _ fault: Misbehaviour, _ alert: AlertDescription, _ name: String = "",
        prepare: @escaping @Sendable (inout Setup) throws -> Void = { _ in },
        _ run: @escaping @Sendable (Pair) throws -> Void
    ) {
        self.fault = fault
        self.alert = alert
        self.name = name
        self.prepare = prepare
        self.run = run
    }

    /// A hello that is changed before it is sent.
    static func hello(
        _ fault: Misbehaviour, _ alert: AlertDescription, _ name: String = "",
        _ change: @escaping @Sendable (ScriptedClient) -> Void
    ) -> Breach {
        Breach(fault, alert, name) { pair in
            change(pair.client)
            try pair.send(pair.client.helloRecord())
        }
    }

    /// A hello with a key that the server knows, and a binder that is changed.
    static func key(
        _ fault: Misbehaviour, _ alert: AlertDescription, _ name: String,
        _ change: @escaping @Sendable (inout [UInt8]) -> Void
    ) -> Breach {
        let secret = [UInt8](1...32)
        return Breach(
            fault, alert, name,
            prepare: { $0.configuration.preSharedKeys = [try TLSPreSharedKey(identity: [7], key: secret)] }
        ) { pair in
            pair.client.key = ScriptedClient.Key(
                PSKIdentity(identity: [7], obfuscatedTicketAge: 0), secret: secret, binderLabel: "ext binder")
            _ = pair.client.helloMessage()
            pair.client.key = nil
            let hello = pair.client.hello.extensions.preSharedKey
            guard var binder = hello?.binders.first else { return }
            change(&binder)
            pair.client.hello.extensions.preSharedKey?.binders = [binder]
            try pair.send(pair.client.helloRecord())
        }
    }

    /// A second hello that is changed before it is sent.
    static func secondHello(
        _ fault: Misbehaviour, _ name: String = "", _ change: @escaping @Sendable (ScriptedClient) throws -> Void
    ) -> Breach {
        Breach(
            fault, .illegalParameter, name,
            prepare: {
                $0.configuration.groups = [.secp256r1]
                $0.options = { $0.retryCookie = [1, 2, 3] }
            }
        ) { pair in
            try pair.send(pair.client.helloRecord())
            try pair.client.correctHello()
            try change(pair.client)
            try pair.send(pair.client.plain(.handshake, pair.client.helloMessage().bytes))
        }
    }

    /// A client certificate whose proof is wrong in some way.
    static func proof(
        _ fault: Misbehaviour, _ alert: AlertDescription, _ name: String = "",
        prepare: @escaping @Sendable (inout Setup) throws -> Void = { _ in },
        _ message: @escaping @Sendable (ScriptedClient, PrivateKey) throws -> HandshakeMessage
    ) -> Breach {
        Breach(
            fault, alert, name,
            prepare: {
                $0.configuration.clientAuthentication = .request
                try prepare(&$0)
            }
        ) { pair in
            try pair.sendHello()
            let identity = try Identities.ofClient()
            let certificate = pair.client.certificateMessage(identity.certificateChain.map(\.derBytes))
            try pair.send(try pair.client.record(certificate, try message(pair.client, identity.privateKey)))
        }
    }

    static let share = KeyShareEntry(group: .x25519, keyExchange: [UInt8](repeating: 9, count: 32))

    static let all: [Breach] = hellos + hellos12 + secondHellos + proofs + compressedCertificates + others

    static let hellos: [Breach] = [
        .hello(.offeredCompression, .illegalParameter, "deflate") { $0.hello.legacyCompressionMethods = [1] },
        .hello(.offeredCompression, .illegalParameter, "null and deflate") {
            $0.hello.legacyCompressionMethods = [0, 1]
        },
        .hello(.offeredCompression, .illegalParameter, "null twice") { $0.hello.legacyCompressionMethods = [0, 0] },
        .hello(.missingKeyShare, .missingExtension) { $0.hello.extensions.keyShare = nil },
        .hello(.missingSupportedGroups, .missingExtension) { $0.hello.extensions.supportedGroups = nil },
        .hello(.missingSignatureAlgorithms, .missingExtension) { $0.hello.extensions.signatureAlgorithms = nil },
        .hello(.keyShareForUnsupportedGroup, .illegalParameter) { $0.hello.extensions.supportedGroups = [.secp256r1] },
        .hello(.duplicateKeyShare, .illegalParameter) { $0.hello.extensions.keyShare?.append(share) },
        .hello(.duplicateKeyShare, .illegalParameter, "with another between") {
            $0.hello.extensions.keyShare?.append(KeyShareEntry(group: .secp256r1, keyExchange: [4]))
            $0.hello.extensions.keyShare?.append(share)
        },
        .hello(.duplicateKeyShare, .illegalParameter, "behind 100 others") {
            let others = (0..<100).map { NamedGroup(rawValue: 0x4000 + $0) }
            $0.hello.extensions.supportedGroups? += others
            $0.hello.extensions.keyShare? += others.map { KeyShareEntry(group: $0, keyExchange: [1]) }
            $0.hello.extensions.keyShare?.append(share)
        },
        .hello(.keyShareOrder, .illegalParameter) {
            $0.hello.extensions.keyShare?.insert(KeyShareEntry(group: .secp256r1, keyExchange: [4]), at: 0)
        },
        .hello(.invalidKeyShare, .illegalParameter, "one byte short") {
            $0.hello.extensions.keyShare = [
                KeyShareEntry(group: .x25519, keyExchange: [UInt8](repeating: 9, count: 31))
            ]
        },
        .hello(.invalidKeyShare, .illegalParameter, "X25519 of zeros") {
            $0.hello.extensions.keyShare = [
                KeyShareEntry(group: .x25519, keyExchange: [UInt8](repeating: 0, count: 32))
            ]
        },
        .hello(.invalidKeyShare, .illegalParameter, "a point off the curve") {
            let point = [4] + [UInt8](repeating: 1, count: 64)
            $0.hello.extensions.keyShare = [KeyShareEntry(group: .secp256r1, keyExchange: point)]
        },
        .hello(.invalidKeyShare, .illegalParameter, "a compressed point") {
            let point = [2] + [UInt8](repeating: 1, count: 32)
            $0.hello.extensions.keyShare = [KeyShareEntry(group: .secp256r1, keyExchange: point)]
        },
        .hello(.invalidKeyShare, .illegalParameter, "ffdhe2048 of one") {
            $0.hello.extensions.supportedGroups = [.ffdhe2048]
            let one = [UInt8](repeating: 0, count: 255) + [1]
            $0.hello.extensions.keyShare = [KeyShareEntry(group: .ffdhe2048, keyExchange: one)]
        },
        .hello(.invalidKeyShare, .illegalParameter, "ffdhe2048 of all ones") {
            $0.hello.extensions.supportedGroups = [.ffdhe2048]
            let most = [UInt8](repeating: 0xff, count: 256)
            $0.hello.extensions.keyShare = [KeyShareEntry(group: .ffdhe2048, keyExchange: most)]
        },
        .hello(.preSharedKeyNotLast, .illegalParameter) {
            $0.hello.extensions.preSharedKey = .meaningless
            $0.hello.extensions.pskKeyExchangeModes = [1]
            $0.extraExtensions = [(0x0a0a, [])]
        },
        .hello(.preSharedKeyWithoutModes, .missingExtension) { $0.hello.extensions.preSharedKey = .meaningless },
        .hello(.binderCountDiffers, .illegalParameter, "more binders") {
            $0.hello.extensions.pskKeyExchangeModes = [1]
            $0.hello.extensions.preSharedKey = .meaningless
            $0.hello.extensions.preSharedKey?.binders.append([UInt8](repeating: 1, count: 32))
        },
        .key(.wrongBinder, .decryptError, "one bit") { $0[31] ^= 1 },
        .key(.wrongBinder, .decryptError, "zeros") { $0 = [UInt8](repeating: 0, count: 32) },
        .key(.wrongBinder, .decryptError, "of another length") { $0.append(0) },
        .hello(.recordSizeLimitTooSmall, .illegalParameter, "63") { $0.hello.extensions.recordSizeLimit = 63 },
        .hello(.recordSizeLimitTooSmall, .illegalParameter, "0") { $0.hello.extensions.recordSizeLimit = 0 },
        .hello(.oidFiltersInClientHello, .illegalParameter) { $0.extraExtensions = [(48, [0, 0])] },
        .hello(.wrongLegacyVersion, .protocolVersion, "TLS 1.1") { $0.hello.legacyVersion = .tls11 },
        .hello(.wrongLegacyVersion, .protocolVersion, "SSL 3") { $0.hello.legacyVersion = .ssl3 },
        .hello(.wrongLegacyVersion, .protocolVersion, "TLS 1.3") { $0.hello.legacyVersion = .tls13 },
        .hello(.wrongLegacyVersion, .protocolVersion, "0") { $0.hello.legacyVersion = ProtocolVersion(rawValue: 0) },
    ]

    static let secondHellos: [Breach] = [
        .secondHello(.secondHelloDiffers) { $0.hello.random[31] ^= 1 },
        .secondHello(.secondHelloWithEarlyData) { $0.hello.extensions.earlyData = Empty() },
        .secondHello(.wrongCookie, "changed") { $0.hello.extensions.cookie = [1, 2, 4] },
        .secondHello(.wrongCookie, "missing") { $0.hello.extensions.cookie = nil },
        .secondHello(.secondHelloWithoutRequestedShare, "the first share again") {
            $0.hello.extensions.keyShare = [share]
        },
        .secondHello(.secondHelloWithoutRequestedShare, "none") { $0.hello.extensions.keyShare = [] },
        .secondHello(.secondHelloWithoutRequestedShare, "both") {
            $0.hello.extensions.keyShare?.insert(share, at: 0)
        },
    ]

    static let proofs: [Breach] = [
        .proof(.wrongSignature, .decryptError, "over another transcript") { client, key in
            client.note(HandshakeMessage(type: .finished, bytes: [20, 0, 0, 0]))
            return try client.certificateVerifyMessage(key, .ecdsaSecp256r1SHA256)
        },
        .proof(.wrongSignature, .decryptError, "r and s of zero") { _, _ in
            let verify = CertificateVerify(algorithm: .ecdsaSecp256r1SHA256, signature: [0x30, 6, 2, 1, 0, 2, 1, 0])
            return HandshakeMessage(.certificateVerify, verify, CertificateVerify.codec)
        },
        .proof(.wrongSignature, .decryptError, "garbage") { _, _ in
            let verify = CertificateVerify(
                algorithm: .ecdsaSecp256r1SHA256, signature: [UInt8](repeating: 0xa5, count: 600))
            return HandshakeMessage(.certificateVerify, verify, CertificateVerify.codec)
        },
        .proof(.signatureSchemeDoesNotFitKey, .illegalParameter, "another curve") { client, key in
            try client.certificateVerifyMessage(key, .ecdsaSecp256r1SHA256, claiming: .ecdsaSecp384r1SHA384)
        },
        .proof(.signatureSchemeDoesNotFitKey, .illegalParameter, "RSA") { client, key in
            try client.certificateVerifyMessage(key, .ecdsaSecp256r1SHA256, claiming: .rsaPSSRSAESHA256)
        },
        .proof(.signedWithUnofferedScheme, .illegalParameter, "unknown") { client, key in
            try client.certificateVerifyMessage(
                key, .ecdsaSecp256r1SHA256, claiming: SignatureScheme(rawValue: 0x0a0a))
        },
        .proof(.signedWithUnofferedScheme, .illegalParameter, "ecdsa_sha1") { client, key in
            try client.certificateVerifyMessage(key, .ecdsaSecp256r1SHA256, claiming: .ecdsaSHA1)
        },
        .proof(.signedWithUnofferedScheme, .illegalParameter, "PKCS #1, which is for certificates only") {
            client, key in
            try client.certificateVerifyMessage(key, .ecdsaSecp256r1SHA256, claiming: .rsaPKCS1SHA256)
        },
        .proof(
            .signedWithUnofferedScheme, .illegalParameter, "switched off",
            prepare: {
                $0.configuration.signatureSchemes = [.ed25519]
                $0.configuration.identities = [try Identities.otherServer()]
            }
        ) { client, key in try client.certificateVerifyMessage(key, .ecdsaSecp256r1SHA256) },
    ]

    static let others: [Breach] = [
        Breach(.unexpectedMessage, .unexpectedMessage) { pair in
            try pair.sendHello()
            try pair.send(try pair.client.record(.handshake, [1, 0, 0, 0]))
        },
        Breach(.handshakeAcrossKeyChange, .unexpectedMessage, "behind the ClientHello") { pair in
            try pair.send(pair.client.plain(.handshake, pair.client.helloMessage().bytes + [20]))
        },
        Breach(
            .handshakeAcrossKeyChange, .unexpectedMessage, "behind a ClientHello without a usable share",
            prepare: { $0.configuration.groups = [.secp256r1] }
        ) { pair in
            try pair.send(pair.client.plain(.handshake, pair.client.helloMessage().bytes + [1]))
        },
        Breach(.handshakeAcrossKeyChange, .unexpectedMessage, "behind Finished") { pair in
            try pair.sendHello()
            try pair.send(
                try pair.client.record(.handshake, try pair.client.finishedMessage().bytes + [24, 0, 0, 1, 0]))
        },
        Breach(
            .certificateContextNotEmpty, .illegalParameter,
            prepare: { $0.configuration.clientAuthentication = .request }
        ) { pair in
            try pair.sendHello()
            try pair.send(try pair.client.record(pair.client.certificateMessage([], context: [1])))
        },
        Breach(.wrongFinished, .decryptError, "one bit") { pair in
            try pair.sendHello()
            var finished = try pair.client.finishedMessage().bytes
            finished[finished.count - 1] ^= 0x80
            try pair.send(try pair.client.record(.handshake, finished))
        },
        Breach(.wrongFinished, .decryptError, "zeros") { pair in
            try pair.sendHello()
            try pair.send(try pair.client.record(.handshake, [20, 0, 0, 32] + [UInt8](repeating: 0, count: 32)))
        },
        Breach(.tooManyPostHandshakeMessages, .unexpectedMessage) { pair in
            try pair.sendHello()
            try pair.send(try pair.client.finish())
            for _ in 0..<33 where pair.server.error == nil { try pair.send(try pair.client.keyUpdate()) }
        },
    ]
}

@Suite("Each rule that a client breaks is named, and answered with its alert")
struct MisbehaviourTests {
    @Test("The breach ends the connection with its alert", arguments: Breach.all)
    private func breach(_ breach: Breach) throws {
        var setup = try Setup()
        try breach.prepare(&setup)
        let pair = try setup.pair()
        try breach.run(pair)
        try pair.expectFailure(breach.alert, .peerMisbehaved, reason: breach.fault.description)
        #expect(pair.server.data.isEmpty)
    }

    @Test("Every rule has its test")
    func complete() {
        let tested = Breach.all.map(\.fault) + ServerBreach.all.map(\.fault)
        #expect(Set(Misbehaviour.allCases).subtracting(tested).isEmpty)
    }

    @Test("A Finished of another length cannot be decoded", arguments: [0, 31, 33, 48])
    func finishedLength(_ count: Int) throws {
        let pair = try Setup().pairAfterServerFlight()
        let content = [20, 0, 0, UInt8(count)] + [UInt8](repeating: 0, count: count)
        try pair.send(try pair.client.record(.handshake, content))
        try pair.expectFailure(.decodeError, .malformedMessage)
    }
}

/// Settings and offers that have nothing in common.
private struct Mismatch: Sendable, CustomTestStringConvertible {
    let fault: Incompatibility
    let alert: AlertDescription
    let prepare: @Sendable (inout Setup) throws -> Void

    var testDescription: String { "\(fault)" }

    init(
        _ fault: Incompatibility, _ alert: AlertDescription, _ prepare: @escaping @Sendable (inout Setup) throws -> Void
    ) {
        self.fault = fault
        self.alert = alert
        self.prepare = prepare
    }

    static let all: [Mismatch] = [
        Mismatch(.noCommonVersion, .protocolVersion) { $0.offer.versions = [.tls11] },
        Mismatch(.noCommonVersion, .protocolVersion) {
            $0.configuration.versions = [.tls13]
            $0.offer.versions = [.tls12]
        },
        Mismatch(.noCommonVersion, .protocolVersion) {
            $0.configuration.versions = [.tls12]
            $0.offer.versions = [.tls13]
        },
        Mismatch(.noCommonVersion, .protocolVersion) {
            $0.offer.versions = [ProtocolVersion(rawValue: 0x0a0a), .tls11]
        },
        Mismatch(.noCommonCipherSuite, .handshakeFailure) { $0.offer.suites = [CipherSuite(rawValue: 0xc02f)] },
        Mismatch(.noCommonCipherSuite, .handshakeFailure) {
            $0.offer.suites = [.TLS_AES_128_GCM_SHA256]
            $0.configuration.cipherSuites = [.TLS_AES_256_GCM_SHA384]
        },
        Mismatch(.noCommonGroup, .handshakeFailure) { $0.configuration.groups = [.secp521r1] },
        Mismatch(.noCommonSignatureScheme, .handshakeFailure) { $0.offer.schemes = [.ed448, .rsaPSSRSAESHA256] },
        Mismatch(.noCommonSignatureScheme, .handshakeFailure) {
            $0.configuration.identities = [try Identities.of(Identities.kinds[0])]
            $0.offer.schemes = [.rsaPKCS1SHA256]
        },
        Mismatch(.noCommonApplicationProtocol, .noApplicationProtocol) {
            $0.configuration.applicationProtocols = ["h2"]
            $0.offer.protocols = ["h3"]
        },
        Mismatch(.unknownServerName, .unrecognizedName) {
            $0.configuration.refusesUnknownServerName = true
            $0.offer.serverName = "unknown.example"
        },
        Mismatch(.noCertificate, .handshakeFailure) {
            $0.configuration.identities = []
            $0.configuration.chooseForClient = { _ in .proceed }
        },
        Mismatch(.noMatchingIssuer, .handshakeFailure) { $0.configuration.identities[0].isBoundToIssuers = true },
        Mismatch(.noMatchingIssuer, .handshakeFailure) {
            $0.offer = .tls12
            $0.configuration.identities[0].isBoundToIssuers = true
        },
        Mismatch(.inappropriateFallback, .inappropriateFallback) {
            $0.offer = .tls12
            $0.offer.suites.append(.TLS_FALLBACK_SCSV)
        },
        Mismatch(.noExtendedMasterSecret, .handshakeFailure) {
            $0.offer = .tls12
            $0.offer.extendsMasterSecret = false
            $0.configuration.requiresExtendedMasterSecret = true
        },
    ]
}

@Suite("What client and server do not have in common is named, and answered with its alert")
struct IncompatibilityTests {
    @Test("The mismatch ends the handshake with its alert", arguments: Mismatch.all)
    private func mismatch(_ mismatch: Mismatch) throws {
        var setup = try Setup()
        try mismatch.prepare(&setup)
        let pair = try setup.pair()
        try pair.sendHello()
        try pair.expectFailure(mismatch.alert, .incompatiblePeer, reason: mismatch.fault.description)
        #expect(pair.client.flight.serverHello == nil)
    }

    @Test("Every mismatch has its test")
    func complete() {
        #expect(
            Set(Incompatibility.allCases).subtracting(Mismatch.all.map(\.fault) + ServerMismatch.all.map(\.fault))
                .isEmpty)
    }

    @Test("An older hello, without supported_versions, is told the version. RFC 9846 §E.2")
    func oldHello() throws {
        for (versions, legacy) in [
            ([.tls13], [0, 0x0300, 0x0301, 0x0303, 0x0304, 0xffff]),
            ([.tls13, .tls12], [0, 0x0002, 0x0300, 0x0301, 0x0302]),
        ] as [([ProtocolVersion], [UInt16])] {
            for version in legacy { try refuseOldHello(versions, version) }
        }
    }

    private func refuseOldHello(_ versions: [ProtocolVersion], _ version: UInt16) throws {
        var setup = try Setup()
        setup.configuration.versions = versions
        let pair = try setup.pair()
        pair.client.hello.extensions = ClientHelloExtensions()
        pair.client.hello.legacyVersion = ProtocolVersion(rawValue: version)
        try pair.send(pair.client.helloRecord())
        try pair.expectFailure(.protocolVersion)
    }
}

@Suite("Each fault has one alert, by the section that asks for it")
struct FaultAlertTests {
    @Test("Bytes of a wrong form are decode_error, a wrong value is illegal_parameter. RFC 9846 §6.2")
    func certificateFaults() {
        #expect(HandshakeFault.certificate(.required).alert == .certificateRequired)
        #expect(HandshakeFault.certificate(.malformed("x")).alert == .badCertificate)
        #expect(HandshakeFault.certificate(.unsupportedKey("x")).alert == .unsupportedCertificate)
        #expect(HandshakeFault.certificate(.chainTooLong(9)).alert == .badCertificate)
        #expect(HandshakeFault.certificate(.rejected(.certificateExpired, reason: "x")).alert == .certificateExpired)
        #expect(HandshakeFault.crypto(CryptoError("x", reason: "y")).alert == .internalError)
        #expect(HandshakeFault.application(.accessDenied, reason: "x").alert == .accessDenied)
        #expect(HandshakeFault.aborted.alert == nil)
    }

    @Test("Every fault has a text of its own")
    func texts() {
        #expect(Set(Misbehaviour.allCases.map(\.description)).count == Misbehaviour.allCases.count)
        #expect(Set(Incompatibility.allCases.map(\.description)).count == Incompatibility.allCases.count)
    }
}
