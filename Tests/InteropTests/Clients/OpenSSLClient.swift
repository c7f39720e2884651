import TLSMessages

/// `openssl s_client`.
enum OpenSSLClient {
    /// The command line that does what the request says; `more` is added.
    static func arguments(_ request: ClientRequest, _ more: [String] = []) -> [String] {
        var arguments =
            [
                "s_client", "-connect", "127.0.0.1:\(request.port)", "-servername", request.serverName,
                "-CAfile", Places.fixture("root"), "-verify_hostname", request.serverName, "-verify_return_error",
            ] + version(request.version)
        if !request.groups.isEmpty {
            arguments += ["-groups", request.groups.map(\.openSSLName).joined(separator: ":")]
        }
        if !request.cipherSuites.isEmpty {
            let newer = request.cipherSuites.filter(\.isTLS13)
            arguments +=
                newer.isEmpty
                ? ["-cipher", request.cipherSuites.compactMap { SuiteParts($0)?.openSSLName }.joined(separator: ":")]
                : ["-ciphersuites", newer.map(\.description).joined(separator: ":")]
        }
        if !request.signatureSchemes.isEmpty {
            arguments += ["-sigalgs", request.signatureSchemes.map(\.description).joined(separator: ":")]
        }
        if !request.applicationProtocols.isEmpty {
            arguments += ["-alpn", request.applicationProtocols.joined(separator: ",")]
        }
        if let identity = request.identity.map(Places.fixture) {
            arguments += ["-cert", identity, "-key", identity, "-cert_chain", identity]
        }
        if let label = request.exporterLabel {
            arguments += ["-keymatexport", label, "-keymatexportlen", "32"]
        }
        if !request.takesTickets { arguments += ["-no_ticket"] }
        return arguments + more
    }

    /// Old versions need signatures that every higher security level refuses.
    private static func version(_ version: ProtocolVersion) -> [String] {
        switch version {
        case .tls10: ["-tls1", "-cipher", "DEFAULT@SECLEVEL=0"]
        case .tls11: ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"]
        case .tls12: ["-tls1_2"]
        default: ["-tls1_3"]
        }
    }

    /// Starts the command; the caller talks to it.
    static func start(_ request: ClientRequest, _ more: [String] = []) async throws -> RunningProgram {
        guard let command = Client.openssl.command else { throw Client.Missing(description: "openssl") }
        return try await RunningProgram.start(command, arguments(request, more))
    }

    static func run(_ request: ClientRequest, _ more: [String] = []) async throws -> ClientReport {
        guard request.resumes else { return try await connect(request, more) }
        return try await Places.withFolder { folder in
            _ = try await connect(request, more + ["-sess_out", "\(folder)/session"])
            return try await connect(request, more + ["-sess_in", "\(folder)/session"])
        }
    }

    private static func connect(_ request: ClientRequest, _ more: [String]) async throws -> ClientReport {
        let program = try await start(request, more)
        let line = TextLine.make(count: request.byteCount)
        await program.write(line + "\n")
        let isIntact = (try? await program.printed(line)) != nil
        if request.closer == .client {
            await program.write("Q\n")
        }
        var report = report(of: try await program.finished().transcript)
        report.isDataIntact = isIntact
        return report
    }

    /// Reads what the command printed.
    static func report(of text: String) -> ClientReport {
        var report = ClientReport(transcript: text)
        if let line = text.firstMatch(of: #/(?:New|Reused), (\S+), Cipher is (\S+)/#) {
            report.version = Spellings.version(String(line.1))
            report.cipherSuite = Spellings.cipherSuite(String(line.2))
        }
        // The line above tells the suite's version; the session tells the connection's.
        if let line = text.firstMatch(of: #/Protocol  : (\S+)/#) {
            report.version = Spellings.version(String(line.1))
        }
        if let line = text.firstMatch(of: #/Server Temp Key: ([^,]+), (?:([^,]+), )?(\d+) bits/#) {
            let name = String(line.2 ?? line.1)
            report.group =
                name == "DH"
                ? Spellings.group("ffdhe\(line.3)")
                : Spellings.groups.first { $0.openSSLName == name || $0.description == name || alias(name) == $0 }
        }
        report.signatureScheme = signatureScheme(in: text)
        if let line = text.firstMatch(of: #/ALPN protocol: (\S+)/#) {
            report.applicationProtocol = String(line.1)
        } else if text.contains("No ALPN negotiated") {
            report.applicationProtocol = ""
        }
        if text.contains("Verify return code: 0 (ok)"), let line = text.firstMatch(of: #/\nsubject=CN = (\S+)/#) {
            report.serverCertificate = String(line.1)
        }
        if let line = text.firstMatch(of: #/Keying material: ([0-9A-F]+)/#) {
            report.exported = line.1.lowercased()
        }
        report.isResumed = text.contains("\nReused, ") ? true : text.contains("\nNew, ") ? false : nil
        report.isEarlyDataAccepted =
            text.contains("Early data was accepted") ? true : text.contains("Early data was") ? false : nil
        if let line = text.firstMatch(of: #/Extended master secret: (yes|no)/#) {
            report.usesExtendedMasterSecret = line.1 == "yes"
        }
        report.alert = Spellings.alert(in: text)
        report.end = text.contains("unexpected eof") ? .truncated : text.contains("\nclosed\n") ? .closeNotify : nil
        return report
    }

    private static func alias(_ name: String) -> NamedGroup? {
        switch name {
        case "prime256v1": .secp256r1
        default: nil
        }
    }

    /// The command tells kind and digest; which of the two PSS schemes it was, the certificate's key tells.
    private static func signatureScheme(in text: String) -> SignatureScheme? {
        guard let type = text.firstMatch(of: #/Peer signature type: (\S+)/#)?.1 else { return nil }
        let digest = text.firstMatch(of: #/Peer signing digest: SHA(\d+)/#)?.1 ?? ""
        let key = text.firstMatch(of: #/a:PKEY: (\S+),/#)?.1 ?? ""
        switch (type.lowercased(), digest, key) {
        case ("ed25519", _, _): return .ed25519
        case ("ed448", _, _): return .ed448
        case ("ecdsa", "256", _): return .ecdsaSecp256r1SHA256
        case ("ecdsa", "384", _): return .ecdsaSecp384r1SHA384
        case ("ecdsa", "512", _): return .ecdsaSecp521r1SHA512
        case ("rsa-pss", "256", "rsaEncryption"): return .rsaPSSRSAESHA256
        case ("rsa-pss", "384", "rsaEncryption"): return .rsaPSSRSAESHA384
        case ("rsa-pss", "512", "rsaEncryption"): return .rsaPSSRSAESHA512
        case ("rsa-pss", "256", _): return .rsaPSSPSSSHA256
        case ("rsa-pss", "384", _): return .rsaPSSPSSSHA384
        case ("rsa-pss", "512", _): return .rsaPSSPSSSHA512
        default: return nil
        }
    }
}
