import HandshakeBench
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

/// A state of the server that awaits a message, and how to get there.
private enum Awaiting: String, CaseIterable, Sendable {
    case hello, secondHello, certificate, certificateVerify, finished, finishedAfterCertificate,
        finishedWithoutCertificate
    case established
    case finishedAfterKey, endOfEarlyData, finishedAfterEarlyData
    case anyCertificate, verifyOfCompressedCertificate

    /// The message types that the state takes.
    var accepts: [HandshakeType] {
        switch self {
        case .hello, .secondHello: [.clientHello]
        case .certificate: [.certificate]
        case .anyCertificate: [.certificate, .compressedCertificate]
        case .certificateVerify, .verifyOfCompressedCertificate: [.certificateVerify]
        case .finished, .finishedAfterCertificate, .finishedWithoutCertificate, .finishedAfterKey,
            .finishedAfterEarlyData:
            [.finished]
        case .endOfEarlyData: [.endOfEarlyData]
        case .established: [.keyUpdate]
        }
    }

    func pair() throws -> Pair {
        var setup = try Setup()
        switch self {
        case .hello: return try setup.pair()
        case .secondHello:
            setup.configuration.groups = [.secp256r1]
            let pair = try setup.pair()
            try pair.send(pair.client.helloRecord())
            return pair
        case .finished: return try setup.pairAfterServerFlight()
        case .finishedAfterKey, .endOfEarlyData, .finishedAfterEarlyData: return try resumingPair()
        case .established: return try setup.establishedPair()
        case .certificate, .certificateVerify, .finishedAfterCertificate, .finishedWithoutCertificate, .anyCertificate,
            .verifyOfCompressedCertificate:
            setup.configuration.compressesCertificates =
                self == .anyCertificate || self == .verifyOfCompressedCertificate
            setup.configuration.clientAuthentication = .request
            let pair = try setup.pairAfterServerFlight()
            try sendCertificate(pair)
            return pair
        }
    }

    /// A client that resumes the session of an earlier connection, with early data or without.
    private func resumingPair() throws -> Pair {
        var setup = try Setup()
        setup.configuration.earlyData = .accept(upTo: 100, filter: TLSReplayFilter())
        setup.now = UnixTime(milliseconds: 1_800_000_000_000)
        let context = try setup.context()
        let first = Pair(client: try ScriptedClient(), server: ServerBench(context.makeSession(at: setup.now)))
        first.client.hello.extensions.pskKeyExchangeModes = [PSKKeyExchangeMode.pskWithKeyExchange]
        try first.sendHello()
        try first.send(try first.client.finish())
        let ticket = try #require(first.client.flight.tickets.first)
        let pair = Pair(client: try ScriptedClient(), server: ServerBench(context.makeSession(at: setup.now)))
        pair.client.key = ScriptedClient.Key(
            PSKIdentity(identity: ticket.ticket, obfuscatedTicketAge: ticket.ageAdd),
            secret: try first.client.ticketSecret(nonce: ticket.nonce))
        if self != .finishedAfterKey { pair.client.hello.extensions.earlyData = Empty() }
        try pair.send(pair.client.helloRecord())
        try #require(pair.client.flight.serverHello?.extensions.preSharedKey == 0)
        if self != .finishedAfterKey { try pair.client.useEarlyKeys() }
        if self == .finishedAfterEarlyData { try pair.send(try pair.client.endOfEarlyData()) }
        return pair
    }

    private func sendCertificate(_ pair: Pair) throws {
        guard self != .certificate, self != .anyCertificate else { return }
        let identity = try Identities.ofClient()
        if self == .verifyOfCompressedCertificate {
            let chain = identity.certificateChain.map(\.derBytes)
            return try pair.send(try pair.client.record(try pair.client.compressedCertificateMessage(chain)))
        }
        let chain = self == .finishedWithoutCertificate ? [] : identity.certificateChain.map(\.derBytes)
        try pair.send(try pair.client.record(pair.client.certificateMessage(chain)))
        guard self == .finishedAfterCertificate else { return }
        let verify = try pair.client.certificateVerifyMessage(identity.privateKey, .ecdsaSecp256r1SHA256)
        try pair.send(try pair.client.record(verify))
    }
}

@Suite("Only the message that is due moves the server on. RFC 9846 §4, §A.2")
struct OrderMatrixTests {
    /// Every type there is a name for, and some there is none for.
    private static let types = HandshakeType.allCases + [3, 6, 23, 67, 255].map(HandshakeType.init(rawValue:))

    @Test("Every other message is unexpected_message, once", arguments: Awaiting.allCases)
    private func matrix(_ state: Awaiting) throws {
        for type in Self.types where !state.accepts.contains(type) {
            for body in [[], [0], [UInt8](repeating: 0, count: 32)] as [[UInt8]] {
                let pair = try state.pair()
                #expect(pair.server.error == nil)
                let message = [type.rawValue, 0, 0, UInt8(body.count)] + body
                try pair.send(try pair.client.record(.handshake, message))
                try pair.expectFailure(.unexpectedMessage, .peerMisbehaved)
                #expect((pair.server.completed == nil) == (state != .established))
                #expect(pair.server.data.isEmpty)
            }
        }
    }

