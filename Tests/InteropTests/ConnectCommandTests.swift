import Foundation
import Testing

@Suite("The command sslserver connect, as a process")
struct ConnectCommandTests {
    private static let command = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "sslserver").path

    /// Runs `body` with a server that echoes, on `port`.
    private func withEcho(_ arguments: [String] = [], _ body: (_ port: String) async throws -> Void) async throws {
        try await withEchoProgram(arguments + ["--log-level", "error"]) { port, _ in try await body(port) }
    }

    private func withEchoProgram(
        _ arguments: [String], _ body: (_ port: String, _ server: RunningProgram) async throws -> Void
    ) async throws {
        let server = try await RunningProgram.start(
            Self.command, ["echo", "--port", "0", "--cert", Places.fixture("p256")] + arguments)
        try await server.printed("sha256 ")
        let port = try #require(server.output.firstMatch(of: #/tls://localhost:(\d+)/#)?.1)
        try await body(String(port), server)
        server.signal(SIGTERM)
        #expect(try await server.finished(within: .seconds(20)).status == 0)
    }

    private func connect(_ arguments: [String]) async throws -> ProgramResult {
        try await RunningProgram.run(Self.command, ["connect"] + arguments)
    }

    @Test("refuses a server that nothing vouches for, and says which pin would")
    func pin() async throws {
        try await withEcho { port in
            let refused = try await connect(["localhost:\(port)"])
            #expect(refused.status == 1 && refused.output.isEmpty)
            #expect(refused.errors.contains("Certificate 1 of 2") && refused.errors.contains("Valid until"))
            #expect(!refused.errors.contains("Cipher suite"))
            let pin = String(try #require(refused.errors.firstMatch(of: #/--pin (sha256/\S{43}=)/#)?.1))
            let taken = try await connect(["localhost:\(port)", "--pin", pin])
            #expect(taken.status == 0, "\(taken.transcript)")
            #expect(taken.errors.contains("Version        TLS 1.3\n") && !taken.errors.contains("WARNING"))
            let other = "sha256/" + String(repeating: "A", count: 43) + "="
            let wrong = try await connect(["localhost:\(port)", "--pin", other])
            #expect(wrong.status == 1 && wrong.errors.contains("not the one that is pinned"))
            #expect(try await connect(["localhost:\(port)", "--pin", other, "--pin", pin]).status == 0)
        }
    }

    @Test("hands data through both ways until the server closes", arguments: ["internal", "platform"])
    func data(provider: String) async throws {
        try await withEcho { port in
            let program = try await RunningProgram.start(
                Self.command, ["connect", "localhost:\(port)", "--insecure", "--provider", provider])
            try await program.printed("Handshake")
            await program.write("hello, ")
            try await program.printed("hello, ")
            await program.write("world\n")
            try await program.printed("world\n")
            await program.closeInput()
            let end = try await program.finished()
            #expect(end.status == 0 && end.output == "hello, world\n", "\(end.transcript)")
            #expect(end.errors.contains("WARNING  --insecure"))
            #expect(end.errors.contains("Provider       \(provider)\n"))
        }
    }

    @Test("reports as JSON what was agreed on")
    func json() async throws {
        try await withEcho(["--alpn", "echo"]) { port in
            let result = try await connect([
                "127.0.0.1:\(port)", "--insecure", "--json", "--alpn", "x", "--alpn", "echo", "--sni", "test.example",
                "--config", "TLS13SupportedGroups=ecdhe_secp384r1",
            ])
            #expect(result.status == 0, "\(result.transcript)")
            let report = try #require(
                try JSONSerialization.jsonObject(with: Data(result.errors.utf8)) as? [String: Any])
            #expect(report["address"] as? String == "127.0.0.1" && report["insecure"] as? Bool == true)
            let tls = try #require(report["tls"] as? [String: Any])
            #expect(tls["applicationProtocol"] as? String == "echo" && tls["serverName"] as? String == "test.example")
            #expect(tls["group"] as? String == "secp384r1" && tls["version"] as? String == "TLS 1.3")
            #expect(report["handshakeMilliseconds"] is NSNumber && report["connectMilliseconds"] is NSNumber)
            let certificates = try #require(report["certificates"] as? [[String: Any]])
            #expect((certificates.first?["pin"] as? String)?.hasPrefix("sha256/") == true)
        }
    }

    @Test("writes secrets to a file, and presents a certificate")
    func secretsAndCertificate() async throws {
        try Client.openssl.require()
        let server = try await OpenSSLServer.start(["-Verify", "1", "-verify_return_error"])
        try await Places.withFolder { folder in
            let result = try await connect([
                "localhost:\(server.port)", "--insecure", "--key-log", "\(folder)/keys", "--cert",
                Places.fixture("client-p256"),
            ])
            #expect(result.status == 0, "\(result.transcript)")
            let lines = try String(contentsOfFile: "\(folder)/keys", encoding: .utf8).split(separator: "\n")
            #expect(lines.contains { $0.hasPrefix("CLIENT_TRAFFIC_SECRET_0 ") })
            #expect(lines.contains { $0.hasPrefix("SERVER_HANDSHAKE_TRAFFIC_SECRET ") })
        }
        try await server.program.printed("depth=0")
        await server.program.end()
    }

    @Test("resumes on another process with the same ticket keys, until those are replaced and it is told")
    func ticketKeys() async throws {
        try await Places.withFolder { folder in
            let keys = URL(filePath: "\(folder)/keys")
            try Data((0..<80).map { UInt8($0) }).write(to: keys)
            try await withEcho(["--ticket-key", keys.path]) { first in
                #expect(try await !resumes(first, folder))
                #expect(try fileMode("\(folder)/session") == 0o600)
                try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: "\(folder)/session")
                try await withEchoProgram(["--ticket-key", keys.path]) { second, server in
                    #expect(try await resumes(second, folder))
                    #expect(try fileMode("\(folder)/session") == 0o600)
                    try Data((0..<80).map { UInt8(200 - $0) }).write(to: keys)
                    #expect(try await resumes(second, folder))
                    server.signal(SIGHUP)
                    try await server.printed("the ticket keys were read again")
                    #expect(try await !resumes(second, folder))
                    #expect(try await resumes(second, folder))
                }
            }
        }
    }

    private func resumes(_ port: String, _ folder: String) async throws -> Bool {
        let result = try await connect([
            "localhost:\(port)", "--insecure", "--json", "--session-file", "\(folder)/session",
        ])
        #expect(result.status == 0, "\(result.transcript)")
        let report = try JSONSerialization.jsonObject(with: Data(result.errors.utf8)) as? [String: Any]
        let tls = try #require(report?["tls"] as? [String: Any])
        return tls["session"] as? String == "resumed"
    }

    private func fileMode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    private static let mistakes: [(arguments: [String], status: Int32, part: String)] = [
        (["localhost"], 64, "HOST:PORT"), (["localhost:0"], 64, "HOST:PORT"), (["::1:443"], 64, "HOST:PORT"),
        (["localhost:1", "--pin", "x"], 64, "--pin"), (["localhost:1", "--key", "k"], 64, "--cert"),
        (["localhost:1", "--insecure", "--pin", String(repeating: "0", count: 64)], 64, "only one"),
        (["localhost:1", "--config", "MaxConnections=1"], 1, "no setting MaxConnections of clients"),
        (["localhost:1", "--cert", "/nonexistent"], 1, "no such file"), (["nobody.invalid:443"], 1, "has no address"),
        (["localhost:1"], 1, "nobody listens on port 1"),
    ]

    @Test("a mistake ends it with a status and a sentence", arguments: mistakes)
    func mistake(_ mistake: (arguments: [String], status: Int32, part: String)) async throws {
        let result = try await connect(mistake.arguments)
        #expect(result.status == mistake.status, "\(result.transcript)")
        #expect(result.errors.contains(mistake.part), "\(result.transcript)")
    }

    @Test("a server that vanishes, or does not speak TLS, is not a good end")
    func badEnds() async throws {
        try Client.openssl.require()
        let server = try await OpenSSLServer.start([])
        let program = try await RunningProgram.start(
            Self.command, ["connect", "localhost:\(server.port)", "--insecure"])
        try await program.printed("Handshake")
        await server.program.end()
        let end = try await program.finished()
        #expect(end.status == 1 && end.errors.contains("did not end well"), "\(end.transcript)")
    }
}
