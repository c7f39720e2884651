import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("ML-KEM gives the published keys, ciphertexts and secrets. FIPS 203 §6")
struct MLKEMVectorTests {
    private func digest(_ bytes: [UInt8]) throws -> [UInt8] {
        try HashAlgorithm.sha256.digest(of: bytes.span.bytes).bytes
    }

    private func expectKeys(_ parameters: MLKEM, d: [UInt8], z: [UInt8], _ vector: VectorCase) throws {
        let pair = try parameters.generate(d: d.span.bytes, z: z.span.bytes)
        let encapsulationKey = pair.encapsulationKey
        #expect(try digest(encapsulationKey) == vector.bytes("ekHash"), "\(vector)")
        #expect(try digest([UInt8](copying: pair.decapsulationKey.span)) == vector.bytes("dkHash"), "\(vector)")
    }

    @Test("Known answers: all three operations, and implicit rejection, Algorithm 18")
    func knownAnswers() throws {
        let file = try CaseFile("mlkem/kat_768.txt")
        for vector in file.cases {
            let d = try vector.bytes("d"), z = try vector.bytes("z"), m = try vector.bytes("m")
            try expectKeys(.mlkem768, d: d, z: z, vector)
            let pair = try MLKEM.mlkem768.generate(d: d.span.bytes, z: z.span.bytes)
            let encapsulationKey = pair.encapsulationKey
            let sent = try MLKEM.mlkem768.encapsulate(to: encapsulationKey.span.bytes, m: m.span.bytes)
            let ciphertext = sent.ciphertext, altered = try vector.bytes("altered")
            #expect(try digest(ciphertext) == vector.bytes("ciphertextHash"), "\(vector)")
            #expect(try [UInt8](copying: sent.secret.span) == vector.bytes("secret"), "\(vector)")
            let key = pair.decapsulationKey.span
            let secret = try MLKEM.mlkem768.decapsulate(ciphertext.span.bytes, with: key)
            #expect(try [UInt8](copying: secret.span) == vector.bytes("secret"), "\(vector)")
            let rejected = try MLKEM.mlkem768.decapsulate(altered.span.bytes, with: key)
            #expect(try [UInt8](copying: rejected.span) == vector.bytes("rejected"), "\(vector)")
        }
        #expect(file.cases.count == file.count)
    }

    @Test("NIST's samples for both sets")
    func acvp() throws {
        let file = try CaseFile("mlkem/acvp.txt")
        for vector in file.cases {
            let parameters: MLKEM = try vector.text("set") == "mlkem768" ? .mlkem768 : .mlkem1024
            switch try vector.text("function") {
            case "keygen":
                try expectKeys(parameters, d: vector.bytes("d"), z: vector.bytes("z"), vector)
            case "encapsulation", "encapsulationkeycheck":
                let m = vector.has("m") ? try vector.bytes("m") : [UInt8](repeating: 7, count: 32)
                try expectEncapsulation(parameters, m: m, hash: "cHash", vector)
            case "decapsulation", "decapsulationkeycheck":
                let none = [UInt8](repeating: 0, count: parameters.ciphertextLength)
                try expectDecapsulation(parameters, vector.has("c") ? vector.bytes("c") : none, vector)
            default: Issue.record("\(vector)")
            }
        }
        #expect(file.cases.count == file.count)
    }

    @Test(
        "Wycheproof's cases",
        arguments: [("mlkem/wycheproof_768.txt", MLKEM.mlkem768), ("mlkem/wycheproof_1024.txt", .mlkem1024)])
    func wycheproof(path: String, parameters: MLKEM) throws {
        let file = try CaseFile(path)
        for vector in file.cases {
            switch try vector.text("function") {
            case "keygen":
                let seed = try vector.bytes("seed")
                try expectKeys(parameters, d: Array(seed.prefix(32)), z: Array(seed.dropFirst(32)), vector)
            case "encapsulation":
                try expectEncapsulation(parameters, m: vector.bytes("m"), hash: "ciphertextHash", vector)
            case "decapsulation":
                let seed = try vector.bytes("seed"), ciphertext = try vector.bytes("ciphertext")
                let pair = try parameters.generate(
                    d: seed.span.bytes.extracting(first: 32), z: seed.span.bytes.extracting(last: 32))
                try expectSecret(parameters, ciphertext, [UInt8](copying: pair.decapsulationKey.span), vector)
            default: Issue.record("\(vector)")
            }
        }
        #expect(file.cases.count == file.count)
    }

    private func expectEncapsulation(_ parameters: MLKEM, m: [UInt8], hash: String, _ vector: VectorCase) throws {
        let key = try vector.bytes("ek")
        do {
            let sent = try parameters.encapsulate(to: key.span.bytes, m: m.span.bytes)
            #expect(vector.result == .valid, "\(vector)")
            guard vector.has("secret") else { return }
            let ciphertext = sent.ciphertext
            #expect(try digest(ciphertext) == vector.bytes(hash), "\(vector)")
            #expect(try [UInt8](copying: sent.secret.span) == vector.bytes("secret"), "\(vector)")
        } catch KeyAgreementError.invalidPeerKey {
            #expect(vector.result == .invalid, "\(vector)")
        }
    }

    private func expectDecapsulation(_ parameters: MLKEM, _ ciphertext: [UInt8], _ vector: VectorCase) throws {
        try expectSecret(parameters, ciphertext, vector.bytes("dk"), vector)
    }

    private func expectSecret(
        _ parameters: MLKEM, _ ciphertext: [UInt8], _ key: [UInt8], _ vector: VectorCase
    ) throws {
        do {
            let secret = try parameters.decapsulate(ciphertext.span.bytes, with: key.span.bytes)
            #expect(vector.result == .valid, "\(vector)")
            guard vector.has("secret") else { return }
            #expect(try [UInt8](copying: secret.span) == vector.bytes("secret"), "\(vector)")
        } catch is KeyAgreementError {
            #expect(vector.result == .invalid, "\(vector)")
        }
    }
}
