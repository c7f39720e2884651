import HandshakeBench
import TLSMessages
import TLSPrimitives
import TLSProvider
import TLSRecordLayer
import Testing

@testable import InternalProvider

@Suite("Keys of TLS 1.2 have an end, and a connection closes in good order before it. RFC 5246 §6.1")
struct KeyExhaustion12Tests {
    /// Whose keys were told to have ended: the peer's (`true`) or our own, in order.
    private func exhausted(_ bench: ServerBench) -> [Bool] {
        bench.events.compactMap { if case .keysExhausted(let received) = $0 { received } else { nil } }
    }

    private func isExhausted(_ bench: ServerBench) -> Bool { !exhausted(bench).isEmpty }

    /// A pair whose client's next record has this number.
    private func pair(startingAt sequence: UInt64) throws -> SessionPair {
        let opened = try OpenedPair(try ClientSetup.tls12())
        let client = try #require(opened.pair.client.session as? InternalSession)
        let server = try #require(opened.pair.server.session as? InternalSession)
        client.core.writer.install(try opened.schedule.sealer(ofClient: true, startingAt: sequence))
        server.core.reader.install(try opened.schedule.opener(ofClient: true, startingAt: sequence))
        return opened.pair
    }

    /// As much of the data as is taken at once.
    private func seal(_ bench: ServerBench, _ data: [UInt8]) throws -> (bytes: [UInt8], taken: Int) {
        var taken = 0
        let session = bench.session
        let bytes = try [UInt8](capacity: session.sealedCount(of: data.count)) { output throws(TLSError) in
            taken = try session.seal(data.span, into: &output)
        }
        return (bytes, taken)
    }

    private static let last = RecordLimits.stopAfterRecords - RecordLimits.recordsForClosing

    @Test("AES-GCM closes at 2^24 records, less those for closing")
    func records() throws {
        let pair = try pair(startingAt: Self.last - 3)
        for round in 0..<3 {
            #expect(!isExhausted(pair.client) && pair.client.isEstablished)
            pair.server.give(try pair.client.session.seal([UInt8(round)]))
            pair.client.run()
        }
        #expect(isExhausted(pair.client) && pair.client.session.isWriteClosed && pair.client.error == nil)
        #expect(throws: TLSError(.wrongState, "")) { try pair.client.session.seal([1]) }
        pair.exchange()
        #expect(pair.server.data == [0, 1, 2] && pair.server.closeNotifies == 1 && pair.client.closeNotifies == 1)
        #expect(pair.server.error == nil && pair.client.error == nil && !isExhausted(pair.server))
    }

    @Test("Much data at once goes out as far as the keys reach, and the close behind it")
    func muchAtOnce() throws {
        let pair = try pair(startingAt: Self.last - 5)
        let data = [UInt8](repeating: 7, count: 1 << 20)
        let (bytes, taken) = try seal(pair.client, data)
        #expect(taken == 5 * 16_384)
        pair.client.run()
        #expect(isExhausted(pair.client) && pair.client.session.isWriteClosed && pair.client.error == nil)
        pair.server.give(bytes)
        pair.exchange()
        #expect(pair.server.data.count == taken && pair.server.closeNotifies == 1 && pair.server.error == nil)
    }

    @Test(
        "Triple DES closes before 8 MiB, at the end that sends and at the end that receives",
        arguments: [1, 16_384, 100_000])
    func bytes(_ extra: Int) throws {
        let pair = try ClientSetup.tls12(.TLS_RSA_WITH_3DES_EDE_CBC_SHA).established()
        let data = [UInt8](repeating: 7, count: 8 << 20)
        // Whatever the pieces, the sum is what counts.
        var sent = 0
        for count in [8_000_000, extra, extra, 400_000, 400_000] where pair.client.isEstablished {
            let (bytes, taken) = try seal(pair.client, Array(data.prefix(count)))
            sent += taken
            pair.client.run()
            pair.server.give(bytes)
        }
        #expect(exhausted(pair.client) == [false] && pair.client.session.isWriteClosed && pair.client.error == nil)
        #expect(sent < 8 << 20 && sent > (8 << 20) - 60_000)
        pair.exchange()
        #expect(pair.server.data.count == sent && pair.server.error == nil && exhausted(pair.server) == [true])
        #expect(pair.server.closeNotifies == 1 && pair.client.closeNotifies == 1)
    }

