import Glibc
import Logging
import NIOConcurrencyHelpers
import NIOPosix
import SystemPackage

/// The file of `SSLKeyLogFile`: a line for each secret (RFC 9850), appended and never overwritten.
///
/// Whoever reads it can read the connections, so a file that others could read is refused. Lines are written off the
/// event loops; when the file does not keep up, or fails, they are dropped and TLS goes on.
final class KeyLogFile: Sendable {
    private struct State {
        var waiting: [String] = []
        var isWriting = false
        var hasFailed = false
    }

    /// How many lines may wait: beyond that the file does not keep up with the handshakes.
    private static let mostWaiting = 4096

    private let descriptor: SystemPackage.FileDescriptor
    private let logger: Logger
    private let state = NIOLockedValueBox(State())

    /// Opens the file, or makes it, for its owner alone.
    init(_ path: String, _ logger: Logger) throws(SSLError) {
        self.logger = logger
        do {
            // A symbolic link could lead to a file of somebody else's choice.
            descriptor = try SystemPackage.FileDescriptor.open(
                FilePath(path), .writeOnly, options: [.create, .append, .noFollow, .closeOnExec, .nonBlocking],
                permissions: .ownerReadWrite)
        } catch {
            throw SSLError(file: path, error)
        }
        do {
            try Self.check(try descriptor.stat(), path)
        } catch {
            try? descriptor.close()
            throw SSLError(file: path, error)
        }
        logger.warning("the secrets of connections are written to a file", metadata: ["file": "\(escapeForLog(path))"])
    }

    deinit {
        // Nothing depends on what close(2) says: each line was written on its own.
        try? descriptor.close()
    }

    private static func check(_ status: Stat, _ path: String) throws(SSLError) {
        guard status.type == .regular else {
            throw SSLError(.invalidArgument, "\(escapeForLog(path)) is not a regular file")
        }
        let others: FilePermissions = [.groupReadWriteExecute, .otherReadWriteExecute]
        guard status.permissions.isDisjoint(with: others), status.userID.rawValue == geteuid() else {
            throw SSLError(
                .accessDenied, "\(escapeForLog(path)) can be read by others: it must be yours, with mode 0600")
        }
    }

    /// Appends a line.
    func append(_ line: String) {
        let (starts, drops) = state.withLockedValue { state in
            guard !state.hasFailed else { return (false, false) }
            guard state.waiting.count < Self.mostWaiting else {
                state.hasFailed = true
                return (false, true)
            }
            state.waiting.append(line)
            defer { state.isWriting = true }
            return (!state.isWriting, false)
        }
        if drops { logger.warning("the key log does not keep up: no more secrets are written") }
        if starts {
            NIOThreadPool.singleton.submit { [self] _ in writeWaiting() }
        }
    }

    private func writeWaiting() {
        while true {
            let lines = state.withLockedValue { state in
                state.isWriting = !state.waiting.isEmpty
                return exchange(&state.waiting, with: [])
            }
            guard !lines.isEmpty else { return }
            do {
                // One write a line, so that lines of several processes do not mix.
                for line in lines { try descriptor.writeAll((line + "\n").utf8) }
            } catch {
                let isFirst = state.withLockedValue { !exchange(&$0.hasFailed, with: true) }
                if isFirst { logger.warning("the key log cannot be written", metadata: ["error": "\(error)"]) }
            }
        }
    }
}
