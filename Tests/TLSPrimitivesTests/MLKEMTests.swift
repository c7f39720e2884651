import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("ML-KEM refuses what FIPS 203 §7 tells it to")
struct MLKEMTests {
    @Test("Both sides get the same secret, each time another", arguments: MLKEM.allCases)
    func agrees(parameters: MLKEM) throws {
        var secrets: Set<[UInt8]> = []
        for _ in 0..<20 {
            let key = try MLKEMPrivateKey(generating: parameters)
            let published = key.encapsulationKey
            #expect(published.count == parameters.encapsulationKeyLength)
            let sent = try parameters.encapsulate(to: published.span.bytes)
            let ciphertext = sent.ciphertext
            #expect(ciphertext.count == parameters.ciphertextLength)
            let secret = try key.decapsulate(ciphertext.span.bytes)
            let isSame = ConstantTime.equal(secret.span, sent.secret.span)
            #expect(isSame)
            secrets.insert([UInt8](copying: secret.span))
        }
        #expect(secrets.count == 20)
    }

    @Test(
        "Implicit rejection: a changed byte anywhere gives another secret, always the same", arguments: MLKEM.allCases)
    func rejection(parameters: MLKEM) throws {
        let pair = try parameters.generate()
        let published = pair.encapsulationKey
        let sent = try parameters.encapsulate(to: published.span.bytes)
        let right = [UInt8](copying: sent.secret.span)
        var seen: Set<[UInt8]> = [right]
        let places = stride(from: 0, to: parameters.ciphertextLength, by: 97)
        for place in places {
            var altered = sent.ciphertext
            altered[place] ^= 0x10
            let once = try parameters.decapsulate(altered.span.bytes, with: pair.decapsulationKey.span)
            let again = try parameters.decapsulate(altered.span.bytes, with: pair.decapsulationKey.span)
            #expect([UInt8](copying: once.span) == [UInt8](copying: again.span))
            seen.insert([UInt8](copying: once.span))
        }
        #expect(seen.count == Array(places).count + 1)
    }

    @Test("Every coefficient of q or more is found, §7.2", arguments: MLKEM.allCases)
    func modulus(parameters: MLKEM) throws {
        let published = try parameters.generate().encapsulationKey
        let count = 128 * 2 * (parameters.encapsulationKeyLength - 32) / 384
        for index in 0..<count {
            for (value, isTaken) in [(3328, true), (3329, false), (4095, false)] {
                var key = published
                let start = index / 2 * 3
                if index % 2 == 0 {
                    key[start] = UInt8(value & 0xFF)
                    key[start + 1] = key[start + 1] & 0xF0 | UInt8(value >> 8)
                } else {
                    key[start + 1] = key[start + 1] & 0x0F | UInt8((value & 0xF) << 4)
                    key[start + 2] = UInt8(value >> 4)
                }
                if isTaken {
                    try parameters.checkEncapsulationKey(key.span.bytes)
                } else {
                    #expect(throws: KeyAgreementError.self) { try parameters.checkEncapsulationKey(key.span.bytes) }
                }
            }
        }
    }

    @Test("Lengths of keys, ciphertexts and random choices, §7.1 to §7.3", arguments: MLKEM.allCases)
    func lengths(parameters: MLKEM) throws {
        let pair = try parameters.generate()
        let published = pair.encapsulationKey, key = [UInt8](copying: pair.decapsulationKey.span)
        let ciphertext = try parameters.encapsulate(to: published.span.bytes).ciphertext
        for wrong in [[], Array(published.dropLast()), published + [0]] {
            #expect(throws: KeyAgreementError.self) { try parameters.encapsulate(to: wrong.span.bytes).ciphertext }
        }
        for wrong in [[], Array(ciphertext.dropLast()), ciphertext + [0]] {
            #expect(throws: KeyAgreementError.self) {
                try parameters.decapsulate(wrong.span.bytes, with: key.span.bytes).count
            }
        }
        for wrong in [[], Array(key.dropLast()), key + [0]] {
            #expect(throws: KeyAgreementError.self) {
                try parameters.decapsulate(ciphertext.span.bytes, with: wrong.span.bytes).count
            }
        }
        let short = [UInt8](repeating: 0, count: 31), right = [UInt8](repeating: 0, count: 32)
        #expect(throws: CryptoError.self) {
            try parameters.generate(d: short.span.bytes, z: right.span.bytes).encapsulationKey
        }
        #expect(throws: CryptoError.self) {
            try parameters.generate(d: right.span.bytes, z: short.span.bytes).encapsulationKey
        }
        #expect(throws: KeyAgreementError.self) {
            try parameters.encapsulate(to: published.span.bytes, m: short.span.bytes).ciphertext
        }
    }

    @Test("A decapsulation key whose public half or hash has changed, §7.3", arguments: MLKEM.allCases)
    func hashCheck(parameters: MLKEM) throws {
        let pair = try parameters.generate()
        let published = pair.encapsulationKey
        let ciphertext = try parameters.encapsulate(to: published.span.bytes).ciphertext
        let count = parameters.decapsulationKeyLength
        for place in [count - 33, count - 64, count - 65, count - 64 - parameters.encapsulationKeyLength] {
            var key = [UInt8](copying: pair.decapsulationKey.span)
            key[place] ^= 1
            #expect(throws: KeyAgreementError.self) {
                try parameters.decapsulate(ciphertext.span.bytes, with: key.span.bytes).count
            }
        }
    }
}
