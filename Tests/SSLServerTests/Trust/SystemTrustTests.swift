import Logging
import NIOConcurrencyHelpers
import TLSCertificates
import TLSKeyStores
import TestSupport
import Testing

@testable import SSLServer

@Suite("The system's trusted authorities")
struct SystemTrustTests {
    private let files = MemoryFiles()
    private let lines = NIOLockedValueBox<[String]>([])

    private func load(_ environment: [String: String] = [:]) throws(SSLError) -> SystemTrust {
        let lines = self.lines
        let logger = Logger(label: "trust") { _ in LineLog(lines: lines) }
        return try SystemTrust.load(files, logger) { environment[$0] }
    }

    private var warnings: [String] { lines.withLockedValue { $0 } }

    @Test("are those of the first bundle there is, and only those", arguments: SystemTrust.bundles)
    func bundle(_ path: String) throws {
        let pems = try TrustSamples.pems(3)
        files.put(path, pems[0] + "some text\n" + pems[1])
        files.put("/etc/ssl/certs/other.pem", pems[2])
        let trust = try load()
        #expect(trust.certificates.map(\.pemText) == [pems[0], pems[1]])
        #expect(trust.origins == [path])
        #expect(warnings.isEmpty)
    }

    @Test("are all of Mozilla's when they are the bundle")
    func wholeBundle() throws {
        files.put("/etc/ssl/certs/ca-certificates.crt", try TrustSamples.pems(200).joined())
        #expect(try load().certificates.count == 117)
    }

    @Test("are those of the first directory that has any, where there is no bundle")
    func directory() throws {
        let pems = try TrustSamples.pems(3)
        files.put("/etc/ssl/certs/README", "nothing of interest")
        files.put("/etc/pki/tls/certs/b.0", pems[1])
        files.put("/etc/pki/tls/certs/a.0", pems[0])
        files.put("/etc/pki/tls/certs/der", try X509Certificate.certificates(in: Array(pems[2].utf8))[0].derBytes)
        let trust = try load()
        #expect(trust.certificates.map(\.pemText) == pems)
        #expect(trust.origins == ["/etc/pki/tls/certs"])
        #expect(warnings.isEmpty)
    }

    @Test("stand once each, however often they are found")
    func once() throws {
        let pems = try TrustSamples.pems(2)
        files.put("/etc/ssl/certs/a.pem", pems[0])
        files.put("/etc/ssl/certs/b.0", pems[0] + pems[1])
        #expect(try load().certificates.map(\.pemText) == pems)
    }

    @Test("are those that SSL_CERT_FILE names, and no others")
    func namedFile() throws {
        let pems = try TrustSamples.pems(2)
        files.put("/etc/ssl/certs/ca-certificates.crt", pems[0])
        files.put("/mine.pem", pems[1])
        let trust = try load(["SSL_CERT_FILE": "/mine.pem"])
        #expect(trust.certificates.map(\.pemText) == [pems[1]])
        #expect(files.looked == ["/mine.pem"])
    }

    @Test("are those in the directories that SSL_CERT_DIR lists; one of them may be missing, with a warning")
    func namedDirectories() throws {
        let pems = try TrustSamples.pems(3)
        files.put("/etc/ssl/certs/ca-certificates.crt", pems[0])
        files.put("/one/a.pem", pems[1])
        files.put("/two/b.pem", pems[2])
        let trust = try load(["SSL_CERT_DIR": "/one:/missing:/two"])
        #expect(trust.certificates.map(\.pemText) == [pems[1], pems[2]])
        #expect(trust.origins == ["/one", "/two"])
        #expect(warnings.count == 1 && warnings[0].contains("/missing"))
    }

    @Test("are those of both variables, where both are set")
    func bothVariables() throws {
        let pems = try TrustSamples.pems(2)
        files.put("/mine.pem", pems[0])
        files.put("/one/a.pem", pems[1])
        let trust = try load(["SSL_CERT_FILE": "/mine.pem", "SSL_CERT_DIR": "/one"])
        #expect(trust.certificates.map(\.pemText) == pems)
    }

