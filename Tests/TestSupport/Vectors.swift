import Foundation

/// The repository's test data, found from this file's own path.
package enum Vectors {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String

        package init(_ description: String) {
            self.description = description
        }
    }

    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Vectors", directoryHint: .isDirectory)

    /// Where a file is; the path is relative to the folder `Vectors`.
    package static func location(of path: String) -> String {
        folder.appending(path: path).path(percentEncoded: false)
    }

    /// A file's bytes; the path is relative to the folder.
    package static func bytes(of path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: path)))
    }

    /// A file's lines, without comments and empty ones.
    package static func lines(of path: String) throws -> [ArraySlice<UInt8>] {
        try bytes(of: path).split(separator: UInt8(ascii: "\n")).filter { $0.first != UInt8(ascii: "#") }
    }
}
