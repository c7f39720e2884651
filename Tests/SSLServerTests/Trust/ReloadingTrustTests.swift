import Logging
import NIOConcurrencyHelpers
import TLSKeyStores
import Testing

@testable import SSLServer

@Suite("Trusted authorities that follow their files", .timeLimit(.minutes(1)))
struct ReloadingTrustTests {
    private let files = MemoryFiles()
    private let lines = NIOLockedValueBox<[String]>([])

    private func trust(_ source: ReloadingTrust.Source) throws(SSLError) -> ReloadingTrust {
        let lines = self.lines
        let logger = Logger(label: "trust") { _ in LineLog(lines: lines) }
        return try ReloadingTrust(source, files, logger) { _ in nil }
    }

    private var log: [String] { lines.withLockedValue { $0 } }

    @Test("are read again when a file changes, and only then")
    func change() throws {
        let pems = try TrustSamples.pems(2)
        files.put("/roots.pem", pems[0])
        let trust = try trust(.files(["/roots.pem"]))
        #expect(trust.content.generation == 0)
        #expect(try !trust.reloadIfChanged())
        #expect(files.looked.count == 1)
        files.put("/roots.pem", pems[0] + pems[1])
        #expect(try trust.reloadIfChanged())
        #expect(trust.certificates.map(\.pemText) == pems)
        #expect(trust.content.generation == 1)
        #expect(try !trust.reloadIfChanged())
    }

    @Test("are read again on demand, changed or not")
    func demand() throws {
        files.put("/roots.pem", try TrustSamples.pems(1)[0])
        let trust = try trust(.files(["/roots.pem"]))
        try trust.reload()
        #expect(trust.content.generation == 1)
    }

    @Test("stay whole as they were when one of the files is damaged, which is told once")
    func damaged() throws {
        let pems = try TrustSamples.pems(3)
        files.put("/a.pem", pems[0])
        files.put("/b.pem", pems[1])
        let trust = try trust(.files(["/a.pem", "/b.pem"]))
        files.put("/a.pem", pems[2])
        files.put("/b.pem", pems[1] + TrustSamples.damaged)
        let error = #expect(throws: SSLError.self) { try trust.reloadIfChanged() }
        #expect(error?.detail.contains("/b.pem: ") == true)
        #expect(trust.certificates.map(\.pemText) == [pems[0], pems[1]] && trust.content.generation == 0)
        #expect(try !trust.reloadIfChanged())
        #expect(throws: SSLError.self) { try trust.reload() }
        files.put("/b.pem", pems[1])
        #expect(try trust.reloadIfChanged())
        #expect(trust.certificates.map(\.pemText) == [pems[2], pems[1]])
    }

    @Test("stay when a file is gone, and follow when it is back")
    func gone() throws {
        let pem = try TrustSamples.pems(1)[0]
        files.put("/roots.pem", pem)
        let trust = try trust(.files(["/roots.pem"]))
        files.remove("/roots.pem")
        trust.checkAndLog()
        trust.checkAndLog()
        #expect(trust.certificates.count == 1)
        #expect(log.count == 1 && log[0].contains("stay as they were") && log[0].contains("there is no such file"))
        files.put("/roots.pem", pem)
        trust.checkAndLog()
        #expect(log.count == 2 && log[1].contains("read again") && log[1].contains("count=1"))
    }

    @Test("of the system follow a bundle that comes before the one in use, and files that join a directory")
    func system() throws {
        let pems = try TrustSamples.pems(3)
        files.put("/etc/ssl/certs/a.pem", pems[0])
        let trust = try trust(.system)
        #expect(try !trust.reloadIfChanged())
        files.put("/etc/ssl/certs/b.pem", pems[1])
        #expect(try trust.reloadIfChanged())
        #expect(trust.certificates.map(\.pemText) == [pems[0], pems[1]])
        files.put("/etc/pki/tls/certs/ca-bundle.crt", pems[2])
        #expect(try trust.reloadIfChanged())
        #expect(trust.certificates.map(\.pemText) == [pems[2]])
    }

    @Test("are needed at the start: without them there is nothing to follow")
    func nothing() throws {
        #expect(throws: SSLError(.cannotOpenCertificateStore)) { try trust(.files([])) }
        #expect(throws: SSLError(.cannotOpenCertificateStore)) { try trust(.files(["/missing"])) }
        #expect(throws: SSLError(.cannotOpenCertificateStore)) { try trust(.system) }
    }

    @Test("are watched until the task is cancelled")
    func watching() async throws {
        files.put("/roots.pem", try TrustSamples.pems(1)[0])
        let trust = try trust(.files(["/roots.pem"]))
        let task = Task { await trust.watch(every: 0) }
        task.cancel()
        await task.value
        #expect(trust.content.generation == 0)
    }
}
