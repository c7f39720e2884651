import Foundation

/// The certificates and keys that NSS's commands work with.
enum NSSDatabase {
    /// Makes one that trusts the roots of a file.
    static func make(in folder: String, trusting file: String) async throws {
        try await run("certutil", "-N", "-d", "sql:\(folder)", "--empty-password")
        let end = "-----END CERTIFICATE-----"
        let roots = try String(contentsOfFile: file, encoding: .utf8).components(separatedBy: end).dropLast()
        for (number, root) in roots.enumerated() {
            let part = "\(folder)/root\(number)"
            let start = root.range(of: "-----BEGIN")?.lowerBound ?? root.startIndex
            try "\(root[start...])\(end)\n".write(toFile: part, atomically: true, encoding: .utf8)
            try await run("certutil", "-A", "-d", "sql:\(folder)", "-n", "root\(number)", "-t", "C,,", "-a", "-i", part)
        }
    }

    /// Makes one with an identity under the name `server`.
    static func make(in folder: String, of identity: String) async throws {
        try await run("certutil", "-N", "-d", "sql:\(folder)", "--empty-password")
        let file = "\(folder)/identity.p12"
        try await run(
            "openssl", "pkcs12", "-export", "-in", identity, "-inkey", identity, "-name", "server", "-passout", "pass:",
            "-out", file)
        try await run("pk12util", "-i", file, "-d", "sql:\(folder)", "-W", "")
    }

    private static func run(_ command: String, _ arguments: String...) async throws {
        let result = try await RunningProgram.run(Places.command(command) ?? command, arguments)
        guard result.status == 0 else { throw TimedOut(description: "\(command): \(result.transcript)") }
    }
}
