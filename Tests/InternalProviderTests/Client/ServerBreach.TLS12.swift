import HandshakeBench
import InternalProvider
import TLSCertificates
import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSPrimitives
import TLSProvider
import TLSWire

// What a server that selects TLS 1.2 can break.
extension ServerBreach {
    static let now12 = UnixTime(milliseconds: 1_800_000_000_000)

    /// A ServerHello of TLS 1.2 that is changed before it is sent.
    private static func hello12(
        _ fault: Misbehaviour, _ alert: AlertDescription = .illegalParameter, _ name: String = "",
        suite: CipherSuite = .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        prepare: @escaping @Sendable (inout ClientSetup) throws -> Void = { _ in },
        _ change: @escaping @Sendable (inout ServerHello12) -> Void
    ) -> ServerBreach {
        ServerBreach(fault, alert, "TLS 1.2 \(name)", prepare: prepare) { pair in
            try pair.send(pair.server.serverHello12Message(suite: suite, change: change))
        }
    }

    /// A session of TLS 1.2 that the client offers.
    private static func offering(
        isExtended: Bool = true
    ) -> @Sendable (inout ClientSetup) throws -> Void {
        {
            $0.now = now12
            $0.client.session = .of12([1, 2, 3], isExtended: isExtended, at: now12)
        }
    }

    static let hellos12: [ServerBreach] = [
        .hello12(.missingUncompressedPoints) { $0.extensions.pointFormats = [1] },
        .hello12(.wrongRenegotiationInfo, .handshakeFailure) { $0.extensions.renegotiationInfo = [0] },
        .hello12(.selectedUnofferedSuite, suite: .TLS_AES_128_GCM_SHA256) { _ in },
        .hello12(.answeredUnofferedExtension, .unsupportedExtension, "session_ticket") {
            $0.extensions.sessionTicket = Empty()
        },
        .hello12(
            .encryptsThenMACsWithoutBlockCipher,
            prepare: { $0.client.cipherSuites.append(.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA) }
        ) { $0.extensions.encryptThenMAC = Empty() },
        .hello12(
            .otherMaximumFragmentLength,
            prepare: {
                $0.adjustments.options = {
                    $0.maximumFragmentLength = MaximumFragmentLength(rawValue: 1)
                    $0.recordSizeLimit = nil
                }
            }
        ) { $0.extensions.maximumFragmentLength = MaximumFragmentLength(rawValue: 2) },
        .hello12(
            .recordSizeLimitBesideMaximumFragmentLength,
            prepare: {
                $0.adjustments.options = { $0.maximumFragmentLength = MaximumFragmentLength(rawValue: 1) }
            }
        ) {
            $0.extensions.maximumFragmentLength = MaximumFragmentLength(rawValue: 1)
            $0.extensions.recordSizeLimit = 1000
        },
        .hello12(.resumedWithoutExtendedMasterSecret, .handshakeFailure, prepare: offering()) {
            $0.sessionID = [1, 2, 3]
            $0.extensions.extendedMasterSecret = nil
        },
        .hello12(.resumedWithExtendedMasterSecret, .handshakeFailure, prepare: offering(isExtended: false)) {
            $0.sessionID = [1, 2, 3]
        },
        .hello12(.resumedWithOtherSuite, suite: .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, prepare: offering()) {
            $0.sessionID = [1, 2, 3]
        },
        ServerBreach(.resumedUnknownSession, .illegalParameter) { pair in
            let sessionID = try pair.server.hello.legacySessionID
            try pair.send(pair.server.serverHello12Message(sessionID: sessionID))
        },
        ServerBreach(.versionChangedAfterRetry, .illegalParameter) { pair in
            try pair.send(try pair.server.retryMessage(group: .secp256r1))
            try pair.send(pair.server.serverHello12Message())
        },
    ]

    /// Only suites with an RSA certificate and a finite field.
    static let finiteField: @Sendable (inout ClientSetup) throws -> Void = {
        $0.client.cipherSuites.append(.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256)
    }

    /// A finite field of these numbers.
    private static func finiteField(
        _ fault: Misbehaviour, _ name: String, prime: [UInt8], generator: [UInt8] = [2]
    ) -> ServerBreach {
        ServerBreach(fault, .illegalParameter, name, prepare: finiteField) { pair in
            try pair.sendFiniteField(prime: prime, generator: generator)
        }
    }

    private static let oddPrime = [UInt8](repeating: 0xff, count: 256)

    static let flights12: [ServerBreach] = [
        ServerBreach(.unexpectedChangeCipherSpec, .unexpectedMessage) { pair in
            try pair.send(pair.server.serverHello12Message())
            try pair.send(pair.server.plain(.changeCipherSpec, [1]))
        },
        ServerBreach(.unexpectedMessage, .unexpectedMessage, "ServerHelloDone behind the ServerHello") { pair in
            try pair.send(pair.server.serverHello12Message())
            try pair.send(pair.server.message(.serverHelloDone, []))
        },
        ServerBreach(.emptyServerCertificate, .decodeError, "in TLS 1.2") { pair in
            try pair.send(pair.server.serverHello12Message(), pair.server.certificate12Message([]))
        },
        ServerBreach(.certificateDoesNotFitSuite, .illegalParameter) { pair in
            try pair.send(
                pair.server.serverHello12Message(suite: .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256),
                pair.server.certificate12Message())
        },
        ServerBreach(
            .certificateOnUnofferedCurve, .illegalParameter, prepare: { $0.client.groups = [.x25519, .secp256r1] }
        ) { pair in
            let chain = try Identities.of(Identities.kinds[3]).certificateChain.map(\.derBytes)
            try pair.send(pair.server.serverHello12Message(), pair.server.certificate12Message(chain))
        },
        .finiteField(.finiteFieldTooLarge, "one bit", prime: [1] + [UInt8](repeating: 0xff, count: 1024)),
        .finiteField(.finiteFieldTooLarge, "64 KiB", prime: [UInt8](repeating: 0xff, count: 65_000 / 4)),
        .finiteField(.invalidFiniteField, "an even prime", prime: oddPrime.dropLast() + [0xfe]),
        .finiteField(.invalidFiniteField, "a generator of one", prime: oddPrime, generator: [1]),
        .finiteField(.invalidFiniteField, "a generator as large as the prime", prime: oddPrime, generator: oddPrime),
    ]
}

extension ScriptedPair {
    /// A flight of TLS 1.2 with an RSA certificate, to this finite field.
    func sendFiniteField(prime: [UInt8], generator: [UInt8] = [2]) throws {
        let chain = try Identities.of(Identities.kinds[0]).certificateChain.map(\.derBytes)
        try send(
            server.serverHello12Message(suite: .TLS_DHE_RSA_WITH_AES_128_GCM_SHA256),
            server.certificate12Message(chain))
        let message = server.finiteField12Message(prime: prime, generator: generator).bytes
        for start in stride(from: 0, to: message.count, by: 16_384) where client.error == nil {
            try send(server.plain(.handshake, Array(message[start..<min(message.count, start + 16_384)])))
        }
    }
}
