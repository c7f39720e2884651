import NIOCore
import NIOFileSystem

/// A directory whose files are served, and nothing outside it.
struct DocumentRoot: Sendable {
    /// What a path leads to.
    enum Entry: Sendable {
        case file(OpenedFile)
        case directory
        /// There is nothing that may be served; whether there is something else is not told.
        case nothing
        /// There is something that the server itself may not read.
        case unreadable
    }

    /// Where the directory really is, all symbolic links followed.
    let path: FilePath

    /// Opens the directory.
    ///
    /// - Throws: `CommandFailure`, with what is wrong with it.
    init(directory: String) async throws(CommandFailure) {
        do {
            path = try await FileSystem.shared.withDirectoryHandle(atPath: FilePath(directory)) { handle in
                try await Self.place(of: handle)
            }
        } catch {
            throw CommandFailure(
                "cannot serve the files of \(directory): \(DocumentRoot.reason(error))",
                advice: "--root takes a directory that this user may read.")
        }
    }

    /// What is at this path under the root.
    ///
    /// The file is opened first, then the system is asked where it really is: neither a symbolic link nor an exchange
    /// at the right moment leads out of the root. Links that stay within it are followed.
    func entry(at components: [String]) async throws -> Entry {
        // Hidden files are no one's business, but for the place that RFC 8615 sets aside.
        guard components.allSatisfy(Self.mayBeServed) else { return .nothing }
        let handle: ReadFileHandle
        do {
            var target = path
            for component in components { target.append(FilePath.Component(component) ?? "?") }
            handle = try await FileSystem.shared.openFile(forReadingAt: target, options: .init(closeOnExec: true))
        } catch let error as FileSystemError {
            return try Self.entry(for: error)
        }
        do {
            let entry = try await look(at: handle)
            if case .file = entry { return entry }
            try await handle.close()
            return entry
        } catch {
            try? await handle.close()
            throw error
        }
    }

    private func look(at handle: ReadFileHandle) async throws -> Entry {
        guard try await Self.place(of: handle).starts(with: path) else { return .nothing }
        let info = try await handle.info()
        switch info.type {
        case .regular: return .file(OpenedFile(handle: handle, info: info))
        case .directory: return .directory
        default: return .nothing
        }
    }

    private static func mayBeServed(_ component: String) -> Bool {
        (!component.hasPrefix(".") || component == ".well-known") && !component.contains("/")
            && !component.utf8.contains(0)
    }

    private static func place(of handle: some FileHandleProtocol) async throws -> FilePath {
        let number = try await handle.withUnsafeDescriptor { $0.rawValue }
        return try await FileSystem.shared.destinationOfSymbolicLink(at: FilePath("/proc/self/fd/\(number)"))
    }

    private static func entry(for error: FileSystemError) throws -> Entry {
        switch error.code {
        case .notFound, .invalidArgument: return .nothing
        case .permissionDenied: return .unreadable
        default:
            // A name longer than names may be is the name of no file.
            if let call = error.cause as? FileSystemError.SystemCallError,
                [.fileNameTooLong, .noSuchAddressOrDevice, .notDirectory].contains(call.errno)
            {
                return .nothing
            }
            throw error
        }
    }

    private static func reason(_ error: any Error) -> String {
        guard let error = error as? FileSystemError else { return "\(error)" }
        return switch error.code {
        case .notFound: "there is no such directory"
        case .permissionDenied: "permission denied"
        default: error.message
        }
    }
}
