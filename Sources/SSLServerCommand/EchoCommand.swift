import ArgumentParser
import Logging
import SSLServer
import TLSMessages
import TLSProvider

/// `sslserver echo`: sends back what it gets.
struct EchoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "echo",
        abstract: "Send every client back what it sends.",
        discussion: """
            Nothing more is read from a client that does not take back what it sent. The first line on standard output \
            is tls://localhost:PORT/, the next lines are the SHA-256 fingerprints of the certificates; the log goes to \
            standard error. SIGTERM or SIGINT ends it within 10 seconds, a second one at once. SIGHUP reads the files of \
            certificates, keys, authorities and revocation lists again.

            EXAMPLES
              sslserver echo
              openssl s_client -connect localhost:8007 -quiet

              sslserver echo --port 0 --self-signed ed25519 --config SSLEnabledProtocols=12288
              sslserver echo --client-ca clients.pem --client-auth request

            EXIT CODES  0 ended as told, 1 failed, 64 command line not understood
            """)

    @Option(help: ArgumentHelp("The port to listen on; 0 lets the system choose.", valueName: "number"))
    var port = Port(8007)

    @OptionGroup(title: "Where and how")
    var endpoint: EndpointOptions

    @OptionGroup(title: "Certificates")
    var credentials: CredentialOptions

    @OptionGroup(title: "Clients")
    var clients: ClientOptions

    func run() async throws {
        let log = Logger.ofCommand(endpoint.logLevel.level)
        let signals = TerminationSignals()
        let listener = try await Endpoint(
            endpoint: endpoint, credentials: credentials, clients: clients, port: port.number, scheme: "tls",
            protocols: [], logger: log)
        let server = listener.server
        Self.attach(to: server, log: log)
        try await listener.start()
        await signals.first {
            log.notice("ending: what is under way is sent")
            let cut = await server.drain(deadline: .seconds(10))
            if cut > 0 { log.notice("connections were cut", metadata: ["count": "\(cut)"]) }
        }
    }

    /// A send returns when the client has room for more, and until it does no further data comes: that is all the
    /// back-pressure there is to an echo.
    static func attach(to server: SSLServer, log: Logger) {
        server.onDataIn = { [unowned server] event in
            try await server.send(event.connectionId, buffer: event.buffer)
        }
        server.onConnected = { event in
            guard let negotiated = event.negotiated else {
                log.info("handshake failed", metadata: ["reason": "\(event.description.loggable)"])
                return
            }
            var metadata: Logger.Metadata = [
                "connection": "\(event.connectionId)", "version": "\(negotiated.version)",
                "suite": "\(negotiated.cipherSuite)", "session": "\(negotiated.isResumed ? "resumed" : "new")",
            ]
            if let client = ClientFacts(negotiated) { metadata["subject"] = "\(client.subject.loggable)" }
            log.info("connected", metadata: metadata)
        }
        server.onDisconnected = { event in
            log.info(
                "disconnected",
                metadata: ["connection": "\(event.connectionId)", "reason": "\(event.description.loggable)"])
        }
        server.onError = { event in
            log.warning("\(event.description.loggable)", metadata: ["connection": "\(event.connectionId)"])
        }
        server.onSSLStatus = { event in
            log.debug("\(event.message.loggable)", metadata: ["connection": "\(event.connectionId)"])
        }
    }
}
