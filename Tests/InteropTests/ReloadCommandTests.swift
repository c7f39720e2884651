import Foundation
import TLSCertificates
import TLSKeyStores
import Testing

@Suite("sslserver serve reads its files again on SIGHUP")
struct ReloadCommandTests {
    /// The subject of the certificate that a new connection is shown; nil when there was none.
    private func subject(_ port: String, _ more: [String] = []) async throws -> String? {
        let result = try await RunningProgram.run(
            CommandAuthority.command, ["connect", "localhost:\(port)", "--insecure", "--json"] + more)
        guard result.status == 0 else { return nil }
        let report = try JSONSerialization.jsonObject(with: Data(result.errors.utf8)) as? [String: Any]
        return (report?["certificates"] as? [[String: Any]])?.first?["subject"] as? String
    }

    @Test("certificate and key are exchanged for new connections, whole or not at all")
    func certificate() async throws {
        try await CommandAuthority.with { authority in
            try authority.certify("server", name: "one.example")
            let (program, port) = try await authority.start("echo", [])
            #expect(try await subject(port) == "CN=one.example")
            let open = try await RunningProgram.start(
                CommandAuthority.command, ["connect", "localhost:\(port)", "--insecure"])
            try await open.printed("Handshake")
            try authority.certify("server", name: "two.example")
            #expect(try await subject(port) == "CN=one.example")
            program.signal(SIGHUP)
            try await program.printed("the certificates were read again")
            #expect(try await subject(port) == "CN=two.example")
            // The connection that was there is not touched.
            await open.write("still here\n")
            try await open.printed("still here")
            await open.closeInput()
            #expect(try await open.finished().status == 0)
            try authority.write("-----BEGIN CERTIFICATE-----\n", "server.pem")
            program.signal(SIGHUP)
            try await program.printed("the certificates stay as they were")
            #expect(try await subject(port) == "CN=two.example")
            try await authority.end(program)
        }
    }

    @Test("a key that does not belong to its certificate is not taken")
    func key() async throws {
        try await CommandAuthority.with { authority in
            try authority.certify("server", name: "one.example")
            let key = authority.path("key.pem")
            try FileManager.default.copyItem(atPath: authority.path("server.pem"), toPath: key)
            let chain = try X509Certificate.certificates(file: authority.path("server.pem")).map(\.pemText).joined()
            try authority.write(chain, "chain.pem")
            try authority.write(try keyText(key), "key.pem")
            let program = try await RunningProgram.start(
                CommandAuthority.command,
                ["echo", "--port", "0", "--cert", authority.path("chain.pem"), "--key", key])
            try await program.printed("sha256 ")
            let port = String(try #require(program.output.firstMatch(of: #/localhost:(\d+)/#)?.1))
            try authority.certify("other", name: "two.example")
            try authority.write(try keyText(authority.path("other.pem")), "key.pem")
            program.signal(SIGHUP)
            try await program.printed("the certificates stay as they were")
            #expect(try await subject(port) == "CN=one.example")
            try await authority.end(program)
        }
    }

    /// The key of a file that has certificates too.
    private func keyText(_ path: String) throws -> String {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let start = try #require(text.range(of: "-----BEGIN PRIVATE KEY-----"))
        return String(text[start.lowerBound...])
    }

    @Test("authorities and revocation lists of clients are exchanged for new connections, whole or not at all")
    func trust() async throws {
        try await CommandAuthority.with { authority in
            try authority.certify("server")
            let client = try authority.certify("client", name: "client.example")
            try authority.revoke([], "lists.pem")
            try authority.write(authority.root.pemText, "trusted.pem")
            let (program, port) = try await authority.start(
                "echo",
                ["--client-ca", authority.path("trusted.pem"), "--client-crl", authority.path("lists.pem")])
            let identity = ["--cert", authority.path("client.pem")]
            #expect(try await subject(port, identity) != nil)
            try authority.revoke([client], "lists.pem")
            program.signal(SIGHUP)
            try await program.printed("the authorities and revocation lists were read again")
            #expect(try await subject(port, identity) == nil)
            try authority.revoke([], "lists.pem")
            program.signal(SIGHUP)
            try await program.printed("the authorities and revocation lists were read again", count: 2)
            #expect(try await subject(port, identity) != nil)
            try authority.write("nothing\n", "trusted.pem")
            program.signal(SIGHUP)
            try await program.printed("the authorities and revocation lists stay as they were")
            #expect(try await subject(port, identity) != nil)
            try authority.write(try CommandAuthority(authority.folder, "Other").root.pemText, "trusted.pem")
            program.signal(SIGHUP)
            try await program.printed("the authorities and revocation lists were read again", count: 3)
            #expect(try await subject(port, identity) == nil)
            try await authority.end(program)
        }
    }

    @Test("with nothing to read again the signal ends it, as signals do")
    func nothing() async throws {
        let program = try await RunningProgram.start(CommandAuthority.command, ["echo", "--port", "0"])
        try await program.printed("sha256 ")
        program.signal(SIGHUP)
        #expect(try await program.finished().status != 0)
    }
}
