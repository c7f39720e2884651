import Foundation
import TLSCertificates
import Testing

@Suite("sslserver connect verifies servers, as a process")
struct ConnectTrustCommandTests {
    /// An `openssl s_server` with the certificate in a file of the authority's.
    private func withServer(
        _ authority: CommandAuthority, _ file: String = "server.pem", _ more: [String] = [],
        _ body: (_ port: String) async throws -> Void
    ) async throws {
        let openssl = try #require(Client.openssl.command)
        let identity = authority.path(file)
        let program = try await RunningProgram.start(
            Places.command("stdbuf") ?? "stdbuf",
            [
                "-oL", openssl, "s_server", "-accept", "127.0.0.1:0", "-cert", identity, "-key", identity,
                "-cert_chain",
                identity,
            ] + more)
        try await program.printed("ACCEPT 127.0.0.1:")
        let port = try #require(program.output.firstMatch(of: #/ACCEPT 127\.0\.0\.1:(\d+)/#)?.1)
        try await body(String(port))
        await program.end()
    }

    private func connect(_ arguments: [String], environment: [String: String] = [:]) async throws -> ProgramResult {
        try await RunningProgram.run(CommandAuthority.command, ["connect"] + arguments, environment: environment)
    }

    private func json(_ result: ProgramResult) throws -> [String: Any] {
        // The last lines are for people; the report ends with the only brace at a line's start.
        let end = try #require(result.errors.range(of: "\n}\n", options: .backwards) ?? result.errors.range(of: "}\n"))
        let text = result.errors[..<end.upperBound]
        return try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(result.transcript)")
    }

    @Test("shows the path to an authority of --ca", arguments: ["internal", "platform"])
    func path(provider: String) async throws {
        try Client.openssl.require()
        try await CommandAuthority.with { authority in
            try authority.certify("server")
            try await withServer(authority) { port in
                let arguments = ["localhost:\(port)", "--ca", authority.path("Root.pem"), "--provider", provider]
                let text = try await connect(arguments)
                #expect(text.status == 0, "\(text.transcript)")
                #expect(text.errors.contains("Path\n  CN=localhost\n  CN=Root Intermediate\n  CN=Root  (trusted)\n"))
                let report = try json(try await connect(arguments + ["--json"]))
                let path = try #require(report["path"] as? [[String: Any]])
                #expect(path.map { $0["subject"] as? String } == ["CN=localhost", "CN=Root Intermediate", "CN=Root"])
                #expect(path.map { $0["trusted"] as? Bool } == [false, false, true])
                #expect(report["failure"] is NSNull)
                let address = try await connect(["127.0.0.1:\(port)", "--ca", authority.path("Root.pem")])
                #expect(address.status == 0, "\(address.transcript)")
            }
        }
    }

    @Test("takes the system's authorities by default, and beside --ca only when they are named")
    func system() async throws {
        try Client.openssl.require()
        try await CommandAuthority.with { authority in
            try authority.certify("server")
            let other = try CommandAuthority(authority.folder, "Other")
            let environment = ["SSL_CERT_FILE": authority.path("Root.pem")]
            try await withServer(authority) { port in
                for (options, isTaken) in [
                    ([], true), (["--ca", other.path("Other.pem")], false),
                    (["--ca", other.path("Other.pem"), "--ca", "system"], true), (["--ca", "system"], true),
                ] as [([String], Bool)] {
                    let result = try await connect(["localhost:\(port)"] + options, environment: environment)
                    #expect(result.status == (isTaken ? 0 : 1), "\(options) \(result.transcript)")
                    if !isTaken { #expect(result.errors.contains("unknownAuthority")) }
                }
            }
        }
    }

    @Test(
        "refuses with the rule that is broken and the certificate that breaks it",
        arguments: [("wrong name", "nameMismatch"), ("expired", "expired"), ("revoked", "revoked")])
    func refused(_ what: String, _ code: String) async throws {
        try Client.openssl.require()
        try await CommandAuthority.with { authority in
            let name = what == "wrong name" ? "elsewhere.example" : "localhost"
            let leaf = try authority.certify("server", name: name, isExpired: what == "expired")
            try authority.revoke(what == "revoked" ? [leaf] : [], "lists.pem")
            try await withServer(authority) { port in
                let arguments = [
                    "localhost:\(port)", "--ca", authority.path("Root.pem"), "--crl", authority.path("lists.pem"),
                ]
                let text = try await connect(arguments)
                #expect(text.status == 1 && text.output.isEmpty, "\(text.transcript)")
                #expect(text.errors.contains("NOT TRUSTED\n\(code)  "), "\(text.transcript)")
                #expect(
                    text.errors.contains("is refused: \(code): CN=\(name): ") && text.errors.contains("--pin sha256/"))
                let report = try json(try await connect(arguments + ["--json"]))
                let failure = try #require(report["failure"] as? [String: Any])
                #expect(failure["code"] as? String == code)
                #expect((failure["certificate"] as? [String: Any])?["subject"] as? String == "CN=\(name)")
                #expect(report["tls"] is NSNull && report["path"] is NSNull)
                if what == "wrong name" {
                    let named = try await connect(arguments + ["--sni", name])
                    #expect(named.status == 0, "\(named.transcript)")
                }
            }
        }
    }

