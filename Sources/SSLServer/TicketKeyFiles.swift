import TLSPrimitives
import TLSProvider

/// Keys for session tickets that are kept in files.
enum TicketKeyFiles {
    /// Their size in bytes is 48 or 80; more than that is not read.
    private static let longest = 128

    /// The keys of these files; random ones when there are none.
    static func read(_ paths: [String]) throws(SSLError) -> TLSTicketKeys {
        guard !paths.isEmpty else { return TLSTicketKeys() }
        let files = try contents(paths)
        do {
            return try TLSTicketKeys(files: files)
        } catch {
            throw noKey(error)
        }
    }

    /// Puts the keys of these files in the place of those that are there.
    static func reload(_ paths: [String], into keys: TLSTicketKeys) throws(SSLError) {
        let files = try contents(paths)
        do {
            try keys.replace(withFiles: files)
        } catch {
            throw noKey(error)
        }
    }

    private static func noKey(_ error: TLSError) -> SSLError {
        SSLError(.invalidArgument, "ticket keys: \(error.reason)", tlsError: error)
    }

    private static func contents(_ paths: [String]) throws(SSLError) -> [[UInt8]] {
        var files: [[UInt8]] = []
        for path in paths { files.append(try content(path)) }
        return files
    }

    private static func content(_ path: String) throws(SSLError) -> [UInt8] {
        do {
            return try FileBytes.read(path: path, limit: longest)
        } catch {
            let reason = "ticket keys: \(escapeForLog(path)): \(error)"
            switch error {
            case .system(_, let errno):
                throw SSLError(SystemErrorTable.code(ofErrno: errno) ?? .invalidArgument, reason, errnoValue: errno)
            case .tooLarge:
                throw SSLError(.invalidArgument, "ticket keys: \(escapeForLog(path)) has more than 80 bytes")
            case .invalidPath, .notRegular, .empty: throw SSLError(.invalidArgument, reason)
            }
        }
    }
}
