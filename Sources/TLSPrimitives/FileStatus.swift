import Glibc

/// What tells that a file is another than before, links followed.
package struct FileStatus: Hashable, Sendable {
    package let device: UInt64
    package let inode: UInt64
    package let size: Int64
    /// When it was last written.
    package let seconds: Int
    package let nanoseconds: Int

    /// Nil for a file that is not there or cannot be looked at.
    package init?(path: String) {
        guard !path.isEmpty, !path.utf8.contains(0) else { return nil }
        var status = stat()
        // SAFETY: the call fills the one structure it is given, and the path is a C string.
        guard unsafe stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }
}
