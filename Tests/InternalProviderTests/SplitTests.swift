import HandshakeBench
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import TestSupport
import Testing

@Suite("Where bytes are cut makes no difference")
struct SplitTests {
    /// Everything random fixed and a key whose signatures repeat, so that equal input gives equal output.
    private func setup() throws -> Setup {
        var setup = try Setup()
        setup.configuration.identities = [try Identities.otherServer()]
        setup.randomness = FixedRandomness()
        setup.offer.serverName = "x.b.example"
        return setup
    }

    @Test("The hello cut at every byte of the transport gives the same answer")
    func everyCut() throws {
        let setup = try setup()
        let context = try setup.context()
        let hello = try ScriptedClient(setup.offer).helloRecord()
        let expected = answer([hello], context)
        #expect(expected.count > 500)
        for cut in 1..<hello.count {
            #expect(answer([Array(hello[..<cut]), Array(hello[cut...])], context) == expected, "cut at \(cut)")
        }
        #expect(answer(hello.map { [$0] }, context) == expected)
    }

    @Test("The hello cut into two records at every byte gives the same answer")
    func everyRecordCut() throws {
        let setup = try setup()
        let context = try setup.context()
        let client = try ScriptedClient(setup.offer)
        let message = client.helloMessage().bytes
        let expected = answer([client.plain(.handshake, message)], context)
        for cut in 1..<message.count {
            let records = [Array(message[..<cut]), Array(message[cut...])].map { client.plain(.handshake, $0) }
            #expect(answer([records[0] + records[1]], context) == expected, "cut at \(cut)")
        }
    }

    @Test("The hello in any records in any pieces gives the same answer")
    func randomCuts() throws {
        let setup = try setup()
        let context = try setup.context()
        let client = try ScriptedClient(setup.offer)
        let message = client.helloMessage().bytes
        let expected = answer([client.plain(.handshake, message)], context)
        var random = SeededRandom(0x7370_6c69)
        for round in 0..<300 {
            let longest = [1, 2, 10, 400][round % 4]
            let wire = random.pieces(message, longest: longest).flatMap { client.plain(.handshake, $0) }
            #expect(answer(random.pieces(wire, longest: 1 + random.below(100)), context) == expected)
        }
    }

    private func answer(_ pieces: [[UInt8]], _ context: any TLSServerContext) -> [UInt8] {
        let server = ServerBench(context)
        for piece in pieces { server.give(piece) }
        #expect(server.error == nil)
        return server.take()
    }

    @Test("A pause at the hello sees the same hello, however it came")
    func pause() throws {
        var setup = try setup()
        setup.configuration.chooseForClient = { _ in .proceed }
        let context = try setup.context()
        let client = try ScriptedClient(setup.offer)
        let message = client.helloMessage().bytes
        for size in [1, 7, 100, 4096] {
            let server = ServerBench(context)
            for start in stride(from: 0, to: message.count, by: size) {
                server.give(client.plain(.handshake, Array(message[start..<min(message.count, start + size)])))
            }
            #expect(server.clientHellos.map(\.rawMessage) == [message])
            #expect(server.clientHellos.first?.serverName == "x.b.example")
        }
    }

    @Test("The client's flight in records of any size establishes the connection")
    func clientFlight() throws {
        var setup = try Setup()
        setup.configuration.clientAuthentication = .require
        let identity = try Identities.ofClient()
        var random = SeededRandom(0x666c_6967)
        for longest in [1, 3, 50, 16_384] {
            let pair = try setup.pairAfterServerFlight()
            var messages = pair.client.certificateMessage(identity.certificateChain.map(\.derBytes)).bytes
            messages += try pair.client.certificateVerifyMessage(identity.privateKey, .ecdsaSecp256r1SHA256).bytes
            messages += try pair.client.finishedMessage().bytes
            var wire: [UInt8] = []
            for piece in random.pieces(messages, longest: longest) { wire += try pair.client.record(.handshake, piece) }
            try pair.client.useApplicationKeys()
            wire += try pair.client.record(.applicationData, [1, 2, 3])
            for piece in random.pieces(wire, longest: 40) { pair.server.give(piece) }
            #expect(pair.server.isEstablished && pair.server.data == [1, 2, 3])
        }
    }

    @Test("A fault is found at the same byte, however the bytes come")
    func fault() throws {
        let setup = try setup()
        let context = try setup.context()
        let client = try ScriptedClient(setup.offer)
        client.hello.extensions.keyShare = nil
        let wire = client.helloRecord() + [22, 3, 3, 0, 1, 0]
        for size in [1, 5, 1000] {
            let server = ServerBench(context)
            for start in stride(from: 0, to: wire.count, by: size) {
                server.give(Array(wire[start..<min(wire.count, start + size)]))
            }
            #expect(server.error?.alert == .missingExtension && server.errorCount == 1)
            #expect(server.take() == [21, 3, 3, 0, 2, 2, 109])
        }
    }

    @Test("A hello in records of one byte is taken up to the limit of records")
    func oneByteRecords() throws {
        for (padding, isTaken) in [(3000, true), (5000, false)] {
            let pair = try Setup().pair()
            pair.client.extraExtensions = [(21, [UInt8](repeating: 0, count: padding))]
            let wire = pair.client.helloMessage().bytes.flatMap { pair.client.plain(.handshake, [$0]) }
            try pair.send(wire)
            if isTaken {
                #expect(pair.client.flight.isFinished)
            } else {
                try pair.expectFailure(.unexpectedMessage)
            }
        }
    }

    @Test("No more is kept than one record", arguments: [1, 3000])
    func buffering(_ size: Int) throws {
        let pair = try Setup().establishedPair()
        let record = try pair.client.record(.applicationData, [UInt8](repeating: 1, count: 16_384))
        for start in stride(from: 0, to: record.count, by: size) {
            pair.server.give(Array(record[start..<min(record.count, start + size)]))
        }
        #expect(pair.server.data.count == 16_384 && pair.server.mostPending <= 16_645)
    }
}
