import ArgumentParser
import Logging
import SSLServer

/// `sslserver serve`: HTTPS.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve a page that shows what was negotiated, or the files of a directory.",
        discussion: """
            The first line on standard output is the URL, the next lines are the SHA-256 fingerprints of the \
            certificates: compare them with what your browser shows before you trust one. The log goes to standard error.

            Browsers get a page, curl and others get text, and /json has the same for programs. A POST to any path is \
            answered with the number of bytes that arrived. With --root, files are served instead (with ranges, ETags \
            and index.html; nothing hidden, nothing outside the directory), and the report is at /.tls and /.tls/json.

            SIGTERM or SIGINT ends it: requests that are under way get their answers, for 10 seconds at most. A second \
            one ends it at once. SIGHUP reads the files of certificates and keys, ticket keys, authorities and \
            revocation lists again: what is good is in force for new connections, what is not leaves the old in force.

            EXAMPLES
              sslserver serve
              curl -k https://localhost:8443/

              sslserver serve --save-cert cert.pem
              curl --cacert cert.pem https://localhost:8443/json

              sslserver serve --cert ecdsa.pem --cert rsa.pem --key rsa-key.pem
              sslserver serve --host 0.0.0.0 --port 443
              sslserver serve --self-signed ecdsa --self-signed rsa --name test.example
              sslserver serve --root public --port 0

              sslserver serve --client-ca clients.pem --client-crl clients.crl
              curl -k --cert client.pem --key client.key https://localhost:8443/

            EXIT CODES  0 ended as told, 1 failed, 64 command line not understood
            """)

    @Option(
        name: .long,
        help: ArgumentHelp("Serve the files of this directory.", valueName: "directory"), completion: .directory)
    var root: String?

    @Option(help: ArgumentHelp("The port to listen on; 0 lets the system choose.", valueName: "number"))
    var port = Port(8443)

    @OptionGroup(title: "Where and how")
    var endpoint: EndpointOptions

    @OptionGroup(title: "Certificates")
    var credentials: CredentialOptions

    @OptionGroup(title: "Clients")
    var clients: ClientOptions

    func run() async throws {
        let log = Logger.ofCommand(endpoint.logLevel.level)
        let signals = TerminationSignals()
        var files: FileService?
        if let root { files = FileService(root: try await DocumentRoot(directory: root)) }
        let listener = try await Endpoint(
            endpoint: endpoint, credentials: credentials, clients: clients, port: port.number, scheme: "https",
            protocols: ["http/1.1"],
            logger: log)
        let web = WebServer(server: listener.server, site: Site(files: files), log: log)
        web.attach()
        try await listener.start()
        let times = Task { await web.watchTimes() }
        await signals.first {
            log.notice("ending: requests under way get their answers")
            await web.drain(within: .seconds(10))
        }
        times.cancel()
    }
}
