import HandshakeBench
import TLSMessages
import TLSProvider
import Testing

/// A state of the client that awaits a message, and how to get there.
private enum ClientAwaiting: String, CaseIterable, Sendable {
    case serverHello, secondServerHello, encryptedExtensions, certificateOrRequest, certificate, certificateVerify
    case finished, established
    case extensionsOfKey, finishedOfKey, finishedOfSession, finishedOfEarlyData
    case anyCertificateOrRequest, anyCertificate, verifyOfCompressedCertificate

    /// The message types that the state takes.
    var accepts: [HandshakeType] {
        switch self {
        case .serverHello, .secondServerHello: [.serverHello]
        case .encryptedExtensions, .extensionsOfKey: [.encryptedExtensions]
        case .certificateOrRequest: [.certificateRequest, .certificate]
        case .anyCertificateOrRequest: [.certificateRequest, .certificate, .compressedCertificate]
        case .certificate: [.certificate]
        case .anyCertificate: [.certificate, .compressedCertificate]
        case .certificateVerify, .verifyOfCompressedCertificate: [.certificateVerify]
        case .finished, .finishedOfKey, .finishedOfSession, .finishedOfEarlyData: [.finished]
        case .established: [.keyUpdate, .newSessionTicket]
        }
    }

    /// Whether the client has offered to take the chain compressed.
    private var offersCompression: Bool {
        self == .anyCertificateOrRequest || self == .anyCertificate || self == .verifyOfCompressedCertificate
    }

    /// Whether this may yet be TLS 1.2, whose servers may send HelloRequests meanwhile. RFC 5246 §7.4.1.1.
    var passesHelloRequests: Bool { self == .serverHello }

    /// Whether the server's records are protected by then.
    var isProtected: Bool { self != .serverHello && self != .secondServerHello }

    /// A pair whose server goes on with a pre-shared key, one from outside or a session's.
    private func pairWithKey() throws -> ScriptedPair {
        let secret = [UInt8](1...32)
        var setup = try ClientSetup()
        if self == .finishedOfSession || self == .finishedOfEarlyData {
            setup.now = UnixTime(milliseconds: 1_800_000_000_000)
            setup.client.session = .of(secret, nil, at: UnixTime(milliseconds: 1_800_000_000_000))
            setup.client.offersEarlyData = self == .finishedOfEarlyData
        } else {
            setup.client.preSharedKeys = [try TLSPreSharedKey(identity: [7], key: secret)]
        }
        let pair = try ScriptedPair(setup)
        pair.server.preSharedKey = secret
        try pair.send(try pair.server.sendServerHello { $0.extensions.preSharedKey = 0 })
        guard self != .extensionsOfKey else { return pair }
        let isEarly = self == .finishedOfEarlyData
        try pair.server.useEarlyKeys(isEarly)
        try pair.send(pair.server.encryptedExtensionsMessage { $0.earlyData = isEarly ? Empty() : nil })
        return pair
    }

    func pair() throws -> ScriptedPair {
        switch self {
        case .extensionsOfKey, .finishedOfKey, .finishedOfSession, .finishedOfEarlyData: return try pairWithKey()
        default: break
        }
        var setup = try ClientSetup()
        setup.client.compressesCertificates = offersCompression
        let pair = try ScriptedPair(setup)
        let server = pair.server
        if self == .serverHello { return pair }
        if self == .secondServerHello {
            try pair.send(try server.retryMessage(group: .secp256r1))
            return pair
        }
        if self == .established {
            try pair.send(try server.flight())
            return pair
        }
        try pair.send(try server.sendServerHello())
        if self == .encryptedExtensions { return pair }
        try pair.send(server.encryptedExtensionsMessage())
        if self == .certificateOrRequest || self == .anyCertificateOrRequest { return pair }
        try pair.send(server.certificateRequestMessage())
        if self == .certificate || self == .anyCertificate { return pair }
        if self == .verifyOfCompressedCertificate {
            try pair.send(try server.compressedCertificateMessage())
            return pair
        }
        try pair.send(server.certificateMessage())
        if self == .certificateVerify { return pair }
        try pair.send(try server.certificateVerifyMessage())
        return pair
    }
}

@Suite("Only the message that is due moves the client on. RFC 9846 §4, §A.1")
struct ClientOrderMatrixTests {
    /// Every type there is a name for, and some there is none for.
    private static let types = HandshakeType.allCases + [3, 6, 23, 67, 255].map(HandshakeType.init(rawValue:))

