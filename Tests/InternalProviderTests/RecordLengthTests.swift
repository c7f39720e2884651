import HandshakeBench
import InternalProvider
import TLSMessages
import TLSProvider
import Testing

@Suite("Our records are no longer than the configuration says, nor than the peer takes. RFC 8449 §4")
struct RecordLengthTests {
    /// The lengths of whole records, and what comes in the clear of them.
    private func lengths(_ bytes: [UInt8]) -> [Int] {
        var lengths: [Int] = []
        var rest = bytes[...]
        while rest.count >= 5 {
            lengths.append(Int(rest[rest.startIndex + 3]) << 8 + Int(rest[rest.startIndex + 4]))
            rest = rest.dropFirst(5 + (lengths.last ?? 0))
        }
        return lengths
    }

    @Test("Handshake and data alike, in both roles", arguments: [ProtocolVersion.tls12, .tls13], [64, 100, 1000])
    func limited(_ version: ProtocolVersion, _ limit: Int) throws {
        var setup = try version == .tls12 ? ClientSetup.tls12() : ClientSetup()
        setup.server.maximumRecordPlaintext = limit
        setup.client.maximumRecordPlaintext = limit
        let pair = try setup.established()
        // Type and tag in TLS 1.3, nonce and tag in TLS 1.2.
        let overhead = version == .tls12 ? 24 : 17
        let handshake = lengths(pair.fromServer) + lengths(pair.fromClient)
        #expect(handshake.allSatisfy { $0 <= limit + overhead })
        #expect(limit > 100 || handshake.contains(limit) || handshake.contains(limit + overhead))
        for end in [pair.client, pair.server] {
            let sealed = lengths(try end.session.seal([UInt8](repeating: 1, count: 2 * limit + 1)))
            #expect(sealed == [limit, limit, 1].map { $0 + overhead })
        }
    }

    @Test("The peer's lesser limit holds, and a greater one does not lift ours")
    func besidePeer() throws {
        var setup = try Setup()
        setup.configuration.maximumRecordPlaintext = 200
        for (peer, expected) in [(101, 100), (1001, 200)] as [(UInt16, Int)] {
            setup.offer.recordSizeLimit = peer
            let pair = try setup.establishedPair()
            #expect(lengths(try pair.server.session.seal([UInt8](repeating: 1, count: 400))).first == expected + 17)
        }
    }

    @Test("Another context's limit takes the place of the first's")
    func otherContext() throws {
        var setup = try Setup()
        setup.configuration.maximumRecordPlaintext = 64
        setup.configuration.chooseForClient = { _ in .proceed }
        var other = try Setup()
        other.configuration.maximumRecordPlaintext = 300
        let context = try other.context()
        let pair = try setup.pair()
        pair.server.helloDecision = { _ in .use(context) }
        try pair.sendHello()
        try pair.send(try pair.client.finish())
        #expect(lengths(try pair.server.session.seal([UInt8](repeating: 1, count: 400))).first == 317)
    }

    @Test("A client's limit that cannot work is refused", arguments: [0, 63, 16_385])
    func misuse(_ limit: Int) {
        var client = TLSClientConfiguration()
        client.maximumRecordPlaintext = limit
        #expect(throws: TLSError(.invalidConfiguration, "")) { try InternalProvider().makeClientContext(client) }
    }
}
