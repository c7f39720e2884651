import HandshakeBench
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("Each direction is closed by its close_notify, and by nothing less. RFC 9846 §6.1")
struct ClosureTests {
    private func closeNotify(_ client: ScriptedClient) throws -> [UInt8] {
        try client.record(.alert, [1, 0])
    }

    @Test("The peer closes first: we may still send")
    func peerFirst() throws {
        let pair = try Setup().establishedPair()
        pair.server.give(try closeNotify(pair.client))
        #expect(pair.server.closeNotifies == 1 && pair.server.session.isReadClosed)
        #expect(pair.server.isEstablished && !pair.server.session.isWriteClosed)
        try pair.sendFromServer([UInt8](repeating: 1, count: 100_000))
        #expect(pair.client.flight.data.count == 100_000)
        pair.server.session.close()
        try pair.client.receive(pair.server.take())
        #expect(pair.client.flight.alerts == [[1, 0]])
        try pair.server.session.receiveEndOfTransport()
    }

    @Test("We close first: we still receive, and send nothing more")
    func weFirst() throws {
        let pair = try Setup().establishedPair()
        pair.server.session.close()
        pair.server.session.close()
        try pair.client.receive(pair.server.take())
        #expect(pair.client.flight.alerts == [[1, 0]])
        #expect(pair.server.session.isWriteClosed && !pair.server.isEstablished)
        #expect(throws: TLSError(.wrongState, "")) { try pair.server.session.seal([1]) }
        #expect(throws: TLSError(.wrongState, "")) { try pair.server.session.updateKeys(requestingPeer: false) }
        pair.server.give(try pair.client.record(.applicationData, [1, 2]))
        pair.server.give(try closeNotify(pair.client))
        #expect(pair.server.data == [1, 2] && pair.server.closeNotifies == 1)
        #expect(pair.server.session.outgoingCount == 0)
        try pair.server.session.receiveEndOfTransport()
    }

    @Test("What follows the peer's close_notify is ignored, whatever it is")
    func afterCloseNotify() throws {
        let pair = try Setup().establishedPair()
        pair.server.give(try closeNotify(pair.client))
        pair.server.give(try pair.client.record(.applicationData, [1]))
        pair.server.give([22, 3, 3, 0xff, 0xff])
        pair.server.give(Array("garbage".utf8))
        #expect(pair.server.error == nil && pair.server.data.isEmpty && pair.server.events.count == 2)
        try pair.sendFromServer([1])
    }

    @Test("The end of the transport without close_notify is truncation. RFC 9846 §6.1")
    func truncation() throws {
        let pair = try Setup().establishedPair()
        let record = try pair.client.record(.applicationData, [1, 2, 3])
        pair.server.give(record)
        pair.server.give(Array(try pair.client.record(.applicationData, [4]).dropLast()))
        #expect(pair.server.data == [1, 2, 3])
        #expect(throws: TLSError(.truncated, "")) { try pair.server.session.receiveEndOfTransport() }
        #expect(pair.server.session.outgoingCount == 0)
        #expect(throws: TLSError(.truncated, "")) { try pair.server.session.seal([1]) }
    }

    @Test("The end of the transport at any byte of the handshake is truncation too")
    func truncationInHandshake() throws {
        let setup = try Setup()
        let hello = try setup.pair().client.helloRecord()
        for count in stride(from: 0, to: hello.count, by: 7) {
            let pair = try setup.pair()
            pair.server.give(Array(hello.prefix(count)))
            pair.server.endTransport()
            #expect(pair.server.error?.code == .truncated)
            #expect(pair.server.session.outgoingCount == 0)
        }
        let pair = try setup.pairAfterServerFlight()
        pair.server.endTransport()
        #expect(pair.server.error?.code == .truncated && pair.server.completed == nil)
    }

    /// Where in a handshake something comes.
    private enum Moment: String, CaseIterable, Sendable {
        case start, afterHello, beforeVerify, afterRetry

