import HandshakeBench
import TLSMessages
import TLSProvider
import TestSupport
import Testing

@Suite("A ClientHello that is not well formed is refused, whatever is wrong with it. RFC 9846 §4.2.2")
struct MalformedHelloTests {
    /// A hello that offers much, as one message.
    private func sample() throws -> [UInt8] {
        var offer = ClientOffer()
        offer.serverName = "a.example"
        offer.protocols = ["h2"]
        offer.recordSizeLimit = 1000
        offer.shareGroups = [.x25519, .secp256r1]
        return try ScriptedClient(offer, random: [UInt8](repeating: 0x41, count: 32)).helloMessage().bytes
    }

    private func framed(_ body: ArraySlice<UInt8>) -> [UInt8] {
        [1, UInt8(body.count >> 16), UInt8(body.count >> 8 & 0xff), UInt8(body.count & 0xff)] + body
    }

    @Test("Every truncation is decode_error")
    func truncated() throws {
        let setup = try Setup()
        let body = try sample().dropFirst(4)
        for count in 0..<body.count {
            let pair = try setup.pair()
            try pair.send(pair.client.plain(.handshake, framed(body.prefix(count))))
            // Without its extensions it is a hello of TLS 1.2, with suites of TLS 1.3 alone.
            let isOldHello = count == body.count - extensionBytes(body)
            try pair.expectFailure(isOldHello ? .handshakeFailure : .decodeError)
        }
    }

    /// How many bytes the extension list takes, with its length.
    private func extensionBytes(_ body: ArraySlice<UInt8>) -> Int {
        let bytes = Array(body)
        let suites = 2 + 32 + 1 + Int(bytes[34])
        let compression = suites + 2 + Int(bytes[suites]) << 8 + Int(bytes[suites + 1])
        return bytes.count - (compression + 1 + Int(bytes[compression]))
    }

    @Test("A byte more is decode_error")
    func trailing() throws {
        let pair = try Setup().pair()
        try pair.send(pair.client.plain(.handshake, framed(try sample().dropFirst(4) + [0])))
        try pair.expectFailure(.decodeError, .malformedMessage)
    }

    @Test("Any changed byte ends in an answer or in one alert, and never in silence")
    func mutated() throws {
        let setup = try Setup()
        var random = SeededRandom(0x6d75_7461)
        let good = try sample()
        for index in 4..<good.count {
            for change in [UInt8(0xff), 0x01, UInt8(1 + random.below(254))] {
                var bytes = good
                bytes[index] ^= change
                let server = ServerBench(try setup.context())
                server.give([22, 3, 1, UInt8(bytes.count >> 8), UInt8(bytes.count & 0xff)] + bytes)
                let output = server.take()
                #expect(!output.isEmpty)
                if let error = server.error {
                    #expect(output.suffix(7) == [21, 3, 3, 0, 2, 2, error.alert?.rawValue ?? 0], "byte \(index)")
                }
            }
        }
    }

    @Test("An extension that stands twice is decode_error, known or not")
    func duplicates() throws {
        for (type, body): (UInt16, [UInt8]) in [(43, [2, 3, 4]), (0x0a0a, [])] {
            let pair = try Setup().pair()
            pair.client.extraExtensions = [(type, body), (0x1a1a, []), (type, body)]
            try pair.send(pair.client.helloRecord())
            try pair.expectFailure(.decodeError, .malformedMessage)
        }
    }

    /// A server_name extension's body, and the alert it gets; nil when it is taken.
    @Test(
        "A server name is one name that DNS could have. RFC 6066 §3",
        arguments: [
            ([], .decodeError), ([0, 0], .decodeError), ([0, 3, 0, 0, 0], .decodeError),
            ([0, 4, 0, 0, 1, 0x61], nil), ([0, 4, 0, 0, 2, 0x61], .decodeError),
            ([0, 4, 0, 0, 1, 0x61, 0], .decodeError),
            ([0, 8, 0, 0, 1, 0x61, 0, 0, 1, 0x62], .decodeError), ([0, 4, 1, 0, 1, 0x61], .illegalParameter),
            ([0, 5, 0, 0, 2, 0x61, 0], .illegalParameter), ([0, 5, 0, 0, 2, 0x61, 0xff], .illegalParameter),
        ] as [([UInt8], AlertDescription?)])
    func serverName(_ body: [UInt8], _ alert: AlertDescription?) throws {
        let pair = try Setup().pair()
        pair.client.extraExtensions = [(0, body)]
        try pair.send(pair.client.helloRecord())
        if let alert {
            try pair.expectFailure(alert, .malformedMessage)
        } else {
            #expect(pair.client.flight.isFinished)
        }
    }

    @Test("A name of 255 bytes is taken, one of 256 is not")
    func longServerName() throws {
        for count in [255, 256] {
            var setup = try Setup()
            setup.offer.serverName = String(repeating: "a", count: count)
            let pair = try setup.pair()
            try pair.sendHello()
            if count == 255 {
                #expect(pair.client.flight.isFinished)
            } else {
                try pair.expectFailure(.decodeError)
            }
        }
    }

    @Test("Many extensions, suites, groups and shares cost one pass")
    func large() throws {
        let pair = try Setup().pair()
        let groups = (0..<8000).map { NamedGroup(rawValue: 0x4000 + $0) }
        pair.client.hello.extensions.supportedGroups? += groups
        pair.client.hello.extensions.keyShare? += groups.prefix(2000).map { KeyShareEntry(group: $0, keyExchange: [1]) }
        pair.client.hello.cipherSuites += (0..<8000).map { CipherSuite(rawValue: 0x4000 + $0) }
        pair.client.extraExtensions = (0..<2000).map { (0x5000 + $0, []) }
        let message = pair.client.helloMessage().bytes
        for start in stride(from: 0, to: message.count, by: 16_384) {
            try pair.send(pair.client.plain(.handshake, Array(message[start..<min(message.count, start + 16_384)])))
        }
        #expect(pair.client.flight.isFinished)
    }
}
