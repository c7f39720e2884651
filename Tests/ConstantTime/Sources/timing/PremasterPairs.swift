import TLSPrimitives

/// Ciphertexts of RSA key transport, right ones beside wrong ones, which must not be told apart. Bleichenbacher.
struct PremasterPairs {
    private static let inputs = 64
    private let key: PrivateKey

    init() throws {
        key = try PrivateKey.generate(.rsa(bits: 2048))
    }

    /// What a client encrypts, without the padding of PKCS #1.
    private func premaster(_ random: inout Random, version: UInt8 = 3, count: Int = 46) -> [UInt8] {
        [3, version] + (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    private func ciphertexts(_ random: inout Random, version: UInt8 = 3, count: Int = 46) throws -> [[UInt8]] {
        try (0..<Self.inputs).map { _ in
            let premaster = premaster(&random, version: version, count: count)
            return try key.publicKey.encryptPremaster(premaster.span.bytes)
        }
    }

    /// Numbers below the modulus, which hold no padding but once in many thousands.
    private func numbers(_ random: inout Random) -> [[UInt8]] {
        (0..<Self.inputs).map { _ in [0x01] + (0..<255).map { _ in UInt8(truncatingIfNeeded: random.next()) } }
    }

    func pairs(_ random: inout Random) throws -> (compared: [TimedPair], null: TimedPair, careless: TimedPair) {
        let right = try ciphertexts(&random), again = try ciphertexts(&random)
        let wrong = numbers(&random)
        let key = key
        let decrypt: (inout [UInt8]) -> Void = { ciphertext in
            guard (try? key.decryptPremaster(ciphertext.span.bytes, clientVersion: 0x0303))?.count == 48 else {
                print("no premaster secret")
                return
            }
        }
        func pair(_ name: String, _ second: [[UInt8]]) -> TimedPair {
            TimedPair(name: "RSA: right and \(name)", classes: (right, second), operation: decrypt)
        }
        return (
            [
                pair("of another version", try ciphertexts(&random, version: 1)),
                pair("too short", try ciphertexts(&random, count: 30)),
                pair("too long", try ciphertexts(&random, count: 100)),
                pair("without padding", wrong),
            ], pair("null", again),
            // What is random is made only where the padding was wrong.
            TimedPair(name: "careless", classes: (right, wrong)) { ciphertext in
                let isWrong = ciphertext[0] == 0x01
                decrypt(&ciphertext)
                if isWrong { for _ in 0..<8 { _ = try? Secret(random: 48).count } }
            }
        )
    }
}
