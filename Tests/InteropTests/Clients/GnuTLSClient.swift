import Foundation
import TLSMessages

/// `gnutls-cli`.
enum GnuTLSClient {
    /// The priority string that offers just this. The chain's own signatures are ECDSA with SHA-256, so that stays on.
    static func priority(_ request: ClientRequest, _ more: [String] = []) -> String {
        var parts = ["NORMAL", "-VERS-ALL", request.version == .tls12 ? "+VERS-TLS1.2" : "+VERS-TLS1.3"]
        if !request.groups.isEmpty {
            parts += ["-GROUP-ALL"] + request.groups.map { "+GROUP-\($0.gnuTLSName)" }
        }
        if !request.cipherSuites.isEmpty {
            parts += ["-CIPHER-ALL"] + request.cipherSuites.map { "+\($0.gnuTLSName)" }
            // Its key exchanges and MACs are chosen apart from its ciphers.
            let names = request.cipherSuites.compactMap { SuiteParts($0)?.gnuTLSNames }
            if !names.isEmpty { parts += ["-KX-ALL"] + names.flatMap { ["+\($0.keyExchange)", "+\($0.mac)"] } }
        }
        if !request.signatureSchemes.isEmpty {
            parts += ["-SIGN-ALL"] + request.signatureSchemes.map { "+SIGN-\($0.gnuTLSName)" }
            parts += ["+SIGN-ECDSA-SHA256"]
        }
        if !request.takesTickets { parts += ["%NO_TICKETS"] }
        return (parts + more).joined(separator: ":")
    }

    /// Reads its description of a connection: the version, then what it knows of the group, the signature, the cipher and,
    /// where that has none, the MAC, each in parentheses.
    private static func describe(_ text: String, in report: inout ClientReport) {
        var parts = text.matches(of: #/\(([^)]*)\)/#).map { String($0.1) }
        guard !parts.isEmpty else { return }
        report.version = parts.removeFirst().split(separator: "-").first.flatMap { Spellings.version(String($0)) }
        let exchange = parts.first { $0.hasPrefix("ECDHE-") || $0.hasPrefix("DHE-") || $0 == "RSA" }
        let signature = parts.first { $0.contains("-SHA") || $0.hasPrefix("EdDSA") }?.uppercased()
        parts.removeAll { $0 == exchange || $0.uppercased() == signature }
        report.group = exchange.flatMap { name in Spellings.groups.first { name.hasSuffix("-\($0.gnuTLSName)") } }
        report.signatureScheme = SignatureScheme.allOfTLS13.first { $0.gnuTLSName == signature }
        guard report.version == .tls12 else {
            report.cipherSuite = Spellings.cipherSuites.first { $0.gnuTLSName == parts.first }
            return
        }
        // Of a resumed session it does not tell the signature, which the suite's name depends on.
        report.cipherSuite = Spellings.olderSuites.first { suite in
            guard let names = SuiteParts(suite)?.gnuTLSNames, let exchange, let signature else { return false }
            let kind = signature.hasPrefix("RSA") ? "RSA" : signature.hasPrefix("DSA") ? "DSS" : "ECDSA"
            let method = exchange.split(separator: "-")[0]
            return names.keyExchange == "\(method)-\(kind)" && names.cipher == parts.first
                && names.mac == (parts.count > 1 ? parts[1] : "AEAD")
        }
    }

    static func run(
        _ request: ClientRequest, _ more: [String] = [], options: [String] = [], environment: [String: String] = [:]
    ) async throws -> ClientReport {
        guard let command = Client.gnutls.command else { throw Client.Missing(description: "gnutls-cli") }
        var arguments = [
            "--x509cafile", Places.fixture("root"), "--port", "\(request.port)", "--sni-hostname", request.serverName,
            "--verify-hostname", request.serverName, "--priority", priority(request, options),
        ]
        for name in request.applicationProtocols { arguments += ["--alpn", name] }
        if let identity = request.identity.map(Places.fixture) {
            arguments += ["--x509certfile", identity, "--x509keyfile", identity]
        }
        if request.resumes { arguments += ["--resume"] }
        return try await talk(request, command, arguments + more + ["127.0.0.1"], environment)
    }

    private static func talk(
        _ request: ClientRequest, _ command: String, _ arguments: [String], _ environment: [String: String]
    ) async throws -> ClientReport {
        let program = try await RunningProgram.start(command, arguments, environment: environment)
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
        if let line = last.firstMatch(of: #/- Description: (.*)/#) { describe(String(line.1), in: &report) }
        if let line = last.firstMatch(of: #/- Options: (.*)/#), report.version == .tls12 {
            report.usesExtendedMasterSecret = line.1.contains("extended master secret")
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
