public import Logging
import NIOConcurrencyHelpers
import NIOPosix
public import TLSCertificates
import TLSKeyStores
import TLSPrimitives

/// Trusted authorities that follow their files: what the files say is taken over whole, or not at all.
///
/// While the files cannot be read, what was read last stays in force, and a log line says so.
public final class ReloadingTrust: Sendable {
    /// Where authorities come from.
    public enum Source: Hashable, Sendable {
        /// The system's: see ``SystemTrust``.
        case system
        /// Files in PEM or DER, all of which have to be good to the last block.
        case files([String])
    }

    /// What is in force, and how often it was exchanged before.
    public struct Content: Sendable {
        /// The certificates, each once.
        public let certificates: [X509Certificate]
        /// Grows by one with each exchange: what was built from an older one is out of date.
        public let generation: Int
    }

    /// How often files are looked at by ``watch(every:)``: seconds, at least and at most.
    public static let watchInterval = 1...86_400

    private struct Watched {
        /// What was looked at when the files were last read, well or not.
        var stamps: [String: FileStamp]
    }

    private let source: Source
    private let files: any TrustFiles
    private let logger: Logger
    private let environment: @Sendable (String) -> String?
    private let state: NIOLockedValueBox<Content>
    /// Held while files are read, so that the last to read is the last to exchange.
    private let reading = NIOLock()
    private let watched: NIOLockedValueBox<Watched>

    /// Reads the authorities.
    ///
    /// - Throws: 271 when there are none, or a file of `files` cannot be read.
    public convenience init(_ source: Source, logger: Logger) throws(SSLError) {
        try self.init(source, DiskFiles(), logger, environment: EnvironmentVariable.value)
    }

    init(
        _ source: Source, _ files: any TrustFiles, _ logger: Logger,
        environment: @escaping @Sendable (String) -> String?
    ) throws(SSLError) {
        self.source = source
        self.files = files
        self.logger = logger
        self.environment = environment
        var stamps: [String: FileStamp] = [:]
        let certificates = try Self.read(source, files, logger, environment, &stamps)
        state = NIOLockedValueBox(Content(certificates: certificates, generation: 0))
        watched = NIOLockedValueBox(Watched(stamps: stamps))
    }

    /// What is in force.
    public var content: Content { state.withLockedValue { $0 } }

    /// The certificates in force.
    public var certificates: [X509Certificate] { content.certificates }

    /// Reads the files again, whether or not they changed. What was in force stays when that fails.
    public func reload() throws(SSLError) {
        reading.lock()
        defer { reading.unlock() }
        try readAgain()
    }

    /// Reads the files again if one of them is another than when they were last read; whether they were taken over.
    ///
    /// A failure is told once: the files are read again when they have changed once more.
    public func reloadIfChanged() throws(SSLError) -> Bool {
        reading.lock()
        defer { reading.unlock() }
        let stamps = watched.withLockedValue { $0.stamps }
        guard stamps.contains(where: { files.stamp(of: $0.key) != $0.value }) else { return false }
        try readAgain()
        return true
    }

    /// Looks at the files every so many seconds until the task is cancelled. A failure is logged.
    ///
    /// - Parameter seconds: taken into the bounds of ``watchInterval``.
    public func watch(every seconds: Int = 60) async {
        let bounded = min(max(seconds, Self.watchInterval.lowerBound), Self.watchInterval.upperBound)
        while true {
            do {
                try await Task.sleep(for: .seconds(bounded))
                // Reading files takes as long as it takes: not on a thread that others wait for.
                try await NIOThreadPool.singleton.runIfActive { [self] in checkAndLog() }
            } catch {
                // The task is cancelled, or the thread pool was shut down: either way the process is done with watching.
                return
            }
        }
    }

    /// One round of watching.
    func checkAndLog() {
        do {
            if try reloadIfChanged() {
                let count = certificates.count
                logger.notice("the trusted authorities were read again", metadata: ["count": "\(count)"])
            }
        } catch {
            logger.error("the trusted authorities stay as they were", metadata: ["reason": "\(error)"])
        }
    }

    private func readAgain() throws(SSLError) {
        var stamps: [String: FileStamp] = [:]
        // Also when it fails: until a file changes there is nothing new to say.
        defer { remember(stamps) }
        let certificates = try Self.read(source, files, logger, environment, &stamps)
        state.withLockedValue { state in
            state = Content(certificates: certificates, generation: state.generation + 1)
        }
    }

    private func remember(_ stamps: [String: FileStamp]) {
        watched.withLockedValue { $0.stamps = stamps }
    }

    private static func read(
        _ source: Source, _ files: any TrustFiles, _ logger: Logger, _ environment: (String) -> String?,
        _ stamps: inout [String: FileStamp]
    ) throws(SSLError) -> [X509Certificate] {
        switch source {
        case .system:
            var reader = TrustReader(files, logger)
            defer { stamps = reader.stamps }
            return try SystemTrust.load(&reader, environment: environment).certificates
        case .files(let paths):
            for path in paths { stamps[path] = files.stamp(of: path) }
            return try strictly(paths, files)
        }
    }

    /// The certificates of files that were named: what cannot be read there is an error.
    private static func strictly(_ paths: [String], _ files: any TrustFiles) throws(SSLError) -> [X509Certificate] {
        var known: Set<X509Certificate> = []
        var certificates: [X509Certificate] = []
        for path in paths {
            for certificate in try strictly(path, files) where known.insert(certificate).inserted {
                certificates.append(certificate)
            }
        }
        guard !certificates.isEmpty else {
            throw SSLError(.cannotOpenCertificateStore, "no file of trusted authorities is named")
        }
        return certificates
    }

    private static func strictly(_ path: String, _ files: any TrustFiles) throws(SSLError) -> [X509Certificate] {
        let bytes: [UInt8]
        do {
            bytes = try files.bytes(of: path)
        } catch {
            throw SSLError(.cannotOpenCertificateStore, "\(escapeForLog(path)): \(error)")
        }
        do {
            return try X509Certificate.certificates(in: bytes)
        } catch {
            throw SSLError(.cannotOpenCertificateStore, escapeForLog("\(path): \(error)"))
        }
    }
}
