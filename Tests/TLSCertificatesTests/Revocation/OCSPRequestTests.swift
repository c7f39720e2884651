import Foundation
import TLSCertificates
import TLSPrimitives
import TestSupport
import Testing

@Suite("What an OCSP responder is asked: RFC 6960 §4.1")
struct OCSPRequestTests {
    private let sample: RevocationSample

    init() throws {
        sample = try RevocationSample.shared.get()
    }

    @Test("a request has one CertID with SHA-1, and neither a nonce nor a name")
    func form() throws {
        let request = try OCSPRequest(for: sample.leaf, issuer: sample.authority)
        let identifier = request.certificateID
        #expect(identifier.hashAlgorithm == .sha1 && identifier.serialNumber == [0x12, 0x34, 0x56])
        #expect(identifier.issuerNameHash.count == 20 && identifier.issuerKeyHash.count == 20)
        let certID: [UInt8] =
            [0x30, 0x3c, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14]
            + identifier.issuerNameHash + [0x04, 0x14] + identifier.issuerKeyHash + [0x02, 0x03, 0x12, 0x34, 0x56]
        #expect(request.derBytes == [0x30, 0x44, 0x30, 0x42, 0x30, 0x40, 0x30, 0x3e] + certID)
    }

    @Test("a serial number with a sign octet stays as the certificate has it")
    func signOctet() throws {
        var contents = try RevocationSample.leafContents()
        contents.serialNumber = [0xff, 0x01]
        let leaf = try sample.issuer.issue(contents, for: sample.leafKey.publicKey)
        let request = try OCSPRequest(for: leaf, issuer: sample.authority)
        #expect(request.derBytes.suffix(5) == [0x02, 0x03, 0x00, 0xff, 0x01])
    }

    @Test("openssl makes the same octets, and reads ours", .enabled(if: OpenSSLCommand.isAvailable))
    func openssl() throws {
        let folder = try OpenSSLCommand.temporaryDirectory()
        defer { OpenSSLCommand.remove(folder) }
        for (name, certificate) in [("ca", sample.authority), ("leaf", sample.leaf)] {
            try Data(certificate.derBytes).write(to: URL(filePath: "\(folder)/\(name).der"))
            _ = try OpenSSLCommand.run(
                "x509", "-inform", "DER", "-in", "\(folder)/\(name).der", "-out", "\(folder)/\(name).pem")
        }
        let request = try OCSPRequest(for: sample.leaf, issuer: sample.authority)
        _ = try OpenSSLCommand.run(
            "ocsp", "-issuer", "\(folder)/ca.pem", "-cert", "\(folder)/leaf.pem", "-no_nonce", "-reqout",
            "\(folder)/theirs.der")
        #expect(try [UInt8](Data(contentsOf: URL(filePath: "\(folder)/theirs.der"))) == request.derBytes)
        try Data(request.derBytes).write(to: URL(filePath: "\(folder)/ours.der"))
        let text = try OpenSSLCommand.run("ocsp", "-reqin", "\(folder)/ours.der", "-req_text")
        for part in ["Version: 1 (0x0)", "Hash Algorithm: sha1", "Serial Number: 123456", "Issuer Key Hash: "] {
            #expect(text.contains(part), "\(part): \(text)")
        }
        #expect(!text.contains("Nonce"))
    }
}
