import SystemPackage
import TLSPrimitives

/// A file of a test's own, empty when the test is over.
final class TemporaryFile: Sendable {
    let path: String

    init(_ bytes: [UInt8]) throws {
        let name = try SystemRandom().bytes(8).map { String($0, radix: 16) }.joined()
        path = "/tmp/sslserver-\(name)"
        try write(bytes)
    }

    /// Puts other bytes in place of those that are there.
    func write(_ bytes: [UInt8]) throws {
        let file = try FileDescriptor.open(
            FilePath(path), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        try file.closeAfter { _ = try file.writeAll(bytes) }
    }

    deinit {
        try? write([])
    }
}
