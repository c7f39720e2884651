import NIOCore
import NIOFileSystem

/// A regular file, open for reading.
struct OpenedFile: Sendable {
    private let handle: ReadFileHandle
    let size: Int
    let tag: EntityTag
    let lastModified: HTTPDate

    init(handle: ReadFileHandle, info: FileInfo) {
        self.handle = handle
        size = Int(info.size)
        let time = info.lastDataModificationTime
        tag = EntityTag(size: size, seconds: time.seconds, nanoseconds: time.nanoseconds)
        lastModified = HTTPDate(secondsSinceEpoch: time.seconds)
    }

    /// The bytes from `offset` on, `count` at most; fewer at the end of the file.
    func read(at offset: Int, count: Int) async throws -> ByteBuffer {
        try await handle.readChunk(fromAbsoluteOffset: Int64(offset), length: .bytes(Int64(count)))
    }

    func close() async {
        // Nothing was written, so nothing can be lost.
        try? await handle.close()
    }
}
