import TLSMessages
import TLSWire
import Testing

@Suite("A hello in the form of SSL 2 is read as what TLS makes of it. RFC 5246 §E.2")
struct SSL2ClientHelloTests {
    private static let challenge = [UInt8](1...32)

    /// By hand: type, version, three lengths, and what they are of.
    private func wire(
        type: UInt8 = 1, specs: [UInt8] = [0, 0xc0, 0x2f, 1, 0, 0x80, 0, 0, 0xff], sessionID: [UInt8] = [],
        challenge: [UInt8] = challenge
    ) -> [UInt8] {
        let counts = [specs.count, sessionID.count, challenge.count].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
        return [type, 3, 3] + counts + specs + sessionID + challenge
    }

    private func read(_ bytes: [UInt8]) throws(WireError) -> SSL2ClientHello {
        try SSL2ClientHello.codec.decode(bytes, "hello")
    }

    @Test("Suites, version and challenge are the client's, and it encodes to the same bytes")
    func roundTrip() throws {
        let hello = try read(wire())
        #expect(
            hello
                == SSL2ClientHello(
                    version: .tls12, cipherSpecs: [0x00_c02f, 0x01_0080, 0x00_00ff], challenge: Self.challenge))
        #expect(SSL2ClientHello.codec.encode(hello) == wire())
    }

    @Test("What is of SSL 2 alone is passed over, and there are no extensions. RFC 6176 §3")
    func inTLS() throws {
        let hello = try read(wire()).clientHello
        #expect(hello.cipherSuites == [.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, .TLS_EMPTY_RENEGOTIATION_INFO_SCSV])
        #expect(hello.legacyVersion == .tls12 && hello.random == Self.challenge && hello.legacySessionID.isEmpty)
        #expect(hello.legacyCompressionMethods == [0] && hello.extensions == ClientHelloExtensions())
    }

    @Test("A challenge of 16 to 32 bytes has zeros in front; others are refused")
    func challenges() throws {
        for count in 16...32 {
            let challenge = [UInt8](repeating: 7, count: count)
            let random = try read(wire(challenge: challenge)).clientHello.random
            #expect(random == [UInt8](repeating: 0, count: 32 - count) + challenge)
        }
        for count in [0, 1, 15, 33, 48, 300] {
            #expect(throws: WireError(.lengthOutOfRange(count), in: "challenge_length")) {
                try read(wire(challenge: [UInt8](repeating: 7, count: count)))
            }
        }
    }

    @Test("No suites, part of a suite, a session or another type is refused")
    func refused() {
        #expect(throws: WireError(.lengthOutOfRange(0), in: "cipher_spec_length")) { try read(wire(specs: [])) }
        for count in [1, 2, 4, 5] {
            #expect(throws: WireError(.lengthOutOfRange(count), in: "cipher_spec_length")) {
                try read(wire(specs: [UInt8](repeating: 0, count: count)))
            }
        }
        #expect(throws: WireError(.lengthOutOfRange(16), in: "session_id_length")) {
            try read(wire(sessionID: [UInt8](repeating: 1, count: 16)))
        }
        for type: UInt8 in [0, 2, 4, 255] {
            #expect(throws: WireError(.invalidValue(UInt64(type)), in: "msg_type")) { try read(wire(type: type)) }
        }
    }

    @Test("Every prefix is refused, and one byte more")
    func lengths() {
        for count in 0..<wire().count {
            #expect(throws: WireError.self, "prefix of \(count)") { try read(Array(wire().prefix(count))) }
        }
        #expect(throws: WireError(.trailingBytes(1), in: "hello")) { try read(wire() + [0]) }
    }
}
