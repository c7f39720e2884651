import Foundation

/// `openssl s_server` on a port of the kernel's choice.
struct OpenSSLServer: Sendable {
    let program: RunningProgram
    let port: Int

    /// Starts it with the certificate of an identity and more arguments.
    static func start(
        _ arguments: [String], identity: String = "p256", root: String = "root", folder: String? = nil
    ) async throws -> OpenSSLServer {
        guard let command = Client.openssl.command else { throw Client.Missing(description: "openssl") }
        let identity = Places.fixture(identity)
        // It keeps some of what it prints back when that goes to a pipe.
        let program = try await RunningProgram.start(
            Places.command("stdbuf") ?? "stdbuf",
            [
                "-oL", command, "s_server", "-accept", "127.0.0.1:0", "-cert", identity, "-key", identity,
                "-cert_chain", identity,
                "-CAfile", Places.fixture(root),
            ] + arguments, folder: folder)
        try await program.printed("ACCEPT 127.0.0.1:")
        let port = program.output.firstMatch(of: #/ACCEPT 127\.0\.0\.1:(\d+)/#).flatMap { Int($0.1) }
        guard let port else { throw TimedOut(description: "s_server tells no port: \(program.output)") }
        return OpenSSLServer(program: program, port: port)
    }
}
