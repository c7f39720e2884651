import TLSCertificates
import TLSKeyStores
import TLSPrimitives
import TestSupport
import Testing

private let made = VectorFile("keys/openssl.ini")

/// The key in a file, or what is wrong with it.
private func read(_ bytes: [UInt8]) -> Result<PrivateKey, KeyStoreError> {
    do throws(KeyStoreError) {
        for block in try KeyStoreBlock.blocks(in: bytes.span) {
            if case .privateKey(let key) = try block.read(bytes.span) { return .success(key) }
        }
        return .failure(KeyStoreError(.malformed, reason: "no key"))
    } catch {
        return .failure(error)
    }
}

private func code(_ bytes: [UInt8]) -> KeyStoreError.Code? {
    if case .failure(let error) = read(bytes) { error.code } else { nil }
}

@Suite("Files of DSA keys: PKCS#8 and OpenSSL's own. RFC 5958 §2, RFC 3279 §2.3.2")
struct DSAKeyFileTests {
    @Test("What is written is read, by us and by openssl", .enabled(if: OpenSSLCommand.isAvailable))
    func export() throws {
        let directory = try OpenSSLCommand.temporaryDirectory()
        defer { OpenSSLCommand.remove(directory) }
        for sample in try DSASample.all() {
            let key = try sample.key()
            let text = try key.exportPEM()
            #expect(try read(Array(text.utf8)).get().publicKey == key.publicKey)
            try OpenSSLCommand.write(text, to: "\(directory)/key.pem")
            let publicKey = try OpenSSLCommand.run("pkey", "-in", "\(directory)/key.pem", "-pubout")
            #expect(publicKey == key.publicKey.pemText)
            let check = try OpenSSLCommand.run("pkey", "-in", "\(directory)/key.pem", "-check", "-noout")
            #expect(check.contains("Key is valid"))
        }
    }

    /// OpenSSL's form with these numbers.
    private static func traditional(_ numbers: [[UInt8]], version: Int = 0) -> [UInt8] {
        var writer = DERWriter()
        writer.sequence { key in
            key.integer(version)
            for number in numbers { key.unsignedInteger(number) }
        }
        return writer.bytes
    }

    @Test("A key whose numbers do not belong together is refused, in OpenSSL's form")
    func inconsistent() throws {
        let sample = try #require(DSASample.all().first)
        let domain = sample.parameters
        let right = [domain.prime, domain.subprime, domain.generator, sample.publicValue, sample.privateValue]
        #expect(try read(Self.traditional(right)).get().publicKey == sample.publicKey())
        for index in right.indices {
            var numbers = right
            numbers[index][5] ^= 1
            #expect(code(Self.traditional(numbers)) == .invalidKey, "number \(index)")
        }
        #expect(code(Self.traditional(right, version: 1)) == .malformed)
        #expect(code(Self.traditional(right) + [0]) == .malformed)
    }

    @Test("PKCS#8 without parameters, or with more than a private value, is refused")
    func malformed() throws {
        let sample = try #require(DSASample.all().first)
        func file(_ parameters: (inout DERWriter) -> Void, _ content: (inout DERWriter) -> Void) -> [UInt8] {
            var writer = DERWriter()
            writer.sequence { info in
                info.integer(0)
                info.sequence { algorithm in
                    algorithm.objectIdentifier(.dsa)
                    parameters(&algorithm)
                }
                info.constructed(.octetString) { content(&$0) }
            }
            return writer.bytes
        }
        let domain = sample.parameters
        let right: (inout DERWriter) -> Void = { writer in
            writer.sequence { numbers in
                for number in [domain.prime, domain.subprime, domain.generator] { numbers.unsignedInteger(number) }
            }
        }
        #expect(code(file(right) { $0.unsignedInteger(sample.privateValue) }) == nil)
        #expect(code(file({ _ in }) { $0.unsignedInteger(sample.privateValue) }) == .invalidKey)
        #expect(code(file({ $0.null() }) { $0.unsignedInteger(sample.privateValue) }) == .invalidKey)
        #expect(code(file({ $0.integer(1) }) { $0.unsignedInteger(sample.privateValue) }) == .malformed)
        #expect(
            code(
                file(right) {
                    $0.unsignedInteger(sample.privateValue); $0.null()
                }) == .malformed)
        #expect(code(file(right) { $0.null() }) == .malformed)
        #expect(code(file(right) { $0.integer(0) }) == .invalidKey)
        #expect(code(file(right) { $0.unsignedInteger(domain.subprime) }) == .invalidKey)
    }

    @Test("A DSA identity holds together, and another key is refused")
    func identity() throws {
        let certificate = try X509Certificate(
            derBytes: #require(VectorFile("certificates/openssl.ini")["dsa"]).bytes("der"))
        let key = try read(#require(made["dsa-traditional-der"]).bytes("file")).get()
        #expect(certificate.matches(key))
        #expect(key.keyType == .dsa(bits: 2048))
        for sample in try DSASample.all() { #expect(try !certificate.matches(sample.key())) }
    }
}
