import ArgumentParser
import TLSKeyStores

/// What a server proves itself with.
struct CredentialOptions: ParsableArguments {
    /// The kinds of certificate the command makes for itself.
    enum Kind: String, ExpressibleByArgument, CaseIterable, Sendable {
        case ecdsa
        case rsa
        case ed25519

        var key: NewKeyKind {
            switch self {
            case .ecdsa: .p256
            case .rsa: .rsa2048
            case .ed25519: .ed25519
            }
        }
    }

    @Option(
        help: ArgumentHelp(
            "A certificate chain in PEM, the server's own first; may be repeated.",
            discussion: """
                Repeat it for several credentials, such as one with an ECDSA and one with an RSA key: each client gets \
                the first that it can use. SIGHUP reads it again, with its key.
                """,
            valueName: "file"))
    var cert: [String] = []

    @Option(
        help: ArgumentHelp(
            "A private key in PEM; may be repeated.",
            discussion: "Each goes with the --cert it belongs to. Without it the key is looked for in the --cert file.",
            valueName: "file"))
    var key: [String] = []

    @Option(
        help: ArgumentHelp(
            "Make a certificate for this run, with a key of this kind; may be repeated.",
            discussion: "Without --cert this is done anyway, with ecdsa.",
            valueName: "kind"))
    var selfSigned: [Kind] = []

    @Option(
        help: ArgumentHelp(
            "A name or address the made certificate is for; may be repeated.",
            discussion: "It is always for localhost, 127.0.0.1, ::1 and this machine's name.",
            valueName: "name"))
    var name: [String] = []

    @Option(
        help: ArgumentHelp(
            "Write the made certificates (not their keys) to this file.",
            discussion: "For clients that are to trust it: curl --cacert FILE, openssl s_client -CAfile FILE.",
            valueName: "file"))
    var saveCert: String?

    func validate() throws {
        guard cert.isEmpty else {
            guard selfSigned.isEmpty else { throw ValidationError("--self-signed does not go with --cert.") }
            guard name.isEmpty else { throw ValidationError("--name is for made certificates, not for --cert.") }
            guard saveCert == nil else {
                throw ValidationError("--save-cert is for made certificates, not for --cert.")
            }
            guard key.count <= cert.count else { throw ValidationError("There are more --key than --cert.") }
            return
        }
        guard key.isEmpty else { throw ValidationError("--key needs the --cert it belongs to.") }
        guard Set(selfSigned).count == selfSigned.count else {
            throw ValidationError("--self-signed was given the same kind twice.")
        }
    }
}