        func pair() throws -> Pair {
            var setup = try Setup()
            switch self {
            case .start: return try setup.pair()
            case .afterHello: return try setup.pairAfterServerFlight()
            case .beforeVerify:
                setup.configuration.clientAuthentication = .request
                let pair = try setup.pairAfterServerFlight()
                let chain = try Identities.ofClient().certificateChain.map(\.derBytes)
                try pair.send(try pair.client.record(pair.client.certificateMessage(chain)))
                return pair
            case .afterRetry:
                setup.configuration.groups = [.secp256r1]
                let pair = try setup.pair()
                try pair.send(pair.client.helloRecord())
                return pair
            }
        }
    }

    @Test(
        "An alert in the handshake ends it at once, close_notify too, and is not answered", arguments: Moment.allCases)
    private func alertInHandshake(_ moment: Moment) throws {
        for description in UInt8.min...UInt8.max where description != AlertDescription.userCanceled.rawValue {
            for level: UInt8 in [1, 2] {
                // While this may be TLS 1.2, a warning is one.
                if moment == .start, level == 1, description != 0 { continue }
                let pair = try moment.pair()
                try pair.send(try pair.client.record(.alert, [level, description]))
                let error = try #require(pair.server.error)
                #expect(error.code == .alertReceived && error.alertDirection == .received)
                #expect(error.alert?.rawValue == description)
                #expect(pair.client.flight.alerts.isEmpty && pair.server.completed == nil)
                pair.expectStaysFailed(error)
            }
            guard moment == .start else { break }
        }
    }

    @Test("A warning before the version is known ends nothing, up to four of them. RFC 5246 §7.2")
    func warningBeforeHello() throws {
        for description in UInt8.min...UInt8.max where description != 0 && description != 90 {
            let pair = try Setup().pair()
            try pair.send(pair.client.plain(.alert, [1, description]))
            guard case .warning(let alert)? = pair.server.events.last else {
                Issue.record("\(description) is no warning")
                continue
            }
            #expect(alert.rawValue == description)
            try pair.sendHello()
            #expect(pair.client.flight.isFinished)
        }
        let pair = try Setup().pair()
        for _ in 0..<5 { try pair.send(pair.client.plain(.alert, [1, 41])) }
        try pair.expectFailure(.unexpectedMessage, .peerMisbehaved)
    }

    @Test("A server of TLS 1.3 alone takes a warning for what it is there: an error. RFC 9846 §6")
    func warning13() throws {
        var setup = try Setup()
        setup.configuration.versions = [.tls13]
        for description in UInt8.min...UInt8.max where description != 90 {
            let pair = try setup.pair()
            try pair.send(pair.client.plain(.alert, [1, description]))
            #expect(pair.server.error?.code == .alertReceived && pair.server.error?.alert?.rawValue == description)
            #expect(pair.client.flight.alerts.isEmpty)
        }
    }

    @Test("After the handshake every alert but two ends the connection, whatever its level. RFC 9846 §6.2")
    func alertAfterHandshake() throws {
        let setup = try Setup()
        for description in UInt8.min...UInt8.max where description != 0 && description != 90 {
            for level: UInt8 in description == 80 ? [1, 2] : [2] {
                let pair = try setup.establishedPair()
                try pair.send(try pair.client.record(.alert, [level, description]))
                #expect(pair.server.error?.code == .alertReceived)
                #expect(pair.server.error?.alert?.rawValue == description)
                #expect(pair.client.flight.alerts.isEmpty)
            }
        }
    }

    @Test("user_canceled is a warning, four times", arguments: Moment.allCases)
    private func userCanceled(_ moment: Moment) throws {
        let pair = try moment.pair()
        for level: UInt8 in [1, 2, 1, 2] { try pair.send(try pair.client.record(.alert, [level, 90])) }
        #expect(pair.server.error == nil)
        try pair.send(try pair.client.record(.alert, [1, 90]))
        try pair.expectFailure(.unexpectedMessage, reason: "too many alerts that only warn")
    }

