import CLibsslBench
import Foundation

/// Where and of what the figures were taken.
struct Machine {
    let facts: [(String, String)]

    init() {
        let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
        let processor = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last
        let changed = output("git", "status", "--porcelain", "--untracked-files=no")?.isEmpty == false
        let commit = output("git", "rev-parse", "--short=12", "HEAD") ?? "unknown"
        let processors = ProcessInfo.processInfo.processorCount
        let swift = output("swift", "--version")?.split(separator: "\n").first { $0.contains("Swift version") }
        facts = [
            ("commit", commit + (changed ? ", with changes" : "")),
            ("date", ISO8601DateFormatter().string(from: Date())),
            ("processor", "\(processors) of \(processor.map(trimmed) ?? "unknown")"),
            ("system", (output("uname", "-srm") ?? "unknown") + ", " + systemName()),
            ("libssl, libcrypto", String(cString: OpenSSL_version(OPENSSL_VERSION))),
            ("compiler", swift.map(trimmed) ?? "unknown"),
        ]
    }
}

private func trimmed(_ text: Substring) -> String {
    text.trimmingCharacters(in: .whitespaces)
}

private func systemName() -> String {
    let release = (try? String(contentsOfFile: "/etc/os-release", encoding: .utf8))?.split(separator: "\n") ?? []
    let name = release.first { $0.hasPrefix("PRETTY_NAME=") }?.dropFirst("PRETTY_NAME=".count)
    return name?.trimmingCharacters(in: CharacterSet(charactersIn: "\"")) ?? "unknown"
}

/// What a command prints, without the line end; nil when it fails.
func output(_ command: String...) -> String? {
    output(command)
}

func output(_ command: [String]) -> String? {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
}
