import Foundation
import Testing

@Suite("The command sslserver, as a process")
struct CommandTests {
    /// The command that was built with the tests.
    private static let command = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "sslserver").path

    /// Starts it and waits for its first line.
    private func start(_ arguments: [String]) async throws -> (program: RunningProgram, url: String) {
        let program = try await RunningProgram.start(Self.command, arguments)
        try await program.printed("sha256 ")
        let lines = program.output.split(separator: "\n")
        return (program, String(try #require(lines.first)))
    }

    private func curl(_ arguments: String...) async throws -> ProgramResult {
        let command = try #require(Client.curl.command)
        return try await RunningProgram.run(command, ["-sS", "--cacert", Places.fixture("root")] + arguments)
    }

    @Test("serves a page that says what was negotiated, by either implementation", arguments: ["internal", "platform"])
    func serve(provider: String) async throws {
        try Client.curl.require()
        let (program, url) = try await start([
            "serve", "--port", "0", "--provider", provider, "--cert", Places.fixture("p256"), "--log-level", "error",
        ])
        #expect(url.wholeMatch(of: #/https://localhost:\d+//#) != nil)
        #expect(program.output.contains("sha256 3B:94:D2:22:EA:FC:99:A2"))
        let text = try await curl(url)
        #expect(text.output.contains("Provider       \(provider)\nVersion        TLS 1.3\n"), "\(text.transcript)")
        let json = try await curl("\(url)json")
        let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        let tls = try #require(report["tls"] as? [String: Any])
        #expect(tls["provider"] as? String == provider && tls["serverName"] as? String == "localhost")
        let page = try await curl("-H", "Accept: text/html", url)
        #expect(page.output.contains("You are connected with <em>TLS 1.3</em>"))
        program.signal(SIGTERM)
        let end = try await program.finished(within: .seconds(20))
        #expect(end.status == 0, "\(end.transcript)")
    }

    @Test("serves the files of a folder, and none outside it")
    func files() async throws {
        try Client.curl.require()
        try await Places.withFolder { folder in
            try Data("hello, file".utf8).write(to: URL(filePath: "\(folder)/a.txt"))
            let (program, url) = try await start([
                "serve", "--port", "0", "--root", folder, "--cert", Places.fixture("p256"), "--log-level", "error",
            ])
            #expect(try await curl("\(url)a.txt").output == "hello, file")
            #expect(try await curl("-r", "7-10", "\(url)a.txt").output == "file")
            let outside = try await curl(
                "--path-as-is", "-o", "/dev/null", "-w", "%{http_code}", "\(url)../../etc/passwd")
            #expect(["400", "404"].contains(outside.output))
            program.signal(SIGINT)
            #expect(try await program.finished(within: .seconds(20)).status == 0)
        }
    }

    @Test("makes a certificate by itself, and tells clients where to find it")
    func selfSigned() async throws {
        try Client.curl.require()
        try await Places.withFolder { folder in
            let saved = "\(folder)/made.pem"
            let (program, url) = try await start([
                "serve", "--port", "0", "--self-signed", "rsa", "--self-signed", "ecdsa", "--save-cert", saved,
                "--log-level", "error",
            ])
            let command = try #require(Client.curl.command)
            let answer = try await RunningProgram.run(command, ["-sS", "--cacert", saved, url])
            #expect(answer.status == 0, "\(answer.transcript)")
            program.signal(SIGTERM)
            #expect(try await program.finished(within: .seconds(20)).status == 0)
        }
    }

    @Test("a port in use is told, with what to do")
    func portInUse() async throws {
        let (program, url) = try await start(["serve", "--port", "0", "--log-level", "error"])
        let port = try #require(url.firstMatch(of: #/:(\d+)/#)?.1)
        let second = try await RunningProgram.run(Self.command, ["serve", "--port", String(port)])
        #expect(second.status == 1)
        #expect(second.errors.contains("in use") && second.errors.contains("--port 0"))
        await program.end()
    }

    private static let mistakes: [(arguments: [String], status: Int32, part: String)] = [
        (["serve", "--nonsense"], 64, "--nonsense"), (["serve", "--provider", "other"], 64, "platform"),
        (["serve", "--cert", "/nonexistent"], 1, "no such file"),
        (["serve", "--cert", Places.fixture("client-p256"), "--key", Places.fixture("rsa")], 1, "belongs to none"),
        (["serve", "--config", "NoSuch=1"], 1, "no setting NoSuch"),
        (["serve", "--provider", "platform", "--config", "OpenSSLCipherList=xx"], 1, "openssl ciphers"),
        (["serve", "--provider", "internal", "--config", "SSLEnabledProtocols=13056"], 1, "platform"),
        (["inspect", "/etc/hostname"], 1, "neither PEM nor the DER"), (["inspect"], 64, "Usage"),
    ]

    @Test("a mistake ends it with a status and a sentence", arguments: mistakes)
    func mistake(_ mistake: (arguments: [String], status: Int32, part: String)) async throws {
        let result = try await RunningProgram.run(Self.command, mistake.arguments)
        #expect(result.status == mistake.status, "\(result.transcript)")
        #expect(result.errors.contains(mistake.part), "\(result.transcript)")
    }
}
