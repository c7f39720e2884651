import Glibc

/// The names in a directory.
package enum DirectoryEntries {
    /// Why they were not read.
    package enum Failure: Error, Hashable, Sendable {
        /// The directory cannot be opened or read.
        case unreadable(FileBytes.Failure)
        /// It has more entries than the limit.
        case tooMany(limit: Int)
    }

    /// The names of what lies in the directory, sorted, at most `limit`; hidden ones are left out.
    package static func names(of path: String, limit: Int) throws(Failure) -> [String] {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw .unreadable(.invalidPath) }
        // The path is a String without NUL bytes, which Swift hands over as a C string for the time of the call.
        guard let stream = unsafe opendir(path) else { throw .unreadable(.system(call: "opendir", code: errno)) }
        // SAFETY: the stream is this function's alone until it is closed here.
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else { break }
            // SAFETY: the entry stays as it is until the next call on its stream; its name ends in a NUL byte within it.
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
            }
            guard !name.hasPrefix(".") else { continue }
            guard names.count < limit else { throw .tooMany(limit: limit) }
            names.append(name)
        }
        let code = errno
        guard code == 0 else { throw .unreadable(.system(call: "readdir", code: code)) }
        return names.sorted()
    }
}

extension DirectoryEntries.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let failure): failure.description
        case .tooMany(let limit): "the directory has more than \(limit) entries"
        }
    }
}
