import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSWire
import Testing

@testable import TLSHandshake

/// What a server of TLS 1.2 does wrong in one message of a full handshake, and what the client says of it.
private struct Breach: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let type: HandshakeType
    let alert: AlertDescription
    let misbehaviour: Misbehaviour?
    var settings: @Sendable (inout TestSettings) -> Void = { _ in }
    let change: @Sendable (HandshakeMessage) throws -> [HandshakeMessage]

    /// One in the ServerHello.
    static func hello(
        _ misbehaviour: Misbehaviour?, _ alert: AlertDescription, _ note: String = "",
        settings: @escaping @Sendable (inout TestSettings) -> Void = { _ in },
        _ change: @escaping @Sendable (inout ServerHello12) -> Void
    ) -> Breach {
        Breach(
            testDescription: "\(misbehaviour.map { "\($0)" } ?? "malformed") \(note)", type: .serverHello, alert: alert,
            misbehaviour: misbehaviour, settings: settings
        ) { message in
            var hello = try message.decode(ServerHello12.codec, "ServerHello")
            change(&hello)
            return [HandshakeMessage(.serverHello, hello, ServerHello12.codec)]
        }
    }

    /// One in the ServerKeyExchange, whose signature stays as it was.
    static func exchange(
        _ misbehaviour: Misbehaviour?, _ alert: AlertDescription, _ note: String,
        settings: @escaping @Sendable (inout TestSettings) -> Void = { _ in },
        _ change: @escaping @Sendable (ServerKeyExchange<ECDHEParameters>) -> ([UInt8], DigitallySigned)
    ) -> Breach {
        Breach(
            testDescription: note, type: .serverKeyExchange, alert: alert, misbehaviour: misbehaviour,
            settings: settings
        ) { message in
            let (parameters, signature) = change(
                try message.decode(ServerKeyExchange<ECDHEParameters>.codec, "ServerKeyExchange"))
            return [
                HandshakeMessage(
                    .serverKeyExchange, parameters + DigitallySigned.codec.encode(signature), .rest)
            ]
        }
    }

    /// An extension behind those of the ServerHello.
    static func added(
        _ misbehaviour: Misbehaviour?, _ alert: AlertDescription, _ note: String, _ type: UInt16, _ body: [UInt8],
        settings: @escaping @Sendable (inout TestSettings) -> Void = { _ in }
    ) -> Breach {
        Breach(
            testDescription: note, type: .serverHello, alert: alert, misbehaviour: misbehaviour, settings: settings
        ) { message in
            var hello = try message.decode(ServerHello12.codec, "ServerHello")
            let listed = try RawExtension.list.decode(ServerHello12Extensions.codec.encode(hello.extensions))
            hello.extensions = ServerHello12Extensions()
            let start = ServerHello12.codec.encode(hello)
            let all = listed + [RawExtension(type: ExtensionType(rawValue: type), body: body)]
            return [HandshakeMessage(.serverHello, start + RawExtension.list.encode(all), .rest)]
        }
    }
}

