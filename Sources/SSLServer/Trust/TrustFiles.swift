import TLSKeyStores
import TLSPrimitives

/// The files that authorities are read from. Tests bring their own.
protocol TrustFiles: Sendable {
    func bytes(of path: String) throws(FileBytes.Failure) -> [UInt8]
    func names(in directory: String) throws(DirectoryEntries.Failure) -> [String]
    func stamp(of path: String) -> FileStamp
}

/// What tells that a file is another than before.
enum FileStamp: Hashable, Sendable {
    case absent
    case present(device: UInt64, inode: UInt64, size: Int64, seconds: Int, nanoseconds: Int)
}

/// The files of this machine.
struct DiskFiles: TrustFiles {
    /// The files of one directory. A system's has about 300, most of them links.
    private static let mostEntries = 10_000

    func bytes(of path: String) throws(FileBytes.Failure) -> [UInt8] {
        try FileBytes.read(path: path, limit: KeyStoreLimits.fileSize)
    }

    func names(in directory: String) throws(DirectoryEntries.Failure) -> [String] {
        try DirectoryEntries.names(of: directory, limit: Self.mostEntries)
    }

    func stamp(of path: String) -> FileStamp {
        // What cannot be looked at is as good as absent: reading it says why.
        guard let status = FileStatus(path: path) else { return .absent }
        return .present(
            device: status.device, inode: status.inode, size: status.size, seconds: status.seconds,
            nanoseconds: status.nanoseconds)
    }
}
