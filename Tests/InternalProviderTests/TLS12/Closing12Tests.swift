import HandshakeBench
import InternalProvider
import TLSHandshake
import TLSMessages
import TLSProvider
import Testing

@Suite("How a connection of TLS 1.2 ends. RFC 5246 §7.2.1")
struct Closing12Tests {
    @Test("close_notify is answered with close_notify, and nothing follows", arguments: [true, false])
    func answered(_ isClient: Bool) throws {
        let pair = try ClientSetup.tls12().established()
        let (first, second) = isClient ? (pair.client, pair.server) : (pair.server, pair.client)
        first.give(try second.session.seal([1]))
        first.session.close()
        second.give(first.take())
        #expect(second.closeNotifies == 1 && second.session.isReadClosed && second.session.isWriteClosed)
        #expect(!second.isEstablished)
        #expect(throws: TLSError(.wrongState, "")) { try second.session.seal([2]) }
        let answer = second.take()
        #expect(recordTypes(answer) == [21])
        first.give(answer)
        #expect(first.closeNotifies == 1 && first.session.isReadClosed && first.error == nil && second.error == nil)
        #expect(first.take().isEmpty && second.take().isEmpty)
        try first.session.receiveEndOfTransport()
        try second.session.receiveEndOfTransport()
    }

    @Test("What comes behind close_notify is passed over", arguments: [true, false])
    func behind(_ isClient: Bool) throws {
        let opened = try OpenedPair(try ClientSetup.tls12())
        let receiver = opened.receiver(ofClient: isClient)
        receiver.give(
            try opened.record(23, [1], ofClient: isClient) + opened.record(21, [1, 0], ofClient: isClient)
                + opened.record(23, [2], ofClient: isClient) + [1, 2, 3, 4, 5, 6, 7])
        #expect(receiver.data == [1] && receiver.error == nil && receiver.closeNotifies == 1)
    }

    @Test("Who closes first still takes what was under way", arguments: [true, false])
    func underWay(_ isClient: Bool) throws {
        let pair = try ClientSetup.tls12().established()
        let (first, second) = isClient ? (pair.client, pair.server) : (pair.server, pair.client)
        let data = try second.session.seal([1, 2, 3])
        first.session.close()
        first.give(data)
        #expect(first.data == [1, 2, 3] && first.error == nil)
        #expect(throws: TLSError(.truncated, "")) { try first.session.receiveEndOfTransport() }
    }

    @Test("The transport's end without it is truncation, behind all that came whole", arguments: [true, false])
    func truncation(_ isClient: Bool) throws {
        let opened = try OpenedPair(try ClientSetup.tls12())
        let receiver = opened.receiver(ofClient: isClient)
        receiver.give(try opened.record(23, [1, 2], ofClient: isClient))
        receiver.give(Array(try opened.record(23, [3], ofClient: isClient).dropLast()))
        #expect(receiver.data == [1, 2])
        #expect(throws: TLSError(.truncated, "")) { try receiver.session.receiveEndOfTransport() }
        #expect(receiver.session.outgoingCount == 0)
        #expect(throws: TLSError(.truncated, "")) { try receiver.session.seal([1]) }
    }

    @Test("Warnings end nothing: four in a row, and any number with data between", arguments: [true, false])
    func warnings(_ isClient: Bool) throws {
        for description in UInt8.min...UInt8.max where description != 0 {
            let opened = try OpenedPair(try ClientSetup.tls12())
            let receiver = opened.receiver(ofClient: isClient)
            receiver.give(try opened.record(21, [1, description], ofClient: isClient))
            #expect(receiver.error == nil && receiver.isEstablished, "\(description)")
        }
        let opened = try OpenedPair(try ClientSetup.tls12())
        let receiver = opened.receiver(ofClient: isClient)
        for _ in 0..<5 {
            for _ in 0..<4 { receiver.give(try opened.record(21, [1, 41], ofClient: isClient)) }
            receiver.give(try opened.record(23, [1], ofClient: isClient))
        }
        #expect(receiver.error == nil && receiver.data.count == 5)
        for _ in 0..<4 { receiver.give(try opened.record(21, [1, 41], ofClient: isClient)) }
        // An empty record is no data.
        receiver.give(try opened.record(23, [], ofClient: isClient))
        #expect(receiver.error == nil)
        receiver.give(try opened.record(21, [1, 41], ofClient: isClient))
        #expect(receiver.error?.alert == .unexpectedMessage)
    }

    @Test("A fatal alert ends it, whatever it says, and is not answered", arguments: [true, false])
    func fatal(_ isClient: Bool) throws {
        for description in UInt8.min...UInt8.max where ![0, 90].contains(description) {
            let opened = try OpenedPair(try ClientSetup.tls12())
            let receiver = opened.receiver(ofClient: isClient)
            receiver.give(try opened.record(21, [2, description], ofClient: isClient))
            #expect(receiver.error?.code == .alertReceived && receiver.error?.alert?.rawValue == description)
            #expect(receiver.take().isEmpty)
        }
    }

    @Test("An alert of another form is decode_error. RFC 5246 §7.2", arguments: [true, false])
    func malformed(_ isClient: Bool) throws {
        for content in [[1], [1, 0, 0], [0, 0], [3, 40], [2, 40, 2, 40]] as [[UInt8]] {
            let opened = try OpenedPair(try ClientSetup.tls12())
            let receiver = opened.receiver(ofClient: isClient)
            receiver.give(try opened.record(21, content, ofClient: isClient))
            #expect(receiver.error?.alert == .decodeError)
        }
    }

