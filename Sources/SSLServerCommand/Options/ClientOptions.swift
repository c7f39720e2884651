import ArgumentParser
import SSLServer

/// What a server asks its clients for, and by whom it knows them.
struct ClientOptions: ParsableArguments {
    /// What becomes of clients with and without a certificate.
    enum Authentication: String, ExpressibleByArgument, CaseIterable, Sendable {
        case none, request, require
    }

    @Option(
        name: .customLong("client-ca"),
        help: ArgumentHelp(
            "A file of authorities that vouch for clients, in PEM or DER; may be repeated.",
            discussion: """
                'system' stands for the system's authorities, which otherwise vouch for no client. Clients then need a \
                certificate, unless --client-auth says something else. SIGHUP reads the files again.
                """,
            valueName: "file"),
        completion: .file())
    var authorities: [String] = []

    @Option(
        name: .customLong("client-auth"),
        help: ArgumentHelp(
            "Whether clients are asked for a certificate.",
            discussion: """
                With request a client without one is let in, with require it is refused (certificate_required); one \
                that is sent has to be good in either case. Without it, require where there is a --client-ca, else none.
                """,
            valueName: "none|request|require"))
    var authentication: Authentication?

    @Option(
        name: .customLong("client-crl"),
        help: ArgumentHelp(
            "A file of revocation lists, in PEM or DER; may be repeated.",
            discussion: """
                Every client, and every authority between it and a trusted one, then has to be shown by one not to be \
                revoked. SIGHUP reads the files again.
                """,
            valueName: "file"),
        completion: .file())
    var revocationLists: [String] = []

    func validate() throws {
        guard authorities.isEmpty else {
            guard authentication != Authentication.none else {
                throw ValidationError(
                    "--client-auth none asks nobody, so there is nothing for --client-ca to vouch for.")
            }
            return
        }
        guard revocationLists.isEmpty else { throw ValidationError("--client-crl needs a --client-ca.") }
        guard authentication == nil || authentication == Authentication.none else {
            throw ValidationError("Somebody has to vouch for clients: name a --client-ca.")
        }
    }

    /// The mode, said or implied.
    var mode: Authentication { authentication ?? (authorities.isEmpty ? .none : .require) }

    /// Puts the options in force.
    func apply(to configuration: inout SSLServer.Configuration) {
        guard mode != .none else { return }
        let named = AuthorityFiles(authorities)
        configuration.sslAuthenticateClients = true
        configuration.authorityFiles = named.files
        configuration.trustsSystemAuthorities = named.includesSystem
        configuration.revocationListFiles = revocationLists
    }

    /// Lets in who has no certificate, where that is what was asked for.
    func attach(to server: SSLServer) {
        guard mode == .request else { return }
        server.onSSLClientAuthentication = { event in
            if event.chain.isEmpty { event.accept = true }
        }
    }
}

/// Authorities as options name them: files, and a word for the system's.
struct AuthorityFiles: Hashable, Sendable {
    let files: [String]
    let includesSystem: Bool

    init(_ names: [String]) {
        files = names.filter { $0 != "system" }
        includesSystem = names.contains("system")
    }
}
