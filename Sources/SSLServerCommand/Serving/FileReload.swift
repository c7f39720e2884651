import Dispatch
import Glibc
import Logging
import SSLServer
import TLSCertificates
import TLSKeyStores

/// SIGHUP: the files of certificates and keys, of ticket keys, of authorities and revocation lists are read again.
///
/// Each kind is taken over whole or not at all. Connections that are open keep what they have begun with.
struct FileReload: Sendable {
    let server: SSLServer
    let credentials: CredentialOptions

    /// Whether there is anything to read again. Without, the signal ends the process as it does by default.
    private var isNeeded: Bool { !credentials.cert.isEmpty || hasTicketKeys || hasTrustFiles }
    private var hasTicketKeys: Bool { !server.configuration.ticketKeyFiles.isEmpty }

    private var hasTrustFiles: Bool {
        let configuration = server.configuration
        return !configuration.authorityFiles.isEmpty || !configuration.revocationListFiles.isEmpty
            || (configuration.sslAuthenticateClients && configuration.trustsSystemAuthorities)
    }

    /// Reads again whenever the signal comes.
    func onHangUp() {
        guard isNeeded else { return }
        // The default would end the process.
        signal(SIGHUP, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
        source.setEventHandler { [source, self] in
            // The handler holds its source: it lives as long as the process.
            _ = source
            reload()
        }
        source.activate()
    }

    private func reload() {
        if !credentials.cert.isEmpty { attempt("the certificates") { try reloadCertificates() } }
        if hasTicketKeys { attempt("the ticket keys") { try server.reloadTicketKeys() } }
        if hasTrustFiles { attempt("the authorities and revocation lists") { try server.reloadTrust() } }
    }

    private func attempt(_ what: String, _ body: () throws -> Void) {
        let logger = server.configuration.logger
        do {
            try body()
            logger.notice("\(what) were read again")
        } catch {
            logger.error("\(what) stay as they were", metadata: ["reason": "\("\(error)".loggable)"])
        }
    }

    private func reloadCertificates() throws {
        let identities = try CredentialFiles.identities(certificates: credentials.cert, keys: credentials.key)
        let certificates = identities.map { Certificate(identity: $0) }
        try server.configure { configuration throws(SSLError) in
            configuration.sslCert = certificates.first ?? Certificate()
            configuration.additionalCertificates = Array(certificates.dropFirst())
        }
        for identity in identities {
            guard let leaf = identity.certificateChain.first else { continue }
            let fingerprint = (try? leaf.fingerprint(.sha256))?.uppercased() ?? ""
            server.configuration.logger.notice(
                "serving with a certificate",
                metadata: [
                    "subject": "\(leaf.subject.description.loggable)", "sha256": "\(fingerprint)",
                    "until": "\(leaf.notAfter)",
                ])
        }
    }
}
