import ProviderTesting
import TLSCertificates
import TLSKeyStores
import TestSupport
import Testing

@testable import SSLServer

@Suite("Selecting a certificate from a store")
struct CertificateStoreTests {
    private let bundle: [UInt8]
    private let first: TLSIdentity
    private let second: TLSIdentity

    init() throws {
        bundle = try #require(VectorFile("keys/bundles.ini")["pem/bundle-key-first.pem"]).bytes("file")
        first = try TestIdentity.identity
        second = try TestIdentity.ofClient
    }

    private static func pem(_ identity: TLSIdentity) throws -> String {
        try identity.certificateChain.map(\.pemText).joined() + identity.privateKey.exportPEM()
    }

    /// Two identities and an authority that has no key there.
    private func collection() throws -> String {
        try TrustSamples.pems(1)[0] + Self.pem(first) + Self.pem(second)
    }

    @Test("by * takes the first with a private key, with its chain")
    func first_() throws {
        let certificate = try Certificate(storeType: .cstPEMKeyBlob, store: collection())
        #expect(certificate.certificateChain == first.certificateChain && certificate.privateKeyAvailable)
        let whole = try Certificate(storeType: .cstPEMKeyBlob, store: bundle)
        #expect(whole.certificateChain.count == 3)
    }

    @Test("by * takes the first of certificates that have no keys")
    func firstOfCertificates() throws {
        let pems = try TrustSamples.pems(3)
        let certificate = try Certificate(storeType: .cstPublicKeyBlob, store: pems.joined())
        #expect(certificate.encoded == pems[0] && certificate.certificateChain.count == 3)
        #expect(throws: SSLError(.cannotAcquireCredentials)) { try certificate.servingIdentity() }
    }

    @Test(
        "takes a whole name before a part of one, and a part in any case",
        arguments: ["CN=client.example", "CLIENT.ex"])
    func names(_ subject: String) throws {
        let certificate = try Certificate(storeType: .cstPEMKeyBlob, store: collection(), subject: subject)
        #expect(certificate.certificateChain == second.certificateChain && certificate.privateKeyAvailable)
        #expect(certificate.subject == "CN=client.example")
    }

    @Test("reads a name as it is meant: spaces and quotes make no difference")
    func normalising() throws {
        let certificate = try Certificate(
            storeType: .cstPEMKeyBlob, store: collection(), subject: " CN = \"client.example\" ")
        #expect(certificate.subject == "CN=client.example")
    }

