import HandshakeBench
import TLSMessages
import TLSProvider
import Testing

@Suite("Keys are updated in both directions, and not without end. RFC 9846 §4.7.3")
struct KeyUpdateTests {
    @Test("The peer's update changes what we read with")
    func received() throws {
        let pair = try Setup().establishedPair()
        for round in 1...3 {
            pair.server.give(try pair.client.keyUpdate())
            pair.server.give(try pair.client.record(.applicationData, [UInt8(round)]))
            #expect(pair.server.keyUpdates.received == round && pair.server.keyUpdates.sent == 0)
            #expect(pair.server.session.outgoingCount == 0)
        }
        #expect(pair.server.data == [1, 2, 3] && pair.server.error == nil)
    }

    @Test("Ours changes what we write with")
    func sent() throws {
        let pair = try Setup().establishedPair()
        for round in 1...3 {
            try pair.server.session.updateKeys(requestingPeer: round == 2)
            try pair.sendFromServer([UInt8(round)])
        }
        #expect(pair.client.flight.keyUpdates == [.updateNotRequested, .updateRequested, .updateNotRequested])
        #expect(pair.client.flight.data == [1, 2, 3])
    }

    @Test("A request is answered before our next data")
    func requested() throws {
        let pair = try Setup().establishedPair()
        pair.server.give(try pair.client.keyUpdate(.updateRequested))
        try pair.sendFromServer([7])
        #expect(pair.client.flight.keyUpdates == [.updateNotRequested])
        #expect(pair.client.flight.data == [7])
        #expect(pair.server.keyUpdates.received == 1 && pair.server.keyUpdates.sent == 1)
    }

    @Test("One answer serves all requests that came while it waits to be sent")
    func answersDoNotPileUp() throws {
        let pair = try Setup().establishedPair()
        pair.server.give(try pair.client.keyUpdate(.updateRequested))
        let waiting = pair.server.session.outgoingCount
        for _ in 0..<2000 {
            pair.server.give(try pair.client.keyUpdate(.updateRequested))
            pair.server.give(try pair.client.record(.applicationData, [1]))
        }
        #expect(pair.server.session.outgoingCount == waiting)
        #expect(waiting <= 64)
        #expect(pair.server.error == nil)
        try pair.sendFromServer([9])
        #expect(pair.client.flight.keyUpdates == [.updateNotRequested])
        #expect(pair.client.flight.data == [9])
    }

    @Test("32 in a row pass, the next does not; data starts the count anew")
    func flood() throws {
        for request in [KeyUpdate.updateNotRequested, .updateRequested] {
            let pair = try Setup().establishedPair()
            for round in 0..<3 {
                for _ in 0..<32 { try pair.send(try pair.client.keyUpdate(request)) }
                #expect(pair.server.error == nil)
                if round < 2 { try pair.send(try pair.client.record(.applicationData, [1])) }
            }
            try pair.send(try pair.client.keyUpdate(request))
            try pair.expectFailure(.unexpectedMessage, .peerMisbehaved)
        }
    }

    @Test("Empty data does not start the count anew")
    func floodWithEmptyData() throws {
        let pair = try Setup().establishedPair()
        for _ in 0..<32 {
            try pair.send(try pair.client.keyUpdate())
            try pair.send(try pair.client.record(.applicationData, []))
        }
        try pair.send(try pair.client.keyUpdate())
        try pair.expectFailure(.unexpectedMessage)
    }

    @Test("Anything behind a KeyUpdate in its record is refused: keys change there. RFC 9846 §5.1")
    func twoInOneRecord() throws {
        for extra: [UInt8] in [[24, 0, 0, 1, 0], [24], [0]] {
            let pair = try Setup().establishedPair()
            try pair.send(try pair.client.record(.handshake, [24, 0, 0, 1, 0] + extra))
            try pair.expectFailure(.unexpectedMessage)
        }
    }

    @Test("What follows must be under the new keys")
    func oldKeys() throws {
        let pair = try Setup().establishedPair()
        try pair.send(try pair.client.record(.handshake, [24, 0, 0, 1, 0]))
        try pair.send(try pair.client.record(.applicationData, [1]))
        try pair.expectFailure(.badRecordMAC, .badRecord)
        #expect(pair.server.data.isEmpty)
    }

    @Test("A request that is neither yes nor no is refused", arguments: [2, 255] as [UInt8])
    func badRequest(_ value: UInt8) throws {
        let pair = try Setup().establishedPair()
        try pair.send(try pair.client.record(.handshake, [24, 0, 0, 1, value]))
        try pair.expectFailure(.illegalParameter, .malformedMessage)
    }

    @Test("A KeyUpdate of another length is refused", arguments: [[24, 0, 0, 0], [24, 0, 0, 2, 0, 0]] as [[UInt8]])
    func badLength(_ message: [UInt8]) throws {
        let pair = try Setup().establishedPair()
        try pair.send(try pair.client.record(.handshake, message))
        try pair.expectFailure(.decodeError, .malformedMessage)
    }

    @Test("Both sides' updates may cross")
    func crossing() throws {
        let pair = try Setup().establishedPair()
        for round in 0..<20 {
            try pair.server.session.updateKeys(requestingPeer: true)
            let ours = pair.server.take()
            let theirs = try pair.client.keyUpdate(.updateRequested)
            try pair.client.receive(ours)
            pair.server.give(theirs)
            pair.server.give(try pair.client.keyUpdate(.updateNotRequested))
            pair.server.give(try pair.client.record(.applicationData, [UInt8(round)]))
            try pair.sendFromServer([UInt8(round)])
        }
        #expect(pair.server.data == pair.client.flight.data && pair.server.data.count == 20)
    }

    @Test("After our close_notify a request is not answered: nothing is sent after it. RFC 9846 §6.1")
    func afterClose() throws {
        let pair = try Setup().establishedPair()
        pair.server.session.close()
        try pair.client.receive(pair.server.take())
        pair.server.give(try pair.client.keyUpdate(.updateRequested))
        #expect(pair.server.session.outgoingCount == 0)
        pair.server.give(try pair.client.record(.applicationData, [5]))
        #expect(pair.server.data == [5] && pair.server.error == nil)
    }

    @Test("The exporter is the same before and after. RFC 9846 §7.5")
    func exporter() throws {
        let pair = try Setup().establishedPair()
        let before = try pair.server.session.exportKeyingMaterial(label: "l", context: [1], count: 32)
        try pair.send(try pair.client.keyUpdate(.updateRequested))
        #expect(try pair.server.session.exportKeyingMaterial(label: "l", context: [1], count: 32) == before)
    }
}