    @Test("user_canceled and then close_notify end a handshake quietly")
    func canceled() throws {
        let pair = try Setup().pairAfterServerFlight()
        try pair.send(try pair.client.record(.alert, [1, 90]))
        try pair.send(try pair.client.record(.alert, [1, 0]))
        #expect(pair.server.error?.alert == .closeNotify && pair.client.flight.alerts.isEmpty)
    }

    @Test(
        "An alert record holds one whole alert. RFC 9846 §5.1",
        arguments: [[2], [2, 40, 2], [1, 0, 1, 0], [0, 0], [3, 40], [255, 0]] as [[UInt8]])
    func malformed(_ content: [UInt8]) throws {
        for isEstablished in [true, false] {
            let pair = isEstablished ? try Setup().establishedPair() : try Setup().pair()
            try pair.send(try pair.client.record(.alert, content))
            try pair.expectFailure(.decodeError, .malformedMessage)
        }
    }

    @Test("Closing before anything has come says nothing")
    func closeAtStart() throws {
        let pair = try Setup().pair()
        pair.server.session.close()
        #expect(pair.server.session.outgoingCount == 0 && pair.server.session.isWriteClosed)
        try pair.send(pair.client.helloRecord())
        #expect(pair.client.flight.records.isEmpty && pair.server.completed == nil)
    }

    @Test(
        "Closing in the handshake says so, and the handshake is over",
        arguments: [Moment.afterHello, .beforeVerify, .afterRetry])
    private func closeInHandshake(_ moment: Moment) throws {
        let pair = try moment.pair()
        pair.server.session.close()
        try pair.client.receive(pair.server.take())
        #expect(pair.client.flight.alerts == [[1, 90], [1, 0]])
        #expect(pair.server.session.isWriteClosed)
        if moment == .afterRetry {
            try pair.client.correctHello()
            try pair.send(pair.client.plain(.handshake, pair.client.helloMessage().bytes))
        } else if moment == .afterHello {
            try pair.send(try pair.client.finish())
        } else {
            let key = try Identities.ofClient().privateKey
            try pair.send(try pair.client.record(try pair.client.certificateVerifyMessage(key, .ecdsaSecp256r1SHA256)))
            try pair.send(try pair.client.finish())
        }
        #expect(pair.client.flight.alerts.count == 2 && !pair.server.isEstablished)
        #expect(pair.server.completed == nil && pair.server.data.isEmpty)
    }

    @Test("Closing while the application is asked ends the wait")
    func closeInPause() throws {
        var setup = try Setup()
        setup.configuration.chooseForClient = { _ in .proceed }
        let pair = try setup.pair()
        pair.server.helloDecision = { _ in nil }
        try pair.send(pair.client.helloRecord())
        #expect(pair.server.session.isPaused)
        pair.server.session.close()
        #expect(!pair.server.session.isPaused)
        try pair.client.receive(pair.server.take())
        #expect(pair.client.flight.alerts == [[1, 90], [1, 0]])
        #expect(throws: TLSError(.wrongState, "")) { try pair.server.session.resume(with: ClientHelloDecision.proceed) }
        #expect(pair.server.session.outgoingCount == 0)
    }

    @Test("The application may fail a connection with an alert of its own, once")
    func failByApplication() throws {
        for isEstablished in [true, false] {
            let pair = isEstablished ? try Setup().establishedPair() : try Setup().pairAfterServerFlight()
            let error = TLSError(.handshakeTimeout, "too slow", alert: .internalError)
            pair.server.session.fail(error)
            pair.server.session.fail(TLSError(.applicationRefused, "again", alert: .accessDenied))
            try pair.client.receive(pair.server.take())
            #expect(pair.client.flight.alerts == [[2, 80]])
            pair.expectStaysFailed(error)
        }
    }

    @Test("A received alert that the application passes on is not sent back")
    func failWithReceivedAlert() throws {
        let pair = try Setup().establishedPair()
        pair.server.session.fail(TLSError(.alertReceived, "x", alert: .accessDenied, direction: .received))
        #expect(pair.server.session.outgoingCount == 0)
    }
}
