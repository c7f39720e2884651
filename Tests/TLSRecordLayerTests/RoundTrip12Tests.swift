import TLSMessages
import TLSPrimitives
import TLSRecordLayer
import Testing

@Suite("What one end of a TLS 1.2 connection seals, the other opens. RFC 5246 §6.2.3")
struct RoundTrip12Tests {
    /// Every size for one cipher of each kind; for the rest those around blocks, and some.
    private static func sizes(_ cipher: RecordCipher) -> [Int] {
        let all: [RecordCipher] = [
            .aead(.aes128GCM), .aead(.chaCha20Poly1305), .block(.aes128, mac: .sha1, encryptsThenMACs: false),
            .block(.aes256, mac: .sha384, encryptsThenMACs: false),
            .block(.aes128, mac: .sha256, encryptsThenMACs: true),
        ]
        if all.contains(cipher) { return Array(0...16_384) }
        return Array(0...600) + stride(from: 601, through: 16_300, by: 97) + Array(16_300...16_384)
    }

    @Test("Every size of content under every cipher, one connection", arguments: RecordCipher.all)
    func sizes(_ cipher: RecordCipher) throws {
        let bench = RecordBench12(cipher)
        let sealer = try bench.sealer()
        let reader = try bench.reader()
        let data = [UInt8]((0..<16_384).map { UInt8(truncatingIfNeeded: $0 &* 7) })
        var empty = 0
        for size in Self.sizes(cipher) {
            let content = Array(data[..<size])
            var record = try sealer.record(.applicationData, content)
            var span = record.mutableSpan
            guard case .record(.applicationData, let range, let consumed) = try reader.read(&span) else {
                Issue.record("\(cipher) \(size)")
                return
            }
            if size == 0 { empty += 1 }
            guard consumed == record.count, Array(record[range]) == content else {
                Issue.record("\(cipher) \(size)")
                return
            }
        }
        #expect(empty == 1)
    }

    @Test("Records of two lengths in turn, as many as it likes", arguments: RecordCipher.all)
    func twoLengths(_ cipher: RecordCipher) throws {
        let bench = RecordBench12(cipher)
        let (sealer, reader) = (try bench.sealer(), try bench.reader())
        for index in 0..<200 {
            let content = [UInt8](repeating: UInt8(index), count: index % 2 == 0 ? 3 : 700)
            #expect(try reader.look(sealer.record(.applicationData, content)).content == content)
        }
    }

    @Test("Every type is protected by the keys: also alerts and change_cipher_spec", arguments: RecordCipher.all)
    func types(_ cipher: RecordCipher) throws {
        let bench = RecordBench12(cipher)
        let (writer, reader) = (try bench.writer(), try bench.reader())
        for (type, content) in [
            (ContentType.handshake, [1, 2, 3]), (.changeCipherSpec, [1]), (.alert, [2, 40]), (.applicationData, [9]),
        ] as [(ContentType, [UInt8])] {
            let record = try writer.records(type, content)
            #expect(record.first == type.rawValue)
            #expect(record.count > 5 + content.count)
            let found = try reader.look(record)
            #expect(found.content == content)
            guard case .record(type, _, record.count) = found.read else {
                Issue.record("\(cipher) \(type)")
                continue
            }
        }
        #expect(writer.isProtecting && reader.isProtected)
    }

    @Test("A record out of turn, of another type or of another version does not open", arguments: RecordCipher.all)
    func outOfTurn(_ cipher: RecordCipher) throws {
        let bench = RecordBench12(cipher)
        let sealer = try bench.sealer()
        let first = try sealer.record(.applicationData, [1, 2, 3])
        let second = try sealer.record(.applicationData, [1, 2, 3])
        #expect(try bench.reader().fault(second) == .badMAC)
        let reader = try bench.reader()
        #expect(reader.fault(first) == nil)
        #expect(reader.fault(first) == .badMAC)
        var other = first
        other[0] = 22
        #expect(try bench.reader().fault(other) == .badMAC)
        #expect(try bench.reader(startingAt: 7).fault(first) == .badMAC)
        #expect(RecordFault.badMAC.alert == .badRecordMAC)
    }

    @Test("A record with any bit altered does not open, and leaves nothing behind", arguments: RecordCipher.all)
    func altered(_ cipher: RecordCipher) throws {
        let bench = RecordBench12(cipher)
        let record = try bench.sealer().record(.applicationData, [UInt8](repeating: 7, count: 40))
        for index in 5..<record.count {
            var altered = record
            altered[index] ^= UInt8(1 << (index % 8))
            var span = altered.mutableSpan
            #expect(throws: RecordFault.badMAC) { try bench.reader().read(&span) }
            let isWiped = altered[5...].allSatisfy { $0 == 0 }
            let isNonceLeft = altered[13...].allSatisfy { $0 == 0 }
            #expect(isWiped || isNonceLeft, "\(cipher) \(index)")
        }
    }

    @Test("A record of any shorter length does not open", arguments: RecordCipher.all)
    func truncated(_ cipher: RecordCipher) throws {
        let bench = RecordBench12(cipher)
        let record = try bench.sealer().record(.applicationData, [UInt8](repeating: 7, count: 40))
        for length in 0..<record.count - 5 {
            let shorter = RecordBench12.framed(Array(record[5..<5 + length]))
            #expect(try bench.reader().fault(shorter) == .badMAC, "\(cipher) \(length)")
        }
    }

    @Test("DES and RC4 are there where libcrypto's legacy provider is, and everything else always is")
    func available() {
        for cipher in RecordCipher.all { #expect(cipher.isAvailable, "\(cipher)") }
    }

    @Test("Keys of another length are refused", arguments: RecordCipher.all)
    func keyLengths(_ cipher: RecordCipher) throws {
        let bench = RecordBench12(cipher)
        for (macKey, key, iv) in [
            (bench.macKey + [1], bench.key, bench.iv), (bench.macKey, bench.key + [1], bench.iv),
            (bench.macKey, bench.key, bench.iv + [1]), (bench.macKey, Array(bench.key.dropLast()), bench.iv),
        ] {
            // An AEAD has no MAC key, so it does not look at one.
            if case .aead = cipher, macKey != bench.macKey { continue }
            #expect(throws: CryptoError.self) {
                try RecordSealer12(cipher, macKey: macKey.span.bytes, key: key.span.bytes, iv: iv.span.bytes)
            }
            #expect(throws: CryptoError.self) {
                try RecordOpener12(cipher, macKey: macKey.span.bytes, key: key.span.bytes, iv: iv.span.bytes)
            }
        }
    }
}
