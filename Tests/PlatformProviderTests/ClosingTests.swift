import HandshakeBench
import PlatformProvider
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("Data, keys and closing, after the handshake")
struct ClosingTests {
    @Test("Data is echoed both ways", arguments: Serving.allCases)
    func data(_ serving: Serving) throws {
        try echo(try Setup(serving).established())
    }

    @Test("Either end takes new keys, and the other's when it asks for them", arguments: Serving.allCases)
    func keyUpdates(_ serving: Serving) throws {
        let pair = try Setup(serving).established()
        for (one, other) in [(pair.client, pair.server), (pair.server, pair.client)] {
            let before = (one.keyUpdates, other.keyUpdates)
            try one.session.updateKeys(requestingPeer: false)
            one.run()
            pair.exchange()
            #expect(one.keyUpdates.sent == before.0.sent + 1 && other.keyUpdates.received == before.1.received + 1)
            #expect(one.keyUpdates.received == before.0.received)
            try echo(pair)
            try one.session.updateKeys(requestingPeer: true)
            one.run()
            pair.exchange()
            #expect(one.keyUpdates.sent == before.0.sent + 2 && other.keyUpdates.received == before.1.received + 2)
            try echo(pair)
            #expect(one.keyUpdates.received == before.0.received + 1)
        }
    }

    @Test("Endless key updates are refused", arguments: Serving.allCases)
    func keyUpdateFlood(_ serving: Serving) throws {
        let pair = try Setup(serving).established()
        for _ in 0..<40 {
            try pair.client.session.updateKeys(requestingPeer: false)
            pair.exchange()
            if pair.server.error != nil { break }
        }
        #expect(pair.server.error?.code == .peerMisbehaved && pair.server.error?.alert == .unexpectedMessage)
        #expect(pair.client.error?.code == .alertReceived && pair.client.error?.alert == .unexpectedMessage)
    }

    @Test("Each closes its own direction, and the other's stays open", arguments: Serving.allCases, [true, false])
    func halfClose(_ serving: Serving, _ clientFirst: Bool) throws {
        let pair = try Setup(serving).established()
        let (first, second) = clientFirst ? (pair.client, pair.server) : (pair.server, pair.client)
        first.session.close()
        first.session.close()
        pair.exchange()
        #expect(first.session.isWriteClosed && !first.isEstablished && !first.session.isReadClosed)
        #expect(second.closeNotifies == 1 && second.session.isReadClosed && second.isEstablished)
        #expect(throws: TLSError(.wrongState, "")) { try first.session.seal([1]) }
        #expect(throws: TLSError(.wrongState, "")) { try first.session.updateKeys(requestingPeer: false) }
        let data = [UInt8](repeating: 7, count: 50_000)
        first.give(try second.session.seal(data))
        #expect(first.data == data)
        second.session.close()
        pair.exchange()
        #expect(first.closeNotifies == 1 && first.session.outgoingCount == 0)
        try first.session.receiveEndOfTransport()
        try second.session.receiveEndOfTransport()
        #expect(first.error == nil && second.error == nil)
    }

    @Test("A key update that asks for ours after we have closed gets no answer", arguments: Serving.allCases)
    func nothingAfterCloseNotify(_ serving: Serving) throws {
        let pair = try Setup(serving).established()
        pair.server.session.close()
        pair.exchange()
        try pair.client.session.updateKeys(requestingPeer: true)
        pair.server.give(pair.client.take())
        #expect(pair.server.session.outgoingCount == 0 && pair.server.error == nil)
        pair.server.give(try pair.client.session.seal([1]))
        #expect(pair.server.data == [1])
    }

    @Test("What follows the peer's close_notify is ignored", arguments: Serving.allCases)
    func afterCloseNotify(_ serving: Serving) throws {
        let pair = try Setup(serving).established()
        pair.client.session.close()
        pair.exchange()
        pair.server.give(Array("garbage, and more of it".utf8))
        #expect(pair.server.error == nil && pair.server.data.isEmpty)
    }

    @Test("The end of the transport without close_notify is truncation, for both", arguments: Serving.allCases)
    func truncation(_ serving: Serving) throws {
        let pair = try Setup(serving).established()
        for bench in [pair.client, pair.server] {
            #expect(throws: TLSError(.truncated, "")) { try bench.session.receiveEndOfTransport() }
            #expect(bench.session.outgoingCount == 0)
            #expect(throws: TLSError(.truncated, "")) { try bench.session.seal([1]) }
        }
    }

