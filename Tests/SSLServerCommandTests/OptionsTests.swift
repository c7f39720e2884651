import ArgumentParser
import Logging
import Testing

@testable import SSLServerCommand

@Suite("The command line is understood, or refused with exit code 64")
struct OptionsTests {
    @Test("Nothing but the subcommand: this machine alone, a certificate of its own, HTTP/1.1")
    func defaults() throws {
        let serve = try ServeCommand.parse([])
        #expect(serve.endpoint.host == "127.0.0.1")
        #expect(serve.port.number == 8443)
        #expect(serve.root == nil)
        #expect(serve.credentials.selfSigned.isEmpty && serve.credentials.cert.isEmpty)
        #expect(serve.endpoint.protocols(default: ["http/1.1"]) == ["http/1.1"])
        #expect(serve.endpoint.logLevel.level == .info)
        #expect(try EchoCommand.parse([]).port.number == 8007)
    }

    @Test("Options that may be repeated keep their order")
    func repeated() throws {
        let serve = try ServeCommand.parse([
            "--cert", "a", "--key", "b", "--cert", "c", "--alpn", "h2", "--alpn", "http/1.1", "--config", "A=1",
            "--config", "B==", "--port", "0", "--log-level", "debug",
        ])
        #expect(serve.credentials.cert == ["a", "c"])
        #expect(serve.credentials.key == ["b"])
        #expect(serve.endpoint.protocols(default: []) == ["h2", "http/1.1"])
        #expect(serve.endpoint.config == ["A=1", "B=="])
        #expect(serve.port.number == 0)
        #expect(serve.endpoint.logLevel.level == .debug)
    }

    @Test("ALPN can be turned off")
    func noProtocols() throws {
        #expect(try ServeCommand.parse(["--alpn", "none"]).endpoint.protocols(default: ["http/1.1"]).isEmpty)
    }

    @Test("Who vouches for clients says that they are asked; how, may be said beside it")
    func clients() throws {
        let plain = try ServeCommand.parse([]).clients
        #expect(plain.mode == .none && plain.authorities.isEmpty)
        let required = try ServeCommand.parse(["--client-ca", "a", "--client-ca", "system", "--client-crl", "b"])
            .clients
        #expect(required.mode == .require && required.revocationLists == ["b"])
        let named = AuthorityFiles(required.authorities)
        #expect(named.files == ["a"] && named.includesSystem && !AuthorityFiles(["a"]).includesSystem)
        #expect(try EchoCommand.parse(["--client-ca", "a", "--client-auth", "request"]).clients.mode == .request)
        #expect(try EchoCommand.parse(["--client-auth", "none"]).clients.mode == .none)
    }

    static let refused: [[String]] = [
        ["serve", "--port", "65536"], ["serve", "--port", "-1"], ["serve", "--port", "http"],
        ["serve", "--config", "name"], ["serve", "--config", "=value"], ["serve", "--alpn", ""],
        ["serve", "--alpn", "none", "--alpn", "h2"], ["serve", "--alpn", String(repeating: "a", count: 256)],
        ["serve", "--self-signed", "dsa"], ["serve", "--self-signed", "rsa", "--self-signed", "rsa"],
        ["serve", "--cert", "a", "--self-signed", "rsa"], ["serve", "--cert", "a", "--name", "b"],
        ["serve", "--cert", "a", "--save-cert", "b"], ["serve", "--cert", "a", "--key", "b", "--key", "c"],
        ["serve", "--key", "a"], ["serve", "--client-auth", "request"], ["echo", "--client-crl", "a"],
        ["serve", "--client-auth", "always"],
        ["serve", "--client-auth", "none", "--client-ca", "a"], ["serve", "--log-level", "loud"], ["serve", "file"],
        ["echo", "--root", "."],
        ["inspect"], ["inspect", "--yaml", "a"], ["frobnicate"],
    ]

    @Test("What cannot be meant is refused", arguments: refused)
    func refuses(arguments: [String]) {
        do {
            _ = try SSLServerTool.parseAsRoot(arguments)
            Issue.record("was understood")
        } catch {
            #expect(SSLServerTool.exitCode(for: error).rawValue == 64)
            #expect(!SSLServerTool.message(for: error).isEmpty)
        }
    }

    @Test("Failures that are not the command line's have exit code 1 and say what to do")
    func failures() {
        let failure = CommandFailure("it broke", advice: "Mend it.")
        #expect(SSLServerTool.exitCode(for: failure) == .failure)
        #expect(SSLServerTool.message(for: failure) == "it broke\nMend it.")
    }

    @Test("Help speaks of every option, gives examples and tells the exit codes")
    func help() {
        let serve = ServeCommand.helpMessage(columns: 100)
        for word in [
            "--host", "--port", "--cert", "--key", "--self-signed", "--name", "--save-cert", "--alpn", "--config",
            "--keylog", "--log-level", "--root", "--client-ca", "--client-auth", "--client-crl", "SIGHUP", "EXAMPLES",
            "EXIT CODES", "curl",
        ] {
            #expect(serve.contains(word), "\(word)")
        }
        #expect(SSLServerTool.helpMessage(columns: 80).split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
}
