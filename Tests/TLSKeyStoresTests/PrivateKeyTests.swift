import TLSCertificates
import TLSKeyStores
import TLSPrimitives
import TestSupport
import Testing

private let made = VectorFile("keys/openssl.ini").cases
private let collected = VectorFile("keys/cryptography.ini").cases
private let certificates = VectorFile("certificates/openssl.ini")

/// All kinds but the one that takes seconds to make.
let quickKinds = NewKeyKind.allCases.filter { $0 != .rsa4096 }

/// The items of a file, or the first error.
private func items(_ bytes: [UInt8]) throws(KeyStoreError) -> [KeyStoreItem] {
    var items: [KeyStoreItem] = []
    for block in try KeyStoreBlock.blocks(in: bytes.span) { items.append(try block.read(bytes.span)) }
    return items
}

private func keys(_ bytes: [UInt8]) throws(KeyStoreError) -> [PrivateKey] {
    try items(bytes).compactMap { if case .privateKey(let key) = $0 { key } else { nil } }
}

private func code(_ bytes: [UInt8]) -> KeyStoreError.Code? {
    do throws(KeyStoreError) {
        _ = try items(bytes)
        return nil
    } catch {
        return error.code
    }
}

private func fingerprint(_ key: PrivateKey) throws -> String {
    try SubjectPublicKeyInfo(key.publicKey).fingerprint(.sha256).replacing(":", with: "")
}

@Suite("Private keys: RFC 5958, RFC 8017 appendix A, RFC 5915, RFC 8410")
struct PrivateKeyTests {
    @Test("The vectors are there")
    func vectors() {
        #expect(made.count == 69)
        #expect(collected.count > 40)
    }

