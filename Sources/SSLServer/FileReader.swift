import NIOCore
import NIOPosix
import SystemPackage

/// Reads a regular file piece by piece, off the event loops.
final class FileReader: Sendable {
    private let descriptor: SystemPackage.FileDescriptor
    private let handle: NIOFileHandle
    private let io = NonBlockingFileIO(threadPool: .singleton)

    private init(_ descriptor: SystemPackage.FileDescriptor) {
        self.descriptor = descriptor
        handle = NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: descriptor.rawValue)
    }

    /// Opens a file. What is not a regular file (a pipe, a device) is refused, and never waited for.
    static func open(_ path: String) async throws(SSLError) -> FileReader {
        do {
            return try await NIOThreadPool.singleton.runIfActive {
                let descriptor = try SystemPackage.FileDescriptor.open(
                    FilePath(path), .readOnly, options: [.nonBlocking, .closeOnExec])
                guard try descriptor.stat().type == .regular else {
                    try descriptor.close()
                    throw SSLError(.invalidArgument, "\(escapeForLog(path)) is not a regular file")
                }
                return FileReader(descriptor)
            }
        } catch {
            throw SSLError(file: path, error)
        }
    }

    /// The next bytes; nil at the end.
    func next(_ count: Int) async throws(SSLError) -> ByteBuffer? {
        do {
            let bytes = try await io.read(fileHandle: handle, byteCount: count, allocator: ByteBufferAllocator())
            return bytes.readableBytes > 0 ? bytes : nil
        } catch {
            throw SSLError(file: "", error)
        }
    }

    func close() {
        // The descriptor is closed even when close(2) reports an error, which says nothing about what was read.
        try? handle.close()
    }
}

extension SSLError {
    /// Why a file could not be used.
    init(file path: String, _ error: any Error) {
        if let error = error as? SSLError {
            self = error
        } else if let errno = error as? Errno {
            let code = SystemErrorTable.code(ofErrno: errno.rawValue) ?? .invalidArgument
            self.init(code, "\(escapeForLog(path)): \(errno)", errnoValue: errno.rawValue)
        } else {
            self.init(SSLError(transport: error).code, "\(escapeForLog(path)): \(type(of: error))")
        }
    }
}
