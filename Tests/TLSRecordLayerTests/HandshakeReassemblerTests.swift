import TLSMessages
import TLSRecordLayer
import TestSupport
import Testing

/// A handshake message with `count` bytes of body.
private func message(_ type: UInt8, _ count: Int) -> [UInt8] {
    header(type, claiming: count) + (0..<count).map { UInt8(truncatingIfNeeded: $0) }
}

private func header(_ type: UInt8, claiming count: Int) -> [UInt8] {
    [type, UInt8(count >> 16), UInt8(count >> 8 & 0xff), UInt8(count & 0xff)]
}

extension HandshakeReassembler {
    fileprivate mutating func add(_ bytes: [UInt8]) throws(RecordFault) {
        var bytes = bytes
        let all = 0..<bytes.count
        try append(all, of: bytes.mutableSpan)
    }

    fileprivate mutating func takeAll() throws(RecordFault) -> [HandshakeMessage] {
        var messages: [HandshakeMessage] = []
        while let message = try next() { messages.append(message) }
        return messages
    }
}

@Suite("Handshake messages are joined from records of any size. RFC 9846 §5.1")
struct HandshakeReassemblerTests {
    private let limit = 102_400

    @Test("Two messages come out the same, wherever their bytes are cut")
    func everyCut() throws {
        let first = message(1, 40)
        let second = message(11, 0)
        let bytes = first + second
        for cut in 0...bytes.count {
            var reassembler = HandshakeReassembler(certificateLimit: limit)
            var found: [HandshakeMessage] = []
            for part in [Array(bytes[..<cut]), Array(bytes[cut...])] where !part.isEmpty {
                try reassembler.add(part)
                found += try reassembler.takeAll()
            }
            #expect(found.map(\.bytes) == [first, second], "cut at \(cut)")
            #expect(found.map(\.type.rawValue) == [1, 11])
            #expect(reassembler.isAligned)
        }
    }

    @Test("Any number of messages in any pieces come out in order")
    func randomPieces() throws {
        var random = SeededRandom(0x72_65)
        for _ in 0..<200 {
            let messages = (0..<1 + random.below(8)).map { _ in message(UInt8(random.below(256)), random.below(300)) }
            var reassembler = HandshakeReassembler(certificateLimit: limit)
            var found: [[UInt8]] = []
            for piece in random.pieces(messages.joined(), longest: 1 + random.below(400)) {
                try reassembler.add(piece)
                found += try reassembler.takeAll().map(\.bytes)
            }
            #expect(found == messages)
        }
    }

    @Test("Bytes of an unfinished message leave it unaligned")
    func alignment() throws {
        var reassembler = HandshakeReassembler(certificateLimit: limit)
        #expect(reassembler.isAligned)
        try reassembler.add(message(1, 3) + [24])
        #expect(!reassembler.isAligned)
        #expect(try reassembler.takeAll().count == 1)
        #expect(!reassembler.isAligned)
        try reassembler.add([0, 0, 1, 0])
        #expect(try reassembler.takeAll().map(\.bytes) == [[24, 0, 0, 1, 0]])
        #expect(reassembler.isAligned)
    }

    @Test(
        "Each type has its limit, and its header alone is enough to refuse",
        arguments: [
            (1, 65_536), (13, 65_536), (11, 102_400), (25, 102_400), (2, 16_384), (20, 16_384), (24, 16_384),
            (99, 16_384),
        ]
            as [(UInt8, Int)])
    func limits(_ type: UInt8, _ limit: Int) throws {
        for claim in [limit + 1, 0xff_ffff] {
            var reassembler = HandshakeReassembler(certificateLimit: self.limit)
            #expect(throws: RecordFault.messageTooLong(HandshakeType(rawValue: type), claim)) {
                try reassembler.add(header(type, claiming: claim))
            }
        }
        var reassembler = HandshakeReassembler(certificateLimit: self.limit)
        let whole = message(type, limit)
        var found: [HandshakeMessage] = []
        for start in stride(from: 0, to: whole.count, by: 16_384) {
            try reassembler.add(Array(whole[start..<min(whole.count, start + 16_384)]))
            found += try reassembler.takeAll()
        }
        #expect(found.map(\.bytes) == [whole])
        #expect(RecordFault.messageTooLong(.finished, 1).alert == .illegalParameter)
    }

    @Test("The limit holds for a later message of a record too")
    func limitOfSecondMessage() throws {
        var reassembler = HandshakeReassembler(certificateLimit: limit)
        try reassembler.add(message(1, 2) + header(20, claiming: 16_385))
        #expect(try reassembler.next()?.type == .clientHello)
        #expect(throws: RecordFault.messageTooLong(.finished, 16_385)) { try reassembler.next() }
    }

    @Test("The limit of certificates is the configuration's", arguments: [100, 1_000_000])
    func certificateLimit(_ limit: Int) throws {
        var reassembler = HandshakeReassembler(certificateLimit: limit)
        try reassembler.add(header(11, claiming: limit))
        var other = HandshakeReassembler(certificateLimit: limit)
        #expect(throws: RecordFault.messageTooLong(.certificate, limit + 1)) {
            try other.add(header(11, claiming: limit + 1))
        }
    }

    @Test("A message may come in 4,096 records of one byte, and in no more")
    func fragments() throws {
        let whole = message(1, 4_092)
        var reassembler = HandshakeReassembler(certificateLimit: limit)
        for byte in whole { try reassembler.add([byte]) }
        #expect(try reassembler.takeAll().map(\.bytes) == [whole])

        var other = HandshakeReassembler(certificateLimit: limit)
        let longer = message(1, 4_093)
        for byte in longer.dropLast() { try other.add([byte]) }
        #expect(throws: RecordFault.tooManyFragments) { try other.add([0]) }
        #expect(RecordFault.tooManyFragments.alert == .unexpectedMessage)
    }

    @Test("The count of records is each message's own")
    func fragmentsOfNextMessage() throws {
        var reassembler = HandshakeReassembler(certificateLimit: limit)
        let whole = message(1, 4_000)
        // The last byte of each message shares its record with the first of the next.
        var bytes = whole
        for _ in 0..<3 {
            for byte in bytes.dropLast() { try reassembler.add([byte]) }
            try reassembler.add([whole[whole.count - 1], whole[0]])
            #expect(try reassembler.takeAll().count == 1)
            bytes = Array(whole.dropFirst())
        }
    }
}
