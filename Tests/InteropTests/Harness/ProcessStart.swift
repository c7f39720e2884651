import Foundation
import NIOConcurrencyHelpers

/// A process with pipes to its standard streams, whose ends here belong to nobody else.
struct ProcessStart {
    /// Descriptors of our ends; whoever takes them closes them.
    let input: CInt
    let output: CInt
    let errors: CInt
    let process = Process()

    /// One start at a time: a program that inherits another's pipes would keep them open.
    private static let lock = NIOLock()

    /// Starts a process, in a folder if one is given; `whenEnded` is called with its status.
    init(
        _ executable: String, _ arguments: [String], environment: [String: String], folder: String?,
        whenEnded: @escaping @Sendable (Int32) -> Void
    ) throws {
        Self.lock.lock()
        defer { Self.lock.unlock() }
        let pipes = (input: Pipe(), output: Pipe(), errors: Pipe())
        input = Self.own(pipes.input.fileHandleForWriting)
        output = Self.own(pipes.output.fileHandleForReading)
        errors = Self.own(pipes.errors.fileHandleForReading)
        process.executableURL = URL(filePath: executable)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        process.standardInput = pipes.input
        process.standardOutput = pipes.output
        process.standardError = pipes.errors
        process.terminationHandler = { whenEnded($0.terminationStatus) }
        do {
            try process.run()
        } catch {
            for descriptor in [input, output, errors] { close(descriptor) }
            throw error
        }
        try pipes.input.fileHandleForWriting.close()
        try pipes.output.fileHandleForReading.close()
        try pipes.errors.fileHandleForReading.close()
    }

    private static func own(_ handle: FileHandle) -> CInt {
        fcntl(handle.fileDescriptor, F_DUPFD_CLOEXEC, 0)
    }
}
