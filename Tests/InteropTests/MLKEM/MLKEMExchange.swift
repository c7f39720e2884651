import TLSPrimitives
import TestSupport

/// A key that both implementations make of one seed, and a ciphertext each way: ours for Go's holder of the key, and Go's
/// for ours. Some of them are altered on the way. Then nobody knows the secret, but both holders make the same of it.
final class MLKEMExchange {
    /// What is done to a ciphertext: a mask of 0 changes nothing.
    struct Alteration {
        let place: Int
        let mask: UInt8

        init(_ random: inout SeededRandom, _ parameters: MLKEM, oneIn rate: Int) {
            place = random.below(parameters.ciphertextLength)
            mask = random.below(rate) == 0 ? UInt8(1 + random.below(255)) : 0
        }
    }

    private let parameters: MLKEM
    private let seed: [UInt8]
    private let pair: MLKEMKeyPair
    private let ciphertext: [UInt8]
    /// What Go's holder of the key must make of our ciphertext.
    private let secret: Secret
    /// The secret is the one that was sent, as it is unless the ciphertext was altered.
    private let isSent: Bool
    private let alteration: Alteration
    private let theirAlteration: Alteration

    init(_ parameters: MLKEM, _ random: inout SeededRandom) throws {
        self.parameters = parameters
        let (seed, message) = (random.bytes(64), random.bytes(32))
        alteration = Alteration(&random, parameters, oneIn: 5)
        theirAlteration = Alteration(&random, parameters, oneIn: 5)
        let bytes = seed.span.bytes
        let pair = try parameters.generate(d: bytes.extracting(first: 32), z: bytes.extracting(last: 32))
        let published = pair.encapsulationKey
        let sent = try parameters.encapsulate(to: published.span.bytes, m: message.span.bytes)
        var ciphertext = sent.ciphertext
        ciphertext[alteration.place] ^= alteration.mask
        if alteration.mask == 0 {
            secret = sent.secret.copy()
            isSent = true
        } else {
            let learned = try Self.secret(parameters, ciphertext, pair)
            isSent = learned.withBytes { ConstantTime.equal($0, sent.secret.span) }
            secret = learned
        }
        self.seed = seed
        self.pair = pair
        self.ciphertext = ciphertext
    }

    /// What the holder of the key learns.
    private static func secret(
        _ parameters: MLKEM, _ ciphertext: [UInt8], _ pair: borrowing MLKEMKeyPair
    ) throws -> Secret {
        try pair.decapsulationKey.withBytes { try parameters.decapsulate(ciphertext.span.bytes, with: $0) }
    }

    /// How many of the two ciphertexts are altered.
    var alterations: Int { (alteration.mask == 0 ? 0 : 1) + (theirAlteration.mask == 0 ? 0 : 1) }

    /// What Go's program is told, in the form that `Peers/mlkem.go` describes.
    var request: [UInt8] {
        let place = theirAlteration.place
        return seed + ciphertext
            + [UInt8(truncatingIfNeeded: place >> 8), UInt8(truncatingIfNeeded: place), theirAlteration.mask]
    }

    static func answerLength(_ parameters: MLKEM) -> Int {
        parameters.encapsulationKeyLength + parameters.ciphertextLength + 2 * MLKEM.secretLength
    }

    /// What Go's answer does not agree with ours in.
    func disagreements(with answer: ArraySlice<UInt8>) throws -> [String] {
        var rest = answer
        func next(_ count: Int) -> [UInt8] {
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        let published = next(parameters.encapsulationKeyLength)
        let theirsOfOurs = next(MLKEM.secretLength)
        let theirCiphertext = next(parameters.ciphertextLength)
        let theirs = next(MLKEM.secretLength)
        let ours = try Self.secret(parameters, theirCiphertext, pair)
        let isSame = (
            key: published == pair.encapsulationKey,
            ours: secret.withBytes { ConstantTime.equal($0, theirsOfOurs.span.bytes) },
            theirs: ours.withBytes { ConstantTime.equal($0, theirs.span.bytes) }
        )
        var found: [String] = []
        if !isSame.key { found.append("the key of the seed") }
        if !isSame.ours { found.append("the secret of our ciphertext") }
        if !isSame.theirs { found.append("the secret of theirs") }
        if isSent != (alteration.mask == 0) { found.append("an altered ciphertext gives what was sent") }
        return found
    }
}