    @Test("Every other message is unexpected_message, once", arguments: ClientAwaiting.allCases)
    private func matrix(_ state: ClientAwaiting) throws {
        for type in Self.types where !state.accepts.contains(type) {
            if type == .helloRequest, state.passesHelloRequests { continue }
            for body in [[], [0], [UInt8](repeating: 0, count: 32)] as [[UInt8]] {
                let pair = try state.pair()
                #expect(pair.client.error == nil)
                try pair.send(try pair.server.record(.handshake, [type.rawValue, 0, 0, UInt8(body.count)] + body))
                try pair.expectFailure(.unexpectedMessage, .peerMisbehaved)
                #expect((pair.client.completed == nil) == (state != .established))
                #expect(pair.client.data.isEmpty)
            }
        }
    }

    @Test("A HelloRequest before the version is known is passed over, but not for ever. RFC 5246 §7.4.1.1")
    func helloRequests() throws {
        let request: [UInt8] = [HandshakeType.helloRequest.rawValue, 0, 0, 0]
        let pair = try ClientAwaiting.serverHello.pair()
        for _ in 0..<4 { try pair.send(pair.server.plain(.handshake, request)) }
        try pair.send(try pair.server.flight())
        #expect(pair.client.isEstablished)
        let other = try ClientAwaiting.serverHello.pair()
        for _ in 0..<5 { try other.send(other.server.plain(.handshake, request)) }
        try other.expectFailure(.unexpectedMessage, .peerMisbehaved)
        let malformed = try ClientAwaiting.serverHello.pair()
        try malformed.send(malformed.server.plain(.handshake, [request[0], 0, 0, 1, 0]))
        try malformed.expectFailure(.decodeError, .malformedMessage)
    }

    @Test("While the verdict is awaited nothing is taken, and what has come waits")
    func pause() throws {
        let pair = try ClientAwaiting.certificateVerify.pair()
        pair.client.verdict = nil
        try pair.send(try pair.server.certificateVerifyMessage(), try pair.server.finishedMessage())
        #expect(pair.client.session.isPaused && pair.server.messages == [.clientHello])
        try pair.server.useApplicationKeys()
        try pair.send(try pair.server.record(.applicationData, [1, 2]))
        #expect(pair.client.data.isEmpty && pair.client.error == nil)
        pair.client.verdict = .accept
        try pair.send([])
        #expect(pair.client.isEstablished && pair.client.data == [1, 2])
        #expect(pair.server.isFinished)
    }

    @Test("Data before the server's Finished is refused and never delivered", arguments: ClientAwaiting.allCases)
    private func earlyApplicationData(_ state: ClientAwaiting) throws {
        guard state != .established else { return }
        let pair = try state.pair()
        try pair.send(try pair.server.record(.applicationData, [1, 2, 3]))
        try pair.expectFailure(.unexpectedMessage)
        #expect(pair.client.data.isEmpty && pair.client.completed == nil)
    }

    @Test("A plaintext handshake message where keys are on is refused", arguments: ClientAwaiting.allCases)
    private func plaintext(_ state: ClientAwaiting) throws {
        guard state.isProtected else { return }
        let pair = try state.pair()
        try pair.send(pair.server.plain(.handshake, [state.accepts[0].rawValue, 0, 0, 0]))
        try pair.expectFailure(.unexpectedMessage)
    }

    @Test("change_cipher_spec passes between hello and Finished only. RFC 9846 §5", arguments: ClientAwaiting.allCases)
    private func changeCipherSpec(_ state: ClientAwaiting) throws {
        let pair = try state.pair()
        try pair.send(pair.server.plain(.changeCipherSpec, [1]))
        if state == .established { return try pair.expectFailure(.unexpectedMessage) }
        #expect(pair.client.error == nil)
        try pair.send(pair.server.plain(.changeCipherSpec, [1]))
        try pair.send(pair.server.plain(.changeCipherSpec, [1]))
        try pair.expectFailure(.unexpectedMessage)
    }

    @Test("Nothing else may stand inside a handshake message. RFC 9846 §5.1", arguments: ClientAwaiting.allCases)
    private func interleaving(_ state: ClientAwaiting) throws {
        let pair = try state.pair()
        try pair.send(try pair.server.record(.handshake, [state.accepts[0].rawValue, 0, 0]))
        #expect(pair.client.error == nil)
        try pair.send(try pair.server.record(.alert, [1, 90]))
        try pair.expectFailure(.unexpectedMessage)
    }

    @Test("A message that is cut, or has a byte too many, is decode_error", arguments: ClientAwaiting.allCases)
    private func wrongLength(_ state: ClientAwaiting) throws {
        for type in state.accepts where type != .finished {
            let pair = try state.pair()
            try pair.send(try pair.server.record(.handshake, [type.rawValue, 0, 0, 0]))
            try pair.expectFailure(.decodeError, .malformedMessage)
        }
    }
}
