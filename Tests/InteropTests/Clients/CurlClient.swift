import Foundation
import TLSMessages

/// `curl`, which asks for its bytes by HTTP: `GET /<count>`.
enum CurlClient {
    static func run(_ request: ClientRequest) async throws -> ClientReport {
        try await Places.withFolder { folder in
            try await run(request, into: "\(folder)/body", within: .seconds(60))
        }
    }

    private static func run(
        _ request: ClientRequest, into body: String, within limit: Duration
    ) async throws -> ClientReport {
        guard let command = Client.curl.command else { throw Client.Missing(description: "curl") }
        let result = try await RunningProgram.run(
            command,
            // Each transfer makes a connection, as the server closes after it.
            arguments(request) + (request.resumes ? transfer(request, into: "\(body)-first") : [])
                + transfer(request, into: body),
            within: limit)
        var report = report(of: result.transcript)
        report.isDataIntact =
            result.status == 0 && Pattern.matches(FileManager.default.contents(atPath: body), count: request.byteCount)
        // Without a length in the response the end of the data is that of the connection, and curl checks how it came.
        report.end = result.errors.contains("unexpected eof") ? .truncated : result.status == 0 ? .closeNotify : nil
        return report
    }

    private static func transfer(_ request: ClientRequest, into file: String) -> [String] {
        ["--output", file, "https://\(request.serverName):\(request.port)/\(request.byteCount)"]
    }

    private static func arguments(_ request: ClientRequest) -> [String] {
        let version = request.version == .tls12 ? "1.2" : "1.3"
        var arguments = [
            "--verbose", "--silent", "--show-error", "--tlsv\(version)", "--tls-max", version, "--cacert",
            Places.fixture("root"),
            "--connect-to", "::127.0.0.1:\(request.port)",
        ]
        if !request.groups.isEmpty {
            arguments += ["--curves", request.groups.map(\.openSSLName).joined(separator: ":")]
        }
        if !request.cipherSuites.isEmpty {
            let names = request.cipherSuites.map { SuiteParts($0)?.openSSLName ?? $0.description }
            arguments += [request.version == .tls12 ? "--ciphers" : "--tls13-ciphers", names.joined(separator: ":")]
        }
        arguments += request.applicationProtocols.contains("h2") ? ["--http2"] : ["--http1.1"]
        if let identity = request.identity.map(Places.fixture) {
            arguments += ["--cert", identity, "--key", identity]
        }
        return arguments
    }

    private static func report(of text: String) -> ClientReport {
        var report = ClientReport(transcript: text)
        if let line = text.firstMatch(of: #/SSL connection using (\S+) / (\S+)/#) {
            report.version = Spellings.version(String(line.1))
            report.cipherSuite = Spellings.cipherSuite(String(line.2))
        }
        if let line = text.firstMatch(of: #/ALPN: server accepted (\S+)/#) {
            report.applicationProtocol = String(line.1)
        } else if text.contains("ALPN: server did not agree") {
            report.applicationProtocol = ""
        }
        if text.contains("SSL certificate verify ok"), let line = text.firstMatch(of: #/subject: CN=(\S+)/#) {
            report.serverCertificate = String(line.1)
        }
        // It tells which messages came: fewer certificates than handshakes is a session resumed.
        let handshakes = text.ranges(of: "(IN), TLS handshake, Finished").count
        report.isResumed = handshakes > text.ranges(of: "(IN), TLS handshake, Certificate").count
        report.alert = Spellings.alert(in: text)
        return report
    }
}
