import Foundation

/// The openssl command line, which checks what we make. Absent, its tests are skipped, except where `CI` is set.
package enum OpenSSLCommand {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Whether to run the tests that need it.
    package static let isAvailable: Bool =
        FileManager.default.isExecutableFile(atPath: path) || ProcessInfo.processInfo.environment["CI"] == "true"

    private static let path = "/usr/bin/openssl"

    /// Runs a command of openssl's; what it printed, errors included.
    package static func run(_ arguments: String...) throws -> String {
        try run(program: path, arguments)
    }

    /// Where ssh-keygen is, which makes fingerprints of keys in its own way.
    package static let keygen = "/usr/bin/ssh-keygen"
    /// Whether to run the tests that need it.
    package static let hasKeygen: Bool =
        FileManager.default.isExecutableFile(atPath: keygen) || ProcessInfo.processInfo.environment["CI"] == "true"

    /// Runs another program; what it printed, errors included.
    package static func run(program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(program) \(arguments.joined(separator: " ")): \(text)")
        }
        return text
    }

    /// A new directory for files that openssl reads.
    package static func temporaryDirectory() throws -> String {
        let url = FileManager.default.temporaryDirectory.appending(path: "openssl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url.path
    }
}

extension OpenSSLCommand {
    /// Writes a text to a file that openssl is to read.
    package static func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    /// Removes a directory with its files.
    package static func remove(_ directory: String) {
        try? FileManager.default.removeItem(atPath: directory)
    }
}