    @Test("The end of the transport at any byte of the handshake is truncation too", arguments: Serving.allCases)
    func truncationInHandshake(_ serving: Serving) throws {
        let hello = try Setup(serving).pair().client.take()
        for count in stride(from: 0, to: hello.count, by: 17) {
            let pair = try Setup(serving).pair()
            pair.server.give(Array(hello.prefix(count)))
            pair.server.endTransport()
            #expect(pair.server.error?.code == .truncated)
            #expect(pair.server.session.outgoingCount == 0)
        }
    }

    @Test("A handshake that is given up while nothing is protected says so. RFC 9846 §6.1", arguments: Serving.allCases)
    func closeBeforeKeys(_ serving: Serving) throws {
        var setup = try Setup(serving)
        setup.server.chooseForClient = { _ in .proceed }
        let pair = try setup.pair()
        pair.server.helloDecision = { _ in nil }
        pair.exchange()
        #expect(pair.server.session.isPaused)
        pair.server.session.close()
        #expect(pair.server.take() == [21, 3, 3, 0, 2, 1, 90, 21, 3, 3, 0, 2, 1, 0])
        #expect(!pair.server.session.isPaused && pair.server.session.isWriteClosed)
        try pair.server.session.receiveEndOfTransport()
    }

    @Test("A handshake that is given up before anything came, or under keys, just ends: libssl has no call to say more")
    func closeSilently() throws {
        let fresh = try Setup().pair()
        fresh.server.session.close()
        #expect(fresh.server.session.outgoingCount == 0)

        let pair = try Setup().pair()
        pair.server.give(pair.client.take())
        _ = pair.server.take()
        pair.server.session.close()
        #expect(pair.server.session.outgoingCount == 0 && pair.server.session.isWriteClosed)
    }

    @Test("user_canceled is told as a warning, before the close_notify that follows it. RFC 9846 §6.1")
    func warning() throws {
        var setup = try Setup(.internal)
        setup.server.clientAuthentication = .request
        let pair = try setup.pair()
        pair.server.verdict = nil
        pair.exchange()
        #expect(pair.server.session.isPaused && pair.client.isEstablished)
        pair.server.session.close()
        pair.exchange()
        let warnings = pair.client.events.compactMap { if case .warning(let alert) = $0 { alert } else { nil } }
        #expect(warnings == [.userCanceled])
        #expect(pair.client.closeNotifies == 1 && pair.client.error == nil)
    }

    @Test("The application fails an established server: the alert of its choice, once", arguments: Serving.allCases)
    func failServer(_ serving: Serving) throws {
        let pair = try Setup(serving).established()
        pair.server.session.fail(TLSError(.applicationRefused, "no", alert: .accessDenied))
        pair.server.session.fail(TLSError(.applicationRefused, "no", alert: .internalError))
        pair.exchange()
        #expect(pair.client.error?.alert == .accessDenied && pair.client.error?.code == .alertReceived)
        #expect(throws: TLSError(.applicationRefused, "")) { try pair.server.session.seal([1]) }
        #expect(throws: TLSError(.applicationRefused, "")) { try pair.server.session.updateKeys(requestingPeer: true) }
        #expect(pair.server.session.outgoingCount == 0)
    }

    @Test("The alert is sent after key updates too", arguments: Serving.allCases)
    func failAfterKeyUpdate(_ serving: Serving) throws {
        let pair = try Setup(serving).established()
        try pair.client.session.updateKeys(requestingPeer: true)
        pair.exchange()
        pair.server.session.fail(TLSError(.applicationRefused, "no", alert: .accessDenied))
        pair.exchange()
        #expect(pair.client.error?.alert == .accessDenied && pair.client.error?.code == .alertReceived)
    }

    @Test("The application fails an established client: libssl has no call for an alert there, so there is none")
    func failClient() throws {
        let pair = try Setup().established()
        pair.client.session.fail(TLSError(.applicationRefused, "no", alert: .accessDenied))
        #expect(pair.client.session.outgoingCount == 0 && pair.client.session.isWriteClosed)
    }
}
