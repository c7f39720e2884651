import Foundation
import Testing

/// The TLS clients of others that the server is tried with.
enum Client: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case openssl, gnutls, curl, python, node, java, go

    /// A client that has to be there is not.
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// The command that is run; nil when it is not installed.
    var command: String? {
        switch self {
        case .openssl, .curl, .node: Places.command(rawValue)
        case .java: Places.command("javac") == nil ? nil : Places.command("java")
        case .gnutls: Places.command("gnutls-cli")
        case .python: Places.command("python3")
        case .go:
            [Places.tool("go/bin/go"), Places.command("go")].compactMap { $0 }
                .first { FileManager.default.isExecutableFile(atPath: $0) }
        }
    }

    /// Whether it is a program of ours, in `Peers/`, on another TLS implementation.
    var isProgram: Bool { [.python, .node, .java, .go].contains(self) }

    var testDescription: String { rawValue }

    static let advice: Comment = "is not installed: .ci/install-peers installs it"

    /// Whether tests are run with it: under `CI=true` always, so that a client that is missing is a failure.
    var isUsable: Bool { command != nil || ProcessInfo.processInfo.environment["CI"] == "true" }

    /// Ends a test whose client is missing.
    func require() throws {
        guard command == nil else { return }
        guard !isUsable else { throw Missing(description: "\(rawValue) \(Self.advice)") }
        try Test.cancel("\(rawValue) \(Self.advice)")
    }

    /// Connects as the request says, and tells what it saw.
    func run(_ request: ClientRequest) async throws -> ClientReport {
        try require()
        return try await Turnstile.programs.pass {
            switch self {
            case .openssl: try await OpenSSLClient.run(request)
            case .gnutls: try await GnuTLSClient.run(request)
            case .curl: try await CurlClient.run(request)
            case .python, .node, .java, .go: try await ProgramClient.run(self, request)
            }
        }
    }
}
