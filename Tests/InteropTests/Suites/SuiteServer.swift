import Foundation
import TLSMessages

/// A server of another implementation with one identity, for connections with one suite after another.
struct SuiteServer: Sendable {
    let peer: SuitePeer
    let program: RunningProgram
    let port: Int

    /// Runs `body` with a server that knows these suites, which ends with it.
    static func with<Result>(
        _ peer: SuitePeer, _ identity: SuiteIdentity, _ suites: [CipherSuite],
        _ body: (SuiteServer) async throws -> Result
    ) async throws -> Result {
        try await Places.withFolder { folder in
            let server = try await start(peer, identity, suites, folder)
            do {
                let result = try await body(server)
                await server.program.end()
                return result
            } catch {
                await server.program.end()
                throw error
            }
        }
    }

    private static func start(
        _ peer: SuitePeer, _ identity: SuiteIdentity, _ suites: [CipherSuite], _ folder: String
    ) async throws -> SuiteServer {
        let file = Places.fixture(identity.fixture)
        switch peer {
        case .openssl:
            let server = try await OpenSSLServer.start(
                ["-rev", "-tls1_2", "-cipher", "ALL:@SECLEVEL=0"], identity: identity.fixture)
            return SuiteServer(peer: peer, program: server.program, port: server.port)
        case .gnutls:
            let server = try await PeerServer.startGnuTLS(
                ["--priority", SuitePeer.gnuTLSPriority(suites)], identity: identity.fixture,
                demands: false)
            return SuiteServer(peer: peer, program: server.program, port: server.port)
        case .java:
            let program = try await RunningProgram.start(
                Client.java.command ?? "",
                [
                    "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", try await CompiledPeers.java.value, "Suites",
                    "role=server", "cert=\(file)", "keytype=\(identity.javaKeyType)",
                    "suites=\(suites.map(SuitePeer.javaName).joined(separator: ","))",
                ])
            try await program.printed("port=", within: .seconds(30))
            let port = program.output.firstMatch(of: #/port=(\d+)/#).flatMap { Int($0.1) } ?? 0
            return SuiteServer(peer: peer, program: program, port: port)
        case .nss:
            return try await startNSS(identity, suites, folder)
        }
    }

    private static func startNSS(
        _ identity: SuiteIdentity, _ suites: [CipherSuite], _ folder: String
    ) async throws -> SuiteServer {
        try await NSSDatabase.make(in: folder, of: Places.fixture(identity.fixture))
        let port = try await PeerServer.freePort()
        let option = identity == .dsa ? "-S" : identity == .ecdsa ? "-e" : "-n"
        let program = try await RunningProgram.start(
            Places.command("stdbuf") ?? "stdbuf",
            [
                "-oL", "selfserv", option, "server", "-p", "\(port)", "-d", "sql:\(folder)", "-V", "tls1.2:tls1.2",
                "-H", "1",
                "-v", "-G", "-c", suites.map(SuitePeer.nssCode).joined(),
            ])
        try await program.printed("About to call accept")
        return SuiteServer(peer: .nss, program: program, port: port)
    }

    /// What a client says, and what the server answers.
    func exchange(_ suite: CipherSuite) -> (line: String, answer: String) {
        switch peer {
        case .openssl: ("\(suite)\n", "\(String(suite.description.reversed()))\n")
        case .gnutls, .java: ("\(suite)\n", "\(suite)\n")
        // It speaks HTTP, and closes.
        case .nss: ("GET /\(suite) HTTP/1.0\r\n\r\n", "HTTP/1.0 200 OK\r\n")
        }
    }

    /// Waits until the server has told of its newest connection, the `number`th, and that it had this suite.
    func confirms(_ suite: CipherSuite, number: Int) async throws -> Bool {
        guard let parts = SuiteParts(suite) else { return false }
        let names = parts.gnuTLSNames
        let separator: String
        let statements: [String]
        switch peer {
        case .openssl:
            (separator, statements) = ("CONNECTION ESTABLISHED", ["TLSv1.2", "Ciphersuite: \(parts.openSSLName)\n"])
        case .gnutls:
            separator = "* Accepted connection"
            statements = [
                "Version: TLS1.2", "Key Exchange: \(names.keyExchange)\n", "Cipher: \(names.cipher)\n",
                "MAC: \(names.mac)\n",
            ]
        case .java: (separator, statements) = ("echoed ", ["\(suite) TLSv1.2\n"])
        case .nss: (separator, statements) = ("SSL version 3.3", ["\(parts.nssText)\n"])
        }
        let count = number + 1
        return try await program.hasPrinted { [separator, statements] text in
            let blocks = text.components(separatedBy: separator)
            return blocks.count == count && statements.allSatisfy { blocks[number].contains($0) }
        }
    }
}
