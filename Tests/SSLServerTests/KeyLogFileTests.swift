import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import ProviderTesting
import SystemPackage
import Testing

@testable import SSLServer

@Suite("The key log's file", .timeLimit(.minutes(1)))
struct KeyLogFileTests {
    private let path = "/tmp/sslserver-keylog-\(UInt64.random(in: 0 ... .max))"
    private let io = NonBlockingFileIO(threadPool: .singleton)

    private func contents() async throws -> String {
        let file = try SystemPackage.FileDescriptor.open(FilePath(path), .readOnly)
        defer { try? file.close() }
        var bytes: [UInt8] = []
        let count = Int(try file.stat().size)
        if count > 0 {
            let handle = NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: try file.duplicate().rawValue)
            let buffer = try await io.read(fileHandle: handle, byteCount: count, allocator: .init())
            try handle.close()
            bytes = Array(buffer.readableBytesView)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("is made for its owner alone, appended to and never truncated")
    func appends() async throws {
        for round in 1...2 {
            let log = try KeyLogFile(path, .silent)
            log.append("CLIENT_RANDOM \(round)")
            var text = ""
            while !text.contains("CLIENT_RANDOM \(round)\n") { text = try await contents() }
            #expect(text == (1...round).map { "CLIENT_RANDOM \($0)\n" }.joined())
        }
        let status = try FilePath(path).stat()
        #expect(status.permissions == .ownerReadWrite)
        try await io.remove(path: path)
    }

    @Test("is refused when others can read it, behind a link, and where it is no file")
    func refuses() async throws {
        let open = try SystemPackage.FileDescriptor.open(
            FilePath(path), .writeOnly, options: [.create], permissions: [.ownerReadWrite, .groupRead])
        try open.close()
        #expect(throws: SSLError(.accessDenied)) { try KeyLogFile(path, .silent) }
        let link = path + "-link"
        try await io.symlink(path: link, to: path)
        #expect(throws: SSLError(SSLErrorCode(rawValue: 10062))) { try KeyLogFile(link, .silent) }
        try await io.unlink(path: link)
        try await io.remove(path: path)
        #expect(throws: SSLError.self) { try KeyLogFile("/dev/null", .silent) }
        #expect(throws: SSLError.self) { try KeyLogFile("/tmp", .silent) }
    }

    @Test("has the secrets of each connection", arguments: Provider.all)
    func connection(provider: Provider) async throws {
        let test = try await TestServer(provider)
        try await test.server.config("SSLKeyLogFile=\(path)")
        _ = try await test.connect()
        var text = ""
        while !text.contains("SERVER_TRAFFIC_SECRET_0 ") { text = try await contents() }
        #expect(text.contains("CLIENT_HANDSHAKE_TRAFFIC_SECRET "))
        try await test.server.shutdown()
        try await io.remove(path: path)
    }

    @Test("its setting opens it, warns, and changes nothing when it is refused", arguments: Provider.all)
    func setting(provider: Provider) async throws {
        let lines = NIOLockedValueBox<[String]>([])
        let server = try provider.makeServer(
            logger: Logger(label: "test") { _ in LineLog(lines: lines) })
        #expect(await sslError { try await server.config("SSLKeyLogFile=/dev/null") } != nil)
        #expect(try await server.config("SSLKeyLogFile") == "")
        #expect(try await server.config("SSLKeyLogFile=\(path)") == path)
        #expect(lines.withLockedValue { $0 }.contains { $0.hasPrefix("the secrets of connections are written") })
        try await server.config("SSLKeyLogFile=")
        #expect(try await contents() == "")
        try await io.remove(path: path)
    }
}
