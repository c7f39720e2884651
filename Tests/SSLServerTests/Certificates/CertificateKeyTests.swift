import Foundation
import TLSCertificates
import TLSKeyStores
import TestSupport
import Testing

@testable import SSLServer

private let keys = VectorFile("keys/openssl.ini")
private let names = ["rsa2048", "rsa3072", "p256", "p384", "p521", "ed25519", "ed448", "dsa"]

@Suite("A certificate's key", .enabled(if: OpenSSLCommand.isAvailable))
struct CertificateKeyTests {
    @Test("is given out as PKCS#8 in PEM, as openssl writes it; so is its public half", arguments: names)
    func export(_ name: String) throws {
        let key = try #require(keys["\(name)-pkcs8-pem"]).bytes("file")
        let store = try X509Certificate(
            derBytes: #require(VectorFile("certificates/openssl.ini")[name]).bytes("der")
        ).pemText.utf8
        let certificate = try Certificate(storeType: .cstPEMKeyBlob, store: key + store)
        #expect(certificate.privateKeyAvailable)
        let file = try TemporaryFile(key)
        #expect(try certificate.privateKey == OpenSSLCommand.run("pkey", "-in", file.path))
        #expect(try certificate.publicKey == OpenSSLCommand.run("pkey", "-in", file.path, "-pubout"))
        #expect(certificate.privateKeyContainer.isEmpty)
    }

    @Test("alone is a store too: it has fields and no certificate", arguments: names)
    func alone(_ name: String) throws {
        let key = try #require(keys["\(name)-pkcs8-pem"]).bytes("file")
        let certificate = try Certificate(storeType: .cstPEMKeyBlob, store: key)
        #expect(certificate.isEmpty && certificate.privateKeyAvailable)
        #expect(certificate.subject.isEmpty && certificate.encoded.isEmpty && certificate.thumbprintSHA256.isEmpty)
        let same = try Certificate(
            encoded: #require(VectorFile("certificates/openssl.ini")[name]).bytes("der"))
        #expect(certificate.publicKey == same.publicKey)
        #expect(certificate.publicKeyAlgorithm == same.publicKeyAlgorithm)
        #expect(certificate.publicKeyLength == same.publicKeyLength)
        let error = #expect(throws: SSLError.self) { try certificate.servingIdentity() }
        #expect(error?.code == .cannotFindCertificate)
        #expect(throws: SSLError(.cannotFindCertificate)) {
            try Certificate(storeType: .cstPEMKeyBlob, store: key, subject: "example")
        }
    }

    @Test(
        "alone has the fingerprints that ssh-keygen shows", .enabled(if: OpenSSLCommand.hasKeygen),
        arguments: ["rsa2048", "rsa3072", "p256", "p384", "p521"])
    func fingerprints(_ name: String) throws {
        let key = try #require(keys["\(name)-pkcs8-pem"]).bytes("file")
        let certificate = try Certificate(storeType: .cstPEMKeyBlob, store: key)
        let directory = try OpenSSLCommand.temporaryDirectory()
        defer { OpenSSLCommand.remove(directory) }
        try OpenSSLCommand.write(certificate.publicKey, to: "\(directory)/key.pub")
        let line = try OpenSSLCommand.run(
            program: OpenSSLCommand.keygen, ["-i", "-m", "PKCS8", "-f", "\(directory)/key.pub"])
        try OpenSSLCommand.write(line, to: "\(directory)/ssh.pub")
        let shown = try OpenSSLCommand.run(
            program: OpenSSLCommand.keygen, ["-l", "-E", "md5", "-f", "\(directory)/ssh.pub"])
        #expect(shown.contains(" MD5:\(certificate.fingerprint) "), "\(shown)")
        // The others are of the same bytes, in Base64 there and in pairs of digits here.
        #expect(certificate.fingerprintSHA1.utf8.count == 59 && certificate.fingerprintSHA256.utf8.count == 95)
    }

    @Test(
        "of a kind that ssh-keygen does not convert is written as it reads it", .enabled(if: OpenSSLCommand.hasKeygen))
    func wireForm() throws {
        let key = try #require(keys["ed25519-pkcs8-pem"]).bytes("file")
        let certificate = try Certificate(storeType: .cstPEMKeyBlob, store: key)
        let wire = try #require(certificate.publicKeyInfo?.sshWireForm)
        let directory = try OpenSSLCommand.temporaryDirectory()
        defer { OpenSSLCommand.remove(directory) }
        try OpenSSLCommand.write("ssh-ed25519 \(Data(wire).base64EncodedString())\n", to: "\(directory)/ssh.pub")
        let shown = try OpenSSLCommand.run(
            program: OpenSSLCommand.keygen, ["-l", "-E", "md5", "-f", "\(directory)/ssh.pub"])
        #expect(shown.hasPrefix("256 MD5:\(certificate.fingerprint) ") && shown.contains("(ED25519)"), "\(shown)")
    }

    @Test("alone may be the public half: nothing to serve with, but something to compare")
    func publicAlone() throws {
        let key = try #require(keys["p256-public-only"]).bytes("file")
        let certificate = try Certificate(storeType: .cstPublicKeyBlob, store: key)
        #expect(certificate.publicKey == String(decoding: key, as: UTF8.self))
        #expect(!certificate.privateKeyAvailable && certificate.privateKey.isEmpty && certificate.isEmpty)
        #expect(!certificate.fingerprint.isEmpty)
    }

    @Test("does not show when the certificate is printed, nor do passwords and the store")
    func printing() throws {
        let key = try #require(keys["p256-pkcs8-pem"]).bytes("file")
        var certificate = try Certificate(storeType: .cstPEMKeyBlob, store: key, storePassword: "a password of mine")
        certificate.keyPassword = "another password"
        var text = ""
        dump(certificate, to: &text)
        text += "\(certificate)" + String(reflecting: certificate)
        #expect(!text.contains("password of mine") && !text.contains("another") && !text.contains("BEGIN"))
    }
}