    @Test("A client that gives up in the handshake says so")
    func givenUp() throws {
        let pair = try ClientSetup.tls12().pair()
        pair.client.verdict = nil
        pair.exchange()
        #expect(pair.client.session.isPaused)
        pair.client.session.close()
        let said = pair.client.take()
        #expect(said == framed12(21, [1, 90]) + framed12(21, [1, 0]))
        pair.server.give(said)
        #expect(pair.server.error?.code == .alertReceived && pair.server.error?.alert == .closeNotify)
        #expect(pair.server.completed == nil && pair.server.take().isEmpty)
    }

    @Test("32 empty records of data pass, the next does not", arguments: [true, false])
    func emptyRecords(_ isClient: Bool) throws {
        let opened = try OpenedPair(try ClientSetup.tls12())
        let receiver = opened.receiver(ofClient: isClient)
        for _ in 0..<32 { receiver.give(try opened.record(23, [], ofClient: isClient)) }
        receiver.give(try opened.record(23, [1], ofClient: isClient))
        #expect(receiver.error == nil && receiver.data == [1])
        for _ in 0..<33 where receiver.error == nil { receiver.give(try opened.record(23, [], ofClient: isClient)) }
        #expect(receiver.error?.alert == .unexpectedMessage)
    }

    @Test("A record in the clear where keys are on is bad_record_mac", arguments: [true, false])
    func inTheClear(_ isClient: Bool) throws {
        for type: UInt8 in [20, 21, 22, 23] {
            let opened = try OpenedPair(try ClientSetup.tls12())
            let receiver = opened.receiver(ofClient: isClient)
            receiver.give(framed12(type, [1, 0]))
            #expect(receiver.error?.alert == .badRecordMAC && receiver.data.isEmpty)
        }
    }

    @Test("Another version than TLS 1.2's in a record is protocol_version. RFC 5246 §6.2.1", arguments: [true, false])
    func recordVersion(_ isClient: Bool) throws {
        for version: UInt8 in [0, 1, 2, 4] {
            let opened = try OpenedPair(try ClientSetup.tls12())
            let receiver = opened.receiver(ofClient: isClient)
            var record = try opened.record(23, [1], ofClient: isClient)
            record[2] = version
            receiver.give(record)
            #expect(receiver.error?.alert == .protocolVersion && receiver.data.isEmpty)
        }
    }
}

@Suite("A session whose connection did not end well is not resumed. RFC 5246 §7.2.1, §7.2.2")
struct Forgetting12Tests {
    private static func bench(usesStore: Bool) throws -> ResumptionSetup {
        try ResumptionSetup {
            $0.server.versions = [.tls12]
            $0.client.versions = [.tls12]
            $0.client.groups = [.x25519, .secp256r1]
            if usesStore { $0.server.sessionStore = TLSMemorySessionStore() }
        }
    }

    @Test(
        "The client does not offer it after truncation or an alert, and offers it after close_notify",
        arguments: [true, false])
    func client(_ usesStore: Bool) throws {
        let endings: [(Bool, (SessionPair) throws -> Void)] = [
            (true, { $0.client.session.close() }),
            (
                true,
                { pair in
                    pair.server.session.close()
                    pair.exchange()
                    pair.client.endTransport()
                }
            ),
            (false, { $0.client.endTransport() }),
            (false, { $0.client.session.fail(TLSError(.applicationRefused, "", alert: .internalError)) }),
            (
                false,
                { pair in
                    pair.server.session.fail(TLSError(.applicationRefused, "", alert: .internalError))
                    pair.exchange()
                }
            ),
            (
                false,
                { pair in
                    var record = try pair.server.session.seal([1])
                    record[record.count - 1] ^= 1
                    pair.client.give(record)
                }
            ),
        ]
        for (index, (isKept, end)) in endings.enumerated() {
            let bench = try Self.bench(usesStore: usesStore)
            let pair = try bench.connect()
            try end(pair)
            #expect(try bench.resumes() == isKept, "\(index)")
        }
    }

    @Test("Nor the session that it was resumed from")
    func resumedFrom() throws {
        let bench = try Self.bench(usesStore: false)
        _ = try bench.connect()
        let first = try #require(bench.sessions.last)
        let pair = try bench.connect()
        #expect(pair.client.completed?.isResumed == true)
        pair.client.endTransport()
        bench.setup.client.session = first
        let again = try bench.pair()
        again.exchange()
        #expect(again.client.completed?.isResumed == false)
    }

    @Test("The server forgets it where it keeps it itself")
    func server() throws {
        for (isKept, end) in [
            (true, { $0.server.session.close() }),
            // Many clients never close: RFC 5246 §7.2.1 lets them resume.
            (true, { $0.server.endTransport() }),
            (false, { $0.server.session.fail(TLSError(.applicationRefused, "", alert: .internalError)) }),
        ] as [(Bool, (SessionPair) -> Void)] {
            let bench = try Self.bench(usesStore: true)
            let pair = try bench.connect()
            end(pair)
            #expect(try bench.resumes() == isKept)
        }
    }

    @Test("A session of TLS 1.3 is not of its connection: it is offered all the same. RFC 9846 §6.1")
    func version13() throws {
        let bench = try ResumptionSetup()
        let pair = try bench.connect()
        pair.client.endTransport()
        #expect(try bench.resumes())
    }
}
