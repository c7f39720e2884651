import ArgumentParser
import SSLServer

/// `sslserver connect`: a connection from the shell.
struct ConnectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connect",
        abstract: "Connect to a server, show what it presents and agrees to, and talk to it.",
        discussion: """
            The report goes to standard error: the server's certificates, with the pin of each key, and what was \
            negotiated. Then standard input is sent, to its end, which the server is told of (close_notify); what comes \
            back goes to standard output as it is. Many servers close at once when they are told, with answers still \
            to come: --keep-open does not tell them.

            A server is trusted when its certificate is for HOST (or for --sni) and leads to an authority of this system, \
            or to one of --ca; the report shows by which path. With --crl every certificate of the path has to be shown \
            not to be revoked, and what the server's OCSP response says counts in any case. --pin trusts a key instead, \
            whoever vouches for it. A connection is refused with the rule that is broken, the certificate that breaks it, \
            and the pin that it would take. --insecure trusts whoever answers.

            EXAMPLES
              sslserver connect example.org:443 </dev/null
              sslserver connect example.org:443 --pin sha256/FZqm…=
              sslserver connect localhost:8443 --ca ours.pem --crl ours.crl
              printf 'GET / HTTP/1.0\\r\\n\\r\\n' | sslserver connect localhost:8443 --insecure --keep-open
              sslserver connect [::1]:8443 --sni test.example --alpn h2 --json --insecure
              sslserver connect localhost:8443 --cert client.pem --key client-key.pem --insecure
              sslserver connect example.org:443 --pin sha256/FZqm…= --session-file last.session --early-data request.txt

            EXIT CODES  0 the server closed the connection as it should, 1 it did not or there was none, 64 command line \
            not understood
            """)

    @Argument(help: ArgumentHelp("The server: a name or address, and a port.", valueName: "HOST:PORT"))
    var place: RemotePlace

    @Option(
        name: .customLong("ca"),
        help: ArgumentHelp(
            "A file of authorities that vouch for servers, in PEM or DER; may be repeated.",
            discussion: "Without it, those of the system, which 'system' adds to the others.", valueName: "file"),
        completion: .file())
    var authorities: [String] = []

    @Option(
        name: .customLong("crl"),
        help: ArgumentHelp("A file of revocation lists, in PEM or DER; may be repeated.", valueName: "file"),
        completion: .file())
    var revocationLists: [String] = []

    @Option(
        help: ArgumentHelp(
            "A key to trust, by the SHA-256 of its public key; may be repeated.",
            discussion: "In base64 or hexadecimal, with or without 'sha256/' in front.", valueName: "pin"))
    var pin: [PinArgument] = []

    @Flag(help: "Trust whoever answers. Anybody on the way can then read and change all of it.")
    var insecure = false

    @Option(
        help: ArgumentHelp(
            "The name to ask the server for (SNI); 'none' asks for none.",
            discussion: "Without it, HOST, unless that is an address.", valueName: "name"))
    var sni: String?

    @Option(help: ArgumentHelp("A protocol to offer by ALPN, best first; may be repeated.", valueName: "name"))
    var alpn: [String] = []

    @Option(
        help: ArgumentHelp("A certificate chain in PEM to present when the server asks.", valueName: "file"),
        completion: .file())
    var cert: String?

    @Option(
        help: ArgumentHelp(
            "The private key of --cert, in PEM.", discussion: "Without it the key is looked for in the --cert file.",
            valueName: "file"), completion: .file())
    var key: String?

    @Option(
        help: ArgumentHelp(
            "Which implementation of TLS connects.",
            discussion: "internal is this package's own, platform the system's libssl; automatic takes the platform's "
                + "where a version is enabled that only it speaks.",
            valueName: "provider"))
    var provider = ProviderOption.automatic

    @Option(
        help: ArgumentHelp(
            "A setting of the SSLClient class; may be repeated.",
            discussion: "Such as SSLEnabledProtocols=3072, TLS13KeyShareGroups=ecdhe_secp256r1 or LogSSLPackets=true.",
            valueName: "NAME=VALUE"))
    var config: [String] = []

    @Option(
        help: ArgumentHelp(
            "Write the secrets of the connection to this file, for Wireshark.",
            discussion: "Whoever has the file can read the connection.", valueName: "file"))
    var keyLog: String?

    @Option(
        help: ArgumentHelp(
            "Resume the session in this file, and keep the newest one there.",
            discussion: "Whoever has the file can take this client's place. It need not exist yet.", valueName: "file"),
        completion: .file())
    var sessionFile: String?

    @Option(
        help: ArgumentHelp(
            "Send this file's bytes with the first bytes of the handshake (0-RTT).",
            discussion:
                "Only where the session allows it; otherwise they are sent once the handshake is complete. Whoever "
                + "records them can send them to the server again.", valueName: "file"), completion: .file())
    var earlyData: String?

    @Flag(help: "At the end of standard input say nothing, and wait for the server to close.")
    var keepOpen = false

    @Flag(help: "Write the report as JSON.")
    var json = false

    func validate() throws {
        try OptionChecks.check(settings: config)
        try OptionChecks.check(protocols: alpn)
        guard key == nil || cert != nil else { throw ValidationError("--key needs the --cert it belongs to.") }
        guard earlyData == nil || sessionFile != nil else {
            throw ValidationError("--early-data needs a session: name a --session-file.")
        }
        guard !insecure || pin.isEmpty else {
            throw ValidationError("--insecure trusts every server, --pin one key: only one of them makes sense.")
        }
        guard authorities.isEmpty && revocationLists.isEmpty || !insecure && pin.isEmpty else {
            throw ValidationError("With --pin and --insecure nobody has to vouch: --ca and --crl do not go with them.")
        }
    }

    func run() async throws {
        try await ConnectRun(self).run()
    }
}