    @Test(
        "The message that is due, sent twice, is unexpected the second time",
        arguments: [
            Awaiting.certificate, .anyCertificate, .certificateVerify, .finished,
        ])
    private func twice(_ state: Awaiting) throws {
        let pair = try state.pair()
        let identity = try Identities.ofClient()
        switch state {
        case .certificate:
            let message = pair.client.certificateMessage(identity.certificateChain.map(\.derBytes))
            try pair.send(try pair.client.record(message, message))
        case .anyCertificate:
            let message = try pair.client.compressedCertificateMessage(identity.certificateChain.map(\.derBytes))
            try pair.send(try pair.client.record(message, message))
        case .certificateVerify:
            let message = try pair.client.certificateVerifyMessage(identity.privateKey, .ecdsaSecp256r1SHA256)
            try pair.send(try pair.client.record(message, message))
        default:
            let message = try pair.client.finishedMessage()
            try pair.send(try pair.client.record(message, message))
        }
        try pair.expectFailure(.unexpectedMessage)
        #expect(pair.server.completed == nil)
    }

    @Test("Data before the client's Finished is refused and never delivered", arguments: Awaiting.allCases)
    private func earlyApplicationData(_ state: Awaiting) throws {
        guard state != .established, state != .endOfEarlyData else { return }
        for content in [[], [1, 2, 3]] as [[UInt8]] {
            let pair = try state.pair()
            try pair.send(try pair.client.record(.applicationData, content))
            let error = try #require(pair.server.error)
            #expect(error.alert == .unexpectedMessage && pair.client.flight.alerts == [[2, 10]])
            #expect(pair.server.data.isEmpty && pair.server.completed == nil)
        }
    }

    @Test("Records of other types are refused in every state", arguments: Awaiting.allCases)
    private func otherRecords(_ state: Awaiting) throws {
        for type: UInt8 in [0, 24, 25, 255] {
            let pair = try state.pair()
            try pair.send(try pair.client.record(ContentType(rawValue: type), [1]))
            #expect(pair.server.error?.alert == .unexpectedMessage && pair.client.flight.alerts == [[2, 10]])
        }
    }

    @Test("A plaintext handshake message where keys are on is refused", arguments: Awaiting.allCases)
    private func plaintext(_ state: Awaiting) throws {
        guard state != .hello, state != .secondHello else { return }
        let pair = try state.pair()
        try pair.send(pair.client.plain(.handshake, [state.accepts[0].rawValue, 0, 0, 0]))
        try pair.expectFailure(.unexpectedMessage)
    }

    @Test("change_cipher_spec passes between hello and Finished only. RFC 9846 §5", arguments: Awaiting.allCases)
    private func changeCipherSpec(_ state: Awaiting) throws {
        let pair = try state.pair()
        try pair.send(pair.client.plain(.changeCipherSpec, [1]))
        if state == .hello || state == .established {
            #expect(pair.server.error?.alert == .unexpectedMessage && pair.client.flight.alerts == [[2, 10]])
        } else {
            try pair.send(pair.client.plain(.changeCipherSpec, [1]))
            #expect(pair.server.error == nil)
            try pair.send(pair.client.plain(.changeCipherSpec, [1]))
            try pair.expectFailure(.unexpectedMessage)
        }
    }

    @Test("change_cipher_spec with another value, or protected, is refused", arguments: Awaiting.allCases)
    private func badChangeCipherSpec(_ state: Awaiting) throws {
        for content in [[], [0], [2], [1, 1]] as [[UInt8]] {
            let pair = try state.pair()
            try pair.send(pair.client.plain(.changeCipherSpec, content))
            #expect(pair.client.flight.alerts == [[2, 10]])
        }
        guard state != .hello, state != .secondHello else { return }
        let pair = try state.pair()
        try pair.send(try pair.client.record(.changeCipherSpec, [1]))
        try pair.expectFailure(.unexpectedMessage)
    }

    @Test("Nothing else may stand inside a handshake message. RFC 9846 §5.1", arguments: Awaiting.allCases)
    private func interleaving(_ state: Awaiting) throws {
        let start = [state.accepts[0].rawValue, 0, 0]
        var inserted: [(ContentType, [UInt8])] = [(.alert, [1, 90])]
        if state == .established || state == .endOfEarlyData { inserted.append((.applicationData, [1])) }
        for (type, content) in inserted {
            let pair = try state.pair()
            try pair.send(try pair.client.record(.handshake, start))
            #expect(pair.server.error == nil)
            try pair.send(try pair.client.record(type, content))
            try pair.expectFailure(.unexpectedMessage)
            #expect(pair.server.data.isEmpty)
        }
        guard state != .hello, state != .established else { return }
        let pair = try state.pair()
        try pair.send(try pair.client.record(.handshake, start))
        try pair.send(pair.client.plain(.changeCipherSpec, [1]))
        try pair.expectFailure(.unexpectedMessage)
    }
}
