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
        case .openssl, .curl, .node, .java: Places.command(rawValue)
        case .gnutls: Places.command("gnutls-cli")
        case .python: Places.command("python3")
        case .go: [Places.tool("go/bin/go"), Places.command("go")].compactMap { $0 }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        }
    }

    /// Whether it is a program of ours, in `Peers/`, on another TLS implementation.
    var isProgram: Bool { [.python, .node, .java, .go].contains(self) }

    var testDescription: String { rawValue }

    /// Skips the test by the client's name when it is not installed; under `CI=true` that is a failure.
    func require() throws {
        guard command == nil else { return }
        let reason = "\(rawValue) is not installed; .ci/install-peers installs it"
        guard ProcessInfo.processInfo.environment["CI"] != "true" else { throw Missing(description: reason) }
        try Test.cancel("\(reason)")
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
