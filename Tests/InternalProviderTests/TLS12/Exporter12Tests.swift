import HandshakeBench
import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSProvider
import Testing

@Suite("Exporters and the key log of TLS 1.2. RFC 5705 §4, RFC 7627 §5.4, RFC 9850 §2.1")
struct Exporter12Tests {
    @Test(
        "No context, an empty one and others are different things, by the book",
        arguments: [nil, [], [1], [UInt8](repeating: 7, count: 0xffff)] as [[UInt8]?])
    func contexts(_ context: [UInt8]?) throws {
        let opened = try OpenedPair(try ClientSetup.tls12())
        let schedule = opened.schedule
        var seed = schedule.clientRandom + schedule.serverRandom
        if let context { seed += [UInt8(context.count >> 8), UInt8(context.count & 0xff)] + context }
        let expected = try PRF12.derive(
            schedule.row.hash, secret: schedule.master.span.bytes, label: "EXPORTER-x", seed.span.bytes, count: 50
        ).withBytes { [UInt8](copying: $0) }
        for end in [opened.pair.client, opened.pair.server] {
            #expect(try end.session.exportKeyingMaterial(label: "EXPORTER-x", context: context, count: 50) == expected)
        }
    }

    @Test("TLS's own labels, and contexts of more than 65535 bytes, are refused")
    func refused() throws {
        let pair = try ClientSetup.tls12().established()
        for label in ["client finished", "server finished", "master secret", "key expansion", "extended master secret"]
        {
            #expect(throws: TLSError.self) {
                try pair.client.session.exportKeyingMaterial(label: label, context: nil, count: 10)
            }
        }
        #expect(throws: TLSError(.invalidConfiguration, "")) {
            let context = [UInt8](repeating: 0, count: 0x10000)
            return try pair.client.session.exportKeyingMaterial(label: "x", context: context, count: 10)
        }
        try pair.echo()
    }

    @Test("Not before the handshake is complete")
    func early() throws {
        let pair = try ClientSetup.tls12().pair()
        pair.server.give(pair.client.take())
        for end in [pair.client, pair.server] {
            #expect(throws: TLSError(.wrongState, "")) {
                try end.session.exportKeyingMaterial(label: "x", context: nil, count: 10)
            }
        }
    }

    @Test("One line on each end, CLIENT_RANDOM with the hello's random and 48 bytes, resumed or not")
    func keyLog() throws {
        let lines = (server: Lines(), client: Lines())
        let bench = try ResumptionSetup {
            $0.server.versions = [.tls12]
            $0.client.versions = [.tls12]
            $0.client.groups = [.x25519, .secp256r1]
            $0.server.unsafelyLogSecrets = { lines.server.append($0) }
            $0.client.unsafelyLogSecrets = { lines.client.append($0) }
        }
        for round in 0..<2 {
            let pair = try bench.connect()
            #expect(pair.client.completed?.isResumed == (round == 1))
            #expect(lines.server.all == lines.client.all && lines.server.all.count == round + 1)
            let words = try #require(lines.client.all.last).split(separator: " ").map(String.init)
            try #require(words.count == 3)
            // Behind two headers and the version.
            #expect(words[0] == "CLIENT_RANDOM" && bytes(ofHex: words[1]) == Array(pair.fromClient[11..<43]))
            #expect(bytes(ofHex: words[2]).count == 48)
        }
        // The master secret stays, the randoms do not.
        let both = lines.client.all.map { $0.split(separator: " ").map(String.init) }
        #expect(both[0][2] == both[1][2] && both[0][1] != both[1][1])
    }
}
