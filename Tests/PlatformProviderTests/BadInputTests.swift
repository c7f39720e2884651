import HandshakeBench
import PlatformProvider
import TLSMessages
import TLSProvider
import Testing

@Suite("What is not TLS, or is broken, ends the connection with one alert")
struct BadInputTests {
    struct Input: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let code: TLSError.Code
        let alert: AlertDescription

        init(_ description: String, _ bytes: [UInt8], _ code: TLSError.Code, _ alert: AlertDescription) {
            testDescription = description
            self.bytes = bytes
            self.code = code
            self.alert = alert
        }
    }

    static let inputs: [Input] = [
        Input("HTTP", Array("GET / HTTP/1.1\r\n\r\n".utf8), .notTLS, .unexpectedMessage),
        Input("SSH", Array("SSH-2.0-x\r\n".utf8), .notTLS, .unexpectedMessage),
        Input("zeros", [UInt8](repeating: 0, count: 64), .notTLS, .unexpectedMessage),
        Input("an SSL 2 hello", [0x80, 0x2e, 1, 3, 1, 0, 0x15], .incompatiblePeer, .protocolVersion),
        Input("version 4.1", [22, 4, 1, 0, 10, 1], .incompatiblePeer, .protocolVersion),
        Input("an oversized record", [22, 3, 1, 0x40, 1], .peerMisbehaved, .recordOverflow),
        Input("application data first", [23, 3, 3, 0, 1, 0], .notTLS, .unexpectedMessage),
    ]

    @Test("The first bytes, by both providers alike", arguments: Serving.allCases, inputs)
    func firstBytes(_ serving: Serving, _ input: Input) throws {
        let setup = try Setup(serving)
        for bytewise in [false, true] {
            let server = ServerBench(try serving.provider.makeServerContext(setup.server))
            if bytewise { for byte in input.bytes { server.give([byte]) } } else { server.give(input.bytes) }
            #expect(server.error?.code == input.code && server.error?.alert == input.alert)
            #expect(server.take() == [21, 3, 3, 0, 2, 2, input.alert.rawValue])
            try expectStaysFailed(server)
            #expect(ErrorQueue.isEmpty)
        }
    }

    @Test("A broken hello is refused with an alert", arguments: Serving.allCases)
    func brokenHello(_ serving: Serving) throws {
        let setup = try Setup(serving)
        let hello = try setup.pair().client.take()
        for index in [5, 6, 8, 9, 10, 43, 44, 76, 78, 90, 120, hello.count - 1] where index < hello.count {
            var bytes = hello
            bytes[index] ^= 0xff
            let server = ServerBench(try serving.provider.makeServerContext(setup.server))
            server.give(bytes)
            if let error = server.error {
                #expect(error.alert != nil, "byte \(index): \(error)")
                #expect(server.take().count == 7)
            }
            #expect(ErrorQueue.isEmpty)
        }
    }

    @Test("A record that does not authenticate is bad_record_mac, for either end", arguments: Serving.allCases)
    func badRecord(_ serving: Serving) throws {
        for clientSends in [true, false] {
            let pair = try Setup(serving).established()
            let (sender, receiver) = clientSends ? (pair.client, pair.server) : (pair.server, pair.client)
            var record = try sender.session.seal([1, 2, 3])
            record[record.count - 1] ^= 1
            receiver.give(record)
            #expect(receiver.error?.code == .badRecord && receiver.error?.alert == .badRecordMAC)
            pair.exchange()
            #expect(sender.error?.code == .alertReceived && sender.error?.alert == .badRecordMAC)
            try expectStaysFailed(receiver)
            #expect(ErrorQueue.isEmpty)
        }
    }

    @Test("Behind our close_notify it is the same, without the alert", arguments: Serving.allCases)
    func badRecordBehindClose(_ serving: Serving) throws {
        for clientSends in [true, false] {
            let pair = try Setup(serving).established()
            let (sender, receiver) = clientSends ? (pair.client, pair.server) : (pair.server, pair.client)
            var record = try sender.session.seal([1, 2, 3])
            record[record.count - 1] ^= 1
            receiver.session.close()
            sender.give(receiver.take())
            receiver.give(record)
            #expect(receiver.error?.code == .badRecord && receiver.take().isEmpty)
            #expect(sender.closeNotifies == 1 && ErrorQueue.isEmpty)
        }
    }

    @Test(
        "A record that is too long under keys is record_overflow, before its body has come", arguments: Serving.allCases
    )
    func longRecord(_ serving: Serving) throws {
        let pair = try Setup(serving).established()
        pair.server.give([23, 3, 3, 0x41, 1])
        #expect(pair.server.error?.alert == .recordOverflow && pair.server.error?.code == .peerMisbehaved)
        pair.exchange()
        #expect(pair.client.error?.alert == .recordOverflow)
        #expect(ErrorQueue.isEmpty)
    }

    @Test("A record in the clear after the handshake is refused", arguments: Serving.allCases)
    func plainRecord(_ serving: Serving) throws {
        let pair = try Setup(serving).established()
        pair.server.give([22, 3, 3, 0, 4, 1, 0, 0, 0])
        #expect(pair.server.error?.alert == .unexpectedMessage)
        pair.exchange()
        #expect(pair.client.error?.alert == .unexpectedMessage)
    }

    @Test("Nothing in common is handshake_failure", arguments: Serving.allCases)
    func nothingInCommon(_ serving: Serving) throws {
        var setup = try Setup(serving)
        setup.server.groups = [.x25519]
        setup.client.groups = [.secp256r1]
        let pair = try setup.shaken()
        #expect(pair.server.error?.code == .incompatiblePeer && pair.server.error?.alert == .handshakeFailure)
        #expect(pair.client.error?.alert == .handshakeFailure)
        setup = try Setup(serving)
        setup.server.cipherSuites = [.TLS_AES_128_GCM_SHA256]
        setup.client.cipherSuites = [.TLS_AES_256_GCM_SHA384]
        #expect(try setup.shaken().server.error?.alert == .handshakeFailure)
        #expect(ErrorQueue.isEmpty)
    }

    @Test("What others have left in the error queue harms nobody")
    func foreignErrors() throws {
        let pair = try Setup().established()
        ErrorQueue.leaveOne()
        try pair.sendFromClient([1, 2, 3])
        #expect(pair.server.data == [1, 2, 3])
        ErrorQueue.leaveOne()
        pair.client.session.close()
        pair.exchange()
        #expect(pair.server.closeNotifies == 1 && ErrorQueue.isEmpty)
    }

    @Test("What others have left in the error queue is not taken for the end of a connection, nor for its reason")
    func foreignErrorsAtRecords() throws {
        let pair = try Setup().established()
        ErrorQueue.leaveOne()
        #expect(try pair.server.session.seal([1]).count > 1)
        // A key update has no content: libssl waits for more.
        ErrorQueue.leaveOne()
        try pair.client.session.updateKeys(requestingPeer: false)
        pair.server.give(pair.client.take())
        #expect(pair.server.error == nil && pair.server.keyUpdates.received == 1)
        let other = try Setup().established()
        var record = try other.client.session.seal([1, 2, 3])
        record[record.count - 1] ^= 1
        ErrorQueue.leaveOne()
        other.server.give(record)
        #expect(other.server.error?.alert == .badRecordMAC)
        #expect(
            other.server.error?.reason.contains("bad record mac") == true, "\(String(describing: other.server.error))")
        let third = try Setup().established()
        third.client.session.close()
        let goodbye = third.client.take()
        ErrorQueue.leaveOne()
        third.server.give(goodbye)
        #expect(third.server.closeNotifies == 1 && third.server.error == nil && ErrorQueue.isEmpty)
    }

    /// Checks that a failed session says and does nothing more.
    private func expectStaysFailed(_ bench: ServerBench) throws {
        let session = bench.session
        let error = try #require(bench.error)
        _ = bench.take()
        #expect(session.isWriteClosed && !session.isEstablished && !session.isPaused)
        #expect(throws: error) { try session.seal([1]) }
        #expect(throws: error) { try session.updateKeys(requestingPeer: true) }
        #expect(throws: error) { try session.resume(with: PeerVerdict.accept) }
        #expect(throws: error) { try session.resume(with: ClientHelloDecision.proceed) }
        #expect(throws: error) { try session.receiveEndOfTransport() }
        #expect(throws: error) { try session.exportKeyingMaterial(label: "x", context: nil, count: 1) }
        session.close()
        session.fail(TLSError(.applicationRefused, "x", alert: .accessDenied))
        #expect(session.outgoingCount == 0)
    }
}
