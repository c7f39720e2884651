import Foundation
import TLSMessages

/// `gnutls-cli`.
enum GnuTLSClient {
    /// The priority string that offers just this. The chain's own signatures are ECDSA with SHA-256, so that stays on.
    static func priority(_ request: ClientRequest) -> String {
        var parts = ["NORMAL", "-VERS-ALL", "+VERS-TLS1.3"]
        if !request.groups.isEmpty {
            parts += ["-GROUP-ALL"] + request.groups.map { "+GROUP-\($0.gnuTLSName)" }
        }
        if !request.cipherSuites.isEmpty {
            parts += ["-CIPHER-ALL"] + request.cipherSuites.map { "+\($0.gnuTLSName)" }
        }
        if !request.signatureSchemes.isEmpty {
            parts += ["-SIGN-ALL"] + request.signatureSchemes.map { "+SIGN-\($0.gnuTLSName)" }
            parts += ["+SIGN-ECDSA-SHA256"]
        }
        return parts.joined(separator: ":")
    }

    static func run(_ request: ClientRequest, _ more: [String] = []) async throws -> ClientReport {
        guard let command = Client.gnutls.command else { throw Client.Missing(description: "gnutls-cli") }
        var arguments = [
            "--x509cafile", Places.fixture("root"), "--port", "\(request.port)", "--sni-hostname", request.serverName,
            "--verify-hostname", request.serverName, "--priority", priority(request),
        ]
        for name in request.applicationProtocols { arguments += ["--alpn", name] }
        if let identity = request.identity.map(Places.fixture) {
            arguments += ["--x509certfile", identity, "--x509keyfile", identity]
        }
        if request.resumes { arguments += ["--resume"] }
        return try await talk(request, command, arguments + more + ["127.0.0.1"])
    }

    private static func talk(
        _ request: ClientRequest, _ command: String, _ arguments: [String]
    ) async throws -> ClientReport {
        let program = try await RunningProgram.start(command, arguments)
        let line = TextLine.make(count: request.byteCount)
        try? await program.printed("- Simple Client Mode:")
        await program.write(line + "\n")
        let isIntact = (try? await program.printed(line)) != nil
        if request.closer == .client {
            await program.closeInput()
        }
        var report = report(of: try await program.finished().transcript)
        report.isDataIntact = isIntact
        return report
    }

    /// Reads what the command printed.
    static func report(of text: String) -> ClientReport {
        var report = ClientReport(transcript: text)
        // Where it connects twice, the second time is what counts; it tells no group and no signature of a resumed session.
        let last = text.components(separatedBy: "- Connecting again").last ?? text
        let description = #/- Description: \(([^-)]+)-[^)]*\)-(?:\(([^)]+)\)-\(([^)]+)\))?-\(([^)]+)\)/#
        if let line = last.firstMatch(of: description) {
            report.version = Spellings.version(String(line.1))
            report.group = line.2.flatMap { name in Spellings.groups.first { name.hasSuffix("-\($0.gnuTLSName)") } }
            let scheme = line.3?.uppercased()
            report.signatureScheme = SignatureScheme.allOfTLS13.first { $0.gnuTLSName == scheme }
            report.cipherSuite = Spellings.cipherSuites.first { $0.gnuTLSName == line.4 }
        }
        report.isResumed = text.contains("*** This is a resumed session")
        if text.contains("Handshake was completed") {
            report.applicationProtocol =
                text.firstMatch(of: #/- Application protocol: (\S+)/#).map { String($0.1) } ?? ""
        }
        if text.contains("The certificate is trusted"), let line = text.firstMatch(of: #/subject `CN=([^',]+)/#) {
            report.serverCertificate = String(line.1)
        }
        report.alert = Spellings.alert(in: text)
        report.end =
            text.contains("non-properly terminated")
            ? .truncated : text.contains("Peer has closed the GnuTLS connection") ? .closeNotify : nil
        return report
    }
}
