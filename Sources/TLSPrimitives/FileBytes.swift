import Glibc

/// Reads a whole file of keys or certificates, whatever the path may lead to.
///
/// Only regular files are read: a FIFO or a device is refused without waiting for it, and a file that grows while it is
/// read ends at the limit.
package enum FileBytes {
    /// Why a file was not read.
    package enum Failure: Error, Hashable, Sendable {
        /// The path is empty or has a NUL byte in it.
        case invalidPath
        /// The system call of this name failed.
        case system(call: String, code: Int32)
        /// It is a directory, FIFO, socket or device.
        case notRegular
        /// It has no bytes.
        case empty
        /// It has more bytes than the limit.
        case tooLarge(limit: Int)
    }

    /// The bytes of the file, at least one and at most `limit`.
    package static func read(path: String, limit: Int) throws(Failure) -> [UInt8] {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw .invalidPath }
        // O_NONBLOCK: opening a FIFO without a writer must not wait for one. O_NOCTTY: nor may a terminal become ours.
        // The path is a String without NUL bytes, which Swift hands over as a C string for the time of the call.
        let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw .system(call: "open", code: errno) }
        defer { close(descriptor) }

        // The file is looked at after it is opened, so that it cannot be exchanged in between.
        var status = stat()
        // `status` is a local variable of the type that fstat fills.
        guard unsafe fstat(descriptor, &status) == 0 else { throw .system(call: "fstat", code: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
        guard status.st_size <= limit else { throw .tooLarge(limit: limit) }
        guard status.st_size > 0 else { throw .empty }
        return try readAll(descriptor, expecting: Int(status.st_size), limit: limit)
    }

    /// Reads what the file had when it was opened. One that changes meanwhile gives a mixture, which its reader finds out.
    private static func readAll(_ descriptor: Int32, expecting size: Int, limit: Int) throws(Failure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size)
        var filled = 0
        while filled < size {
            // `filled < size` is the buffer's count: what is read into is not empty and lies within it.
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress?.advanced(by: filled), size - filled)
            }
            if count < 0 {
                let code = errno
                if code == EINTR { continue }
                // Half of a private key may have been read.
                _ = Secret(wiping: &bytes)
                throw .system(call: "read", code: code)
            }
            if count == 0 { break }
            filled += count
        }
        // Nothing is left over unless the file was cut short while it was read.
        bytes.removeLast(size - filled)
        guard filled > 0 else { throw .empty }
        return bytes
    }
}

extension FileBytes.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalidPath: "the path is empty or has a NUL byte in it"
        case .system(let call, let code): "\(call) failed: \(Self.message(code)) (error \(code))"
        case .notRegular: "it is not a regular file"
        case .empty: "the file is empty"
        case .tooLarge(let limit): "the file is larger than \(limit / 1_048_576) MiB"
        }
    }

    private static func message(_ code: Int32) -> String {
        switch code {
        case ENOENT: "there is no such file"
        case EACCES, EPERM: "permission denied"
        case ELOOP: "too many symbolic links"
        case ENOTDIR: "a part of the path is not a directory"
        case ENAMETOOLONG: "the path is too long"
        case EMFILE, ENFILE: "too many open files"
        case ENXIO: "nobody is at the other end"
        case EISDIR: "it is a directory"
        case EIO: "the device failed"
        default: "the system refused"
        }
    }
}