    @Test(
        "Keys made by OpenSSL, in every form, are the ones of their certificates",
        arguments: made.filter { $0["expect"] == "ok" })
    func formats(_ sample: VectorFile.Case) throws {
        let found = try keys(sample.bytes("file"))
        #expect(found.count == 1)
        let key = try #require(found.first)
        let certificate = try X509Certificate(derBytes: #require(certificates[sample["certificate"]]).bytes("der"))
        #expect(certificate.matches(key))
        // The parameters that bind an RSA-PSS key to a hash are not kept with the key.
        if sample["certificate"] != "rsapss-sha256" { #expect(try fingerprint(key) == sample["spki"]) }
    }

    @Test("Keys that cannot be used are refused by name", arguments: made.filter { $0["expect"] != "ok" })
    func refusedKeys(_ sample: VectorFile.Case) throws {
        if sample["expect"] == "missingPrivateKey" {
            #expect(try keys(sample.bytes("file")).isEmpty)
        } else {
            #expect(code(sample.bytes("file"))?.name == sample["expect"])
        }
    }

    @Test("Keys of a library's test suite are read, or refused for a reason", arguments: collected)
    func collection(_ sample: VectorFile.Case) throws {
        let bytes = sample.bytes("file")
        if sample["encrypted"] == "yes" {
            #expect(code(bytes) == .unsupported)
            return
        }
        if sample["expect"] == "error" {
            #expect(code(bytes) != nil)
            return
        }
        // X25519 and X448 cannot be used in certificates of TLS; explicit curve parameters are refused, as are keys of less
        // than 2048 bits and RSA-PSS keys whose mask is made with another hash.
        let unusable = ["X25519", "X448", "explicit", "rsa_pss_2048_hash"]
        if unusable.contains(where: { sample.name.contains($0) }) {
            #expect(code(bytes) == .unsupported)
            return
        }
        guard let key = try? keys(bytes).first else {
            #expect(
                sample["expect"] == "ok-or-error" || code(bytes) == .invalidKey, "\(String(describing: code(bytes)))")
            return
        }
        if key.keyType != .rsaPSS(bits: 2048) { #expect(try fingerprint(key) == sample["spki"]) }
    }

    @Test("A key that is written is the same key when it is read", arguments: quickKinds)
    func export(_ kind: NewKeyKind) throws {
        let key = try kind.generate()
        let text = try key.exportPEM()
        #expect(text.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        let again = try #require(try keys(Array(text.utf8)).first)
        #expect(again.publicKey == key.publicKey)
        #expect(again.keyType == key.keyType)
        #expect(try again.exportPEM() == text)
    }

    @Test("openssl reads what is written, and finds the same public key", .enabled(if: OpenSSLCommand.isAvailable))
    func opensslReads() throws {
        let directory = try OpenSSLCommand.temporaryDirectory()
        defer { OpenSSLCommand.remove(directory) }
        for kind in quickKinds {
            let key = try kind.generate()
            try OpenSSLCommand.write(key.exportPEM(), to: "\(directory)/key.pem")
            let publicKey = try OpenSSLCommand.run("pkey", "-in", "\(directory)/key.pem", "-pubout")
            #expect(publicKey == key.publicKey.pemText)
            let check = try OpenSSLCommand.run("pkey", "-in", "\(directory)/key.pem", "-check", "-noout")
            #expect(check.contains("Key is valid"))
        }
    }

    @Test(
        "Every prefix of a key is refused", arguments: made.filter { $0.name.hasSuffix("-der") && $0["expect"] == "ok" }
    )
    func truncations(_ sample: VectorFile.Case) {
        let bytes = sample.bytes("file")
        for count in 0..<bytes.count { #expect(code(Array(bytes[..<count])) != nil) }
        #expect(code(bytes + [0]) != nil)
    }

    @Test(
        "Damaged keys are read or refused, and never trap",
        arguments: made.filter { $0.name.hasSuffix("-der") && $0["expect"] == "ok" && !$0.name.contains("rsa3072") })
    func damage(_ sample: VectorFile.Case) {
        let bytes = sample.bytes("file")
        // RSA keys are long and their import is slow: the first bytes of those and every 41st.
        for index in bytes.indices where bytes.count < 500 || index < 60 || index % 41 == 0 {
            for value in [bytes[index] ^ 0x01, bytes[index] ^ 0x80, 0x00, 0xff] {
                var damaged = bytes
                damaged[index] = value
                _ = code(damaged)
            }
        }
    }

    @Test("Numbers that do not belong together are refused")
    func inconsistent() throws {
        let file = VectorFile("keys/openssl.ini")
        let rsa = try #require(file["rsa2048-traditional-der"]).bytes("file")
        let ec = try #require(file["p256-traditional-der"]).bytes("file")
        var reader = DERReader(rsa.span)
        let numbers = try reader.rsaPrivateKey()
        for number in [numbers.modulus, numbers.publicExponent, numbers.prime1, numbers.prime2] {
            var bytes = rsa
            bytes[number.upperBound - 1] ^= 0x10
            #expect(code(bytes) == .invalidKey)
        }
        for (range, octet) in [(7..<39, UInt8(0)), (7..<39, 0xff)] {
            var bytes = ec
            for index in range { bytes[index] = octet }
            #expect(code(bytes) == .invalidKey)
        }
        var otherPoint = ec
        otherPoint[otherPoint.count - 1] ^= 1
        #expect(code(otherPoint) == .invalidKey)
    }

    @Test("PKCS#8 version 2 brings the public key, which has to be the right one: RFC 5958 §2")
    func version2() throws {
        let key = try NewKeyKind.ed25519.generate()
        guard case .raw(let publicBytes) = key.publicKey.components else {
            Issue.record("an Ed25519 key is not raw bytes")
            return
        }
        func file(version: Int, publicKey: [UInt8]?) throws -> [UInt8] {
            guard let seed = try key.edwardsSeed() else { return [] }
            var writer = DERWriter()
            writer.sequence { info in
                info.integer(version)
                info.keyAlgorithm(of: key.publicKey)
                info.constructed(.octetString) { $0.value(.octetString, seed.span.octets) }
                if let publicKey { info.value(.context(1), [0] + publicKey) }
            }
            return writer.bytes
        }
        #expect(try keys(file(version: 1, publicKey: publicBytes)).first?.publicKey == key.publicKey)
        #expect(try keys(file(version: 1, publicKey: nil)).first?.publicKey == key.publicKey)
        #expect(code(try file(version: 0, publicKey: publicBytes)) == .malformed)
        #expect(code(try file(version: 2, publicKey: nil)) != nil)
        #expect(code(try file(version: 1, publicKey: [publicBytes[0] ^ 1] + publicBytes.dropFirst())) == .invalidKey)
        #expect(code(try file(version: 1, publicKey: Array(publicBytes.dropLast()))) == .invalidKey)
    }
}
