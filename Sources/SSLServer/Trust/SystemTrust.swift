public import Logging
public import TLSCertificates
import TLSPrimitives

/// The authorities that this system trusts.
///
/// They are those of the file that the environment variable `SSL_CERT_FILE` names and of the directories that `SSL_CERT_DIR`
/// lists, separated by colons. Where either is set, nothing else is looked at: a trust that was narrowed by name stays
/// narrow. Otherwise they are those of the first bundle there is in the usual places of Linux systems, or, without one, of the
/// first directory that has any.
public struct SystemTrust: Sendable {
    /// The certificates, each once, in the order in which they were found.
    public let certificates: [X509Certificate]
    /// The files and directories they were found in.
    public let origins: [String]

    /// The environment variable that names a file.
    static let fileVariable = "SSL_CERT_FILE"
    /// The environment variable that lists directories.
    static let directoryVariable = "SSL_CERT_DIR"

    /// Where systems keep all authorities in one file.
    static let bundles = [
        "/etc/ssl/certs/ca-certificates.crt",  // Debian, Arch, Alpine
        "/etc/pki/tls/certs/ca-bundle.crt",  // Fedora, RHEL
        "/etc/ssl/ca-bundle.pem",  // openSUSE
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // RHEL
        "/etc/ssl/cert.pem",  // Alpine, the BSDs
    ]
    /// Where systems keep a file for each authority.
    static let directories = ["/etc/ssl/certs", "/etc/pki/tls/certs"]

    /// Looks for the system's authorities. A certificate among them that cannot be read is left out, with a warning.
    ///
    /// - Throws: 271 when none is found; the error says where was looked.
    public static func load(logger: Logger) throws(SSLError) -> SystemTrust {
        try load(DiskFiles(), logger, environment: EnvironmentVariable.value)
    }

    static func load(
        _ files: any TrustFiles, _ logger: Logger, environment: (String) -> String?
    ) throws(SSLError) -> SystemTrust {
        var reader = TrustReader(files, logger)
        return try load(&reader, environment: environment)
    }

    /// The same with a reader, which knows afterwards what was looked at, whether or not there was something.
    static func load(
        _ reader: inout TrustReader, environment: (String) -> String?
    ) throws(SSLError) -> SystemTrust {
        let file = environment(fileVariable)
        let listed = environment(directoryVariable)?.split(separator: ":").map(String.init)
        if file != nil || listed != nil {
            try addNamed(file: file, directories: listed ?? [], &reader)
        } else if !bundles.contains(where: { reader.add(file: $0) }) {
            _ = directories.contains { reader.add(directory: $0, isNamed: false) }
        }
        guard !reader.certificates.isEmpty else {
            let places = reader.failures.joined(separator: "; ")
            throw SSLError(
                .cannotOpenCertificateStore,
                "no trusted authorities are found: \(places.isEmpty ? "\(directoryVariable) lists no directory" : places)"
            )
        }
        guard reader.certificates.count <= TrustReader.mostCertificates else {
            throw SSLError(
                .cannotOpenCertificateStore, "there are more than \(TrustReader.mostCertificates) trusted authorities")
        }
        return SystemTrust(certificates: reader.certificates, origins: reader.origins)
    }

    /// A file that is named has to be good for something; of several directories one may be missing.
    private static func addNamed(
        file: String?, directories: [String], _ reader: inout TrustReader
    ) throws(SSLError) {
        if let file, !reader.add(file: file) {
            throw SSLError(
                .cannotOpenCertificateStore, "\(fileVariable): \(reader.failures.joined(separator: "; "))")
        }
        for directory in directories { _ = reader.add(directory: directory, isNamed: true) }
    }
}