    @Test("with --crl every certificate of the path has to be known: good lists let it be")
    func lists() async throws {
        try Client.openssl.require()
        try await CommandAuthority.with { authority in
            try authority.certify("server")
            try authority.revoke([], "lists.pem")
            try CommandAuthority(authority.folder, "Other").revoke([], "others.pem")
            try await withServer(authority) { port in
                let arguments = ["localhost:\(port)", "--ca", authority.path("Root.pem"), "--crl"]
                #expect(try await connect(arguments + [authority.path("lists.pem")]).status == 0)
                let unknown = try await connect(arguments + [authority.path("others.pem")])
                #expect(unknown.status == 1 && unknown.errors.contains("revocationUnknown"), "\(unknown.transcript)")
            }
        }
    }

    @Test("tells what the server's OCSP response says", arguments: ["good", "revoked", "none"])
    func staple(_ answer: String) async throws {
        try Client.openssl.require()
        try await CommandAuthority.with { authority in
            let leaf = try authority.certify("server")
            let time = CertificateTime(secondsSinceEpoch: Int64(Date().timeIntervalSince1970) - 60)
            try authority.respond(
                answer == "revoked" ? .revoked(at: time, reason: nil) : .good, about: leaf, "response.der")
            let more = answer == "none" ? [] : ["-status_file", authority.path("response.der")]
            try await withServer(authority, "server.pem", more) { port in
                let trusting = ["localhost:\(port)", "--ca", authority.path("Root.pem"), "--json"]
                let result = try await connect(trusting)
                let report = try json(result)
                let staple = report["ocspStaple"] as? String
                switch answer {
                case "good": #expect(result.status == 0 && staple?.hasPrefix("good until ") == true)
                case "none": #expect(result.status == 0 && staple == "none")
                default:
                    #expect(result.status == 1)
                    #expect((report["failure"] as? [String: Any])?["code"] as? String == "revoked")
                }
                let insecure = try json(try await connect(["localhost:\(port)", "--insecure", "--json"]))
                let text = insecure["ocspStaple"] as? String
                #expect(answer == "none" ? text == "none" : text?.hasSuffix("that nobody has checked)") == true)
            }
        }
    }

    @Test("presents a certificate that the server verifies, and tells the path again when it resumes")
    func mutual() async throws {
        try await CommandAuthority.with { authority in
            try authority.certify("server")
            try authority.certify("client", name: "client.example")
            let (program, port) = try await authority.start("echo", ["--client-ca", authority.path("Root.pem")])
            for isResumed in [false, true] {
                let result = try await connect([
                    "localhost:\(port)", "--ca", authority.path("Root.pem"), "--cert", authority.path("client.pem"),
                    "--session-file", authority.path("session"), "--json",
                ])
                #expect(result.status == 0, "\(result.transcript)")
                let report = try json(result)
                let tls = try #require(report["tls"] as? [String: Any])
                #expect(tls["session"] as? String == (isResumed ? "resumed" : "new"))
                #expect((report["path"] as? [Any])?.count == 3)
            }
            try await program.printed("subject=CN=client.example", count: 2)
            try await authority.end(program)
        }
    }

    @Test(
        "a mistake ends it with a status and a sentence",
        arguments: [
            (["localhost:1", "--ca", "x", "--insecure"], 64, "--ca and --crl"),
            (["localhost:1", "--crl", "x", "--pin", String(repeating: "0", count: 64)], 64, "--ca and --crl"),
            (["localhost:1", "--ca", "/nowhere/at/all"], 1, "/nowhere/at/all"),
            (["localhost:1", "--crl", "/nowhere/at/all"], 1, "/nowhere/at/all"),
        ] as [([String], Int32, String)])
    func mistake(_ arguments: [String], _ status: Int32, _ part: String) async throws {
        let result = try await connect(arguments)
        #expect(result.status == status && result.errors.contains(part), "\(result.transcript)")
    }
}
