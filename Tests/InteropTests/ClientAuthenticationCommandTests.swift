import Foundation
import TLSCertificates
import Testing

@Suite("sslserver serve and echo with certificates of clients, as processes")
struct ClientAuthenticationCommandTests {
    /// Asks for the report; curl's exit status is 0 when it came.
    private func curl(
        _ authority: CommandAuthority, _ port: String, _ path: String = "json", cert: String? = nil,
        _ more: [String] = []
    ) async throws -> ProgramResult {
        let command = try #require(Client.curl.command)
        let identity = cert.map { ["--cert", authority.path($0), "--key", authority.path($0)] } ?? []
        return try await RunningProgram.run(
            command,
            ["-sS", "--cacert", authority.path("Root.pem"), "https://localhost:\(port)/\(path)"] + identity + more)
    }

    private func client(_ result: ProgramResult) throws -> [String: Any]? {
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any], "\(result.transcript)")
        return report["client"] as? [String: Any]
    }

    @Test(
        "shows who the client is, in every form", arguments: ["internal", "platform"], ["--tlsv1.3", "--tls-max 1.2"])
    func shown(provider: String, version: String) async throws {
        try Client.curl.require()
        try await CommandAuthority.with { authority in
            try authority.certify("server")
            let leaf = try authority.certify("client", name: "client.example")
            let (program, port) = try await authority.start(
                "serve", ["--client-ca", authority.path("Root.pem"), "--provider", provider])
            let options = version.split(separator: " ").map(String.init)
            let fingerprint = try leaf.fingerprint(.sha256).uppercased()
            let report = try client(try await curl(authority, port, cert: "client.pem", options))
            #expect(report?["subject"] as? String == "CN=client.example")
            #expect(report?["issuer"] as? String == "CN=Root Intermediate")
            #expect(report?["sha256"] as? String == fingerprint && report?["pathLength"] as? Int == 3)
            let text = try await curl(authority, port, "", cert: "client.pem", options)
            for part in ["CN=client.example", "CN=Root Intermediate", fingerprint, "3 certificates"] {
                #expect(text.output.contains(part), "\(part): \(text.transcript)")
            }
            let page = try await curl(authority, port, "", cert: "client.pem", options + ["-H", "Accept: text/html"])
            #expect(page.output.contains("Who you are") && page.output.contains("<bdi>CN=client.example</bdi>"))
            try await program.printed("subject=CN=client.example")
            try await authority.end(program)
        }
    }

    /// How `--client-auth` takes clients: with a good certificate, without one, with one of a stranger's, a revoked one.
    private static let ways: [(options: [String], takes: [Bool])] = [
        ([], [true, false, false, false]), (["--client-auth", "require"], [true, false, false, false]),
        (["--client-auth", "request"], [true, true, false, false]),
    ]

    @Test("takes clients as --client-auth says", arguments: ways)
    func modes(_ mode: (options: [String], takes: [Bool])) async throws {
        try Client.curl.require()
        try await CommandAuthority.with { authority in
            try authority.certify("server")
            try authority.certify("good", name: "good.example")
            let revoked = try authority.certify("revoked", name: "revoked.example")
            try authority.revoke([revoked], "lists.pem")
            try CommandAuthority(authority.folder, "Stranger").certify("stranger", name: "stranger.example")
            let (program, port) = try await authority.start(
                "serve",
                ["--client-ca", authority.path("Root.pem"), "--client-crl", authority.path("lists.pem")]
                    + mode.options)
            for (index, cert) in ["good.pem", nil, "stranger.pem", "revoked.pem"].enumerated() {
                let result = try await curl(authority, port, cert: cert)
                #expect((result.status == 0) == mode.takes[index], "\(cert ?? "none"): \(result.transcript)")
                guard result.status == 0 else { continue }
                #expect(try (client(result) == nil) == (cert == nil))
            }
            try await program.printed("revoked: CN=revoked.example")
            try await program.printed("unknownAuthority: CN=Stranger Intermediate")
            try await authority.end(program)
        }
    }

    @Test("asks nobody unless it is told to, and the system's authorities vouch for nobody unless they are named")
    func system() async throws {
        try Client.openssl.require()
        try await CommandAuthority.with { authority in
            try authority.certify("server")
            try authority.certify("client", name: "client.example")
            let other = try CommandAuthority(authority.folder, "Other")
            let openssl = try #require(Client.openssl.command)
            for (options, isAsked, isTaken) in [
                ([], false, true), (["--client-ca", other.path("Other.pem")], true, false),
                (["--client-ca", other.path("Other.pem"), "--client-ca", "system"], true, true),
            ] as [([String], Bool, Bool)] {
                let program = try await RunningProgram.start(
                    CommandAuthority.command,
                    ["echo", "--port", "0", "--cert", authority.path("server.pem")] + options,
                    environment: ["SSL_CERT_FILE": authority.path("Root.pem")])
                try await program.printed("sha256 ")
                let port = try #require(program.output.firstMatch(of: #/localhost:(\d+)/#)?.1)
                let peer = try await RunningProgram.start(
                    openssl,
                    [
                        "s_client", "-connect", "localhost:\(port)", "-tls1_2", "-cert", authority.path("client.pem"),
                        "-key", authority.path("client.pem"), "-cert_chain", authority.path("client.pem"),
                    ])
                await peer.write("hello\n")
                try await program.printed(isTaken ? "connected" : "handshake failed")
                try await peer.printed(isAsked ? "Acceptable client certificate CA names" : "No client certificate CA")
                await peer.closeInput()
                await peer.end()
                try await authority.end(program)
            }
        }
    }

    @Test("a client without a certificate is told that one is required")
    func required() async throws {
        try Client.openssl.require()
        try await CommandAuthority.with { authority in
            try authority.certify("server")
            let (program, port) = try await authority.start("echo", ["--client-ca", authority.path("Root.pem")])
            let openssl = try #require(Client.openssl.command)
            let peer = try await RunningProgram.start(
                openssl, ["s_client", "-connect", "localhost:\(port)", "-tls1_3"])
            try await peer.printed("certificate required")
            await peer.end()
            try await authority.end(program)
        }
    }

    private static let mistakes: [(arguments: [String], status: Int32, part: String)] = [
        (["--client-auth", "request"], 64, "--client-ca"), (["--client-crl", "x"], 64, "--client-ca"),
        (["--client-auth", "none", "--client-ca", "x"], 64, "asks nobody"), (["--client-auth", "some"], 64, "require"),
        (["--client-ca", "/nowhere/at/all"], 1, "/nowhere/at/all"),
        (["--client-ca", Places.fixture("root"), "--client-crl", "/nowhere/at/all"], 1, "/nowhere/at/all"),
        (["--client-ca", Places.fixture("make")], 1, "--client-ca takes files"),
    ]

    @Test("a mistake ends it with a status and a sentence", arguments: mistakes)
    func mistake(_ mistake: (arguments: [String], status: Int32, part: String)) async throws {
        let result = try await RunningProgram.run(
            CommandAuthority.command, ["serve", "--port", "0"] + mistake.arguments)
        #expect(result.status == mistake.status, "\(result.transcript)")
        #expect(result.errors.contains(mistake.part), "\(result.transcript)")
    }
}
