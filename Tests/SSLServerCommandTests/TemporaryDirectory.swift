import NIOCore
import NIOFileSystem

/// A directory that is gone after the test.
func withTemporaryDirectory(_ body: (FilePath) async throws -> Void) async throws {
    try await FileSystem.shared.withTemporaryDirectory { _, path in try await body(path) }
}

/// Writes a file; directories on the way are made.
func write(_ text: String, to path: FilePath) async throws {
    try await write(ByteBuffer(string: text), to: path)
}

func write(_ bytes: ByteBuffer, to path: FilePath) async throws {
    let directory = path.removingLastComponent()
    if try await FileSystem.shared.info(forFileAt: directory) == nil {
        try await FileSystem.shared.createDirectory(at: directory, withIntermediateDirectories: true)
    }
    _ = try await FileSystem.shared.withFileHandle(
        forWritingAt: path, options: .newFile(replaceExisting: true)
    ) { handle in
        try await handle.write(contentsOf: bytes, toAbsoluteOffset: 0)
    }
}

func link(_ path: FilePath, to destination: String) async throws {
    try await FileSystem.shared.createSymbolicLink(at: path, withDestination: FilePath(destination))
}