    @Test("says 272 when the store has no such certificate", arguments: ["nobody", "Thumbprint=00", "Thumbprint=zz"])
    func missing(_ subject: String) throws {
        #expect(throws: SSLError(.cannotFindCertificate)) {
            try Certificate(storeType: .cstPEMKeyBlob, store: collection(), subject: subject)
        }
    }

    @Test("by a hash takes that certificate, in the subject or in the options")
    func thumbprint() throws {
        let wanted = Certificate(identity: second)
        for hash in [wanted.thumbprintMD5, wanted.thumbprintSHA1.lowercased(), wanted.fingerprintSHA256] {
            let bySubject = try Certificate(
                storeType: .cstPEMKeyBlob, store: collection(), subject: "Thumbprint=\(hash)")
            #expect(bySubject.certificateChain == second.certificateChain)
            let byOption = try Certificate(
                storeType: .cstPEMKeyBlob, store: collection(),
                configurationString: "PersistPFXKey=False\nThumbprint=\(hash)")
            #expect(byOption.certificateChain == second.certificateChain)
        }
    }

    @Test("refuses options that nobody knows, and values that are none")
    func options() throws {
        for text in ["Nothing=1", "PersistPFXKey=perhaps"] {
            #expect(throws: SSLError(.invalidArgument)) {
                try Certificate(storeType: .cstPEMKeyBlob, store: collection(), configurationString: text)
            }
        }
        _ = try Certificate(
            storeType: .cstPEMKeyBlob, store: collection(),
            configurationString: "UseInternalSecurityAPI=True\r\npersistpfxkey=0")
    }

    @Test("takes content in PEM, DER and Base64, and files of both", arguments: [true, false])
    func forms(_ isAutomatic: Bool) throws {
        let der = first.certificateChain[0].derBytes
        let base64 = try OpenSSLText.base64(of: Certificate(identity: first).encoded)
        let blob: CertStoreTypes = isAutomatic ? .cstAuto : .cstPublicKeyBlob
        let file: CertStoreTypes = isAutomatic ? .cstAuto : .cstPublicKeyFile
        let pem = Certificate(identity: first).encodedB
        for content in [der, pem, Array(base64.utf8), Array(base64.replacing("\n", with: "").utf8)] {
            #expect(try Certificate(storeType: blob, store: content).certificateChain == first.certificateChain)
        }
        for content in [der, pem] {
            let path = try TemporaryFile(content)
            #expect(try Certificate(storeType: file, store: path.path).certificateChain == first.certificateChain)
            #expect(
                try Certificate(storeType: file, store: Array(path.path.utf8)).certificateChain
                    == first.certificateChain)
            #expect(try Certificate(certificateFile: path.path).certificateChain == first.certificateChain)
        }
    }

    @Test("says 271 for what is no store, and for stores that are not here", arguments: CertStoreTypes.allCases)
    func unreadable(_ type: CertStoreTypes) {
        let error = #expect(throws: SSLError.self) { try Certificate(storeType: type, store: "/nowhere/at/all") }
        #expect(error?.code == .cannotOpenCertificateStore)
        #expect(throws: SSLError(.cannotOpenCertificateStore)) { try Certificate(encoded: [0x30, 0x01, 0x00]) }
        #expect(throws: SSLError(.cannotOpenCertificateStore)) { try Certificate(certificateFile: "/nowhere") }
    }

    @Test("says 273 for a key that is not the certificate's")
    func mismatch() throws {
        let store = try first.certificateChain[0].pemText + second.privateKey.exportPEM()
        let error = #expect(throws: SSLError.self) { try Certificate(storeType: .cstPEMKeyBlob, store: store) }
        #expect(error?.code == .cannotAcquireCredentials)
    }

    @Test("is done again by the subject, after the store and its type are set")
    func setSubject() throws {
        var certificate = Certificate()
        #expect(throws: SSLError(.cannotOpenCertificateStore)) { try certificate.setSubject("*") }
        certificate.storeType = .cstPEMKeyBlob
        certificate.store = try collection()
        #expect(certificate.isEmpty)
        try certificate.setSubject("client")
        #expect(certificate.subject == "CN=client.example" && certificate.privateKeyAvailable)
        #expect(certificate.storeB == Array(certificate.store.utf8))
        try certificate.setSubject("nobody")
        #expect(certificate.subject.isEmpty && certificate.isEmpty && !certificate.privateKeyAvailable)
        try certificate.setSubject("*")
        #expect(certificate.certificateChain == first.certificateChain)
        try certificate.setSubject("")
        #expect(certificate.isEmpty)
    }

    @Test("by a certificate finds its key in the store, or leaves the subject empty")
    func setEncoded() throws {
        let store = try second.privateKey.exportPEM()
        var certificate = try Certificate(
            storeType: .cstPEMKeyBlob, store: store, encoded: second.certificateChain[0].derBytes)
        #expect(certificate.privateKeyAvailable && certificate.subject == "CN=client.example")
        #expect(try certificate.servingIdentity().certificateChain == second.certificateChain)
        try certificate.setEncoded(first.certificateChain[0].pemText)
        #expect(!certificate.privateKeyAvailable && certificate.subject.isEmpty)
        #expect(certificate.encoded == first.certificateChain[0].pemText)
        #expect(throws: SSLError(.cannotOpenCertificateStore)) { try certificate.setEncoded("nonsense") }
        var alone = Certificate()
        try alone.setEncodedB(first.certificateChain[0].derBytes)
        #expect(alone.subject.isEmpty && !alone.isEmpty)
    }

    @Test("brings the chain that the store has, when only the certificate was given")
    func chain() throws {
        let whole = try Certificate(storeType: .cstPEMKeyBlob, store: bundle)
        let certificate = try Certificate(
            storeType: .cstPEMKeyBlob, store: bundle, encoded: whole.certificateChain[0].derBytes)
        #expect(certificate.certificateChain == whole.certificateChain)
        let middle = try Certificate(
            storeType: .cstPEMKeyBlob, store: bundle, subject: whole.certificateChain[1].subject.description)
        #expect(middle.certificateChain == Array(whole.certificateChain.dropFirst()))
        #expect(!middle.privateKeyAvailable)
    }

    @Test("has one password for store and key until the key gets its own, which may be none")
    func passwords() {
        var certificate = Certificate()
        certificate.storePassword = "store"
        #expect(certificate.keyPassword == "store")
        certificate.keyPassword = "key"
        #expect(certificate.keyPassword == "key" && certificate.storePassword == "store")
        certificate.keyPassword = ""
        #expect(certificate.keyPassword.isEmpty)
    }
}

/// PEM without its boundaries.
private enum OpenSSLText {
    static func base64(of pem: String) throws -> String {
        pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined(separator: "\n")
    }
}
