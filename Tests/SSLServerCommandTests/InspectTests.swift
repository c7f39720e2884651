import ArgumentParser
import Foundation
import NIOCore
import NIOFileSystem
import TLSCertificates
import TLSKeyStores
import Testing

@testable import SSLServerCommand

@Suite("Files of certificates and keys are shown to people and to programs")
struct InspectTests {
    @Test("A certificate and its key, and nothing of the key that is secret")
    func shows() async throws {
        try await withTemporaryDirectory { directory in
            let identity = try makeIdentity(.p256)
            let key = try identity.privateKey.exportPEM()
            try await write(identity.certificatePEM + key, to: directory.appending("both.pem"))
            let report = FileReport(path: directory.appending("both.pem").string)
            let leaf = try #require(identity.certificateChain.first)
            #expect(report.problem == nil)
            let text = report.textLines.joined(separator: "\n")
            #expect(text.contains("CN=test.example") && text.contains("Public key SHA-256"))

            let read = try JSONSerialization.jsonObject(with: Data(report.json.text.utf8)) as? [String: Any]
            let items = try #require(read?["items"] as? [[String: Any]])
            #expect(items.map { $0["kind"] as? String } == ["certificate", "privateKey"])
            let fingerprint = try leaf.fingerprint(.sha256)
            #expect(items.first?["sha256"] as? String == fingerprint.uppercased())
            #expect(items.first?["names"] as? [String] == ["test.example"])
            #expect(items.first?["notBefore"] as? String == "2027-01-15T08:00:00Z")
            #expect(items.first?["publicKeySHA256"] as? String == items.last?["publicKeySHA256"] as? String)
            let body = key.split(separator: "\n").dropFirst().first.map(String.init) ?? key
            #expect(!text.contains(body) && !report.json.text.contains(body))
        }
    }

    @Test("What cannot be read is a problem, in part or whole")
    func problems() async throws {
        try await withTemporaryDirectory { directory in
            let good = try makeIdentity(.ed25519).certificatePEM
            let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
            try await write(good, to: directory.appending("good.pem"))
            try await write(good + broken, to: directory.appending("half.pem"))
            try await write("junk", to: directory.appending("junk"))
            #expect(FileReport(path: directory.appending("good.pem").string).problem == nil)
            let half = FileReport(path: directory.appending("half.pem").string)
            #expect(half.problem?.contains("1 of 2") == true)
            #expect(!half.textLines.isEmpty)
            for name in ["junk", "none"] {
                let report = FileReport(path: directory.appending(name).string)
                #expect(report.problem?.contains(name) == true)
                #expect(report.textLines.isEmpty)
                #expect(report.json.text.contains("\"error\""))
            }
            #expect(throws: CommandFailure.self) {
                try InspectCommand.parse([directory.appending("junk").string]).run()
            }
        }
    }
}
