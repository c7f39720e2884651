package import TLSPrimitives

/// Reads whole files into memory that is wiped, because there may be a private key in them.
package enum KeyStoreFile {
    package static func read(_ path: String) throws(KeyStoreError) -> Secret {
        do {
            var bytes = try FileBytes.read(path: path, limit: KeyStoreLimits.fileSize)
            return Secret(wiping: &bytes)
        } catch {
            throw KeyStoreError(error, path: path)
        }
    }

    /// Reads a whole file in which there is nothing secret.
    static func readPublic(_ path: String, limit: Int) throws(KeyStoreError) -> [UInt8] {
        do {
            return try FileBytes.read(path: path, limit: limit)
        } catch {
            throw KeyStoreError(error, path: path)
        }
    }
}

extension KeyStoreError {
    fileprivate init(_ failure: FileBytes.Failure, path: String) {
        switch failure {
        case .tooLarge: code = .limitExceeded
        case .empty: code = .malformed
        case .invalidPath, .system, .notRegular: code = .unreadableFile
        }
        place = path
        reason = failure.description
        advice = ""
    }
}