extension Breach {
    static let inHello: [Breach] = [
        .hello(.selectedUnofferedSuite, .illegalParameter, "never heard of") {
            $0.cipherSuite = CipherSuite(rawValue: 0xc0ff)
        },
        .hello(.selectedUnofferedSuite, .illegalParameter, "ours, but not offered") {
            $0.cipherSuite = .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
        },
        .hello(
            .selectedUnofferedSuite, .illegalParameter, "of TLS 1.3",
            settings: {
                $0.clientVersions = [.tls13, .tls12]
                $0.suites.append(.TLS_AES_128_GCM_SHA256)
            }
        ) { $0.cipherSuite = .TLS_AES_128_GCM_SHA256 },
        .hello(.selectedUnofferedSuite, .illegalParameter, "a signal", settings: { $0.client.isFallback = true }) {
            $0.cipherSuite = .TLS_FALLBACK_SCSV
        },
        .hello(.wrongRenegotiationInfo, .handshakeFailure) { $0.extensions.renegotiationInfo = [0] },
        .hello(
            .encryptsThenMACsWithoutBlockCipher, .illegalParameter,
            settings: { $0.suites.append(.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA) }
        ) { $0.extensions.encryptThenMAC = Empty() },
        .hello(.answeredUnofferedExtension, .unsupportedExtension, "encrypt_then_mac") {
            $0.extensions.encryptThenMAC = Empty()
        },
        .hello(.answeredUnofferedExtension, .unsupportedExtension, "server_name", settings: { $0.serverName = nil }) {
            $0.extensions.serverName = Empty()
        },
        .hello(.answeredUnofferedExtension, .unsupportedExtension, "ALPN") {
            $0.extensions.applicationProtocol = [[1]]
        },
        .hello(.answeredUnofferedExtension, .unsupportedExtension, "status_request") {
            $0.extensions.statusRequest = Empty()
        },
        .hello(.answeredUnofferedExtension, .unsupportedExtension, "timestamps") {
            $0.extensions.signedCertificateTimestamps = [[1]]
        },
        .hello(.answeredUnofferedExtension, .unsupportedExtension, "max_fragment_length") {
            $0.extensions.maximumFragmentLength = MaximumFragmentLength(rawValue: 1)
        },
        .hello(
            .answeredUnofferedExtension, .unsupportedExtension, "session_ticket",
            settings: { $0.client.wantsSessions = false }
        ) { $0.extensions.sessionTicket = Empty() },
        .hello(
            .answeredUnofferedExtension, .unsupportedExtension, "record_size_limit",
            settings: { $0.client.recordSizeLimit = nil }
        ) { $0.extensions.recordSizeLimit = 100 },
        .added(nil, .unsupportedExtension, "unknown extension", 0x7777, []),
        .added(nil, .unsupportedExtension, "key_share that was not offered", 51, [0, 29, 0, 1, 1]),
        .added(.extensionInWrongMessage, .illegalParameter, "signature_algorithms", 13, [0, 2, 4, 3]),
        .added(
            .extensionInWrongMessage, .illegalParameter, "key_share that was offered", 51, [0, 29, 0, 1, 1],
            settings: {
                $0.clientVersions = [.tls13, .tls12]
                $0.suites.append(.TLS_AES_128_GCM_SHA256)
            }),
        .added(nil, .decodeError, "renegotiation_info twice", 0xff01, [0]),
        .hello(.selectedSeveralProtocols, .illegalParameter, settings: { $0.client.applicationProtocols = [[1], [2]] })
        {
            $0.extensions.applicationProtocol = [[1], [2]]
        },
        .hello(.selectedUnofferedProtocol, .illegalParameter, settings: { $0.client.applicationProtocols = [[1]] }) {
            $0.extensions.applicationProtocol = [[3]]
        },
        .hello(.missingUncompressedPoints, .illegalParameter) { $0.extensions.pointFormats = [1, 2] },
        .hello(.recordSizeLimitTooSmall, .illegalParameter) { $0.extensions.recordSizeLimit = 63 },
        .hello(
            .otherMaximumFragmentLength, .illegalParameter,
            settings: {
                $0.client.maximumFragmentLength = MaximumFragmentLength(rawValue: 1)
                $0.client.recordSizeLimit = nil
            }
        ) { $0.extensions.maximumFragmentLength = MaximumFragmentLength(rawValue: 2) },
        .hello(
            .recordSizeLimitBesideMaximumFragmentLength, .illegalParameter,
            settings: { $0.client.maximumFragmentLength = MaximumFragmentLength(rawValue: 1) }
        ) {
            $0.extensions.recordSizeLimit = 1000
            $0.extensions.maximumFragmentLength = MaximumFragmentLength(rawValue: 1)
        },
    ]

