import Foundation

/// The programs that have to be compiled, each once a run.
enum CompiledPeers {
    /// The folder of Java's classes.
    static let java = Task {
        let folder = try makeFolder("java")
        let compiler = Places.command("javac") ?? "javac"
        let result = try await RunningProgram.run(
            compiler, ["-d", folder] + ["Client", "Server", "Suites"].map { Places.peer("\($0).java") },
            within: .seconds(60))
        guard result.status == 0 else { throw Client.Missing(description: "javac: \(result.transcript)") }
        return folder
    }

    /// The executables of Go's.
    static let go = Task { try await build("client") }
    static let goServer = Task { try await build("server") }
    static let goMLKEM = Task { try await build("mlkem") }

    private static func build(_ name: String) async throws -> String {
        let program = "\(try makeFolder("go"))/\(name)"
        let compiler = Client.go.command ?? "go"
        // Nothing is downloaded; what is compiled is kept for the next run.
        let environment = [
            "GOFLAGS": "-mod=mod", "GOPROXY": "off", "GOTOOLCHAIN": "local", "GO111MODULE": "off", "CGO_ENABLED": "0",
            "GOCACHE": Places.tool("go-cache"), "GOPATH": Places.tool("go-path"),
        ]
        let result = try await RunningProgram.run(
            compiler, ["build", "-o", program, Places.peer("\(name).go")], environment: environment,
            within: .seconds(120))
        guard result.status == 0 else { throw Client.Missing(description: "go build: \(result.transcript)") }
        return program
    }

    private static func makeFolder(_ name: String) throws -> String {
        let folder = Places.tool("interop/\(name)")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }
}