    @Test(
        "are not replaced by others when the file that is named cannot be used", arguments: ["/missing.pem", "/text"])
    func namedFileUnusable(_ path: String) throws {
        files.put("/etc/ssl/certs/ca-certificates.crt", try TrustSamples.pems(1)[0])
        files.put("/text", "no certificate at all")
        let error = #expect(throws: SSLError.self) { try load(["SSL_CERT_FILE": path]) }
        #expect(error?.code == .cannotOpenCertificateStore)
        #expect(error?.detail.contains("SSL_CERT_FILE: \(path): ") == true)
    }

    @Test("leave out what cannot be read, with one warning for each block and its place")
    func damagedBlocks() throws {
        let pems = try TrustSamples.pems(2)
        let trusted = "-----BEGIN TRUSTED CERTIFICATE-----\nMAMCAQE=\n-----END TRUSTED CERTIFICATE-----\n"
        files.put(
            "/etc/ssl/certs/ca-certificates.crt",
            pems[0] + TrustSamples.damaged + TrustSamples.damaged + pems[1] + trusted)
        #expect(try load().certificates.map(\.pemText) == pems)
        #expect(warnings.count == 3)
        #expect(warnings[0].contains("PEM block 2") && warnings[1].contains("PEM block 3"))
        #expect(warnings[2].contains("PEM block 5"))
        #expect(warnings.allSatisfy { $0.contains("file=/etc/ssl/certs/ca-certificates.crt") })
    }

    @Test("do not take private keys along, nor trip over them")
    func privateKeys() throws {
        let pem = try TrustSamples.pems(1)[0]
        let key = "-----BEGIN PRIVATE KEY-----\nMAMCAQE=\n-----END PRIVATE KEY-----\n"
        files.put("/etc/ssl/certs/ca-certificates.crt", key + pem)
        #expect(try load().certificates.count == 1)
        #expect(warnings.isEmpty)
    }

    @Test("are looked for further on when a bundle may not be read, with a warning")
    func forbiddenBundle() throws {
        let pem = try TrustSamples.pems(1)[0]
        files.put("/etc/ssl/certs/ca-certificates.crt", pem)
        files.forbid("/etc/ssl/certs/ca-certificates.crt")
        files.put("/etc/ssl/cert.pem", pem)
        #expect(try load().origins == ["/etc/ssl/cert.pem"])
        #expect(warnings.count == 1 && warnings[0].contains("permission denied"))
    }

    @Test("are missed with an error that names every place where they were looked for")
    func nothing() throws {
        let error = #expect(throws: SSLError.self) { try load() }
        #expect(error?.code == .cannotOpenCertificateStore)
        for place in SystemTrust.bundles + SystemTrust.directories {
            #expect(error?.detail.contains("\(place): ") == true, "\(place)")
        }
        #expect(warnings.isEmpty)
        let empty = #expect(throws: SSLError.self) { try load(["SSL_CERT_DIR": ":"]) }
        #expect(empty?.detail.contains("SSL_CERT_DIR lists no directory") == true)
    }

    @Test("are read from the disk: a file and a directory")
    func disk() throws {
        let pems = try TrustSamples.pems(2)
        let file = try TemporaryFile(Array(pems[0].utf8))
        let directory = try OpenSSLCommand.temporaryDirectory()
        defer { OpenSSLCommand.remove(directory) }
        try OpenSSLCommand.write(pems[1], to: "\(directory)/root.pem")
        try OpenSSLCommand.write(TrustSamples.damaged, to: "\(directory)/.hidden")
        let lines = self.lines
        let logger = Logger(label: "trust") { _ in LineLog(lines: lines) }
        let trust = try SystemTrust.load(DiskFiles(), logger) {
            ["SSL_CERT_FILE": file.path, "SSL_CERT_DIR": directory][$0]
        }
        #expect(trust.certificates.map(\.pemText) == pems)
        #expect(warnings.isEmpty)
        #expect(DiskFiles().stamp(of: file.path) != .absent)
        #expect(DiskFiles().stamp(of: "/nowhere/at/all") == .absent)
    }
}