    static let inKeyExchange: [Breach] = [
        .exchange(.wrongSignature, .decryptError, "a share that was not signed") {
            var parameters = $0.signedParameters
            parameters[parameters.count - 1] ^= 1
            return (parameters, $0.signature)
        },
        .exchange(.wrongSignature, .decryptError, "a signature that is broken") {
            var signature = $0.signature.signature
            signature[signature.count - 1] ^= 1
            return ($0.signedParameters, DigitallySigned(algorithm: $0.signature.algorithm, signature: signature))
        },
        .exchange(.wrongSignature, .decryptError, "an empty signature") {
            ($0.signedParameters, DigitallySigned(algorithm: $0.signature.algorithm, signature: []))
        },
        .exchange(.signedWithUnofferedScheme, .illegalParameter, "a scheme that was not offered") {
            ($0.signedParameters, DigitallySigned(algorithm: .ecdsaSHA1, signature: $0.signature.signature))
        },
        .exchange(.signedWithUnofferedScheme, .illegalParameter, "a scheme of nobody's") {
            let scheme = SignatureScheme(rawValue: 0xfefe)
            return ($0.signedParameters, DigitallySigned(algorithm: scheme, signature: $0.signature.signature))
        },
        .exchange(.signatureSchemeDoesNotFitKey, .illegalParameter, "a scheme of another key") {
            ($0.signedParameters, DigitallySigned(algorithm: .rsaPKCS1SHA256, signature: $0.signature.signature))
        },
        .exchange(.selectedUnofferedGroup, .illegalParameter, "a group that was not offered") {
            (
                ECDHEParameters.codec.encode(.init(group: .secp521r1, publicValue: $0.parameters.publicValue)),
                $0.signature
            )
        },
        .exchange(
            .selectedUnofferedGroup, .illegalParameter, "a group of TLS 1.3",
            settings: {
                $0.clientVersions = [.tls13, .tls12]
                $0.suites.append(.TLS_AES_128_GCM_SHA256)
                $0.groups = [.x25519, .secp256r1, .x25519MLKEM768]
            }
        ) {
            let group = NamedGroup.x25519MLKEM768
            return (
                ECDHEParameters.codec.encode(.init(group: group, publicValue: $0.parameters.publicValue)), $0.signature
            )
        },
        .exchange(nil, .illegalParameter, "an explicit curve") {
            ([1] + $0.signedParameters.dropFirst(), $0.signature)
        },
        .exchange(nil, .decodeError, "no point") { _ in
            ([3, 0, 29, 0], DigitallySigned(algorithm: .ed25519, signature: []))
        },
    ]

    static let inOthers: [Breach] = [
        Breach(
            testDescription: "no certificate", type: .certificate, alert: .decodeError,
            misbehaviour: .emptyServerCertificate
        ) { _ in [HandshakeMessage(.certificate, Certificate12(certificates: []), Certificate12.codec)] },
        Breach(
            testDescription: "an RSA certificate for an ECDSA suite", type: .certificate, alert: .illegalParameter,
            misbehaviour: .certificateDoesNotFitSuite
        ) { _ in [try TestKeys.rsa.get().credential.certificateMessage12] },
        Breach(
            testDescription: "a certificate on a curve that was not offered", type: .certificate,
            alert: .illegalParameter, misbehaviour: .certificateOnUnofferedCurve,
            settings: { $0.groups = [.x25519, .secp256r1] }
        ) { _ in [try TestKeys.p384.get().credential.certificateMessage12] },
        Breach(
            testDescription: "bytes behind ServerHelloDone", type: .serverHelloDone, alert: .decodeError,
            misbehaviour: nil
        ) { _ in [HandshakeMessage(.serverHelloDone, [0], .rest)] },
        Breach(
            testDescription: "another Finished", type: .finished, alert: .decryptError, misbehaviour: .wrongFinished
        ) { message in
            var bytes = message.bytes
            bytes[bytes.count - 1] ^= 1
            return [HandshakeMessage(type: .finished, bytes: bytes)]
        },
        Breach(testDescription: "a short Finished", type: .finished, alert: .decodeError, misbehaviour: nil) {
            [HandshakeMessage(.finished, Array($0.bytes[4..<15]), .rest)]
        },
        Breach(testDescription: "a long Finished", type: .finished, alert: .decodeError, misbehaviour: nil) {
            [HandshakeMessage(.finished, Array($0.bytes[4...]) + [0], .rest)]
        },
    ]
}

