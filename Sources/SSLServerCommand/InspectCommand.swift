import ArgumentParser
import TLSKeyStores

/// `sslserver inspect`: what is in files of certificates and keys.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what is in files of certificates and keys.",
        discussion: """
            Certificates are shown with their names, validity and fingerprints, keys with their kind and the fingerprint \
            of their public half, which is the same for a certificate and the key that belongs to it. Nothing of a \
            private key is shown.

            EXAMPLES
              sslserver inspect server.pem
              sslserver inspect --json chain.pem key.pem

            EXIT CODES  0 all was read, 1 a file or something in it could not be read, 64 command line not understood
            """)

    @Flag(help: "Write JSON: an array with an object for each file.")
    var json = false

    @Argument(help: ArgumentHelp("The files, in PEM or DER.", valueName: "file"), completion: .file())
    var files: [String]

    func run() throws {
        let reports = files.map { FileReport(path: $0) }
        if json {
            StandardOutput.write([String(JSONValue.array(reports.map(\.json)).text.dropLast())])
        } else {
            for report in reports where !report.textLines.isEmpty {
                StandardOutput.write((reports.count > 1 ? ["\(report.path.printable):"] : []) + report.textLines)
            }
        }
        let problems = reports.compactMap(\.problem)
        guard problems.isEmpty else { throw CommandFailure(problems.joined(separator: "\n")) }
    }
}
