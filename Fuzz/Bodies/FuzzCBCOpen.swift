import RecordReference
import TLSMessages
import TLSPrimitives
import TLSRecordLayer

/// A record in CBC mode opens exactly when it does by the book, to the same content; every other one has the one outcome,
/// and leaves nothing behind.
///
/// Input: a byte for cipher, MAC and their order, a byte for how many good records come first and their lengths, then a
/// byte that says how the record in question is made, and what it is made of.
func fuzzCBCOpen(_ bytes: RawSpan) {
    var input = FuzzInput(bytes)
    let suite = BlockFuzz.suites[Int(input.byte()) % BlockFuzz.suites.count]
    guard let opener = try? suite.makeOpener() else { preconditionFailure("no opener") }
    let reader = RecordReader()
    // A connection starts in the clear.
    var hello: [UInt8] = [22, 3, 3, 0, 1, 1]
    var first = hello.mutableSpan
    _ = try? reader.read(&first)
    reader.install(opener)
    var lengths = input.byte()
    var sequence: UInt64 = 0
    while lengths & 3 != 0 {
        // Lengths that differ from record to record, as a context kept between them would notice.
        let content = [UInt8](repeating: lengths, count: Int(lengths) * 5)
        let body = suite.reference.seal(content, sequence: sequence, type: 23, iv: suite.iv)
        precondition(suite.open(body, reader) == .some(content), "a good record does not open")
        sequence += 1
        lengths >>= 2
    }
    let body = suite.body(&input, sequence)
    guard !body.isEmpty, body.count <= RecordLimits.ciphertext12 else { return }
    let expected = suite.reference.open(body, sequence: sequence, type: 23)
    if let expected, expected.count > RecordLimits.plaintext { return }
    precondition(suite.open(body, reader) == expected, "not as by the book")
}

/// A cipher and a MAC with their keys.
private struct BlockFuzz {
    let reference: ReferenceBlockRecord

    static let suites: [BlockFuzz] = [false, true].flatMap { encryptsThenMACs in
        [BlockCipher.aes128, .aes256, .tripleDES].flatMap { cipher in
            [HashAlgorithm.sha1, .sha256, .sha384].map { mac in
                BlockFuzz(
                    reference: ReferenceBlockRecord(
                        cipher, mac, encryptsThenMACs: encryptsThenMACs,
                        macKey: [UInt8](repeating: 0x6d, count: mac.digestLength),
                        key: [UInt8](0..<UInt8(cipher.keyLength))))
            }
        }
    }

    var iv: [UInt8] { [UInt8](repeating: 0x76, count: reference.cipher.blockLength) }

    func makeOpener() throws -> RecordOpener12 {
        try RecordOpener12(
            .block(reference.cipher, mac: reference.mac, encryptsThenMACs: reference.encryptsThenMACs),
            macKey: reference.macKey.span.bytes, key: reference.key.span.bytes, iv: RawSpan())
    }

    /// The content the reader finds in a record of this body; nil where it finds a fault, which can only be the one.
    func open(_ body: [UInt8], _ reader: RecordReader) -> [UInt8]? {
        var record: [UInt8] = [
            23, 3, 3, UInt8(truncatingIfNeeded: body.count >> 8), UInt8(truncatingIfNeeded: body.count),
        ]
        record += body
        var span = record.mutableSpan
        do throws(RecordFault) {
            guard case .record(.applicationData, let content, _) = try reader.read(&span) else {
                preconditionFailure("a whole record is not read")
            }
            return Array(record[content])
        } catch {
            guard case .badMAC = error else { preconditionFailure("another outcome: \(error)") }
            precondition(record[5...].allSatisfy { $0 == 0 }, "decrypted bytes are left behind")
            return nil
        }
    }

    func body(_ input: inout FuzzInput, _ sequence: UInt64) -> [UInt8] {
        let block = reference.cipher.blockLength
        switch input.byte() % 4 {
        case 0:
            // Bytes as they are.
            return input.all()
        case 1:
            // Whole blocks of plaintext as they are, encrypted.
            let inner = input.all()
            let body = reference.encrypt(Array(inner.dropLast(inner.count % block)), iv: iv)
            return reference.encryptsThenMACs ? body + reference.code(body, sequence: sequence, type: 23) : body
        case 2:
            // Content with its MAC, then padding as it comes.
            let content = [UInt8](repeating: 0x63, count: input.number() % 2000)
            let code = reference.encryptsThenMACs ? [] : reference.code(content, sequence: sequence, type: 23)
            var inner = content + code + input.all()
            inner += reference.padding(behind: inner.count).dropLast(inner.count % block == 0 ? block : 0)
            let body = reference.encrypt(Array(inner.prefix(inner.count / block * block)), iv: iv)
            return reference.encryptsThenMACs ? body + reference.code(body, sequence: sequence, type: 23) : body
        default:
            // An honest record with changes: a place, and what is added to the byte there.
            let content = [UInt8](repeating: 0x63, count: input.number() % 2000)
            var body = reference.seal(
                content, sequence: sequence, type: 23, iv: iv, blocks: Int(input.byte()) % (256 / block))
            while !input.isEmpty {
                let place = input.number() % body.count
                body[place] &+= input.byte()
            }
            return body
        }
    }
}
