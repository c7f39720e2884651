import Glibc
import Logging
import TLSCertificates
import TLSKeyStores
import TLSPrimitives

/// Gathers the certificates of authorities from files, each once, and notes at which files it looked.
///
/// What cannot be read among them is left out with a warning. Private keys and whatever else lies there are not decoded.
struct TrustReader {
    /// More authorities than any system has.
    static let mostCertificates = 10_000

    private let files: any TrustFiles
    private let logger: Logger
    private var known: Set<X509Certificate> = []
    /// In the order in which they were found.
    private(set) var certificates: [X509Certificate] = []
    /// What was looked at, as it was just before it was read.
    private(set) var stamps: [String: FileStamp] = [:]
    /// Where certificates were found.
    private(set) var origins: [String] = []
    /// Where none were, and why.
    private(set) var failures: [String] = []

    init(_ files: any TrustFiles, _ logger: Logger) {
        self.files = files
        self.logger = logger
    }

    /// Adds the certificates of a file; whether there were any. That it is not there is worth no warning.
    mutating func add(file path: String) -> Bool {
        stamps[path] = files.stamp(of: path)
        let bytes: [UInt8]
        do {
            bytes = try files.bytes(of: path)
        } catch {
            failures.append("\(escapeForLog(path)): \(error)")
            if !error.isMissing { warn("a file of trusted authorities cannot be read", path, "\(error)") }
            return false
        }
        guard add(bytes, of: path) else {
            failures.append("\(escapeForLog(path)): it has no certificate that can be read")
            return false
        }
        origins.append(path)
        return true
    }

    /// Adds the certificates of the files in a directory; whether there were any.
    mutating func add(directory: String, isNamed: Bool) -> Bool {
        stamps[directory] = files.stamp(of: directory)
        let names: [String]
        do {
            names = try files.names(in: directory)
        } catch {
            failures.append("\(escapeForLog(directory)): \(error)")
            if isNamed || !error.isMissing {
                warn("a directory of trusted authorities cannot be read", directory, "\(error)")
            }
            return false
        }
        let before = origins.count
        for name in names { addEntry("\(directory)/\(name)") }
        guard origins.count > before else {
            failures.append("\(escapeForLog(directory)): no file in it has a certificate that can be read")
            return false
        }
        origins.removeLast(origins.count - before)
        origins.append(directory)
        return true
    }

    /// A file of a directory. Directories in it, and files without certificates, are none of our business.
    private mutating func addEntry(_ path: String) {
        stamps[path] = files.stamp(of: path)
        do {
            if add(try files.bytes(of: path), of: path) { origins.append(path) }
        } catch .notRegular, .empty {
            return
        } catch {
            warn("a file of trusted authorities cannot be read", path, "\(error)")
        }
    }

    /// Adds the certificates among the bytes of a file; whether there were any, new or not.
    private mutating func add(_ bytes: [UInt8], of path: String) -> Bool {
        let blocks: [KeyStoreBlock]
        do {
            blocks = try KeyStoreBlock.blocks(in: bytes.span)
        } catch {
            // Other files may lie there, which are not in these forms at all.
            if error.code != .malformed || bytes.hasPEMBoundary {
                warn("a file of trusted authorities cannot be read", path, "\(error)")
            }
            return false
        }
        var hasAny = false
        for block in blocks where block.isCertificate {
            do {
                guard case .certificate(let certificate) = try block.read(bytes.span) else { continue }
                hasAny = true
                if known.insert(certificate).inserted { certificates.append(certificate) }
            } catch {
                warn("a certificate of a trusted authority cannot be read and is left out", path, "\(error)")
            }
        }
        return hasAny
    }

    private func warn(_ message: Logger.Message, _ path: String, _ reason: String) {
        logger.warning(message, metadata: ["file": "\(escapeForLog(path))", "reason": "\(escapeForLog(reason))"])
    }
}

extension KeyStoreBlock {
    /// Whether it says that it is a certificate, so that nothing else is decoded.
    fileprivate var isCertificate: Bool {
        switch self {
        case .pem(let block): block.label.hasSuffix("CERTIFICATE")
        case .der(let content): content == .certificate
        }
    }
}

extension [UInt8] {
    fileprivate var hasPEMBoundary: Bool { String(decoding: self, as: UTF8.self).contains("-----BEGIN ") }
}

extension FileBytes.Failure {
    fileprivate var isMissing: Bool {
        if case .system(_, let code) = self { code == ENOENT || code == ENOTDIR } else { false }
    }
}

extension DirectoryEntries.Failure {
    fileprivate var isMissing: Bool {
        if case .unreadable(let failure) = self { failure.isMissing } else { false }
    }
}
