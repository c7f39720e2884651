import ArgumentParser

/// The command `sslserver`.
@main
struct SSLServerTool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sslserver",
        abstract: "Serve, connect and look at TLS from the shell.",
        discussion: """
            A TLS 1.3 and TLS 1.2 server to try clients against, without a line of configuration: started with nothing \
            but a subcommand it makes itself a certificate and tells its fingerprint.

            EXAMPLES
              sslserver serve                 a page that shows what you negotiated
              sslserver serve --root public   the files of a directory, over HTTPS
              sslserver echo --port 0         sends back what it gets; any free port
              sslserver connect HOST:PORT     what a server presents and agrees to
              sslserver inspect server.pem    what is in a file of certificates
              sslserver verify chain.pem      whether a certificate is to be trusted, and by whom

            EXIT CODES
              0   all went well; a server was told to end (SIGTERM, SIGINT), and has
              1   something failed; standard error says what, and what to do about it
              64  the command line was not understood

            'sslserver help <subcommand>' has the rest.
            """,
        subcommands: [
            ServeCommand.self, EchoCommand.self, ConnectCommand.self, InspectCommand.self, VerifyCommand.self,
        ])
}
