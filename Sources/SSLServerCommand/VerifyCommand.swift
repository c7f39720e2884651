import ArgumentParser
import TLSCertificates

/// `sslserver verify`: whether a certificate is to be trusted, and by whom.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Judge a certificate as a client or server would: find its path to an authority that is trusted.",
        discussion: """
            The path is shown from the certificate to the authority, or else which certificate breaks which rule, and \
            every path that was tried. Nothing is fetched: what is needed beside the chain is given by files.

            Revocation is looked at where there is something to go by. With --crl every certificate of the path but the \
            authority's has to be known not to be revoked; with --ocsp alone the first has to be. What either says was \
            revoked is refused.

            EXAMPLES
              sslserver verify chain.pem --dns www.example.org
              sslserver verify chain.pem --roots authorities.pem --time 2026-07-01T12:00:00Z --json
              sslserver verify client.pem --purpose client --roots ours.pem --crl ours.crl
              sslserver verify chain.pem --policy 2.23.140.1.2.1

            EXIT CODES  0 a path was found that keeps every rule, 1 there is none or a file could not be read, 64 command \
            line not understood
            """)

    /// What the certificate is presented for.
    enum Purpose: String, ExpressibleByArgument, CaseIterable, Sendable {
        case server, client
    }

    @Argument(
        help: ArgumentHelp(
            "The certificate in PEM or DER, and after it, in any order, those that its peer sends.", valueName: "chain"),
        completion: .file())
    var chain: String

    @Option(
        help: ArgumentHelp(
            "A file of authorities that are trusted; may be repeated.",
            discussion: "Without it, those of the system, or of SSL_CERT_FILE and SSL_CERT_DIR.", valueName: "file"),
        completion: .file())
    var roots: [String] = []

    @Option(
        help: ArgumentHelp(
            "A file of certificates that may help to find a path and are not trusted; may be repeated.",
            valueName: "file"), completion: .file())
    var intermediates: [String] = []

    @Option(
        help: ArgumentHelp("A file of revocation lists, in PEM or DER; may be repeated.", valueName: "file"),
        completion: .file())
    var crl: [String] = []

    @Option(help: ArgumentHelp("A file with an OCSP response, in DER.", valueName: "file"), completion: .file())
    var ocsp: String?

    @Option(
        help: ArgumentHelp(
            "When to judge it, such as 2026-07-01T12:00:00Z. Without it, now.", valueName: "RFC 3339"))
    var time: MomentArgument?

    @Option(help: ArgumentHelp("The host name that the certificate has to be for.", valueName: "name"))
    var dns: String?

    @Option(help: ArgumentHelp("The IP address that the certificate has to be for.", valueName: "address"))
    var ip: String?

    @Option(help: ArgumentHelp("What the certificate is presented for.", valueName: "server|client"))
    var purpose = Purpose.server

    @Option(
        help: ArgumentHelp(
            "A policy, by its object identifier, under one of which the path has to be valid; may be repeated.",
            valueName: "OID"))
    var policy: [ObjectIdentifierArgument] = []

    @Flag(help: "Write the report as JSON.")
    var json = false

    func validate() throws {
        guard dns == nil || ip == nil else {
            throw ValidationError("A certificate is judged for one host: give --dns or --ip.")
        }
        if let ip, IPAddress(ip) == nil { throw ValidationError("--ip \(ip.loggable) is not an IP address.") }
        if let dns, dns.isEmpty || IPAddress(dns) != nil {
            throw ValidationError("--dns \(dns.loggable) is not a host name; addresses are given by --ip.")
        }
    }

    func run() throws {
        let report = try VerifyRun(self).report()
        if json {
            StandardOutput.write([String(report.json.text.dropLast())])
        } else {
            StandardOutput.write(report.textLines)
        }
        guard report.isValid else { throw ExitCode.failure }
    }
}
