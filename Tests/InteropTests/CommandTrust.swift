import Foundation
import TLSCertificates
import TLSKeyStores
import TLSPrimitives
import Testing

/// An authority with an intermediate one below it, and what they certify and revoke, as files of a folder.
struct CommandAuthority {
    /// The command that was built with the tests.
    static let command = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "sslserver").path

    let folder: String
    let root: X509Certificate
    private let intermediate: X509Certificate
    private let rootIssuer: CertificateIssuer
    private let issuer: CertificateIssuer
    private let now: CertificateTime

    /// - Parameter name: the authority's name, and the beginning of its files'.
    init(_ folder: String, _ name: String = "Root") throws {
        self.folder = folder
        now = CertificateTime(secondsSinceEpoch: Int64(Date().timeIntervalSince1970))
        let (start, end) = (Self.time(now, -864_000), Self.time(now, 864_000))
        let rootKey = try PrivateKey.generate(.ec(.p256))
        root = try CertificateIssuer.selfSigned(
            .authority(subject: try DistinguishedName(commonName: name), notBefore: start, notAfter: end), key: rootKey)
        rootIssuer = try CertificateIssuer(certificate: root, key: rootKey)
        let key = try PrivateKey.generate(.ec(.p256))
        intermediate = try rootIssuer.issue(
            .authority(
                subject: try DistinguishedName(commonName: "\(name) Intermediate"), notBefore: start, notAfter: end),
            for: key.publicKey)
        issuer = try CertificateIssuer(certificate: intermediate, key: key)
        try write(root.pemText, "\(name).pem")
    }

    static func time(_ time: CertificateTime, _ seconds: Int64) -> CertificateTime {
        CertificateTime(secondsSinceEpoch: time.secondsSinceEpoch + seconds)
    }

    func write(_ text: String, _ name: String) throws {
        // At once and as a whole, as those who exchange files of a running server do.
        try Data(text.utf8).write(to: URL(filePath: path(name)), options: .atomic)
    }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Certifies a server for `localhost` and 127.0.0.1, or a client; its chain and key go to the file `<file>.pem`.
    @discardableResult
    func certify(_ file: String, name: String = "localhost", isExpired: Bool = false) throws -> X509Certificate {
        let key = try PrivateKey.generate(.ec(.p256))
        let leaf = try issuer.issue(
            .server(
                names: [name], ipAddresses: ["127.0.0.1"], notBefore: Self.time(now, -8_640),
                notAfter: Self.time(now, isExpired ? -3_600 : 86_400)),
            for: key.publicKey)
        try write(leaf.pemText + intermediate.pemText + (try key.exportPEM()), "\(file).pem")
        return leaf
    }

    /// Writes the lists of both authorities to a file: of what was revoked, and of nothing.
    func revoke(_ certificates: [X509Certificate], _ file: String) throws {
        var contents = RevocationListContents(thisUpdate: Self.time(now, -60), nextUpdate: Self.time(now, 86_400))
        let whole = try rootIssuer.revocationList(contents)
        contents.entries = certificates.map {
            RevokedCertificate(
                serialNumber: $0.serialNumber, revocationDate: Self.time(now, -60), reason: .keyCompromise)
        }
        let pem = [whole, try issuer.revocationList(contents)].map { list in
            let body = Data(list.derBytes).base64EncodedString(options: .lineLength64Characters)
            return "-----BEGIN X509 CRL-----\n\(body)\n-----END X509 CRL-----\n"
        }
        try write(pem.joined(), file)
    }

    /// Writes an OCSP response about a certificate.
    func respond(_ status: OCSPSingleResponse.Status, about leaf: X509Certificate, _ file: String) throws {
        let identifier = try OCSPCertificateID(
            of: leaf, issuerKey: intermediate.subjectPublicKeyInfo, hash: .sha1)
        let since = Self.time(now, -60)
        let single = OCSPSingleResponse(
            certificateID: identifier, status: status, thisUpdate: since, nextUpdate: Self.time(now, 86_400))
        let response = try issuer.ocspResponse(OCSPResponseContents(producedAt: since, answers: [single]))
        try Data(response.derBytes).write(to: URL(filePath: path(file)))
    }

    /// Runs `body` with an authority in a folder.
    static func with(_ body: (CommandAuthority) async throws -> Void) async throws {
        try await Places.withFolder { try await body(CommandAuthority($0)) }
    }

    /// Starts `sslserver serve`, or another subcommand that serves, and waits for its first lines.
    func start(_ subcommand: String, _ arguments: [String]) async throws -> (program: RunningProgram, port: String) {
        let program = try await RunningProgram.start(
            Self.command, [subcommand, "--port", "0", "--cert", path("server.pem")] + arguments)
        try await program.printed("sha256 ")
        let port = try #require(program.output.firstMatch(of: #/localhost:(\d+)/#)?.1)
        return (program, String(port))
    }

    /// Ends a server as it is meant to be ended.
    func end(_ program: RunningProgram) async throws {
        program.signal(SIGTERM)
        let end = try await program.finished(within: .seconds(20))
        #expect(end.status == 0, "\(end.transcript)")
    }
}
