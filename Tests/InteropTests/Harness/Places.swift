import Foundation

/// Where the tests find their files and leave what they make.
enum Places {
    private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    private static let package = tests.deletingLastPathComponent().deletingLastPathComponent()

    /// A client program's source.
    static func peer(_ name: String) -> String {
        tests.appending(path: "Peers/\(name)").path
    }

    /// A tool that `.ci/install-peers` brought.
    static func tool(_ path: String) -> String {
        package.appending(path: ".tools/\(path)").path
    }

    /// An article of the documentation.
    static func article(_ name: String) -> String {
        package.appending(path: "Sources/SSLServer/Documentation.docc/\(name).md").path
    }

    /// A file of keys or certificates.
    static func fixture(_ name: String) -> String {
        package.appending(path: "Vectors/interop/\(name).pem").path
    }

    /// A folder that is removed after `body`.
    static func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "interop-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder.path)
    }

    /// The full path of a command; nil when it is not installed.
    static func command(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return path.split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