    @Test("What a peer still sends behind our close, with a key that is at its end, harms nothing")
    func beyond() throws {
        let opened = try OpenedPair(try ClientSetup.tls12(.TLS_RSA_WITH_3DES_EDE_CBC_SHA))
        let pair = opened.pair
        let content = [UInt8](repeating: 7, count: 16_384)
        var sequence: UInt64 = 1
        while !pair.server.session.isWriteClosed {
            pair.server.give(try opened.record(23, content, ofClient: true))
            sequence += 1
        }
        let delivered = pair.server.data.count
        // It does not count what it sends.
        let heedless = try opened.schedule.sealer(ofClient: true, startingAt: sequence)
        for _ in 0..<3 {
            pair.server.give(
                try [UInt8](capacity: content.count + 512) { output throws(RecordFault) in
                    try heedless.seal(.applicationData, content.span.bytes, into: &output)
                })
        }
        #expect(pair.server.error == nil && exhausted(pair.server) == [true])
        #expect(pair.server.data.count == delivered && delivered > (8 << 20) - 60_000)
        try pair.server.session.receiveEndOfTransport()
    }

    @Test("What the peer sends until it closes is still received behind the end of our key. RFC 5246 §7.2.1")
    func answers() throws {
        let pair = try pair(startingAt: Self.last - 1)
        let sealed = try pair.client.session.seal([7])
        for round in 0..<40 { pair.client.give(try pair.server.session.seal([UInt8(round)])) }
        #expect(exhausted(pair.client) == [false] && pair.client.data == Array(0..<40) && pair.client.error == nil)
        pair.server.give(sealed)
        pair.exchange()
        #expect(pair.server.data == [7] && pair.server.closeNotifies == 1 && pair.client.closeNotifies == 1)
        #expect(pair.client.data.count == 40 && pair.client.error == nil)
    }

    @Test("The end of the peer's key is told behind that of ours, and ends what is received")
    func both() throws {
        let opened = try OpenedPair(try ClientSetup.tls12(.TLS_RSA_WITH_3DES_EDE_CBC_SHA))
        let pair = opened.pair
        _ = try pair.server.session.seal([UInt8](repeating: 7, count: 9 << 20))
        let content = [UInt8](repeating: 7, count: 16_384)
        for _ in 0..<512 where exhausted(pair.server) != [false, true] {
            pair.server.give(try opened.record(23, content, ofClient: true))
        }
        #expect(exhausted(pair.server) == [false, true])
        let delivered = pair.server.data.count
        pair.server.give(try opened.record(23, [1], ofClient: true))
        #expect(pair.server.data.count == delivered && delivered % content.count == 0 && pair.server.error == nil)
        pair.server.give(try opened.record(21, [1, 0], ofClient: true))
        #expect(pair.server.closeNotifies == 1)
    }

    // MARK: In terms of arrays

    @Test("Of an array that is too much, what the keys reach for is sealed and nothing of it is lost")
    func array() throws {
        let pair = try pair(startingAt: Self.last - 5)
        let data = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let sealed = try pair.client.session.seal(data)
        pair.client.run()
        #expect(exhausted(pair.client) == [false])
        pair.server.give(sealed)
        pair.exchange()
        #expect(pair.server.data == Array(data.prefix(5 * 16_384)) && pair.server.closeNotifies == 1)
        #expect(pair.server.error == nil && pair.client.error == nil)
    }

    @Test("An array that is consumed keeps what was not sealed")
    func consumedArray() throws {
        let pair = try pair(startingAt: Self.last - 5)
        let data = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        var small: [UInt8] = [1, 2]
        pair.server.give(try pair.client.session.seal(consuming: &small))
        #expect(small.isEmpty && pair.server.data == [1, 2])
        var rest = data
        pair.server.give(try pair.client.session.seal(consuming: &rest))
        #expect(rest == Array(data.dropFirst(4 * 16_384)) && pair.client.session.isWriteClosed)
        #expect(throws: TLSError(.wrongState, "")) { try pair.client.session.seal(consuming: &rest) }
        #expect(rest.count == data.count - 4 * 16_384)
        pair.exchange()
        #expect([1, 2] + data == pair.server.data + rest && pair.server.closeNotifies == 1)
    }

    @Test(
        "Streams and larger blocks are not bounded so",
        arguments: [CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA, .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256])
    func unbounded(_ suite: CipherSuite) throws {
        let pair = try ClientSetup.tls12(suite).established()
        let data = [UInt8](repeating: 7, count: 9 << 20)
        pair.server.give(try pair.client.session.seal(data))
        pair.client.run()
        #expect(pair.server.data.count == data.count && pair.client.isEstablished && !isExhausted(pair.client))
    }
}
