import RecordReference
import TLSPrimitives

/// Records in CBC mode that are all refused, each pair for two reasons that must not be told apart. Lucky 13.
struct RecordPairs {
    let cipher: BlockCipher
    let mac: HashAlgorithm

    static let all: [RecordPairs] =
        [HashAlgorithm.sha1, .sha256, .sha384].map { RecordPairs(cipher: .aes128, mac: $0) }
        + [RecordPairs(cipher: .tripleDES, mac: .sha1)]

    private static let innerLength = 512
    private static let inputs = 32

    private var reference: ReferenceBlockRecord {
        ReferenceBlockRecord(
            cipher, mac, encryptsThenMACs: false, macKey: [UInt8](repeating: 1, count: mac.digestLength),
            key: [UInt8](0..<UInt8(cipher.keyLength)))
    }

    /// Bodies whose plaintext is random content, its MAC, and padding of a length, changed by `damage`.
    private func bodies(
        padding: Int, _ random: inout Random, _ damage: (inout [UInt8], _ mac: Range<Int>) -> Void
    ) -> [[UInt8]] {
        (0..<Self.inputs).map { _ in
            let count = Self.innerLength - padding - 1 - mac.digestLength
            let content = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            var inner = content + reference.code(content, sequence: 0, type: 23)
            inner += [UInt8](repeating: UInt8(truncatingIfNeeded: padding), count: padding + 1)
            damage(&inner, count..<count + mac.digestLength)
            let iv = (0..<cipher.blockLength).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            return reference.encrypt(inner, iv: iv)
        }
    }

    /// Bodies with another reason each.
    private struct Kinds {
        let macFirstByte, macLastByte, longPadding, wrongPadding, allPadding: [[UInt8]]
    }

    private func kinds(_ random: inout Random) -> Kinds {
        Kinds(
            macFirstByte: bodies(padding: 0, &random) { inner, mac in inner[mac.lowerBound] ^= 1 },
            macLastByte: bodies(padding: 0, &random) { inner, mac in inner[mac.upperBound - 1] ^= 1 },
            longPadding: bodies(padding: 255, &random) { inner, mac in inner[mac.lowerBound] ^= 1 },
            wrongPadding: bodies(padding: 255, &random) { inner, _ in inner[inner.count - 9] ^= 1 },
            allPadding: bodies(padding: 15, &random) { inner, _ in
                for index in inner.indices { inner[index] = 255 }
            })
    }

    /// The pairs to compare; the same inputs in both classes; and what a careless reader does with the first.
    func pairs(_ random: inout Random) throws -> (compared: [TimedPair], null: TimedPair, careless: TimedPair) {
        let kinds = kinds(&random)
        let again = bodies(padding: 0, &random) { inner, mac in inner[mac.lowerBound] ^= 1 }
        let reference = reference
        let opener = try BlockOpener(
            cipher, mac: mac, encryptsThenMACs: false, macKey: reference.macKey.span.bytes,
            key: reference.key.span.bytes)
        let open: (inout [UInt8]) -> Void = { record in
            let count = record.count
            var span = record.mutableSpan
            var bytes = span.mutableBytes
            let opened = try? opener.open(&bytes, record: 0..<count, sequence: 0, type: 23)
            if opened != nil { print("a wrong record was opened") }
        }
        func pair(_ name: String, _ first: [[UInt8]], _ second: [[UInt8]]) -> TimedPair {
            TimedPair(name: "\(cipher) \(mac): \(name)", classes: (first, second), operation: open)
        }
        return (
            [
                pair("MAC wrong behind padding of 0 and of 255", kinds.macFirstByte, kinds.longPadding),
                pair("MAC wrong at its start and at its end", kinds.macFirstByte, kinds.macLastByte),
                pair("MAC wrong and padding wrong", kinds.longPadding, kinds.wrongPadding),
                pair("MAC wrong and nothing but padding", kinds.macFirstByte, kinds.allPadding),
            ], pair("null", kinds.macFirstByte, again),
            TimedPair(name: "careless", classes: (kinds.longPadding, kinds.wrongPadding)) { record in
                _ = reference.open(record, sequence: 0, type: 23)
            }
        )
    }
}