@Suite("What a server of TLS 1.2 does wrong ends the handshake with the alert that says what. RFC 5246 §7.2.2")
struct ServerBreach12Tests {
    private func expectRefused(_ breach: Breach) throws {
        var settings = TestSettings()
        settings.sessions = TestSessions(areInTickets: false)
        breach.settings(&settings)
        let link = try settings.link()
        link.changeForClient = { wire in
            guard case .message(let message) = wire.content, message.type == breach.type else { return [wire] }
            return try breach.change(message).map(wire.with)
        }
        try link.run()
        let fault = try #require(link.client.fault)
        #expect(fault.misbehaviour == breach.misbehaviour, "\(fault)")
        #expect(fault.alert == breach.alert, "\(fault)")
        #expect(link.client.sink.outcome == nil && link.client.sink.sessions.isEmpty)
        if breach.type != .finished { #expect(link.sentByClient.count == 1) }
    }

    @Test("Nothing may follow ServerHelloDone before we have answered: part of a message neither. RFC 5246 §7.3")
    func behindDone() throws {
        let server = try ScriptedServer12(try TestSettings().clientSettings)
        try server.sendHello()
        try server.sendCertificate()
        try server.sendKeyExchange()
        server.client.sink.isAligned = false
        try server.sendDone()
        #expect(server.client.fault?.misbehaviour == .handshakeAcrossKeyChange)
        #expect(server.client.fault?.alert == .unexpectedMessage && server.client.sink.judged.isEmpty)
    }

    @Test("In the ServerHello. RFC 5246 §7.4.1.3", arguments: Breach.inHello)
    private func hello(_ breach: Breach) throws { try expectRefused(breach) }

    @Test("In the ServerKeyExchange. RFC 5246 §7.4.3, RFC 8422 §5.4", arguments: Breach.inKeyExchange)
    private func keyExchange(_ breach: Breach) throws { try expectRefused(breach) }

    @Test("In the other messages. RFC 5246 §7.4.2, §7.4.9", arguments: Breach.inOthers)
    private func others(_ breach: Breach) throws { try expectRefused(breach) }

    @Test("Every cut of every message of the flight is decode_error, and so is a byte too many")
    func lengths() throws {
        let flight: [HandshakeType] = [.serverHello, .certificate, .serverKeyExchange, .serverHelloDone]
        for type in flight {
            for missing in -1..<200 where missing != 0 {
                let link = try TestSettings().link()
                var left: Int?
                link.changeForClient = { wire in
                    guard case .message(let message) = wire.content, message.type == type else { return [wire] }
                    let body = message.bytes.dropFirst(4)
                    guard missing <= body.count else { return [wire] }
                    left = body.count - missing
                    let cut = missing < 0 ? body + [0] : body.dropLast(missing)
                    return [wire.with(HandshakeMessage(type, Array(cut), .rest))]
                }
                try link.runLoosely()
                // A ServerHello may end without extensions. RFC 5246 §7.4.1.3.
                guard let left, type != .serverHello || left != 38 else { continue }
                #expect(link.client.fault?.alert == .decodeError, "\(type) \(left)")
            }
        }
    }

    @Test("An identifier that stood there for middleboxes names no session. RFC 9846 §E.4")
    func unknownSession() throws {
        var settings = TestSettings()
        settings.clientVersions = [.tls13, .tls12]
        settings.suites.append(.TLS_AES_128_GCM_SHA256)
        let server = try ScriptedServer12(try settings.clientSettings)
        try server.sendHello(sessionID: server.hello.legacySessionID)
        #expect(server.client.fault?.misbehaviour == .resumedUnknownSession)
        #expect(server.client.fault?.alert == .illegalParameter)
    }

    @Test("A session is resumed with its own suite. RFC 5246 §7.4.1.3")
    func otherSuite() throws {
        var settings = TestSettings()
        let first = try ScriptedServer12(try settings.clientSettings)
        try first.complete(sessionID: [1, 2, 3])
        settings.session = try first.session
        let server = try ScriptedServer12(
            try settings.clientSettings, suite: .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256)
        #expect(server.hello.legacySessionID == [1, 2, 3])
        try server.sendHello(sessionID: [1, 2, 3])
        #expect(server.client.fault?.misbehaviour == .resumedWithOtherSuite)
        #expect(server.client.fault?.alert == .illegalParameter)
    }

    @Test("A key is used as its certificate allows. RFC 5246 §7.4.2, RFC 5280 §4.2.1.3")
    func keyUse() throws {
        let cases: [(CipherSuite, Result<TestKey, any Error>, CertificateUse)] = [
            (.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TestKeys.p256, .digitalSignature),
            (.TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256, TestKeys.agreeing, .keyAgreement),
            (.TLS_RSA_WITH_AES_128_GCM_SHA256, TestKeys.rsa, .keyEncipherment),
            (.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TestKeys.rsa, .digitalSignature),
        ]
        for (suite, key, use) in cases {
            var settings = TestSettings()
            settings.suites = [suite]
            settings.keys = [key]
            settings.reader = TestKeys.reader(use)
            try settings.completedLink().expectEstablished()
            settings.reader = TestKeys.reader(CertificateUse.any.subtracting(use))
            let link = try settings.completedLink()
            #expect(link.client.fault?.certificateFault == .keyUse)
            #expect(link.client.fault?.alert == .unsupportedCertificate)
        }
    }

    @Test("A chain that is too long, or cannot be read, is refused before anyone judges it")
    func chain() throws {
        var settings = TestSettings()
        settings.client.maximumChainLength = 1
        var link = try settings.completedLink()
        #expect(link.client.fault?.certificateFault == .chainTooLong(2) && link.client.sink.judged.isEmpty)
        settings.client.maximumChainLength = 2
        settings.reader = { (chain) throws(CertificateFault) in throw .malformed("x") }
        link = try settings.completedLink()
        #expect(link.client.fault?.certificateFault == .malformed("x") && link.client.sink.judged.isEmpty)
    }

    @Test("A group or scheme that was offered for TLS 1.3 alone is no fault of the server")
    func offeredForOtherVersion() throws {
        var settings = TestSettings()
        settings.clientVersions = [.tls13, .tls12]
        settings.suites.append(.TLS_AES_128_GCM_SHA256)
        settings.clientEnabled12 = Enabled12(
            cipherSuites: settings.suites, groups: [.secp256r1], signatureSchemes: settings.schemes)
        settings.serverGroups = [.x25519]
        var link = try settings.completedLink()
        #expect(link.client.fault?.incompatibility == .noCommonGroup)
        settings.serverGroups = [.secp256r1]
        settings.clientEnabled12 = Enabled12(
            cipherSuites: settings.suites, groups: [.secp256r1], signatureSchemes: [.ed25519])
        link = try settings.completedLink()
        #expect(link.client.fault?.incompatibility == .noCommonSignatureScheme)
    }

    @Test("Keys change where a message ends. RFC 5246 §7.1")
    func unaligned() throws {
        let link = try TestSettings().link()
        try link.run(untilClientGets: { $0.content == .changeCipherSpec })
        link.client.sink.isAligned = false
        try link.run()
        #expect(link.client.fault?.misbehaviour == .handshakeAcrossKeyChange)
    }

    @Test("A point off its curve, or in another form, gives no secret. RFC 8422 §5.4, §5.11")
    func points() throws {
        let compressed = [2] + [UInt8](repeating: 7, count: 32)
        let offCurve = [4] + [UInt8](repeating: 7, count: 64)
        let points: [(NamedGroup, [UInt8])] = [
            (.secp256r1, compressed), (.secp256r1, offCurve), (.secp256r1, [0]),
            (.x25519, [UInt8](repeating: 0, count: 32)),
            (.x25519, [UInt8](repeating: 9, count: 31)),
        ]
        for (group, point) in points {
            let server = try ScriptedServer12(try TestSettings().clientSettings)
            try server.sendHello()
            try server.sendCertificate()
            try server.sendKeyExchange(ECDHEParameters(group: group, publicValue: point))
            try server.sendDone()
            #expect(server.client.fault?.misbehaviour == .invalidKeyShare, "\(group) \(point.count)")
            #expect(server.client.fault?.alert == .illegalParameter)
        }
    }
}
