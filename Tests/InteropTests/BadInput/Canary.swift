import Testing

/// A client that is connected all the while others misbehave, and keeps getting its echo.
final class Canary: Sendable {
    private let program: RunningProgram
    private let count = Watched(0)

    private init(_ program: RunningProgram) {
        self.program = program
    }

    static func connect(to port: Int) async throws -> Canary {
        try Client.openssl.require()
        let canary = Canary(try await OpenSSLClient.start(ClientRequest(port: port)))
        try await canary.sing()
        return canary
    }

    /// Sends a line and expects it back.
    func sing() async throws {
        count.change { $0 += 1 }
        let line = "still here \(count.value)"
        await program.write("\(line)\n")
        try await program.printed("\n\(line)")
    }

    func leave() async throws {
        await program.write("Q\n")
        _ = try await program.finished()
    }
}
