import TLSMessages
import TLSWire
import Testing

@Suite("Every message has one form, and only that is taken. RFC 9846 §3.4, §4")
struct CodecSuite {
    /// The messages whose unknown extensions are passed over.
    private static let extensible = ["ClientHello", "CertificateRequest", "NewSessionTicket"]

    @Test("What is decoded is what was meant, and encodes to the same bytes", arguments: Samples.all)
    func roundTrip(_ message: CodecCase) throws {
        #expect(try message.matchesValue(message.sample.bytes))
        #expect(try message.recode(message.sample.bytes) == message.sample.bytes)
    }

    @Test("Every prefix is refused", arguments: Samples.all)
    func prefixes(_ message: CodecCase) {
        let bytes = message.sample.bytes
        for count in 0..<bytes.count where !message.wholePrefixes.contains(count) {
            #expect(throws: WireError.self, "prefix of \(count)") { try message.recode(Array(bytes.prefix(count))) }
        }
    }

    @Test("One byte more is refused. RFC 9846 §6.2", arguments: Samples.all)
    func extraByte(_ message: CodecCase) {
        for byte in [UInt8(0), 1, 0xff] {
            #expect(throws: WireError(.trailingBytes(1), in: "message")) {
                try message.recode(message.sample.bytes + [byte])
            }
        }
    }

    @Test("Every length that is one off is refused", arguments: Samples.all)
    func lengthsOffByOne(_ message: CodecCase) {
        for length in message.sample.lengths {
            for delta in [-1, 1] {
                guard let changed = message.sample.changing(length, by: delta) else { continue }
                #expect(throws: WireError.self, "length at \(length.offset), changed by \(delta)") {
                    try message.recode(changed)
                }
            }
        }
    }

    @Test("A length that claims everything is refused", arguments: Samples.all)
    func lengthsOfEverything(_ message: CodecCase) {
        for length in message.sample.lengths {
            let most = (1 << (8 * length.width)) - 1
            let value = message.sample.bytes[length.offset..<length.offset + length.width].reduce(0) {
                $0 << 8 | Int($1)
            }
            guard let changed = message.sample.changing(length, by: most - value) else { continue }
            #expect(throws: WireError.self, "length at \(length.offset)") { try message.recode(changed) }
        }
    }

    @Test("A changed byte gives a refusal or a message that encodes to just these bytes", arguments: Samples.all)
    func everyByteChanged(_ message: CodecCase) {
        for index in message.sample.bytes.indices {
            for flip in [UInt8(0x01), 0x80, 0xff] {
                var bytes = message.sample.bytes
                bytes[index] ^= flip
                guard let again = try? message.recode(bytes) else { continue }
                // Unknown extensions of a hello are dropped and known ones are sorted; all else is canonical.
                if !Self.extensible.contains(where: message.testDescription.hasPrefix) {
                    #expect(again == bytes, "byte \(index) ^ \(flip)")
                }
                #expect((try? message.recode(again)) == again, "byte \(index) ^ \(flip)")
            }
        }
    }

    @Test("A handshake message carries its type and length, and decodes its body whole")
    func framing() throws {
        let message = HandshakeMessage(.keyUpdate, .updateRequested, KeyUpdate.codec)
        #expect(message.bytes == [24, 0, 0, 1, 1])
        #expect(try message.decode(KeyUpdate.codec, "KeyUpdate") == .updateRequested)
        let long = HandshakeMessage(type: .keyUpdate, bytes: [24, 0, 0, 2, 1, 0])
        #expect(throws: WireError(.trailingBytes(1), in: "x")) { try long.decode(KeyUpdate.codec, "KeyUpdate") }
        let none = HandshakeMessage(type: .keyUpdate, bytes: [24, 0, 0])
        #expect(throws: WireError(.truncated, in: "x")) { try none.decode(KeyUpdate.codec, "KeyUpdate") }
    }
}
