import Foundation
import TLSCertificates
import TLSKeyStores
import TestSupport
import Testing

private let pkits = VectorFile("revocation/pkits.ini")

private func pem(_ bytes: [UInt8], label: String = "X509 CRL") -> String {
    "-----BEGIN \(label)-----\n\(Data(bytes).base64EncodedString(options: .lineLength64Characters))\n-----END \(label)-----\n"
}

@Suite("Files of revocation lists")
struct RevocationListFileTests {
    private let bytes: [[UInt8]]
    private let certificate: [UInt8]

    init() throws {
        bytes = ["GoodCACRL", "TrustAnchorRootCRL"].map { pkits["list \($0)"]?.bytes("der") ?? [] }
        certificate = try #require(pkits["certificate GoodCACert"]).bytes("der")
    }

    private func error(_ bytes: [UInt8]) -> KeyStoreError? {
        do throws(KeyStoreError) {
            _ = try CertificateRevocationList.revocationLists(in: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test("One list in DER, or several in PEM among other things, in order")
    func forms() throws {
        #expect(try CertificateRevocationList.revocationLists(in: bytes[0]).map(\.derBytes) == [bytes[0]])
        let text = "a text\n" + pem(bytes[0]) + pem(certificate, label: "CERTIFICATE") + pem(bytes[1])
        #expect(try CertificateRevocationList.revocationLists(in: Array(text.utf8)).map(\.derBytes) == bytes)
        let directory = try OpenSSLCommand.temporaryDirectory()
        defer { OpenSSLCommand.remove(directory) }
        try OpenSSLCommand.write(text, to: "\(directory)/lists.pem")
        #expect(try CertificateRevocationList.revocationLists(file: "\(directory)/lists.pem").map(\.derBytes) == bytes)
    }

    @Test("What is no list is refused, with its place")
    func refusals() throws {
        #expect(error([])?.code == .missingRevocationList)
        #expect(error(Array("nothing".utf8))?.code == .missingRevocationList)
        #expect(error(Array(pem(certificate, label: "CERTIFICATE").utf8))?.code == .missingRevocationList)
        #expect(error(certificate)?.code == .malformed)
        let wrong = error(Array((pem(bytes[0]) + pem(certificate)).utf8))
        #expect(wrong?.code == .malformed)
        #expect(wrong?.place.hasPrefix("PEM block 2 (X509 CRL, line ") == true)
        let header = pem(bytes[0]).replacing(
            "CRL-----\n", with: "CRL-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: X,00\n\n", maxReplacements: 1)
        #expect(error(Array(header.utf8))?.code == .malformed)
        do throws(KeyStoreError) {
            _ = try CertificateRevocationList.revocationLists(file: "/nonexistent/lists.pem")
            Issue.record("there is no such file")
        } catch {
            #expect(error.code == .unreadableFile)
            #expect(error.place == "/nonexistent/lists.pem")
        }
    }
}
