import Glibc
import NIOConcurrencyHelpers
import TLSCertificates
import TLSKeyStores
import TLSPrimitives
import TestSupport

@testable import SSLServer

/// Files that are not there: a map of paths to bytes.
final class MemoryFiles: TrustFiles {
    private struct State {
        var files: [String: [UInt8]] = [:]
        var directories: [String: [String]] = [:]
        var unreadable: Set<String> = []
        var changes = 0
        var stamps: [String: Int] = [:]
        var looked: [String] = []
    }
    private let state = NIOLockedValueBox(State())

    /// Puts a file in a place; its directory has it from then on.
    func put(_ path: String, _ bytes: [UInt8]) {
        let slash = path.lastIndex(of: "/") ?? path.startIndex
        let directory = String(path[..<slash])
        let name = String(path[path.index(after: slash)...])
        state.withLockedValue { state in
            state.changes += 1
            if state.files.updateValue(bytes, forKey: path) == nil {
                state.directories[directory, default: []].append(name)
                state.stamps[directory] = state.changes
            }
            state.stamps[path] = state.changes
        }
    }

    func put(_ path: String, _ text: String) { put(path, Array(text.utf8)) }

    /// Takes the right to read a file away.
    func forbid(_ path: String) {
        state.withLockedValue { state in
            state.changes += 1
            state.unreadable.insert(path)
            state.stamps[path] = state.changes
        }
    }

    func remove(_ path: String) {
        state.withLockedValue { state in
            state.files[path] = nil
            state.stamps[path] = nil
        }
    }

    /// The paths that were read or listed, and how often.
    var looked: [String] { state.withLockedValue { $0.looked } }

    func bytes(of path: String) throws(FileBytes.Failure) -> [UInt8] {
        let (bytes, isForbidden) = state.withLockedValue { state in
            state.looked.append(path)
            return (state.files[path], state.unreadable.contains(path))
        }
        guard !isForbidden else { throw .system(call: "open", code: EACCES) }
        guard let bytes else { throw .system(call: "open", code: ENOENT) }
        guard !bytes.isEmpty else { throw .empty }
        return bytes
    }

    func names(in directory: String) throws(DirectoryEntries.Failure) -> [String] {
        let names = state.withLockedValue { state in
            state.looked.append(directory)
            return state.directories[directory]
        }
        guard let names else { throw .unreadable(.system(call: "opendir", code: ENOENT)) }
        return names.sorted()
    }

    func stamp(of path: String) -> FileStamp {
        let stamp = state.withLockedValue { $0.stamps[path] }
        guard let stamp else { return .absent }
        return .present(device: 1, inode: 1, size: 1, seconds: stamp, nanoseconds: 0)
    }
}

/// Roots to put in files.
enum TrustSamples {
    /// The certificates of Mozilla's bundle, as PEM texts.
    static func pems(_ count: Int) throws -> [String] {
        try PathCases("mozilla-roots").certificates.prefix(count).map { try X509Certificate(derBytes: $0.der).pemText }
    }

    /// A block whose content is no certificate.
    static let damaged = "-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n"
}
