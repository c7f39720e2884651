import HandshakeBench
import TLSMessages
import TLSProvider
import TestSupport
import Testing

@Suite("After the handshake the client is as good as the server. RFC 9846 §4.7.3, §6.1")
struct ClientConnectionTests {
    @Test("Either end takes new keys, and the other's when it asks for them")
    func keyUpdates() throws {
        let pair = try ClientSetup().established()
        for (one, other) in [(pair.client, pair.server), (pair.server, pair.client)] {
            let before = (one.keyUpdates, other.keyUpdates)
            try one.session.updateKeys(requestingPeer: false)
            one.run()
            pair.exchange()
            #expect(one.keyUpdates.sent == before.0.sent + 1 && other.keyUpdates.received == before.1.received + 1)
            try pair.echo()
            try one.session.updateKeys(requestingPeer: true)
            one.run()
            pair.exchange()
            #expect(one.keyUpdates.received == before.0.received + 1)
            try pair.echo()
        }
    }

    @Test("32 updates in a row pass, the next does not")
    func flood() throws {
        let pair = try ScriptedPair.established(try ClientSetup())
        for _ in 0..<32 { try pair.send(try pair.server.keyUpdate(.updateRequested)) }
        #expect(pair.client.error == nil && pair.server.keyUpdates.count == 32)
        try pair.send(try pair.server.keyUpdate())
        try pair.expectFailure(.unexpectedMessage, .peerMisbehaved)
    }

    @Test("Another KeyUpdateRequest than 0 and 1 is illegal_parameter. RFC 9846 §4.7.3")
    func wrongRequest() throws {
        let pair = try ScriptedPair.established(try ClientSetup())
        try pair.send(try pair.server.record(.handshake, [24, 0, 0, 1, 2]))
        try pair.expectFailure(.illegalParameter, .malformedMessage)
    }

    @Test("Each closes its own direction, and the other's stays open", arguments: [true, false])
    func halfClose(_ clientFirst: Bool) throws {
        let pair = try ClientSetup().established()
        let (first, second) = clientFirst ? (pair.client, pair.server) : (pair.server, pair.client)
        first.session.close()
        pair.exchange()
        #expect(first.session.isWriteClosed && !first.isEstablished && second.session.isReadClosed)
        let data = [UInt8](repeating: 7, count: 50_000)
        first.give(try second.session.seal(data))
        #expect(first.data == data)
        second.session.close()
        pair.exchange()
        try first.session.receiveEndOfTransport()
        try second.session.receiveEndOfTransport()
        #expect(first.closeNotifies == 1 && second.closeNotifies == 1 && first.error == nil && second.error == nil)
    }

    @Test("The end of the transport without close_notify is truncation, in the handshake too")
    func truncation() throws {
        let pair = try ClientSetup().established()
        pair.client.endTransport()
        #expect(pair.client.error?.code == .truncated && pair.client.session.outgoingCount == 0)
        let flight = try ScriptedPair(try ClientSetup()).server.flight()
        for count in stride(from: 0, to: flight.count, by: 37) {
            let client = ServerBench(try ClientSetup().clientContext().makeSession())
            _ = client.take()
            client.give(Array(flight.prefix(min(count, 100))))
            client.endTransport()
            #expect(client.error?.code == .truncated)
        }
    }

    @Test("A handshake that is given up says so, before the answer and during the wait for a verdict. RFC 9846 §6.1")
    func givenUp() throws {
        let fresh = try ClientSetup().pair()
        fresh.client.session.close()
        fresh.exchange()
        #expect(fresh.server.completed == nil && fresh.client.session.isWriteClosed)
        let waiting = try ClientSetup().pair()
        waiting.client.verdict = nil
        waiting.exchange()
        waiting.client.session.close()
        waiting.exchange()
        let warnings = waiting.server.events.compactMap { if case .warning(let alert) = $0 { alert } else { nil } }
        #expect(warnings == [.userCanceled] && !waiting.client.session.isPaused)
    }

    @Test("An alert of the server ends the handshake and is not answered", arguments: [true, false])
    func alert(_ isProtected: Bool) throws {
        let pair = try ScriptedPair(try ClientSetup())
        if isProtected { try pair.send(try pair.server.sendServerHello()) }
        try pair.send(try pair.server.record(.alert, [2, 40]))
        #expect(pair.client.error?.code == .alertReceived && pair.client.error?.alert == .handshakeFailure)
        #expect(pair.client.error?.alertDirection == .received && pair.server.alerts.isEmpty)
    }

    @Test("The server's record_size_limit holds for our flight and our data. RFC 8449 §4")
    func recordSizeLimit() throws {
        var setup = try ClientSetup()
        setup.client.identities = [try Identities.ofClient()]
        let pair = try ScriptedPair(setup)
        var bytes = try pair.server.sendServerHello()
        var messages = pair.server.encryptedExtensionsMessage { $0.recordSizeLimit = 100 }.bytes
        messages += pair.server.certificateMessage().bytes
        messages += try pair.server.certificateVerifyMessage().bytes
        messages += try pair.server.finishedMessage().bytes
        bytes += try pair.server.record(.handshake, messages)
        try pair.server.useApplicationKeys()
        try pair.send(bytes)
        let sealed = try pair.client.session.seal([UInt8](repeating: 1, count: 1000))
        #expect(Int(sealed[3]) << 8 | Int(sealed[4]) == 100 + 16)
        try pair.server.receive(sealed)
        #expect(pair.server.data.count == 1000)
    }

    @Test("Where bytes are cut makes no difference: byte by byte, and in any pieces")
    func split() throws {
        var random = SeededRandom(0x636c_6965)
        for count in [1, 2, 3, 7, 100] + (0..<20).map({ _ in 1 + random.below(600) }) {
            var setup = try ClientSetup()
            setup.server.clientAuthentication = .require
            setup.server.groups = [.secp256r1]
            setup.client.identities = [try Identities.ofClient()]
            let pair = try setup.pair()
            pair.pieceCount = count
            pair.exchange()
            #expect(pair.client.isEstablished && pair.server.isEstablished, "\(count) bytes at a time")
            #expect(pair.client.events.count == 2)
        }
    }

    @Test("The server's flight in records of any size establishes the connection")
    func records() throws {
        var random = SeededRandom(0x7265_636f)
        for longest in [1, 3, 50, 16_384] {
            let pair = try ScriptedPair(try ClientSetup())
            let hello = try pair.server.serverHelloMessage().bytes
            for piece in random.pieces(hello, longest: longest) { try pair.send(pair.server.plain(.handshake, piece)) }
            try pair.server.useHandshakeKeys()
            var messages = pair.server.encryptedExtensionsMessage().bytes + pair.server.certificateMessage().bytes
            messages += try pair.server.certificateVerifyMessage().bytes
            messages += try pair.server.finishedMessage().bytes
            for piece in random.pieces(messages, longest: longest) {
                try pair.send(try pair.server.record(.handshake, piece))
            }
            #expect(pair.client.isEstablished && pair.server.isFinished)
        }
    }
}
