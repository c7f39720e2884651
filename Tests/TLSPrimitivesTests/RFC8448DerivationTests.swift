import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("The key schedules of RFC 8448, value by value")
struct RFC8448DerivationTests {
    @Test("Every extraction and expansion of the traces, RFC 9846 §7.1", arguments: 3...7)
    func derivations(section: Int) throws {
        var count = 0
        for step in try RFC8448.section(section).steps {
            if step.has("IKM") { count += try extract(step) }
            if step.has("expanded") { count += try expand(step, "info", "expanded", try Self.label(step)) }
            if step.has("key info") { count += try expand(step, "key info", "key expanded", "key") }
            if step.has("iv info") { count += try expand(step, "iv info", "iv expanded", "iv") }
            if step.has("finished") { count += try finish(step) }
        }
        #expect(count == [3: 23, 4: 28, 5: 22, 6: 22, 7: 22][section])
    }

    @Test("The pairs and the secrets that both sides agree on", arguments: [3, 4, 6, 7])
    func keyAgreement(section: Int) throws {
        let trace = try RFC8448.section(section)
        let client = try #require(trace.steps("client", "create an ephemeral x25519").first)
        let server = try #require(trace.steps("server", "create an ephemeral x25519").first)
        let secret = try #require(trace.steps("server", "extract secret \"handshake\"").first).bytes("IKM")
        for (own, peer) in [(client, server), (server, client)] {
            let scalar = try own.bytes("private key"), share = try peer.bytes("public key")
            let key = try KeyAgreementKey(.x25519, privateKey: scalar.span.bytes)
            #expect(try key.share == own.bytes("public key"))
            let agreed = try key.sharedSecret(peerShare: share.span.bytes)
            #expect([UInt8](copying: agreed.span) == secret)
        }
    }

    @Test("The pair on P-256 of section 5")
    func keyAgreementP256() throws {
        let trace = try RFC8448.section(5)
        let client = try #require(trace.steps("client", "create an ephemeral P-256").first)
        let server = try #require(trace.steps("server", "create an ephemeral P-256").first)
        let secret = try #require(trace.steps("server", "extract secret \"handshake\"").first).bytes("IKM")
        let scalar = try client.bytes("private key"), share = try server.bytes("public key")
        let key = try KeyAgreementKey(.p256, privateKey: scalar.span.bytes)
        #expect(try key.share == client.bytes("public key"))
        let agreed = try key.sharedSecret(peerShare: share.span.bytes)
        #expect([UInt8](copying: agreed.span) == secret)
    }

    @Test("The RSA key of section 2 signs, and shorter parts of it are refused")
    func rsaKey() throws {
        let step = try RFC8448.section(2).steps[0]
        let key = try Self.rsaKey(step)
        #expect(key.keyType == .rsa(bits: 1024))
        guard let components = try key.rsaComponents() else { throw Vectors.Failure("no components") }
        #expect([UInt8](copying: components.coefficient.span) == (try step.bytes("coefficient")))
        #expect([UInt8](copying: components.privateExponent.span) == (try step.bytes("private exponent")))
    }

    static func rsaKey(_ step: RFC8448.Step) throws -> PrivateKey {
        let modulus = try step.bytes("modulus (public)"), exponent = try step.bytes("public exponent")
        let secret = try step.bytes("private exponent")
        let prime1 = try step.bytes("prime1"), prime2 = try step.bytes("prime2")
        let exponent1 = try step.bytes("exponent1"), exponent2 = try step.bytes("exponent2")
        let coefficient = try step.bytes("coefficient")
        return try PrivateKey(
            rsaModulus: modulus.span.bytes, publicExponent: exponent.span.bytes, privateExponent: secret.span.bytes,
            prime1: prime1.span.bytes, prime2: prime2.span.bytes, exponent1: exponent1.span.bytes,
            exponent2: exponent2.span.bytes, coefficient: coefficient.span.bytes, isPSS: false)
    }

    private func extract(_ step: RFC8448.Step) throws -> Int {
        let salt = try step.bytes("salt"), input = try step.bytes("IKM")
        let secret = try HKDF.extract(.sha256, salt: salt.span.bytes, inputKey: input.span.bytes)
        #expect([UInt8](copying: secret.span) == (try step.bytes("secret")), "\(step)")
        return 1
    }

    /// The expansion both from the HkdfLabel that is printed and from its parts.
    private func expand(_ step: RFC8448.Step, _ info: String, _ output: String, _ label: String) throws -> Int {
        let key = try step.bytes("PRK"), printed = try step.bytes(info), expected = try step.bytes(output)
        let direct = try HKDF.expand(.sha256, secret: key.span.bytes, info: printed.span.bytes, count: expected.count)
        #expect([UInt8](copying: direct.span) == expected, "\(step)")
        let context = info == "info" ? try step.bytes("hash") : []
        let labelled = try HKDF.expandLabel(
            .sha256, secret: key.span.bytes, label: [UInt8](label.utf8), context: context.span.bytes,
            count: expected.count)
        #expect([UInt8](copying: labelled.span) == expected, "\(step)")
        return 1
    }

    /// The Finished value: HMAC with the key just expanded, over a transcript that the binder step prints.
    private func finish(_ step: RFC8448.Step) throws -> Int {
        guard step.has("binder hash") else { return 0 }
        let key = try step.bytes("expanded"), transcript = try step.bytes("binder hash")
        let code = try HMAC.authenticate(.sha256, key: key.span.bytes, transcript.span.bytes)
        #expect(code.bytes == (try step.bytes("finished")), "\(step)")
        return 1
    }

    /// What stands between the quotes after `tls13 `; a binder's key is a Finished key.
    private static func label(_ step: RFC8448.Step) throws -> String {
        guard step.operation.contains("\"tls13 ") else { return "finished" }
        let quoted = step.operation.split(separator: "\"")
        return String(try #require(quoted.count > 1 ? quoted[1] : nil).dropFirst(6))
    }
}
