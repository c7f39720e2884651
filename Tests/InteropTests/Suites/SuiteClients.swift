import Foundation
import TLSMessages

/// The clients of others, which connect to our server with one suite after another.
extension SuitePeer {
    /// Connects once a suite; tells of each what the client saw.
    func connect(to port: Int, with suites: [CipherSuite]) async throws -> [SuiteOutcome] {
        switch self {
        case .java: return try await connectJava(to: port, with: suites)
        case .nss:
            return try await Places.withFolder { folder in
                try await NSSDatabase.make(in: folder, trusting: Places.fixture("suites/roots"))
                return try await each(suites) { try await connectNSS(to: port, with: $0, folder) }
            }
        case .openssl: return try await each(suites) { try await connectOpenSSL(to: port, with: $0) }
        case .gnutls: return try await each(suites) { try await connectGnuTLS(to: port, with: $0) }
        }
    }

    /// A few at a time.
    private func each(
        _ suites: [CipherSuite], _ body: @escaping @Sendable (CipherSuite) async throws -> String?
    ) async throws -> [SuiteOutcome] {
        try await withThrowingTaskGroup(of: SuiteOutcome.self) { group in
            for suite in suites {
                group.addTask {
                    try await Turnstile.programs.pass { SuiteOutcome(suite: suite, failure: try await body(suite)) }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func connectOpenSSL(to port: Int, with suite: CipherSuite) async throws -> String? {
        guard let name = SuiteParts(suite)?.openSSLName else { return "no name" }
        let program = try await RunningProgram.start(
            Client.openssl.command ?? "",
            [
                "s_client", "-connect", "127.0.0.1:\(port)", "-servername", "server.test", "-verify_hostname",
                "server.test",
                "-verify_return_error", "-CAfile", Places.fixture("suites/roots"), "-tls1_2",
                "-cipher", "\(name):@SECLEVEL=0",
            ])
        await program.write("hello \(name)\n")
        let isIntact = (try? await program.printed("\nhello \(name)\n")) != nil
        await program.write("Q\n")
        let result = try await program.finished()
        let isAgreed = result.output.contains("Cipher is \(name)\n") && result.output.contains("Protocol  : TLSv1.2")
        return isIntact && isAgreed ? nil : result.transcript
    }

    private func connectGnuTLS(to port: Int, with suite: CipherSuite) async throws -> String? {
        guard let names = SuiteParts(suite)?.gnuTLSNames else { return "no name" }
        let program = try await RunningProgram.start(
            Client.gnutls.command ?? "",
            [
                "--x509cafile", Places.fixture("suites/roots"), "--port", "\(port)", "--sni-hostname", "server.test",
                "--verify-hostname", "server.test", "--priority", Self.gnuTLSPriority([suite]), "127.0.0.1",
            ])
        try? await program.printed("- Simple Client Mode:")
        await program.write("hello \(suite)\n")
        let isIntact = (try? await program.printed("hello \(suite)\n")) != nil
        await program.closeInput()
        let result = try await program.finished()
        let ending = names.mac == "AEAD" ? "(\(names.cipher))\n" : "(\(names.cipher))-(\(names.mac))\n"
        let isAgreed = result.output.contains("(TLS1.2-X.509)") && result.output.contains(ending)
        return isIntact && isAgreed ? nil : result.transcript
    }

    /// The priority string of these suites and no others.
    static func gnuTLSPriority(_ suites: [CipherSuite]) -> String {
        var parts: [String] = []
        for names in suites.compactMap({ SuiteParts($0)?.gnuTLSNames }) {
            parts += ["+\(names.keyExchange)", "+\(names.cipher)", "+\(names.mac)"]
        }
        let rest = "+COMP-NULL:+GROUP-ALL:+SIGN-ALL:+SIGN-DSA-SHA1:+CTYPE-X509:%VERIFY_ALLOW_SIGN_WITH_SHA1"
        return "NONE:+VERS-TLS1.2:\(parts.joined(separator: ":")):\(rest)"
    }

    private func connectNSS(to port: Int, with suite: CipherSuite, _ folder: String) async throws -> String? {
        guard let parts = SuiteParts(suite) else { return "no name" }
        // It does not see the end of an input that is a pipe.
        let line = "hello \(suite)\n"
        let file = "\(folder)/\(suite)"
        try line.write(toFile: file, atomically: true, encoding: .utf8)
        let result = try await RunningProgram.run(
            Places.command("tstclnt") ?? "tstclnt",
            [
                "-h", "127.0.0.1", "-p", "\(port)", "-a", "server.test", "-d", "sql:\(folder)", "-v", "-G", "-A", file,
                "-c", Self.nssCode(suite), "-V", "tls1.2:tls1.2",
            ])
        let isIntact = result.status == 0 && result.output.contains(line)
        let text = result.transcript
        let isAgreed = text.contains("SSL version 3.3 using ") && text.contains(parts.nssText)
        return isIntact && isAgreed ? nil : text
    }

    static func nssCode(_ suite: CipherSuite) -> String {
        ":" + hexadecimal([UInt8(suite.rawValue >> 8), UInt8(suite.rawValue & 0xff)])
    }

    private func connectJava(to port: Int, with suites: [CipherSuite]) async throws -> [SuiteOutcome] {
        let result = try await Turnstile.programs.pass {
            try await RunningProgram.run(
                Client.java.command ?? "",
                [
                    "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", try await CompiledPeers.java.value, "Suites",
                    "role=client", "port=\(port)", "ca=\(Places.fixture("suites/roots"))",
                    "suites=\(suites.map(Self.javaName).joined(separator: ","))",
                ], within: .seconds(60))
        }
        let lines = Set(result.output.split(separator: "\n"))
        return suites.map { suite in
            SuiteOutcome(suite: suite, failure: lines.contains("echoed \(suite) TLSv1.2") ? nil : result.transcript)
        }
    }

    /// JSSE's names of the oldest suites begin as in SSL 3.0.
    static func javaName(_ suite: CipherSuite) -> String {
        guard let parts = SuiteParts(suite), !parts.keyExchange.hasPrefix("EC") else { return suite.description }
        guard parts.cipher == "3DES_EDE_CBC" || parts.cipher == "RC4_128" else { return suite.description }
        return suite.description.replacing("TLS_", with: "SSL_")
    }
}
